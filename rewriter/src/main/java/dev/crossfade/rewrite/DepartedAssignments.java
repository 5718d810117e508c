package dev.crossfade.rewrite;

import dev.crossfade.catalog.Column;
import dev.crossfade.catalog.Relation;
import dev.crossfade.sql.Expr;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Assigned values as another table needs them: of columns that have departed to it, and of the key by which it has its rows. Used once per list of assignments. */
final class DepartedAssignments {
  private final Rewriting work;
  private final TableView view;
  private final Map<AssignedColumn, Fragment> values = new HashMap<>();
  private List<AssignedColumn> all = List.of();

  DepartedAssignments(Rewriting work, TableView view) {
    this.work = work;
    this.view = view;
  }

  /** To be called once the values have been edited, and before anything is written around them. */
  void take(List<AssignedColumn> entries) {
    all = List.copyOf(entries);
    entries.forEach(entry ->
        entry.expr().ifPresent(expr -> values.put(entry, work.edits.render(expr.span()))));
    columns().stream().filter(entry -> entry.expr().isEmpty()).findFirst().ifPresent(entry -> {
      throw subqueryRow(entry);
    });
  }

  /** Those of columns that are in another table only. */
  List<AssignedColumn> columns() {
    return all.stream().filter(entry -> entry.departed().isPresent()).toList();
  }

  /** Their moves. */
  Set<BoundMove> moves() {
    return columns().stream()
        .flatMap(entry -> entry.departed().stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** What the statement's text has for a column, or the column's default. */
  Fragment own(AssignedColumn entry) {
    return entry.isDefault()
        ? Fragment.of(entry.column().column().defaultExpression().orElse("NULL"))
        : Optional.ofNullable(values.get(entry)).orElseThrow();
  }

  /** What is assigned to a column, as a value of its type. */
  Optional<Fragment> value(String column) {
    return all.stream()
        .filter(entry -> entry.column().name().equals(column))
        .findFirst()
        .map(this::value);
  }

  private Fragment value(AssignedColumn entry) {
    if (entry.expr().isEmpty()) {
      throw subqueryRow(entry);
    }
    Expr expr = entry.expr().get();
    if (entry.departed().isEmpty() && !new Repeatable(work).test(expr)) {
      throw new Refusal("an assignment of a subquery or a volatile value to column "
          + entry.column().name() + " of table " + view.relation().name()
          + ", which is in two tables, beside its key");
    }
    Column column = entry.column().column();
    return entry.isDefault()
        ? BoundMigration.cast(own(entry), column.type())
        : BoundMigration.assigned(
            own(entry), SelectList.isBare(expr), SelectList.isUntyped(expr), column);
  }

  private Refusal subqueryRow(AssignedColumn entry) {
    return new Refusal("an assignment of a subquery's row to column "
        + entry.column().name() + " of table " + view.relation().name()
        + ", which is in another table; assign it by itself");
  }

  /** A column that may be assigned its own value, of no index if there is one. */
  String unwritten() {
    Relation table = view.relation();
    List<String> names = table.columns().stream()
        .filter(column -> !column.generated() && !column.identity())
        .map(Column::name)
        .toList();
    return names.stream()
        .filter(
            name -> table.uniques().stream().noneMatch(index -> index.columns().contains(name)))
        .findFirst()
        .or(() -> names.stream().findFirst())
        .orElseThrow(() -> new Refusal("an UPDATE of columns of table " + table.name()
            + " that have moved, which has no other that can be written"));
  }
}
