package dev.crossfade.rewrite;

import dev.crossfade.sql.Expr;
import dev.crossfade.sql.Query;
import dev.crossfade.sql.Statement;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What an INSERT ... ON CONFLICT DO UPDATE reads of columns that are in another table, as its text says it before anything is edited. */
final class UpsertNeeds {
  private static final String EXCLUDED = "excluded";

  private final Statement.Insert insert;
  private final Statement.OnConflict conflict;
  private final String row;
  private final Set<String> moved;
  private final Set<String> changed = new HashSet<>();

  /** @param moved the columns that are in another table */
  UpsertNeeds(Statement.Insert insert, Statement.OnConflict conflict, Set<String> moved) {
    this.insert = insert;
    this.conflict = conflict;
    this.row = insert
        .target()
        .alias()
        .map(alias -> alias.name().value())
        .orElse(insert.target().name().last());
    this.moved = moved;
    changed.addAll(MovedWrites.written(conflict.updates()));
    changed.removeAll(moved);
  }

  /** Whether rows that are there have to be locked in a statement before, so that what other tables hold for them can be read in the same one that writes them. */
  boolean locks(GeneratedKeys keys) {
    return !conflict.updates().isEmpty()
        && (conflict.updateWhere().filter(where -> reads(where, moved)).isPresent()
            || conflict.updates().stream().anyMatch(this::locks)
            || returns(keys));
  }

  private boolean locks(Statement.Assignment assignment) {
    boolean departs = MovedWrites.written(List.of(assignment)).stream().anyMatch(moved::contains);
    Expr value = value(assignment);
    return departs ? reads(value, changed) || !ofExcluded(value).isEmpty() : reads(value, moved);
  }

  private static Expr value(Statement.Assignment assignment) {
    return assignment instanceof Statement.Assignment.Single single
        ? single.value()
        : ((Statement.Assignment.Multiple) assignment).value();
  }

  /** Whether it reads one of these columns of the row that is there, or may. */
  private boolean reads(Expr expr, Set<String> columns) {
    if (expr instanceof Expr.ColumnRef reference) {
      int last = reference.parts().size() - 1;
      String name = reference.parts().get(last).value();
      boolean excluded = last > 0 && reference.parts().get(0).value().equals(EXCLUDED);
      return !excluded && (columns.contains(name) || last == 0 && name.equals(row));
    }
    return expr instanceof Expr.Subquery
        || expr instanceof Expr.Star
        || expr instanceof Expr.Field
        || Children.of(expr).stream().anyMatch(child -> reads(child, columns));
  }

  /** Whether it reads what would have been inserted as a whole row. */
  boolean takesExcludedRows() {
    return conflict.updateWhere().filter(UpsertNeeds::isExcludedRow).isPresent()
        || conflict.updates().stream().anyMatch(assignment -> isExcludedRow(value(assignment)));
  }

  private static boolean isExcludedRow(Expr expr) {
    return expr instanceof Expr.ColumnRef reference
            && reference.parts().size() == 1
            && reference.parts().get(0).value().equals(EXCLUDED)
        || Children.of(expr).stream().anyMatch(UpsertNeeds::isExcludedRow);
  }

  private boolean returns(GeneratedKeys keys) {
    return insert.returning().stream()
            .flatMap(returning -> returning.items().stream())
            .map(Query.SelectItem::expr)
            .anyMatch(item -> reads(item, moved))
        || keys instanceof GeneratedKeys.All
        || keys instanceof GeneratedKeys.Columns named
            && named.names().stream().anyMatch(moved::contains);
  }

  /** The columns, of those that the table has, of which values for another table want what the statement would have inserted. */
  Set<String> excluded() {
    Set<String> excluded = new LinkedHashSet<>();
    conflict.updates().stream()
        .filter(assignment ->
            MovedWrites.written(List.of(assignment)).stream().anyMatch(moved::contains))
        .forEach(assignment -> excluded.addAll(ofExcluded(value(assignment))));
    return excluded;
  }

  private Set<String> ofExcluded(Expr expr) {
    Set<String> names = new LinkedHashSet<>();
    if (expr instanceof Expr.ColumnRef reference && reference.parts().size() > 1) {
      Optional.of(reference.parts())
          .filter(parts -> parts.get(0).value().equals(EXCLUDED))
          .map(parts -> parts.get(parts.size() - 1).value())
          .filter(name -> !moved.contains(name))
          .ifPresent(names::add);
    }
    Children.of(expr).forEach(child -> names.addAll(ofExcluded(child)));
    return names;
  }
}
