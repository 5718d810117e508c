package dev.crossfade.driver.session;

import dev.crossfade.sql.Expr;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds what in an expression is not IMMUTABLE, as pg_proc has it. */
final class Volatility {
  /** Parameters: name, schema or nothing, argument types (0 for a literal). Volatility, kind and whether all arguments fit exactly, per candidate. */
  private static final String CANDIDATES = """
      SELECT p.provolatile::pg_catalog.text, p.prokind::pg_catalog.text,
        (SELECT coalesce(pg_catalog.bool_and(a.type = 0 OR a.type = p.proargtypes[(a.ord - 1)::pg_catalog.int4]::pg_catalog.int8), true)
         FROM pg_catalog.unnest(ARRAY[%3$s]::pg_catalog.int8[]) WITH ORDINALITY a(type, ord)) AS exact,
        (SELECT coalesce(pg_catalog.bool_and(a.type = 0 OR y.typcategory = 'S'), true)
         FROM pg_catalog.unnest(ARRAY[%3$s]::pg_catalog.int8[]) a(type) LEFT JOIN pg_catalog.pg_type y ON y.oid = a.type) AS strings
      FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
      WHERE p.proname = %1$s AND CASE WHEN %2$s = '' THEN n.nspname = ANY (pg_catalog.current_schemas(true)) ELSE n.nspname = %2$s END
        AND (p.provariadic <> 0 OR %4$d BETWEEN p.pronargs - p.pronargdefaults AND p.pronargs)
      """;

  private static final String OPERATOR = """
      SELECT p.provolatile::pg_catalog.text FROM pg_catalog.pg_operator o JOIN pg_catalog.pg_proc p ON p.oid = o.oprcode
      WHERE o.oprname = %s AND o.oprleft = %d AND o.oprright = %d
      """;

  /** Functions that the grammar knows and pg_proc doesn't. */
  private static final Set<String> OF_THE_SESSION = Set.of(
      "current_catalog",
      "current_date",
      "current_role",
      "current_schema",
      "current_time",
      "current_timestamp",
      "current_user",
      "localtime",
      "localtimestamp",
      "session_user",
      "system_user",
      "user");

  /** STABLE only because any type may be handed to them. */
  private static final Set<String> IMMUTABLE_OVER_TEXT = Set.of("concat", "concat_ws", "format");

  private final TypedExpressions types;
  private final String sql;

  Volatility(TypedExpressions types, String sql) {
    this.types = types;
    this.sql = sql;
  }

  /** Something in an expression that isn't IMMUTABLE; STABLE where it isn't volatile. */
  record Finding(String what, boolean isVolatile) {}

  private record Candidate(char volatility, boolean function, boolean exact, boolean strings) {}

  /** What this node itself adds, its operands aside. */
  Optional<Finding> of(Expr expr) throws SQLException {
    if (expr instanceof Expr.Call call) {
      return ofCall(call);
    } else if (expr instanceof Expr.Cast cast) {
      return ofCast(cast);
    } else if (expr instanceof Expr.Operation operation) {
      return ofOperation(operation);
    }
    return Optional.empty();
  }

  private Optional<Finding> ofCall(Expr.Call call) throws SQLException {
    String name = call.name().last();
    String shown = "the function `" + name + "`";
    if (call.name().parts().size() == 1 && OF_THE_SESSION.contains(name)) {
      return Optional.of(new Finding(shown, false));
    }
    List<Candidate> candidates = candidates(call, typesOf(call.arguments()));
    if (candidates.stream().anyMatch(candidate -> !candidate.function())) {
      return Optional.of(
          new Finding(shown + ", which is an aggregate, window function or procedure and", true));
    }
    List<Candidate> exact = candidates.stream().filter(Candidate::exact).toList();
    int worst = (exact.isEmpty() ? candidates : exact)
        .stream().mapToInt(Candidate::volatility).max().orElse('i');
    boolean overText =
        IMMUTABLE_OVER_TEXT.contains(name) && candidates.stream().allMatch(Candidate::strings);
    return worst == 'i' || worst == 's' && overText
        ? Optional.empty()
        : Optional.of(new Finding(shown, worst == 'v'));
  }

  private List<Candidate> candidates(Expr.Call call, List<Long> arguments) throws SQLException {
    String name = literal(call.name().last());
    String schema = literal(call.name().schema().orElse(""));
    String list = String.join(", ", arguments.stream().map(String::valueOf).toList());
    return types.probe().read(CANDIDATES.formatted(name, schema, list, arguments.size()), rows -> {
      List<Candidate> candidates = new ArrayList<>();
      while (rows.next()) {
        candidates.add(new Candidate(
            rows.getString(1).charAt(0),
            rows.getString(2).equals("f"),
            rows.getBoolean(3),
            rows.getBoolean(4)));
      }
      return candidates;
    });
  }

  private Optional<Finding> ofCast(Expr.Cast cast) throws SQLException {
    if (isLiteral(cast.operand())) {
      return Optional.empty();
    }
    List<Long> both =
        types.typesOf(List.of(cast.operand().span().of(sql), cast.span().of(sql)));
    char worst = types.castVolatility(both.get(0), both.get(1));
    return worst == 'i'
        ? Optional.empty()
        : Optional.of(new Finding("the cast to " + types.name(both.get(1)), worst == 'v'));
  }

  private Optional<Finding> ofOperation(Expr.Operation operation) throws SQLException {
    String operator = operation.operator().toLowerCase(Locale.ROOT);
    if (!operator.chars().allMatch(c -> "+-*/<>=~!@#%^&|`?".indexOf(c) >= 0)
        || operation.operands().isEmpty()) {
      return Optional.empty();
    }
    List<Long> operands = typesOf(operation.operands());
    long left = operands.size() == 2 ? operands.get(0) : 0;
    long right = operands.get(operands.size() - 1);
    char worst = operands.contains(TypedExpressions.UNKNOWN)
        ? 'i'
        : volatility(operator.replace("??", "?"), left, right);
    return worst == 'i'
        ? Optional.empty()
        : Optional.of(new Finding("the operator `" + operator + "`", worst == 'v'));
  }

  private char volatility(String operator, long left, long right) throws SQLException {
    String exact = types
        .probe()
        .read(
            OPERATOR.formatted(literal(operator), left, right),
            rows -> rows.next() ? rows.getString(1) : "");
    if (!exact.isEmpty()) {
      return exact.charAt(0);
    }
    // text || anything goes by way of the other type's output function.
    return operator.equals("||") ? (char) Math.max(throughText(left), throughText(right)) : 'i';
  }

  private char throughText(long type) throws SQLException {
    String sql =
        "SELECT CASE WHEN t.typcategory IN ('S', 'A') THEN 'i' ELSE p.provolatile::pg_catalog.text END FROM pg_catalog.pg_type t"
            + " JOIN pg_catalog.pg_proc p ON p.oid = t.typoutput::pg_catalog.oid WHERE t.oid = "
            + type;
    return types.probe().read(sql, rows -> rows.next() ? rows.getString(1).charAt(0) : 'i');
  }

  private List<Long> typesOf(List<Expr> expressions) throws SQLException {
    List<Expr> typed =
        expressions.stream().filter(expression -> !isLiteral(expression)).toList();
    List<Long> known = typed.isEmpty()
        ? List.of()
        : types.typesOf(
            typed.stream().map(expression -> expression.span().of(sql)).toList());
    List<Long> all = new ArrayList<>();
    int next = 0;
    for (Expr expression : expressions) {
      all.add(isLiteral(expression) ? TypedExpressions.UNKNOWN : known.get(next++));
    }
    return all;
  }

  private static boolean isLiteral(Expr expression) {
    return expression instanceof Expr.Constant constant
        && (constant.kind() == Expr.Constant.Kind.STRING
            || constant.kind() == Expr.Constant.Kind.NULL);
  }

  private static String literal(String value) {
    return "'" + value.replace("'", "''") + "'";
  }
}
