package dev.crossfade.rewrite;

import dev.crossfade.catalog.Function;
import dev.crossfade.rewrite.Item.Col;
import dev.crossfade.rewrite.Scope.Meaning;
import dev.crossfade.sql.Expr;
import dev.crossfade.sql.Name;
import dev.crossfade.sql.Query;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One SELECT with its ORDER BY and LIMIT. Used once. */
final class SelectBlock {
  static final Set<String> GROUPINGS = Set.of("rollup", "cube", "grouping sets", "()");

  private final Rewriting work;
  private final Query.Select select;
  private final Scope outer;
  private final Scope scope;
  private final SelectList list;
  private final boolean outermost;

  SelectBlock(Rewriting work, Query.Select select, Scope outer, boolean outermost) {
    this.work = work;
    this.select = select;
    this.outer = outer;
    this.scope = Scope.inside(outer);
    this.list = new SelectList(work, scope);
    this.outermost = outermost;
  }

  Outputs rewrite(List<Expr.SortItem> orderBy, List<Expr> limits) {
    work.queries.from(select.from(), scope, outer);
    boolean simple = isSimple(orderBy);
    Grouping grouping = new Grouping(work, select, scope, expr -> place(expr).flatMap(list::shown));
    grouping.forget();
    Outputs outputs = list.rewrite(select.targets(), outermost && simple);
    grouping.note();
    work.expressions.filter(select.where(), scope);
    select.groupBy().forEach(this::groupBy);
    grouping.forget();
    work.expressions.walk(select.having(), scope);
    select
        .windows()
        .forEach(window -> work.expressions.walkAll(Children.ofWindow(window.window()), scope));
    select.distinctOn().forEach(expr -> sort(expr, false));
    orderBy.forEach(item -> sort(item.expr(), simple));
    grouping.note();
    grouping.extend();
    work.expressions.walkAll(limits, scope);
    return outputs;
  }

  /** The one rule of DESIGN: only such a block may show values from another source than rows are sought by. */
  private boolean isSimple(List<Expr.SortItem> orderBy) {
    boolean aggregates = select.targets().stream().anyMatch(item -> aggregates(item.expr()))
        || orderBy.stream().anyMatch(item -> aggregates(item.expr()));
    return !select.distinct()
        && select.groupBy().isEmpty()
        && select.having().isEmpty()
        && !aggregates;
  }

  private boolean aggregates(Expr expr) {
    if (expr instanceof Expr.Call call && call.over().isEmpty()) {
      boolean aggregate = call.filter().isPresent()
          || !call.withinGroup().isEmpty()
          || call.star()
          || work.function(call.name()).map(Function::aggregate).orElse(false);
      if (aggregate) {
        return true;
      }
    }
    return Children.of(expr).stream().anyMatch(this::aggregates);
  }

  private void groupBy(Expr expr) {
    if (expr instanceof Expr.Operation operation && GROUPINGS.contains(operation.operator())) {
      operation.operands().forEach(this::groupBy);
    } else if (expr instanceof Expr.Row row) {
      row.items().forEach(this::groupBy);
    } else if (expr instanceof Expr.Paren paren) {
      groupBy(paren.inner());
    } else if (bareName(expr)
        .filter(name -> scope.columns.stream().noneMatch(col -> col.name().equals(name)))
        .isPresent()) {
      groupByLabel(expr, bareName(expr).get());
    } else if (!isPosition(expr)) {
      work.expressions.walk(expr, scope);
    }
  }

  /** A label that a column of the other shape would capture on the server becomes its position. */
  private void groupByLabel(Expr expr, String name) {
    int position = list.labels().indexOf(name);
    boolean captured = scope.items.stream().anyMatch(item -> item.extra().containsKey(name));
    if (position < 0) {
      work.expressions.walk(expr, scope);
    } else if (captured) {
      if (!list.isComplete()) {
        throw new Refusal("GROUP BY " + name
            + " names an output column, and a new column is called the same; write the expression");
      }
      work.edits.replace(expr.span(), Fragment.of(Integer.toString(position + 1)));
    }
  }

  /** ORDER BY and DISTINCT ON: a bare name is an output column's first, a whole number its position. */
  private void sort(Expr expr, boolean simple) {
    Optional<Integer> place = place(expr);
    if (place.isPresent()) {
      list.shown(place.get()).filter(shown -> simple).ifPresent(shown -> sortByColumn(expr, shown));
    } else if (!isPosition(expr)) {
      if (simple
          && expr instanceof Expr.ColumnRef reference
          && scope.resolve(reference) instanceof Meaning.Column column
          && keepsOrder(column.col())) {
        work.expressions.place(reference, column, orderSource(column.col()), scope);
      } else {
        work.expressions.walk(expr, scope);
      }
    }
  }

  /** Sorting by the shown expression would give up the index: sort by what rows are sought by. */
  private void sortByColumn(Expr expr, Col shown) {
    Fragment source = orderSource(shown);
    if (!source.equals(list.shows() ? shown.output() : shown.seek())) {
      work.edits.replace(expr.span(), source);
    }
  }

  private static Fragment orderSource(Col col) {
    return keepsOrder(col)
        ? col.item()
            .physical(col.view()
                .flatMap(TableView.ColumnView::migration)
                .orElseThrow()
                .migration()
                .newColumns()
                .get(0))
        : col.seek();
  }

  private static boolean keepsOrder(Col col) {
    return col.merged().isEmpty()
        && col.view()
            .filter(view -> view.side() == Side.OLD)
            .flatMap(TableView.ColumnView::migration)
            .filter(m -> m.readsNew() && m.keepsOrder())
            .isPresent();
  }

  private Optional<Integer> place(Expr expr) {
    Optional<String> name = bareName(expr);
    if (name.isPresent()) {
      int place = list.labels().indexOf(name.get());
      return place < 0 ? Optional.empty() : Optional.of(place);
    }
    if (!isPosition(expr)) {
      return Optional.empty();
    }
    try {
      int position = Integer.parseInt(work.text(expr.span()));
      if (position > list.labels().size() && !list.isComplete() && list.shows()) {
        throw new Refusal("ORDER BY position " + position
            + " stands behind a star whose columns are not known; name the column");
      }
      return position >= 1 && position <= list.labels().size()
          ? Optional.of(position - 1)
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> bareName(Expr expr) {
    return expr instanceof Expr.ColumnRef column && column.parts().size() == 1
        ? column.parts().stream().findFirst().map(Name::value)
        : Optional.empty();
  }

  private static boolean isPosition(Expr expr) {
    return expr instanceof Expr.Constant constant && constant.kind() == Expr.Constant.Kind.INTEGER;
  }
}
