package dev.crossfade.rewrite;

import dev.crossfade.catalog.Function;
import dev.crossfade.sql.Expr;
import java.util.function.Predicate;

/** Whether evaluating an expression twice within a statement gives the same value twice, and cheaply. */
final class Repeatable implements Predicate<Expr> {
  private final Rewriting work;

  Repeatable(Rewriting work) {
    this.work = work;
  }

  @Override
  public boolean test(Expr expr) {
    if (expr instanceof Expr.Subquery) {
      return false;
    }
    if (expr instanceof Expr.Call call && mayBeVolatile(call)) {
      return false;
    }
    return Children.of(expr).stream().allMatch(this);
  }

  boolean mayBeVolatile(Expr.Call call) {
    return work.function(call.name()).map(Function::mayBeVolatile).orElse(!isSyntax(call));
  }

  /** Functions that the grammar knows aren't in the catalog under their word; none of them is volatile. */
  private static boolean isSyntax(Expr.Call call) {
    return call.name().parts().size() == 1
        && switch (call.name().last()) {
          case "coalesce",
              "nullif",
              "greatest",
              "least",
              "extract",
              "position",
              "substring",
              "overlay",
              "trim",
              "btrim",
              "ltrim",
              "rtrim",
              "normalize",
              "grouping",
              "current_date",
              "current_time",
              "current_timestamp",
              "localtime",
              "localtimestamp",
              "current_user",
              "session_user",
              "user",
              "current_role",
              "system_user",
              "current_catalog",
              "current_schema",
              "json_value",
              "json_query",
              "json_exists",
              "json_object",
              "json_array",
              "json_scalar",
              "json",
              "json_serialize",
              "xmlelement",
              "xmlforest",
              "xmlconcat",
              "xmlparse",
              "xmlpi",
              "xmlroot",
              "xmlserialize",
              "xmlexists" -> true;
          default -> false;
        };
  }
}
