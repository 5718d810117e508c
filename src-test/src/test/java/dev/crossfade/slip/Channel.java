package dev.crossfade.slip;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultHandlerDelegate;

/** A way by which JDBC, or pgjdbc beside it, takes the text of a statement to the server. */
enum Channel {
  EXECUTE((c, sql) -> with(c.createStatement(), s -> s.execute(sql))),
  EXECUTE_QUERY((c, sql) -> with(c.createStatement(), s -> s.executeQuery(sql))),
  EXECUTE_UPDATE((c, sql) -> with(c.createStatement(), s -> s.executeUpdate(sql))),
  EXECUTE_LARGE_UPDATE((c, sql) -> with(c.createStatement(), s -> s.executeLargeUpdate(sql))),
  EXECUTE_WITH_KEYS(
      (c, sql) -> with(c.createStatement(), s -> s.execute(sql, Statement.RETURN_GENERATED_KEYS))),
  EXECUTE_WITH_KEY_NAMES((c, sql) ->
      with(c.createStatement(), s -> s.execute(sql, new String[] {"id"}))),
  UPDATE_WITH_KEYS((c, sql) ->
      with(c.createStatement(), s -> s.executeUpdate(sql, Statement.RETURN_GENERATED_KEYS))),
  UPDATE_WITH_KEY_NAMES((c, sql) ->
      with(c.createStatement(), s -> s.executeUpdate(sql, new String[] {"id"}))),
  LARGE_UPDATE_WITH_KEYS((c, sql) ->
      with(c.createStatement(), s -> s.executeLargeUpdate(sql, Statement.RETURN_GENERATED_KEYS))),
  UNESCAPED((c, sql) -> with(c.createStatement(), s -> {
    s.setEscapeProcessing(false);
    return s.execute(sql);
  })),
  BATCH((c, sql) -> with(c.createStatement(), s -> {
    s.addBatch("SELECT 1 WHERE false");
    s.clearBatch();
    s.addBatch(sql);
    return s.executeBatch();
  })),
  LARGE_BATCH((c, sql) -> with(c.createStatement(), s -> {
    s.addBatch("SET LOCAL lock_timeout = '5s'");
    s.addBatch(sql);
    return s.executeLargeBatch();
  })),
  CURSOR((c, sql) -> with(c.createStatement(), s -> {
    s.setFetchSize(1);
    return s.execute(sql);
  })),
  UPDATABLE((c, sql) ->
      with(c.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE), s -> {
        if (s.execute(sql)) {
          change(s.getResultSet());
        }
        return true;
      })),
  HOLDABLE((c, sql) -> with(
      c.createStatement(
          ResultSet.TYPE_FORWARD_ONLY,
          ResultSet.CONCUR_READ_ONLY,
          ResultSet.HOLD_CURSORS_OVER_COMMIT),
      s -> s.execute(sql))),
  PREPARED((c, sql) -> with(c.prepareStatement(sql), PreparedStatement::execute)),
  PREPARED_TWICE((c, sql) -> with(c.prepareStatement(sql), s -> {
    s.unwrap(PGStatement.class).setPrepareThreshold(1);
    s.execute();
    return s.execute();
  })),
  PREPARED_UPDATABLE((c, sql) -> with(
      c.prepareStatement(sql, ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE), s -> {
        if (s.execute()) {
          change(s.getResultSet());
        }
        return true;
      })),
  PREPARED_WITH_KEYS((c, sql) ->
      with(c.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS), PreparedStatement::execute)),
  PREPARED_WITH_KEY_NAMES((c, sql) ->
      with(c.prepareStatement(sql, new String[] {"id"}), PreparedStatement::executeUpdate)),
  PREPARED_BATCH((c, sql) -> with(c.prepareStatement(sql), s -> {
    s.addBatch();
    return s.executeBatch();
  })),
  DESCRIBED((c, sql) -> with(c.prepareStatement(sql), s -> {
    s.getMetaData();
    s.getParameterMetaData();
    return s.executeLargeUpdate();
  })),
  CALL((c, sql) -> with(c.prepareCall(sql), CallableStatement::execute)),
  COPY((c, sql) -> copy(c.unwrap(PGConnection.class).getCopyAPI(), sql)),
  COPY_MANAGER((c, sql) -> copy(new CopyManager(c.unwrap(BaseConnection.class)), sql)),
  BASE_UPDATE((c, sql) -> c.unwrap(BaseConnection.class).execSQLUpdate(sql)),
  BASE_QUERY((c, sql) -> c.unwrap(BaseConnection.class).execSQLQuery(sql).close()),
  EXECUTOR((c, sql) -> {
    QueryExecutor executor = c.unwrap(BaseConnection.class).getQueryExecutor();
    run(executor, executor.createSimpleQuery(sql));
  }),
  EXECUTOR_BORROWED((c, sql) -> {
    QueryExecutor executor = c.unwrap(BaseConnection.class).getQueryExecutor();
    run(executor, executor.borrowQuery(sql).query);
  }),
  UNWRAPPED_CONNECTION((c, sql) ->
      with(((Connection) c.unwrap(PGConnection.class)).createStatement(), s -> s.execute(sql))),
  UNWRAPPED_STATEMENT((c, sql) -> with(c.createStatement(), s -> {
    Object inner = s.unwrap(PGStatement.class);
    return inner instanceof Statement statement && statement.execute(sql);
  })),
  CONNECTION_OF_METADATA(
      (c, sql) -> with(c.getMetaData().getConnection().createStatement(), s -> s.execute(sql))),
  STATEMENT_OF_METADATA((c, sql) -> {
    try (ResultSet tables = c.getMetaData().getTables(null, null, "users", null)) {
      Statement of = tables.getStatement();
      with(of.getConnection().createStatement(), s -> s.execute(sql));
    }
  }),
  STATEMENT_OF_RESULT((c, sql) -> {
    try (Statement first = c.createStatement();
        ResultSet one = first.executeQuery("SELECT 1")) {
      with(one.getStatement().getConnection().prepareStatement(sql), PreparedStatement::execute);
    }
  });

  /** Takes the texts of an attack to the server as one batch. */
  static void takeAll(Connection connection, List<String> texts) throws SQLException {
    with(connection.createStatement(), s -> {
      for (String text : texts) {
        s.addBatch(text);
      }
      return s.executeBatch();
    });
  }

  /** Takes a text to the server. */
  interface Way {
    void take(Connection connection, String sql) throws SQLException, IOException;
  }

  private interface Use<S> {
    Object of(S statement) throws SQLException;
  }

  private final Way way;

  Channel(Way way) {
    this.way = way;
  }

  void take(Connection connection, String sql) throws SQLException, IOException {
    way.take(connection, sql);
  }

  private static <S extends Statement> void with(S statement, Use<S> use) throws SQLException {
    try (statement) {
      use.of(statement);
    }
  }

  private static void copy(CopyManager manager, String sql) throws SQLException, IOException {
    if (sql.contains("STDIN")) {
      InputStream rows = new ByteArrayInputStream("95\tzoe\n".getBytes(StandardCharsets.UTF_8));
      manager.copyIn(sql, rows);
    } else {
      manager.copyOut(sql, new ByteArrayOutputStream());
    }
  }

  private static void run(QueryExecutor executor, Query query) throws SQLException {
    ResultHandlerDelegate handler = new ResultHandlerDelegate(null);
    executor.execute(query, null, handler, 0, 0, QueryExecutor.QUERY_ONESHOT);
  }

  /** Writes by way of a result. */
  private static void change(ResultSet result) throws SQLException {
    while (result.next()) {
      for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
        if (result.getMetaData().getColumnTypeName(column).matches("text|varchar")) {
          result.updateString(column, "changed");
        }
      }
      result.updateRow();
    }
  }
}
