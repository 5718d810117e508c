package dev.crossfade.rewrite;

import dev.crossfade.rewrite.TableView.ColumnView;
import dev.crossfade.sql.Expr;
import dev.crossfade.sql.Statement;
import java.util.Optional;

/** One column that is assigned; without {@code expr} it is output {@code place} of its assignment's subquery. */
record AssignedColumn(
    ColumnView column,
    Statement.Target written,
    Statement.Assignment owner,
    Optional<Expr> expr,
    int place) {
  boolean isDefault() {
    return expr.filter(Expr.Default.class::isInstance).isPresent();
  }

  /** The move by which the column is in another table only. */
  Optional<BoundMove> departed() {
    return column.move().filter(BoundMove::hasDeparted);
  }
}
