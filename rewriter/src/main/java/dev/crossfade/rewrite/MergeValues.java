package dev.crossfade.rewrite;

import dev.crossfade.catalog.Column;
import dev.crossfade.sql.Expr;
import dev.crossfade.sql.FromItem;
import dev.crossfade.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a MERGE gives columns that another table has, for each row that it returns: by what it did with the row, and by which of its clauses. They are taken where it returns what it did, and see
 * other tables as they were before. Used once per statement.
 */
final class MergeValues {
  private static final String INSERTED = "merge_action() = 'INSERT'";
  private static final String UPDATED = "merge_action() = 'UPDATE'";

  private final Rewriting work;
  private final Statement.Merge merge;
  private final Item target;
  private final Scope source;
  private final List<Clause> inserts = new ArrayList<>();
  private final List<Clause> updates = new ArrayList<>();
  private final Set<BoundMove> written = new LinkedHashSet<>();
  private boolean updated;
  private boolean inserted;
  private final Map<String, Fragment> current = new LinkedHashMap<>();
  private boolean unrepeatable;
  private boolean keeps;

  /** A clause that writes a row, with the values that it has for columns elsewhere. */
  private record Clause(Statement.MergeWhen when, Map<BoundMove, Map<String, Fragment>> values) {}

  MergeValues(Rewriting work, Statement.Merge merge, Item target, Scope source) {
    this.work = work;
    this.merge = merge;
    this.target = target;
    this.source = source;
  }

  /** A clause that updates, once its assignments have been edited. */
  void update(Statement.MergeWhen when, Assignments assigned) {
    Map<BoundMove, Map<String, Fragment>> values = new LinkedHashMap<>();
    for (AssignedColumn entry : assigned.departed().columns()) {
      String column = entry.column().name();
      Fragment value = assigned.departed().value(column).orElseThrow();
      values
          .computeIfAbsent(entry.departed().orElseThrow(), move -> new LinkedHashMap<>())
          .put(column, BoundMigration.cast(value, entry.column().column().type()));
      unrepeatable |= entry.expr().filter(new Repeatable(work)).isEmpty();
    }
    updated |= !values.isEmpty();
    written.addAll(values.keySet());
    updates.add(new Clause(when, values));
  }

  /** A clause that inserts, once its values have been edited. */
  void insert(Statement.MergeWhen when, Map<BoundMove, Map<String, Fragment>> values) {
    inserted |= !values.isEmpty();
    if (!values.isEmpty() && when.action() instanceof Statement.MergeAction.InsertRow row) {
      unrepeatable |= row.values().stream()
          .flatMap(items -> items.items().stream())
          .anyMatch(item -> !new Repeatable(work).test(item));
    }
    written.addAll(values.keySet());
    inserts.add(new Clause(when, values));
  }

  /** The moves whose new tables get values. */
  Set<BoundMove> written() {
    return written;
  }

  /** Whether a value may be another one each time. */
  boolean unrepeatable() {
    return unrepeatable;
  }

  /** Whether the row has values for other tables. */
  String kept() {
    List<String> actions = Stream.of(inserted ? INSERTED : "", updated ? UPDATED : "")
        .filter(s -> !s.isEmpty())
        .toList();
    return actions.isEmpty() ? "false" : String.join(" OR ", actions);
  }

  /** The column's value once MERGE is done. */
  Fragment value(BoundMove move, String column) {
    Fragment.Builder sql = new Fragment.Builder().add("CASE");
    if (inserted) {
      sql.add(" WHEN " + INSERTED + " THEN ").add(inserted(move, column));
    }
    if (updated) {
      sql.add(" WHEN " + UPDATED + " THEN ").add(updated(move, column));
    }
    return sql.add(" END").build();
  }

  /** Has RETURNING show what the clauses give. */
  void give() {
    written.forEach(move -> move.old().keySet().forEach(column -> current(move, column)));
    boolean before = keeps;
    for (BoundMove move : written) {
      move.old().forEach((name, column) -> {
        target.give(name, shown(move, name, current(move, name)));
        target.giveNew(
            name, shown(move, name, BoundMigration.cast(Fragment.of("NULL"), column.type())));
      });
    }
    keeps = before;
  }

  /** Whether what another table holds now is among the values. */
  boolean keeps() {
    return keeps;
  }

  private Fragment current(BoundMove move, String column) {
    keeps = true;
    return current.computeIfAbsent(column, name -> move.seek(name, target));
  }

  private Fragment shown(BoundMove move, String column, Fragment deleted) {
    Fragment.Builder sql = new Fragment.Builder().add("CASE");
    if (!inserts.isEmpty()) {
      sql.add(" WHEN " + INSERTED + " THEN ")
          .add(shape(move, column, name -> inserted(move, name)));
    }
    if (!updates.isEmpty()) {
      sql.add(" WHEN " + UPDATED + " THEN ").add(shape(move, column, name -> updated(move, name)));
    }
    return BoundMigration.cast(
        sql.add(" ELSE ").add(deleted).add(" END").build(), type(move, column));
  }

  /** As the new table will show it. */
  static Fragment shape(BoundMove move, String column, Function<String, Fragment> values) {
    Fragment shown = move.backward(column, name -> move.forward(name, values));
    return new Fragment.Builder()
        .add("CASE WHEN ")
        .add(move.present(values))
        .add(" THEN ")
        .add(shown)
        .add(" END")
        .build();
  }

  private Fragment inserted(BoundMove move, String column) {
    String type = type(move, column);
    inserts.forEach(clause -> clause
        .when()
        .condition()
        .filter(condition -> inserts.size() > 1)
        .ifPresent(condition ->
            MergedRow.qualify(work, target.view().orElseThrow().relation(), source, condition)));
    return chain(
        inserts,
        clause -> Optional.ofNullable(
                clause.values().getOrDefault(move, Map.of()).get(column))
            .orElseGet(() -> BoundMigration.cast(Fragment.of("NULL"), type)));
  }

  private Fragment updated(BoundMove move, String column) {
    return chain(
        updates,
        clause -> Optional.ofNullable(
                clause.values().getOrDefault(move, Map.of()).get(column))
            .orElseGet(() -> current(move, column)));
  }

  private static String type(BoundMove move, String column) {
    return Optional.ofNullable(move.old().get(column)).map(Column::type).orElseThrow();
  }

  /** The value of the first clause whose condition holds; of those of one action it is the one that acted. */
  private Fragment chain(List<Clause> clauses, Function<Clause, Fragment> value) {
    List<Fragment> values = clauses.stream().map(value).toList();
    if (values.stream().distinct().count() == 1) {
      return values.get(0);
    }
    boolean mixed =
        clauses.stream().map(clause -> clause.when().match()).distinct().count() > 1;
    Fragment.Builder sql = new Fragment.Builder().add("CASE");
    for (int i = 0; i < clauses.size() - 1; i++) {
      sql.add(" WHEN ").add(acted(clauses.get(i).when(), mixed)).add(" THEN ").add(values.get(i));
    }
    return sql.add(" ELSE ").add(values.get(values.size() - 1)).add(" END").build();
  }

  private Fragment acted(Statement.MergeWhen when, boolean mixed) {
    Fragment.Builder sql = new Fragment.Builder().add(mixed ? matched(when.match()) : "true");
    when.condition().ifPresent(condition -> {
      if (!new Repeatable(work).test(condition) || needsChanged(condition)) {
        throw refusal(
            "of which several clauses write, with conditions that can't be told afterwards, needs");
      }
      sql.add(" AND (").add(work.edits.render(condition.span())).add(")");
    });
    return sql.build();
  }

  /** Whether a row of the source stands beside the target's, or none. */
  String matched(Statement.MergeWhen.Match match) {
    boolean whole = merge.source() instanceof FromItem.TableRef
        || merge.source() instanceof FromItem.SubqueryRef;
    if (!whole || source.items.size() != 1 || source.items.get(0).isBare()) {
      throw refusal("with NOT MATCHED BY SOURCE and a source without a name of its own, needs");
    }
    String not = match == Statement.MergeWhen.Match.NOT_MATCHED_BY_SOURCE ? " NOT" : "";
    return source.items.get(0).qualifier() + ".* IS" + not + " DISTINCT FROM NULL";
  }

  Refusal refusal(String what) {
    BoundMove move = target.view().orElseThrow().departures().get(0);
    return new Refusal("a MERGE into table " + move.from().name() + ", " + what
        + " columns which have moved to " + move.to().name());
  }

  private boolean needsChanged(Expr expr) {
    if (expr instanceof Expr.ColumnRef reference) {
      int last = reference.parts().size() - 1;
      boolean other = last > 0
          && target
              .alias()
              .filter(reference.parts().get(last - 1).value()::equals)
              .isEmpty();
      return !other && changed().contains(reference.parts().get(last).value());
    }
    return Children.of(expr).stream().anyMatch(this::needsChanged);
  }

  private Set<String> changed() {
    Set<String> changed = new HashSet<>();
    for (Statement.MergeWhen when : merge.whens()) {
      if (when.action() instanceof Statement.MergeAction.UpdateRow row) {
        changed.addAll(MovedWrites.written(row.assignments()));
      }
    }
    written.forEach(move -> changed.removeAll(move.old().keySet()));
    return changed;
  }
}
