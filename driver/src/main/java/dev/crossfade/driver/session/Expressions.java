package dev.crossfade.driver.session;

import dev.crossfade.catalog.Column;
import dev.crossfade.catalog.Relation;
import dev.crossfade.mapping.Expression;
import dev.crossfade.mapping.Migration;
import dev.crossfade.mapping.NewTable;
import dev.crossfade.mapping.OldColumn;
import dev.crossfade.mapping.Problem;
import dev.crossfade.rewrite.Subexpressions;
import dev.crossfade.sql.Expr;
import dev.crossfade.sql.SqlParser;
import dev.crossfade.sql.SqlSyntaxException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Asks the server what it makes of a migration's expressions: whether they are valid, yield what their column can take, and depend on nothing but their
 * columns. No expression is evaluated over a row, and no table is locked.
 */
final class Expressions {
  private final Probe probe;
  private final Migration migration;
  private final Relation from;
  private final Relation to;
  private final List<Problem> problems = new ArrayList<>();

  /** Everything that a check of a migration's expressions depends on; what a user's function does is taken not to change. */
  record Subject(
      long from,
      List<Column> oldColumns,
      long to,
      List<Column> newColumns,
      Map<String, String> forward,
      Map<String, String> backward,
      Optional<String> present,
      boolean sessionIndependent,
      Map<String, OldColumn> was) {
    static Subject of(Migration migration, Relation from, Relation to) {
      return new Subject(
          from.oid(),
          from.columns(),
          to.oid(),
          to.columns(),
          texts(migration.forward()),
          texts(migration.backward()),
          presence(migration).map(Expression::sql),
          migration.sessionIndependent(),
          migration.was());
    }

    private static Map<String, String> texts(Map<String, Expression> expressions) {
      Map<String, String> texts = new LinkedHashMap<>();
      expressions.forEach((column, expression) -> texts.put(column, expression.sql()));
      return texts;
    }
  }

  /** @param to the table of the new columns, which is the old ones' own if nothing moves */
  Expressions(Probe probe, Migration migration, Relation from, Relation to) {
    this.probe = probe;
    this.migration = migration;
    this.from = from;
    this.to = to;
  }

  private static Optional<Expression> presence(Migration migration) {
    return migration.newTable().flatMap(NewTable::present);
  }

  List<Problem> check() throws SQLException {
    Map<String, String> old = new LinkedHashMap<>();
    migration.oldColumns().forEach(name -> oldType(name).ifPresent(type -> old.put(name, type)));
    Map<String, String> added = new LinkedHashMap<>();
    migration
        .newColumns()
        .forEach(name -> to.column(name).ifPresent(column -> added.put(name, column.type())));
    if (presence(migration).isPresent()) {
      check("present", presence(migration).get(), "boolean", old);
    }
    for (Map.Entry<String, Expression> f : migration.forward().entrySet()) {
      String type = added.get(f.getKey());
      if (type != null) {
        check(f.getKey(), f.getValue(), type, old);
      }
    }
    if (added.size() < migration.forward().size()) {
      // In expand, before all the new columns are there; once they are, the catalog has changed and
      // everything is checked again.
      return problems;
    }
    for (Map.Entry<String, Expression> b : migration.backward().entrySet()) {
      String type = old.get(b.getKey());
      if (type != null) {
        check(b.getKey(), b.getValue(), type, added);
      }
    }
    return problems;
  }

  private Optional<String> oldType(String name) {
    return from.column(name)
        .map(Column::type)
        .or(() -> Optional.ofNullable(migration.was().get(name)).map(OldColumn::type));
  }

  private void check(String column, Expression expression, String type, Map<String, String> inputs)
      throws SQLException {
    Expr root;
    try {
      root = SqlParser.parseExpression(expression.sql());
    } catch (SqlSyntaxException e) {
      throw new IllegalStateException("an expression that the loader has read", e);
    }
    TypedExpressions types = new TypedExpressions(probe, inputs);
    long source;
    try {
      source = isLiteral(root) ? TypedExpressions.UNKNOWN : types.typeOf(expression.sql());
      types.cast(expression.sql(), type);
    } catch (SQLException e) {
      if (Probe.isFatal(e)) {
        throw e;
      }
      add(
          expression,
          "an expression for `" + column + "` that the server refuses: " + message(e),
          "an expression over " + shown(inputs) + " that yields " + type);
      return;
    }
    long target = types.typeOf("CAST(NULL AS " + type + ")");
    if (source != TypedExpressions.UNKNOWN && !types.isAssignable(source, target)) {
      String found =
          "an expression of type " + types.name(source) + " for `" + column + "`, which is " + type;
      add(
          expression,
          found,
          "an expression that can be assigned to " + type + "; write CAST(... AS " + type
              + ") if that is meant");
      return;
    }
    checkVolatility(expression, root, types, source, target);
  }

  private void checkVolatility(
      Expression expression, Expr root, TypedExpressions types, long source, long target)
      throws SQLException {
    Volatility volatility = new Volatility(types, expression.sql());
    List<Volatility.Finding> findings = new ArrayList<>();
    for (Expr part : Subexpressions.of(root)) {
      volatility.of(part).ifPresent(findings::add);
    }
    if (source != TypedExpressions.UNKNOWN && types.castVolatility(source, target) != 'i') {
      findings.add(new Volatility.Finding(
          "the conversion from " + types.name(source) + " to " + types.name(target), false));
    }
    for (Volatility.Finding finding : findings) {
      if (finding.isVolatile()) {
        add(
            expression,
            finding.what() + ", which is VOLATILE",
            "IMMUTABLE functions: an expression is evaluated again and must yield the same");
      } else if (!migration.sessionIndependent()) {
        add(
            expression,
            finding.what() + ", which is STABLE: it may depend on the session's settings",
            "IMMUTABLE functions, or `session_independent: true` if all sessions that write here agree");
      }
    }
  }

  private static boolean isLiteral(Expr root) {
    if (root instanceof Expr.Paren paren) {
      return isLiteral(paren.inner());
    }
    return root instanceof Expr.Constant constant
        && (constant.kind() == Expr.Constant.Kind.STRING
            || constant.kind() == Expr.Constant.Kind.NULL);
  }

  private void add(Expression expression, String found, String expected) {
    problems.add(new Problem(expression.location(), found, expected, Optional.empty()));
  }

  private static String shown(Map<String, String> inputs) {
    return inputs.isEmpty()
        ? "no columns"
        : inputs.entrySet().stream()
            .map(input -> input.getKey() + " (" + input.getValue() + ")")
            .collect(Collectors.joining(", "));
  }

  private static String message(SQLException e) {
    ServerErrorMessage server =
        e instanceof PSQLException failure ? failure.getServerErrorMessage() : null;
    String message = server != null ? server.getMessage() : null;
    return message != null ? message : "SQLSTATE " + e.getSQLState();
  }
}
