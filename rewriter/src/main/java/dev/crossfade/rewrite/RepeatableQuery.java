package dev.crossfade.rewrite;

import dev.crossfade.catalog.Function;
import dev.crossfade.sql.Expr;
import dev.crossfade.sql.FromItem;
import dev.crossfade.sql.Query;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Whether what a write joins, subqueries included, may be evaluated a second time: without an effect of its own, and with the same rows as long as no table has changed. */
final class RepeatableQuery {
  /** Aggregates to which the order of their rows is nothing. */
  private static final Set<String> ORDERLESS =
      Set.of("count", "min", "max", "bool_and", "bool_or", "every");

  private final Rewriting work;
  private final Repeatable repeatable;

  private final boolean same;

  RepeatableQuery(Rewriting work) {
    this(work, true);
  }

  /** @param same whether the rows have to be the same each time */
  RepeatableQuery(Rewriting work, boolean same) {
    this.work = work;
    this.same = same;
    this.repeatable = new Repeatable(work);
  }

  boolean test(FromItem item) {
    if (item instanceof FromItem.TableRef table) {
      return table.sampleArguments().isEmpty();
    } else if (item instanceof FromItem.SubqueryRef subquery) {
      return test(subquery.query());
    } else if (item instanceof FromItem.FunctionRef function) {
      return function.functions().stream().allMatch(this::test);
    } else if (item instanceof FromItem.Join join) {
      return test(join.left())
          && test(join.right())
          && (!(join.condition() instanceof FromItem.Condition.On on) || test(on.expr()));
    }
    return item instanceof FromItem.Nested nested && test(nested.inner());
  }

  boolean test(Optional<Expr> expr) {
    return expr.map(this::test).orElse(true);
  }

  boolean test(Expr expr) {
    if (expr instanceof Expr.Subquery subquery && !test(subquery.query())) {
      return false;
    }
    return !(expr instanceof Expr.Call call && !isSame(call))
        && Children.of(expr).stream().allMatch(this::test);
  }

  private boolean isSame(Expr.Call call) {
    boolean ordered = work.function(call.name()).filter(Function::aggregate).isPresent()
        && !ORDERLESS.contains(call.name().last());
    return !(same && (ordered || call.over().isPresent())) && !repeatable.mayBeVolatile(call);
  }

  /** Which of several rows a query leaves out, or puts first, may be another one every time. */
  boolean test(Query query) {
    return (!same || query.limits().isEmpty())
        && query.locking().isEmpty()
        && with(query.with())
        && test(query.body());
  }

  boolean with(Optional<Query.With> with) {
    return with.stream()
        .flatMap(own -> own.ctes().stream())
        .allMatch(cte -> cte.body() instanceof Query query && test(query));
  }

  private boolean test(Query.Body body) {
    if (body instanceof Query.Select select) {
      return (!same || select.distinctOn().isEmpty() && select.windows().isEmpty())
          && select.into().isEmpty()
          && select.from().stream().allMatch(this::test)
          && Stream.concat(
                  select.targets().stream().map(Query.SelectItem::expr),
                  Stream.of(
                          select.where().stream(),
                          select.having().stream(),
                          select.groupBy().stream())
                      .flatMap(exprs -> exprs))
              .allMatch(this::test);
    } else if (body instanceof Query.Values values) {
      return values.rows().stream()
          .map(Query.ValuesRow::items)
          .flatMap(List::stream)
          .allMatch(this::test);
    } else if (body instanceof Query.SetOperation operation) {
      return test(operation.left()) && test(operation.right());
    } else if (body instanceof Query.Nested nested) {
      return test(nested.query());
    }
    return body instanceof Query.Table table && test(table.table());
  }
}
