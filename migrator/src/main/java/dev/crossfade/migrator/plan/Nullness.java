package dev.crossfade.migrator.plan;

import dev.crossfade.sql.Expr;
import dev.crossfade.sql.SqlParser;
import dev.crossfade.sql.SqlSyntaxException;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Tells whether an expression is surely not NULL. What isn't known to be so is taken to be NULL sometimes. Stateless. */
final class Nullness {
  /** Functions and operators that give NULL for no arguments but NULL. */
  private static final Set<String> STRICT = Set.of(
      "abs",
      "ascii",
      "bit_length",
      "btrim",
      "ceil",
      "ceiling",
      "char_length",
      "character_length",
      "chr",
      "date_trunc",
      "decode",
      "encode",
      "exp",
      "floor",
      "initcap",
      "left",
      "length",
      "lower",
      "lpad",
      "ltrim",
      "md5",
      "mod",
      "octet_length",
      "overlay",
      "power",
      "replace",
      "reverse",
      "right",
      "round",
      "rpad",
      "rtrim",
      "sha256",
      "sign",
      "split_part",
      "sqrt",
      "strpos",
      "substr",
      "to_char",
      "to_date",
      "to_number",
      "to_timestamp",
      "translate",
      "trunc",
      "upper");

  private static final Set<String> STRICT_OPERATORS = Set.of(
      "+",
      "-",
      "*",
      "/",
      "%",
      "^",
      "||",
      "=",
      "<>",
      "<",
      "<=",
      ">",
      ">=",
      "like",
      "not like",
      "not",
      "and",
      "or",
      "at time zone");

  private static final Set<String> NEVER = Set.of(
      "concat",
      "current_date",
      "current_timestamp",
      "localtimestamp",
      "now",
      "num_nonnulls",
      "num_nulls");

  private static final Set<String> NULL_TESTS = Set.of(
      "is null",
      "is not null",
      "is true",
      "is not true",
      "is false",
      "is not false",
      "is distinct from",
      "is not distinct from");

  private Nullness() {}

  /** Whether the expression is not NULL wherever the columns that {@code notNull} names are not. */
  static boolean isNeverNull(String sql, Predicate<String> notNull) {
    try {
      return never(SqlParser.parseExpression(sql), notNull);
    } catch (SqlSyntaxException e) {
      return false;
    }
  }

  private static boolean never(Expr expr, Predicate<String> notNull) {
    if (expr instanceof Expr.Constant constant) {
      return constant.kind() != Expr.Constant.Kind.NULL;
    } else if (expr instanceof Expr.ColumnRef column) {
      return column.parts().size() == 1 && notNull.test(column.parts().get(0).value());
    } else if (expr instanceof Expr.Paren paren) {
      return never(paren.inner(), notNull);
    } else if (expr instanceof Expr.Cast cast) {
      return never(cast.operand(), notNull);
    } else if (expr instanceof Expr.Collate collate) {
      return never(collate.operand(), notNull);
    } else if (expr instanceof Expr.Row || expr instanceof Expr.Subquery) {
      return false;
    } else if (expr instanceof Expr.Case choice) {
      return choice.otherwise().filter(e -> never(e, notNull)).isPresent()
          && choice.whens().stream().allMatch(when -> never(when.result(), notNull));
    } else if (expr instanceof Expr.Operation operation) {
      return NULL_TESTS.contains(operation.operator())
          || STRICT_OPERATORS.contains(operation.operator())
              && operation.operands().stream().allMatch(e -> never(e, notNull));
    }
    return expr instanceof Expr.Call call && ofCall(call, notNull);
  }

  private static boolean ofCall(Expr.Call call, Predicate<String> notNull) {
    boolean ours = call.name().schema().map("pg_catalog"::equals).orElse(true);
    List<Expr> arguments = call.arguments();
    return ours
        && switch (call.name().last()) {
          case "coalesce", "greatest", "least" ->
            arguments.stream().anyMatch(e -> never(e, notNull));
          case "concat_ws" -> !arguments.isEmpty() && never(arguments.get(0), notNull);
          default ->
            NEVER.contains(call.name().last())
                || STRICT.contains(call.name().last())
                    && arguments.stream().allMatch(e -> never(e, notNull));
        };
  }
}
