package dev.crossfade.rewrite;

import dev.crossfade.catalog.Column;
import dev.crossfade.sql.Expr;
import dev.crossfade.sql.Query;
import dev.crossfade.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * An INSERT ... ON CONFLICT into a table whose columns have departed. Which of its rows were there before is known when it is done, and what another table holds for them once it has their locks: so
 * the statement gives the keys of the rows that it wrote and what it would have inserted, and the other table is written after it. Used once per statement.
 */
final class MovedUpsert {
  /** The arrays of what the statement gives; no application's table is called so. */
  static final String EXCLUDED = "crossfade_excluded";

  /** Of a row that was there, the server leaves the lock that ON CONFLICT took in its new version; a new row has none. */
  static final String UPDATED = ".xmax <> 0";

  private final Rewriting work;
  private final Statement.Insert insert;
  private final Statement.OnConflict conflict;
  private final Item target;
  private final Map<String, Integer> places = new LinkedHashMap<>();
  private Optional<Assignments> assigned = Optional.empty();
  private Optional<UpsertBatch> batch = Optional.empty();

  MovedUpsert(Rewriting work, Statement.Insert insert, Statement.OnConflict conflict, Item target) {
    this.work = work;
    this.insert = insert;
    this.conflict = conflict;
    this.target = target;
  }

  /** To be called before expressions over {@code excluded} are edited. */
  void prepare(Item excluded) {
    for (BoundMove move : moves()) {
      move.old().forEach((name, column) -> {
        places.put(name, places.size() + 1);
        excluded.give(name, value(column));
      });
    }
  }

  private List<BoundMove> moves() {
    return target.view().orElseThrow().departures().stream()
        .filter(BoundMove::hasDeparted)
        .toList();
  }

  private Fragment value(Column column) {
    return Fragment.of(EXCLUDED + ".crossfade_v" + places.get(column.name()));
  }

  /** To be called once the conflict's clause has been edited. */
  void assign(Optional<Assignments> assignments) {
    assigned = assignments;
    target.takeMovedUnderLock();
    String clause = work.edits.render(conflict.span()).sql();
    if (clause.contains(EXCLUDED + ".") || clause.contains(MovedRow.SUBSELECT + ".")) {
      throw refusal("with a predicate or a value for another column that needs");
    }
    conflict.updates().forEach(this::refuseChanged);
  }

  /** To be called before the values are edited around. */
  void take(InsertSlots slots, List<Query.ValuesRow> rows, List<List<InsertSlots.Value>> values) {
    if (rows.size() == 1 && insert.overriding().isEmpty() && insert.with().isEmpty()) {
      batch = Optional.of(
          new UpsertBatch(work, insert, conflict, target, slots, rows.get(0), values.get(0)));
    }
  }

  private Refusal refusal(String what) {
    return new Refusal(
        "an INSERT ... ON CONFLICT into table " + moves().get(0).from().name() + " " + what
            + " columns which have moved to " + moves().get(0).to().name());
  }

  /** The moves of the columns that DO UPDATE assigns. */
  Set<BoundMove> departed() {
    return assigned.map(values -> values.departed().moves()).orElse(Set.of());
  }

  /** The rows that are given; one that is written has to be found among them. */
  Fragment rows(
      WrittenRows rows,
      Function<String, Fragment> keys,
      BiFunction<BoundMove, Column, Fragment> values,
      Fragment from) {
    if (!isSingle() && !moves().stream().allMatch(this::isKeyed)) {
      throw new Refusal("an INSERT ... ON CONFLICT of several rows into table "
          + moves().get(0).from().name() + ", whose columns have moved to "
          + moves().get(0).to().name()
          + ", whose conflict target is not the key by which they are found there");
    }
    return rows.query(List.of(), keys, values, from);
  }

  private boolean isSingle() {
    return insert.source() instanceof Statement.Source.Rows rows
        && rows.query().body() instanceof Query.Values values
        && values.rows().size() == 1;
  }

  /** Whether a row conflicts by its key alone: by another index one of two rows of the same key may be left out or updated, and nothing says which. */
  private boolean isKeyed(BoundMove move) {
    Set<String> columns = new HashSet<>();
    for (Statement.Inference element : conflict.inference()) {
      if (!(element.expr() instanceof Expr.ColumnRef reference)
          || !element.span().equals(reference.span())) {
        return false;
      }
      columns.add(reference.parts().get(reference.parts().size() - 1).value());
    }
    return conflict.where().isEmpty() && columns.equals(move.key().keySet());
  }

  /**
   * To be called once RETURNING has been edited.
   *
   * @param written the moves whose tables are written
   * @param shown whether the application sees what the statement returns
   */
  void rewrite(List<BoundMove> written, boolean shown) {
    if (!conflict.updates().isEmpty() && target.isMovedUnderLock()) {
      throw refusal("that returns");
    }
    written.forEach(this::refuseElsewhere);
    BoundMove first = written.get(0);
    List<Column> moved = new ArrayList<>();
    written.forEach(move -> moved.addAll(move.old().values()));
    List<String> hidden = new ArrayList<>();
    hidden.add(MovedWrites.texts(first, target));
    for (Column column : moved) {
      hidden.add("CAST((SELECT " + WrittenRows.row(column.name()).sql() + " FROM " + Sync.ROW
          + sameRow(first) + " LIMIT 1) AS pg_catalog.text) AS crossfade_v"
          + places.get(column.name()));
    }
    hidden.add(
        "CAST(" + target.qualifier() + UPDATED + " AS pg_catalog.text) AS crossfade_updated");
    int end =
        insert.returning().map(Statement.Returning::span).orElse(insert.span()).end();
    Optional<Steps.Behind> behind = batch
        .filter(some -> !shown)
        .flatMap(some -> some.behind(written, places, isKeyed(first), this::next));
    work.edits.after(end, Fragment.of((shown ? ", " : " RETURNING ") + String.join(", ", hidden)));
    work.steps = new Steps(
            Optional.empty(),
            List.of(),
            first.key().size() + moved.size() + 1,
            shown,
            Optional.of(sync(written, moved)),
            Optional.empty(),
            false,
            false)
        .or(behind);
  }

  /** What conflicts in another table only, DO NOTHING would leave out, too. */
  private void refuseElsewhere(BoundMove move) {
    boolean any = conflict.inference().isEmpty()
        && conflict.constraint().isEmpty()
        && conflict.updates().isEmpty();
    if (any
        && move.to().uniques().stream()
            .anyMatch(index ->
                !Set.copyOf(index.columns()).equals(Set.copyOf(move.key().values())))) {
      throw new Refusal(
          "ON CONFLICT DO NOTHING without a target on table " + move.from().name()
              + ", whose columns have moved to " + move.to().name()
              + ", where another index is unique; name the target");
    }
  }

  private String sameRow(BoundMove move) {
    return isSingle()
        ? ""
        : " WHERE "
            + String.join(
                " AND ",
                move.key().keySet().stream()
                    .map(column -> WrittenRows.row(column).sql() + " = "
                        + target.physical(column).sql())
                    .toList());
  }

  private Steps.KeyedSql sync(List<BoundMove> written, List<Column> moved) {
    BoundMove first = written.get(0);
    List<String> key = List.copyOf(first.key().keySet());
    List<String> names = new ArrayList<>();
    List<String> equal = new ArrayList<>();
    for (String column : key) {
      names.add("crossfade_k" + (names.size() + 1));
      equal.add(
          target.physical(column).sql() + " = " + EXCLUDED + "." + names.get(names.size() - 1));
    }
    moved.forEach(column -> names.add("crossfade_v" + places.get(column.name())));
    names.add("crossfade_updated");
    List<String> types = new ArrayList<>(Sync.types(first.from(), key));
    moved.forEach(column -> types.add(column.type()));
    types.add("boolean");
    Fragment from = Fragment.of(" FROM crossfade_given " + EXCLUDED + "(" + String.join(", ", names)
        + ") JOIN " + work.text(insert.target().span()) + " ON " + String.join(" AND ", equal));
    Fragment rows = new WrittenRows(written).query(List.of(), target::physical, this::next, from);
    List<String> parts = new Sync(written).parts();
    String last = Sync.body(parts.remove(parts.size() - 1));
    List<String> held = new Sync(written).held();
    Optional<Steps.KeyedSql> hold =
        held.isEmpty() ? Optional.empty() : Optional.of(over(rows, String.join("", held), types));
    return over(rows, (parts.isEmpty() ? " " : ", " + String.join(", ", parts) + " ") + last, types)
        .behind(hold);
  }

  private static Steps.KeyedSql over(Fragment rows, String rest, List<String> types) {
    return new Steps.KeyedSql(
        "WITH crossfade_given AS MATERIALIZED (",
        "), " + rows.sql() + rest,
        "",
        "",
        List.copyOf(types),
        rows.sources());
  }

  private Fragment next(BoundMove move, Column to) {
    if (conflict.updates().isEmpty()) {
      return value(to);
    }
    return new Fragment.Builder()
        .add("CASE WHEN " + EXCLUDED + ".crossfade_updated THEN ")
        .add(assigned
            .flatMap(values -> values.departed().value(to.name()))
            .orElseGet(() -> move.seek(to.name(), target)))
        .add(" ELSE ")
        .add(value(to))
        .add(" END")
        .build();
  }

  /** Refuses a value for another table that needs columns which the statement itself has changed by the time it is taken. */
  private void refuseChanged(Statement.Assignment assignment) {
    Set<String> written = MovedWrites.written(List.of(assignment));
    if (written.stream().noneMatch(places::containsKey)) {
      return;
    }
    Set<String> changed = new HashSet<>(MovedWrites.written(conflict.updates()));
    changed.removeAll(places.keySet());
    Expr value = assignment instanceof Statement.Assignment.Single single
        ? single.value()
        : ((Statement.Assignment.Multiple) assignment).value();
    if (needs(value, changed)) {
      throw refusal("with a value that needs other columns for");
    }
  }

  private boolean needs(Expr expr, Set<String> changed) {
    if (expr instanceof Expr.ColumnRef reference) {
      String column = reference.parts().get(reference.parts().size() - 1).value();
      boolean excluded =
          reference.parts().size() > 1 && reference.parts().get(0).value().equals("excluded");
      return changed.contains(column) || excluded && !places.containsKey(column);
    }
    return expr instanceof Expr.Subquery
        || Children.of(expr).stream().anyMatch(child -> needs(child, changed));
  }
}
