package dev.crossfade.rewrite;

import dev.crossfade.sql.Expr;
import dev.crossfade.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether several executions of an UPDATE may write one table first and then the other: neither's values come from what is written to the other. */
final class Separable {
  private final Rewriting work;
  private final Item target;
  private final Set<String> moved = new HashSet<>();

  /** @param moves whose columns are in another table */
  Separable(Rewriting work, Item target, List<BoundMove> moves) {
    this.work = work;
    this.target = target;
    moves.forEach(move -> moved.addAll(move.old().keySet()));
  }

  boolean test(Statement.Update update) {
    Set<String> others = new HashSet<>(MovedWrites.written(update.assignments()));
    others.removeAll(moved);
    return update.assignments().stream()
        .allMatch(assignment -> assignment instanceof Statement.Assignment.Single single
            && isFree(
                single.value(), moved.contains(single.target().column().value()) ? others : moved));
  }

  private boolean isFree(Expr expr, Set<String> foreign) {
    if (expr instanceof Expr.ColumnRef reference) {
      String name = reference.parts().get(reference.parts().size() - 1).value();
      boolean known =
          target.view().flatMap(view -> view.column(name).map(column -> view)).isPresent();
      return known && !foreign.contains(name);
    }
    // A function of the application's may look at the tables.
    boolean calls = expr instanceof Expr.Call call && work.function(call.name()).isPresent();
    return !calls
        && new Repeatable(work).test(expr)
        && Children.of(expr).stream().allMatch(child -> isFree(child, foreign));
  }
}
