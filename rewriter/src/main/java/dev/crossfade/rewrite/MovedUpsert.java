package dev.crossfade.rewrite;

import dev.crossfade.catalog.Column;
import dev.crossfade.mapping.Shape;
import dev.crossfade.sql.Query;
import dev.crossfade.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * An INSERT ... ON CONFLICT into a table whose columns have departed. Which of its rows were there before is known when it is done, and what another table holds for them once it has their locks: so
 * the statement gives the keys of the rows that it wrote and what it would have inserted, and the other table is written after it. Where the statement itself needs what the other table holds, rows
 * that are there are locked in one before. Used once per statement.
 */
final class MovedUpsert {
  /** The arrays of what the statement gives; no application's table is called so. */
  static final String EXCLUDED = "crossfade_excluded";

  /** Of a row that was there, the server leaves the lock that ON CONFLICT took in its new version; a new row has none. */
  static final String UPDATED = ".xmax <> 0";

  private static final Pattern OF_EXCLUDED = Pattern.compile("(?<![\\w.\"])excluded\\s*\\.");

  private final Rewriting work;
  private final Statement.Insert insert;
  private final Statement.OnConflict conflict;
  private final Item target;
  private final Map<String, Integer> places = new LinkedHashMap<>();
  private final UpsertNeeds needs;
  private final Optional<ConflictTarget> arbiter;
  private final boolean locks;
  private final Fragment table;
  private Optional<Assignments> assigned = Optional.empty();
  private Optional<UpsertBatch> batch = Optional.empty();
  private Optional<Steps.Piece> lock = Optional.empty();
  private Item before;

  /** @param keys the generated keys that are wanted of it */
  MovedUpsert(
      Rewriting work,
      Statement.Insert insert,
      Statement.OnConflict conflict,
      Item target,
      GeneratedKeys keys) {
    this.work = work;
    this.insert = insert;
    this.conflict = conflict;
    this.target = target;
    this.before = target;
    this.table = work.edits.render(insert.target().span());
    for (BoundMove move : moves()) {
      move.old().keySet().forEach(name -> places.put(name, places.size() + 1));
    }
    this.needs = new UpsertNeeds(insert, conflict, places.keySet());
    this.arbiter = moves().stream()
        .findFirst()
        .map(move -> new ConflictTarget(insert, conflict, target, move));
    this.locks = !moves().isEmpty() && needs.locks(keys);
  }

  private List<BoundMove> moves() {
    // An application of the new shape knows them as the other table's alone.
    return target.view().stream()
        .filter(view -> view.shape() == Shape.OLD)
        .flatMap(view -> view.departures().stream())
        .filter(BoundMove::hasDeparted)
        .toList();
  }

  private ConflictTarget arbiter() {
    return arbiter.orElseThrow();
  }

  private boolean tellsRows() {
    return arbiter().tellsRows(MovedWrites.written(conflict.updates()));
  }

  /** To be called before expressions over {@code excluded} are edited. */
  void prepare(Item excluded) {
    places
        .keySet()
        .forEach(name -> excluded.give(
            name,
            tellsRows() ? arbiter().given(Identifiers.quote(name), false) : Fragment.of("NULL")));
  }

  /** What values for columns that have departed see: they are taken when the row has been written, and mean it as it was before. */
  Scope before(Scope seen, Scope level) {
    if (moves().isEmpty()) {
      return seen;
    }
    Item excluded = Item.ofTable("excluded", Optional.empty(), target.view().orElseThrow());
    excluded.lock();
    if (needs.takesExcludedRows()) {
      throw refusal("with a whole row of what would have been inserted needs");
    }
    if (locks) {
      refuseUntold();
      needs.excluded().stream()
          .filter(name -> target.view().flatMap(view -> view.column(name)).isEmpty())
          .findFirst()
          .ifPresent(name -> {
            throw refusal("with a column " + name + ", which it doesn't have, for");
          });
      before = MovedMerge.stored(target, moves().get(0));
      places
          .keySet()
          .forEach(name -> excluded.give(name, arbiter().given(Identifiers.quote(name), true)));
      needs.excluded().forEach(name -> excluded.store(name, arbiter().given(beside(name), true)));
    } else {
      places.forEach((name, place) -> excluded.give(name, value(name)));
    }
    Scope scope = Scope.inside(level);
    scope.add(before);
    scope.add(excluded);
    return scope;
  }

  /** By its place: with the column's own name it could be too long for the server. */
  private String beside(String column) {
    return "crossfade_e" + List.copyOf(needs.excluded()).indexOf(column);
  }

  private Fragment value(String column) {
    return Fragment.of(EXCLUDED + ".crossfade_v" + places.get(column));
  }

  /** To be called once the conflict's clause has been edited. */
  void assign(Optional<Assignments> assignments, Item excluded) {
    assigned = assignments;
    target.takeMovedUnderLock();
    if (moves().isEmpty()) {
      return;
    }
    if (excluded.takeMovedUnderLock()) {
      refuseUntold();
    }
    if (locks) {
      Fragment missed = among("NOT ");
      conflict.updateWhere().ifPresent(where -> {
        work.edits.before(where.span().start(), Fragment.of("("));
        work.edits.after(
            where.span().end(), new Fragment.Builder().add(") OR ").add(missed).build());
      });
    }
  }

  private void refuseUntold() {
    if (!tellsRows()) {
      throw new Refusal("an INSERT ... ON CONFLICT of several rows into table "
          + moves().get(0).from().name() + ", whose columns have moved to "
          + moves().get(0).to().name()
          + ", whose conflict target is not made of columns that stay as they are");
    }
  }

  /** Whether a row has been locked before, or hasn't. */
  private Fragment among(String not) {
    BoundMove first = moves().get(0);
    return new Fragment.Builder()
        .add(not + "(")
        .add(LockedRows.among(
            first.key().keySet().stream()
                .map(column -> target.physical(column).sql())
                .toList(),
            first))
        .add(")")
        .build();
  }

  /**
   * To be called before the values are edited around.
   *
   * @param plain whether the old table's part of a row can stand by itself
   */
  void take(
      InsertSlots slots,
      List<Query.ValuesRow> rows,
      List<List<InsertSlots.Value>> values,
      boolean plain) {
    if (locks) {
      lock = arbiter()
          .lock(
              MovedWrites.texts(moves().get(0), target),
              table,
              slots,
              values,
              MovedWrites.written(conflict.updates()));
    } else if (plain
        && rows.size() == 1
        && insert.overriding().isEmpty()
        && insert.with().isEmpty()) {
      batch = Optional.of(
          new UpsertBatch(work, conflict, target, table, slots, rows.get(0), values.get(0)));
    }
  }

  private Refusal refusal(String what) {
    return new Refusal(
        "an INSERT ... ON CONFLICT into table " + moves().get(0).from().name() + " " + what
            + " columns which have moved to " + moves().get(0).to().name());
  }

  /** Whether rows may be left out. */
  boolean skips() {
    return conflict.updates().isEmpty() || conflict.updateWhere().isPresent();
  }

  /** The moves of the columns that DO UPDATE assigns. */
  Set<BoundMove> departed() {
    return locks
        ? Set.copyOf(moves())
        : assigned.map(values -> values.departed().moves()).orElse(Set.of());
  }

  /** The rows that are given; one that is written has to be found among them. */
  Fragment rows(
      WrittenRows rows,
      Function<String, Fragment> keys,
      BiFunction<BoundMove, Column, Fragment> values,
      Function<String, Fragment> given,
      Fragment from) {
    refuseUntold();
    List<Fragment> beside = new ArrayList<>();
    for (String column : arbiter().beside()) {
      beside.add(WrittenRows.as(given.apply(column), ConflictTarget.name(beside.size())));
    }
    if (locks) {
      needs
          .excluded()
          .forEach(column -> beside.add(new Fragment.Builder()
              .add(given.apply(column))
              .add(" AS " + beside(column))
              .build()));
    }
    return rows.and(beside).query(List.of(), keys, values, from);
  }

  /** Has RETURNING show what the statement leaves. To be called before it is edited. */
  void give() {
    if (locks) {
      for (BoundMove move : moves()) {
        move.old().forEach((name, column) -> {
          Fragment shown = BoundMigration.cast(
              MergeValues.shape(move, name, old -> next(move, old)), column.type());
          target.give(name, shown);
          target.giveNew(name, shown);
        });
      }
    }
  }

  /** A column's value once the statement is done, told when its row has been written. */
  private Fragment next(BoundMove move, String name) {
    Column column = Optional.ofNullable(move.old().get(name)).orElseThrow();
    return new Fragment.Builder()
        .add("CASE WHEN " + target.qualifier() + UPDATED + " THEN ")
        .add(assigned
            .flatMap(values -> values.departed().value(name))
            .map(value -> BoundMigration.cast(value, column.type()))
            .orElseGet(() -> move.seek(name, before)))
        .add(" ELSE ")
        .add(arbiter().given(Identifiers.quote(name), true))
        .add(" END")
        .build();
  }

  /**
   * To be called once RETURNING has been edited.
   *
   * @param written the moves whose tables are written
   * @param shown whether the application sees what the statement returns
   */
  void rewrite(List<BoundMove> written, boolean shown) {
    boolean returned = target.takeMovedUnderLock();
    if (!conflict.updates().isEmpty() && returned && !locks) {
      throw refusal("that returns");
    }
    written.forEach(this::refuseElsewhere);
    if (locks) {
      refuseUnlocked(returned);
    }
    BoundMove first = written.get(0);
    List<Fragment> hidden = new ArrayList<>();
    hidden.add(Fragment.of(MovedWrites.texts(first, target)));
    for (BoundMove move : written) {
      for (String name : move.old().keySet()) {
        hidden.add(new Fragment.Builder()
            .add("CAST(")
            .add(locks ? next(move, name) : arbiter().given(Identifiers.quote(name), true))
            .add(" AS pg_catalog.text) AS crossfade_v" + places.get(name))
            .build());
      }
    }
    Fragment.Builder last = new Fragment.Builder().add("CAST(");
    if (arbiter().mayRepeat()) {
      last.add(arbiter().repeats());
    } else {
      last.add(target.qualifier() + UPDATED);
    }
    if (locks) {
      last.add(" AND ").add(among("NOT "));
    }
    hidden.add(last.add(" AS pg_catalog.text) AS crossfade_updated").build());
    int end =
        insert.returning().map(Statement.Returning::span).orElse(insert.span()).end();
    Optional<Steps.Behind> behind = batch
        .filter(some -> !shown)
        .flatMap(some -> some.behind(written, places, arbiter().isKey(), this::next));
    work.edits.after(
        end,
        new Fragment.Builder()
            .add(shown ? ", " : " RETURNING ")
            .add(Fragment.join(", ", hidden))
            .build());
    List<Column> moved = new ArrayList<>();
    written.forEach(move -> moved.addAll(move.old().values()));
    work.steps = new Steps(
            lock,
            List.of(),
            first.key().size() + moved.size() + 1,
            shown,
            Optional.of(sync(written, moved)),
            Optional.empty(),
            false,
            arbiter().mayRepeat())
        .settling(locks)
        .or(behind);
  }

  private void refuseUnlocked(boolean returned) {
    if (lock.isEmpty()) {
      throw refusal("whose conflict target and values don't say which rows are there, needs");
    }
    boolean volatiles = assigned.stream()
        .flatMap(values -> values.departed().columns().stream())
        .anyMatch(entry -> entry.expr().filter(new Repeatable(work)).isEmpty());
    boolean foreign = assigned.stream()
        .flatMap(values -> values.departed().columns().stream()
            .map(entry -> values.departed().value(entry.column().name()).orElseThrow()))
        .anyMatch(value -> OF_EXCLUDED.matcher(value.sql()).find());
    if (foreign) {
      throw refusal("with a subquery over what would have been inserted for");
    }
    if (returned && volatiles) {
      throw refusal("that returns a volatile value or a subquery for");
    }
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
    if (locks || conflict.updates().isEmpty()) {
      return value(to.name());
    }
    return new Fragment.Builder()
        .add("CASE WHEN " + EXCLUDED + ".crossfade_updated THEN ")
        .add(assigned
            .flatMap(values -> values.departed().value(to.name()))
            .orElseGet(() -> move.seek(to.name(), target)))
        .add(" ELSE ")
        .add(value(to.name()))
        .add(" END")
        .build();
  }
}
