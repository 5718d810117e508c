package dev.crossfade.driver.session;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.PGStatement;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.BaseStatement;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.TransactionState;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * Crossfade's own statements on an application's connection. None of them begins a transaction, and none is prepared under a name on the server.
 */
final class Probe {
  private static final int FLAGS =
      QueryExecutor.QUERY_SUPPRESS_BEGIN | QueryExecutor.QUERY_NO_BINARY_TRANSFER;

  private final BaseConnection connection;

  Probe(BaseConnection connection) {
    this.connection = connection;
  }

  /** Reads a result that the probe has no part in the life of: it is closed behind the reader. */
  @FunctionalInterface
  interface Reader<T> {
    T read(ResultSet rows) throws SQLException;
  }

  BaseConnection connection() {
    return connection;
  }

  TransactionState state() {
    return connection.getTransactionState();
  }

  /** Parameters are lists of strings (text[]) or of longs (int8[]); an absent list is an empty one. */
  <T> T query(String sql, List<? extends List<?>> parameters, Reader<T> reader)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.unwrap(PGStatement.class).setPrepareThreshold(0);
      statement.setFetchSize(0);
      for (int i = 0; i < parameters.size(); i++) {
        List<?> values = parameters.get(i);
        boolean numbers = !values.isEmpty() && values.get(0) instanceof Long;
        statement.setArray(
            i + 1, connection.createArrayOf(numbers ? "int8" : "text", values.toArray()));
      }
      ((BaseStatement) statement).executeWithFlags(FLAGS);
      try (ResultSet rows = result(statement)) {
        return reader.read(rows);
      }
    }
  }

  /** Runs a text that has no parameters, as an application's statement would, and keeps none of its results. */
  void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      ((BaseStatement) statement).executeWithFlags(sql, FLAGS | QueryExecutor.QUERY_ONESHOT);
    }
  }

  /** Reads one row of a text without parameters, in which {@code ?} is an operator. */
  <T> T read(String sql, Reader<T> reader) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.setFetchSize(0);
      ((BaseStatement) statement).executeWithFlags(sql, FLAGS | QueryExecutor.QUERY_ONESHOT);
      try (ResultSet rows = result(statement)) {
        return reader.read(rows);
      }
    }
  }

  /**
   * Reads a text without parameters by the simple protocol, in which a statement outside a transaction block begins at the moment that {@code now()} gives; in
   * the extended one that is so only where parsing and executing fall into one microsecond.
   */
  <T> T simply(String sql, Reader<T> reader) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.setFetchSize(0);
      ((BaseStatement) statement)
          .executeWithFlags(
              sql, FLAGS | QueryExecutor.QUERY_ONESHOT | QueryExecutor.QUERY_EXECUTE_AS_SIMPLE);
      try (ResultSet rows = result(statement)) {
        return reader.read(rows);
      }
    }
  }

  /** 42.7.14 stops reading in the middle of a failed batch's answer if a value makes no literal for its message; what it reads next answers an earlier question. */
  private static ResultSet result(Statement statement) throws SQLException {
    ResultSet rows = statement.getResultSet();
    if (rows == null) {
      throw new PSQLException(
          "the server's answer is not that to Crossfade's question: the connection is out of step",
          PSQLState.PROTOCOL_VIOLATION);
    }
    return rows;
  }

  /** Whether a failure says that the connection or the application's patience is at an end, rather than that the question was wrong. */
  static boolean isFatal(SQLException e) {
    String state = e.getSQLState();
    return state != null && (state.startsWith("08") || state.startsWith("57"));
  }
}
