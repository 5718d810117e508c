package dev.crossfade.rewrite;

import dev.crossfade.catalog.Column;
import dev.crossfade.catalog.Relation;
import dev.crossfade.sql.Expr;
import dev.crossfade.sql.Query;
import dev.crossfade.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
  private final boolean rows;
  private final Map<Statement.Assignment, SubqueryRow> subqueries = new LinkedHashMap<>();
  private List<AssignedColumn> all = List.of();

  /** @param rows whether a subquery's row may be among the values */
  DepartedAssignments(Rewriting work, TableView view, boolean rows) {
    this.work = work;
    this.view = view;
    this.rows = rows;
  }

  /** To be called once the values have been edited, and before anything is written around them. */
  void take(List<AssignedColumn> entries) {
    all = List.copyOf(entries);
    entries.forEach(entry ->
        entry.expr().ifPresent(expr -> values.put(entry, work.edits.render(expr.span()))));
    for (AssignedColumn entry : columns()) {
      if (entry.expr().isEmpty() && !subqueries.containsKey(entry.owner())) {
        subqueries.put(entry.owner(), row(entry));
      }
    }
  }

  private SubqueryRow row(AssignedColumn entry) {
    boolean plain = all.stream()
        .filter(other -> other.owner() == entry.owner() && other.departed().isEmpty())
        .noneMatch(other -> other.column().isMapped());
    boolean rekeys = all.stream()
        .anyMatch(other -> view.departures().stream()
            .anyMatch(move -> move.key().containsKey(other.column().name())));
    return Optional.of((Statement.Assignment.Multiple) entry.owner())
        .filter(multiple -> rows && plain && !rekeys)
        .map(Statement.Assignment.Multiple::value)
        .map(Expr.Subquery.class::cast)
        .filter(subquery -> new RepeatableQuery(work, false).test(subquery))
        .filter(subquery -> isWide(subquery.query(), entry))
        .map(subquery -> new SubqueryRow(
            "crossfade_set" + subqueries.size(),
            work.edits.render(subquery.query().span()),
            ((Statement.Assignment.Multiple) entry.owner()).targets().size()))
        .orElseThrow(() -> subqueryRow(entry));
  }

  /** Whether it is known to have a column for each that is assigned. */
  private static boolean isWide(Query query, AssignedColumn entry) {
    int width = ((Statement.Assignment.Multiple) entry.owner()).targets().size();
    return query.body() instanceof Query.Select select
        && select.targets().size() == width
        && select.targets().stream()
            .noneMatch(target -> target.expr() instanceof Expr.Star
                || target.expr() instanceof Expr.Field field && field.field().isEmpty());
  }

  /** Whether a subquery's row is among the values. */
  boolean takesRows() {
    return !subqueries.isEmpty();
  }

  /** The rows of subqueries, to stand in FROM behind what they see. */
  Fragment joins() {
    Fragment.Builder joins = new Fragment.Builder();
    subqueries.values().forEach(row -> joins.add(", ").add(row.join()));
    return joins.build();
  }

  /** What subqueries give for columns that stay, by those. */
  Map<AssignedColumn, SubqueryRow> beside() {
    Map<AssignedColumn, SubqueryRow> beside = new LinkedHashMap<>();
    all.stream()
        .filter(
            entry -> subqueries.containsKey(entry.owner()) && entry.departed().isEmpty())
        .forEach(entry -> beside.put(entry, subqueries.get(entry.owner())));
    return beside;
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
      return Optional.ofNullable(subqueries.get(entry.owner()))
          .map(row -> BoundMigration.assigned(
              row.column(entry.place()), false, false, entry.column().column()))
          .orElseThrow(() -> subqueryRow(entry));
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
