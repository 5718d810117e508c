package dev.crossfade.rewrite;

import dev.crossfade.mapping.ExpressionSyntax;
import dev.crossfade.sql.Expr;
import dev.crossfade.sql.SqlParser;
import dev.crossfade.sql.SqlSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a mapping file's expressions as PostgreSQL would. Stateless and thread-safe. */
public final class SqlExpressionSyntax implements ExpressionSyntax {
  private static final String SCALAR = "a single scalar expression";
  private static final String SCALAR_FUNCTION = "scalar functions only";
  private static final Set<String> AGGREGATES = Set.of(
      "any_value",
      "array_agg",
      "avg",
      "bit_and",
      "bit_or",
      "bit_xor",
      "bool_and",
      "bool_or",
      "count",
      "every",
      "json_agg",
      "json_object_agg",
      "jsonb_agg",
      "jsonb_object_agg",
      "max",
      "min",
      "mode",
      "percentile_cont",
      "percentile_disc",
      "range_agg",
      "range_intersect_agg",
      "stddev",
      "string_agg",
      "sum",
      "variance",
      "xmlagg");

  @Override
  public Reading read(String sql) {
    Expr root;
    try {
      root = SqlParser.parseExpression(sql);
    } catch (SqlSyntaxException e) {
      return new Mistake(e.offset(), "text that does not parse (" + e.getMessage() + ")", SCALAR);
    }
    List<Reference> columns = new ArrayList<>();
    for (Expr expr : Subexpressions.of(root)) {
      Optional<Mistake> mistake = mistake(expr, sql);
      if (mistake.isPresent()) {
        return mistake.get();
      }
      if (expr instanceof Expr.ColumnRef column) {
        columns.add(new Reference(column.parts().get(0).value(), column.span().start()));
      }
    }
    return new References(List.copyOf(columns));
  }

  private static Optional<Mistake> mistake(Expr expr, String sql) {
    int at = expr.span().start();
    if (expr instanceof Expr.ColumnRef column && column.parts().size() > 1) {
      return Optional.of(
          new Mistake(at, "`" + column.span().of(sql) + "`", "a column's plain name"));
    } else if (expr instanceof Expr.Subquery) {
      return Optional.of(new Mistake(at, "a subquery", SCALAR));
    } else if (expr instanceof Expr.Placeholder || expr instanceof Expr.Parameter) {
      return Optional.of(new Mistake(at, "a parameter", SCALAR));
    } else if (expr instanceof Expr.Star
        || expr instanceof Expr.Field field && field.field().isEmpty()) {
      return Optional.of(new Mistake(at, "`*`", "columns by name"));
    } else if (expr instanceof Expr.Default) {
      return Optional.of(new Mistake(at, "DEFAULT", SCALAR));
    } else if (expr instanceof Expr.Call call) {
      return mistake(call);
    }
    return Optional.empty();
  }

  private static Optional<Mistake> mistake(Expr.Call call) {
    String name = call.name().last();
    if (call.over().isPresent()) {
      return Optional.of(
          new Mistake(call.span().start(), "the window function `" + name + "`", SCALAR_FUNCTION));
    }
    boolean aggregate = call.star()
        || call.distinct()
        || call.filter().isPresent()
        || !call.orderBy().isEmpty()
        || !call.withinGroup().isEmpty();
    if (aggregate || AGGREGATES.contains(name)) {
      return Optional.of(
          new Mistake(call.span().start(), "the aggregate `" + name + "`", SCALAR_FUNCTION));
    }
    return Optional.empty();
  }
}
