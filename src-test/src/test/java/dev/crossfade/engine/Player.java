package dev.crossfade.engine;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/** Plays the steps of a trace on one connection and says what it saw. Not thread-safe. */
final class Player implements AutoCloseable {
  private static final String GUARD = "guard";

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private final Map<String, ResultSet> open = new HashMap<>();
  private final Map<String, Savepoint> savepoints = new HashMap<>();

  Player(Connection connection) {
    this.connection = connection;
  }

  Connection connection() {
    return connection;
  }

  boolean hasOpenCursors() {
    return !open.isEmpty();
  }

  TransactionState state() {
    return ((BaseConnection) connection).getTransactionState();
  }

  Observation play(Step step) {
    Observation seen = new Observation();
    Savepoint guard = null;
    try {
      if (step.is(GUARD) && state() == TransactionState.OPEN) {
        guard = connection.setSavepoint();
      }
      run(step, seen);
    } catch (SQLException | RuntimeException | StackOverflowError | AssertionError e) {
      seen.failed(e);
      undo(guard, seen);
    }
    note(seen);
    return seen;
  }

  /** What the text becomes, for people. */
  String sent(Step step) {
    if (!step.isSql()) {
      return "";
    }
    try (PreparedStatement s = connection.prepareStatement(step.text())) {
      return s.toString();
    } catch (SQLException | RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private void undo(Savepoint guard, Observation seen) {
    if (guard == null || seen.isRefused()) {
      return;
    }
    try {
      connection.rollback(guard);
    } catch (SQLException e) {
      seen.put("rollback to savepoint", String.valueOf(e.getSQLState()));
    }
  }

  private void note(Observation seen) {
    try {
      seen.put("transaction", state() + (connection.getAutoCommit() ? " autocommit" : ""));
      seen.warnings(connection.getWarnings());
      connection.clearWarnings();
    } catch (SQLException e) {
      seen.put("transaction", "unknown: " + e.getSQLState());
    }
  }

  private void run(Step step, Observation seen) throws SQLException {
    switch (step.kind()) {
      case "statement" -> statement(step, seen);
      case "prepared" -> executions(step, seen);
      case "batch" -> batch(step, seen);
      case "texts" -> texts(step, seen);
      case "describe" -> describe(step, seen);
      case "open" -> open(step, seen);
      case "read" -> read(step, seen);
      case "shut" -> shut(step);
      case "columns" -> columns(step, seen);
      case "autocommit" -> connection.setAutoCommit(true);
      case "begin" -> connection.setAutoCommit(false);
      case "commit" -> connection.commit();
      case "rollback" -> connection.rollback();
      case "savepoint" -> savepoints.put(step.option("name", ""), connection.setSavepoint());
      case "back" -> connection.rollback(savepoints.get(step.option("name", "")));
      case "release" -> connection.releaseSavepoint(savepoints.get(step.option("name", "")));
      case "isolation" -> connection.setTransactionIsolation(step.number("level"));
      default -> throw new IllegalArgumentException("step " + step.kind());
    }
  }

  private void statement(Step step, Observation seen) throws SQLException {
    try (Statement s = connection.createStatement()) {
      settings(s, step);
      String keys = step.option("keys", "");
      String sql = step.text();
      boolean rows = false;
      switch (step.option("method", "execute")) {
        case "update" ->
          seen.count(
              keys.isEmpty()
                  ? s.executeUpdate(sql)
                  : keys.equals("*")
                      ? s.executeUpdate(sql, 1)
                      : s.executeUpdate(sql, keys.split(",")));
        case "large" -> seen.count(s.executeLargeUpdate(sql));
        case "query" -> {
          try (ResultSet r = s.executeQuery(sql)) {
            seen.rows("", r, step, Integer.MAX_VALUE);
          }
        }
        default -> {
          rows = keys.isEmpty()
              ? s.execute(sql)
              : keys.equals("*") ? s.execute(sql, 1) : s.execute(sql, keys.split(","));
          if (keys.isEmpty()) {
            seen.results(s, rows, step);
          }
        }
      }
      finish(s, step, seen);
    }
  }

  private void finish(Statement s, Step step, Observation seen) throws SQLException {
    if (!step.option("keys", "").isEmpty()) {
      seen.put("count with keys", String.valueOf(s.getUpdateCount()));
      try (ResultSet keys = s.getGeneratedKeys()) {
        seen.rows("keys", keys, step, Integer.MAX_VALUE);
      }
    }
    seen.put(
        "statement warnings",
        s.getWarnings() == null
            ? ""
            : s.getWarnings().getSQLState() + s.getWarnings().getMessage());
  }

  private static void settings(Statement s, Step step) throws SQLException {
    s.setFetchSize(step.number("fetch"));
    s.setMaxRows(step.number("max"));
  }

  private PreparedStatement prepared(Step step) throws SQLException {
    String handle = step.option("handle", "");
    PreparedStatement known = prepared.get(handle);
    if (known == null) {
      String keys = step.option("keys", "");
      String sql = step.text();
      known = keys.isEmpty()
          ? connection.prepareStatement(sql)
          : keys.equals("*")
              ? connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)
              : connection.prepareStatement(sql, keys.split(","));
      if (!handle.isEmpty()) {
        prepared.put(handle, known);
      }
    }
    settings(known, step);
    return known;
  }

  private static void bind(PreparedStatement s, List<Value> row) throws SQLException {
    for (int i = 0; i < row.size(); i++) {
      row.get(i).bind(s, i + 1);
    }
  }

  private interface Work {
    void on(PreparedStatement s) throws SQLException;
  }

  private void use(Step step, Work work) throws SQLException {
    PreparedStatement s = prepared(step);
    try {
      work.on(s);
    } finally {
      if (step.option("handle", "").isEmpty()) {
        s.close();
      }
    }
  }

  private void executions(Step step, Observation seen) throws SQLException {
    use(step, s -> {
      for (List<Value> row : step.rows().isEmpty() ? List.of(List.<Value>of()) : step.rows()) {
        execution(step, s, row, seen);
      }
    });
  }

  private void execution(Step step, PreparedStatement s, List<Value> row, Observation seen)
      throws SQLException {
    bind(s, row);
    if (step.is("parameters")) {
      seen.parameters(s.getParameterMetaData());
    }
    switch (step.option("method", "execute")) {
      case "update" -> seen.count(s.executeUpdate());
      case "large" -> seen.count(s.executeLargeUpdate());
      case "query" -> {
        try (ResultSet r = s.executeQuery()) {
          seen.rows("", r, step, Integer.MAX_VALUE);
        }
      }
      default -> {
        boolean rows = s.execute();
        if (step.option("keys", "").isEmpty()) {
          seen.results(s, rows, step);
        }
      }
    }
    finish(s, step, seen);
  }

  private void batch(Step step, Observation seen) throws SQLException {
    use(step, s -> {
      s.clearBatch();
      for (List<Value> row : step.rows()) {
        bind(s, row);
        s.addBatch();
      }
      seen.counts(s.executeBatch());
      keys(s, step, seen);
    });
  }

  private static void keys(Statement s, Step step, Observation seen) throws SQLException {
    if (!step.option("keys", "").isEmpty()) {
      try (ResultSet keys = s.getGeneratedKeys()) {
        seen.rows("keys", keys, step, Integer.MAX_VALUE);
      }
    }
  }

  private void texts(Step step, Observation seen) throws SQLException {
    try (Statement s = connection.createStatement()) {
      for (String text : step.texts()) {
        s.addBatch(text);
      }
      seen.counts(s.executeBatch());
    }
  }

  private void describe(Step step, Observation seen) throws SQLException {
    boolean idle = state() == TransactionState.IDLE;
    try {
      describeNow(step, seen);
    } finally {
      endQuietly(idle);
    }
  }

  /** Whether pgjdbc asks the catalog for a description, and so begins a transaction, depends on what it remembers. */
  private void endQuietly(boolean idle) throws SQLException {
    if (idle && !connection.getAutoCommit()) {
      connection.rollback();
    }
  }

  private void describeNow(Step step, Observation seen) throws SQLException {
    use(step, s -> {
      var meta = s.getMetaData();
      seen.parameters(s.getParameterMetaData());
      if (meta == null) {
        seen.put("described", "nothing");
      } else {
        seen.columns("described ", meta);
      }
    });
  }

  private void open(Step step, Observation seen) throws SQLException {
    PreparedStatement s = prepared(step);
    bind(s, step.rows().isEmpty() ? List.of() : step.rows().get(0));
    ResultSet result = s.executeQuery();
    open.put(step.option("handle", ""), result);
    seen.rows("", result, step, step.number("read"));
  }

  private void read(Step step, Observation seen) throws SQLException {
    ResultSet result = open.get(step.option("handle", ""));
    if (result == null) {
      seen.put("cursor", "none");
      return;
    }
    seen.put(
        "same statement",
        String.valueOf(result.getStatement() == prepared.get(step.option("handle", ""))));
    seen.values("", result, step, step.number("read"));
    seen.put("row", String.valueOf(result.getRow()));
  }

  private void shut(Step step) throws SQLException {
    ResultSet result = open.remove(step.option("handle", ""));
    if (result != null) {
      result.close();
    }
  }

  private void columns(Step step, Observation seen) throws SQLException {
    boolean idle = state() == TransactionState.IDLE;
    DatabaseMetaData meta = connection.getMetaData();
    try (ResultSet r = meta.getColumns(
        null, "public", step.option("table", "%").replace("_", "\\_").replace('~', ' '), "%")) {
      StringBuilder all = new StringBuilder();
      while (r.next()) {
        for (int i : new int[] {4, 5, 6, 7, 9, 10, 11, 13, 17, 18, 23}) {
          all.append(r.getString(i)).append(' ');
        }
        all.append('\n');
      }
      seen.put("columns", all.toString());
    }
    endQuietly(idle);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // The connection was broken before, and the step that broke it has said so.
    }
  }
}
