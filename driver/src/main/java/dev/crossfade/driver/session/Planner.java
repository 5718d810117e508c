package dev.crossfade.driver.session;

import dev.crossfade.rewrite.GeneratedKeys;
import dev.crossfade.rewrite.Outcome;
import dev.crossfade.rewrite.Rewriter;
import dev.crossfade.rewrite.Traits;
import dev.crossfade.sql.SqlParser;
import dev.crossfade.sql.SqlSyntaxException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.PreferQueryMode;

/** Makes plans, asking the catalog for the names that they need. */
final class Planner {
  /** SQLSTATE of a statement that can't be rewritten. */
  static final String REFUSED = "XF001";

  private static final String SYNTAX_ERROR = "42601";

  /** Each round makes at least one name known, and a statement has few steps from one name to the next. */
  private static final int MOST_ROUNDS = 64;

  private final CatalogReader reader;
  private final Metrics metrics;

  Planner(CatalogReader reader, Metrics metrics) {
    this.reader = reader;
    this.metrics = metrics;
  }

  BaseConnection connection() {
    return reader.probe().connection();
  }

  Probe probe() {
    return reader.probe();
  }

  Plan plan(String sql, GeneratedKeys keys, Scope scope) throws SQLException {
    Plan known = scope.known(sql, keys);
    Optional<Literals> literals = known != null
        ? Optional.empty()
        : Literals.of(sql, connection().getStandardConformingStrings());
    Plan shared = literals.isPresent() ? scope.known(literals.get().shape(), keys) : null;
    metrics.planCache(known != null || shared != null);
    if (known != null) {
      return known;
    }
    if (literals.isEmpty()) {
      return make(sql, keys, scope);
    }
    Plan plan = shared != null ? shared : make(literals.get().shape(), keys, scope);
    // A refusal tells of places in the text, so it is made of the text itself.
    return plan instanceof Plan.Granted granted
        ? keep(sql, granted.text().withStrings(sql, literals.get()), scope)
        : make(sql, keys, scope);
  }

  private static Plan keep(String sql, PlannedText text, Scope scope) {
    Plan plan = new Plan.Granted(text);
    if (!text.isProvisional()) {
      scope.keep(sql, text.keys(), plan);
    }
    return plan;
  }

  private Plan make(String sql, GeneratedKeys keys, Scope scope) throws SQLException {
    long start = System.nanoTime();
    for (int round = 0; round < MOST_ROUNDS; round++) {
      Outcome outcome = Rewriter.rewrite(sql, keys, scope.context());
      if (!(outcome instanceof Outcome.Unknown unknown)) {
        Plan plan = plan(sql, keys, scope, outcome);
        scope.keep(sql, keys, plan);
        metrics.planned(System.nanoTime() - start);
        return plan;
      }
      if (probe().state() == TransactionState.FAILED) {
        return blind(sql, keys, unknown);
      }
      scope.namespace().load(reader, unknown.relations(), unknown.functions());
    }
    return refused("the names in the statement could not be resolved", Traits.NONE);
  }

  private Plan plan(String sql, GeneratedKeys keys, Scope scope, Outcome outcome)
      throws SQLException {
    if (outcome instanceof Outcome.Rewritten rewritten) {
      Metrics.Executions executions =
          metrics.executions(Metrics.Kind.REWRITTEN, rewritten.traits());
      int parameters = parameters(sql);
      return new Plan.Granted(new PlannedText(
          sql,
          keys,
          new PlannedText.Rendering(rewritten.sql(), rewritten.sources(), rewritten.steps(), true),
          parameters,
          rewritten.traits(),
          scope,
          executions));
    } else if (outcome instanceof Outcome.Refused refused) {
      Log.refused(refused.reason());
      return refused(refused.reason(), refused.traits());
    } else if (outcome instanceof Outcome.NotUnderstood strange) {
      if (isNoSql(sql)) {
        return asItCame(sql, keys, scope, strange.traits(), Metrics.Kind.UNCHANGED);
      }
      Log.refused(strange.reason());
      return refused(strange.reason(), strange.traits());
    } else if (outcome instanceof Outcome.Passed passed) {
      Log.passed(passed.reason());
      return asItCame(sql, keys, scope, passed.traits(), Metrics.Kind.PASSED);
    } else if (outcome instanceof Outcome.Unchanged unchanged) {
      return asItCame(sql, keys, scope, unchanged.traits(), Metrics.Kind.UNCHANGED);
    }
    throw new IllegalStateException("an outcome of no known kind");
  }

  /**
   * Whether the server doesn't understand a text either: it parses it without executing it. Such a text may go as it came, so that the application gets the
   * server's own error; it can touch nothing.
   */
  private boolean isNoSql(String sql) throws SQLException {
    if (connection().getPreferQueryMode() == PreferQueryMode.SIMPLE) {
      // The simple protocol has no way to parse without executing.
      return false;
    }
    boolean open = probe().state() == TransactionState.OPEN;
    if (open) {
      connection().execSQLUpdate("SAVEPOINT crossfade_read");
    }
    try (PreparedStatement statement = connection().prepareStatement(sql)) {
      statement.getParameterMetaData();
      return false;
    } catch (SQLException e) {
      return SYNTAX_ERROR.equals(e.getSQLState());
    } finally {
      if (open) {
        connection().execSQLUpdate("ROLLBACK TO SAVEPOINT crossfade_read");
        connection().execSQLUpdate("RELEASE SAVEPOINT crossfade_read");
      }
    }
  }

  private Plan asItCame(
      String sql, GeneratedKeys keys, Scope scope, Traits traits, Metrics.Kind kind) {
    return new Plan.Granted(new PlannedText(
        sql,
        keys,
        PlannedText.Rendering.asItCame(sql),
        0,
        traits,
        scope,
        metrics.executions(kind, traits)));
  }

  private Plan refused(String reason, Traits traits) {
    return new Plan.Refused(reason, metrics.executions(Metrics.Kind.REFUSED, traits));
  }

  /**
   * In an aborted transaction the catalog can't be asked, and the server refuses everything but the transaction's end: the text may go as it is, if it is one
   * statement.
   */
  private Plan blind(String sql, GeneratedKeys keys, Outcome.Unknown unknown) {
    if (!isOneStatement(sql)) {
      return refused(
          "several statements in an aborted transaction, of which one names " + anyOf(unknown)
              + ": end the transaction with a statement of its own",
          Traits.NONE);
    }
    return new Plan.Granted(new PlannedText(
        sql,
        keys,
        PlannedText.Rendering.asItCame(sql),
        0,
        Traits.NONE,
        null,
        metrics.executions(Metrics.Kind.UNCHANGED, Traits.NONE)));
  }

  private static String anyOf(Outcome.Unknown unknown) {
    return unknown.relations().stream()
        .map(name -> "\"" + name.name() + "\"")
        .sorted()
        .findFirst()
        .orElse("a name that is not known yet");
  }

  private boolean isOneStatement(String sql) {
    if (sql.indexOf(';') < 0) {
      return true;
    }
    try {
      return SqlParser.parse(sql, connection().getStandardConformingStrings())
              .statements()
              .size()
          <= 1;
    } catch (SqlSyntaxException e) {
      return false;
    }
  }

  private int parameters(String sql) throws SQLException {
    int parameters = 0;
    for (NativeQuery query : Parser.parseJdbcSql(
        sql, connection().getStandardConformingStrings(), true, true, false, true)) {
      parameters += query.bindPositions.length;
    }
    return parameters;
  }
}
