package dev.crossfade.equivalence;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** One side of the comparison: a database and the URL by which the application reaches it. Not thread-safe. */
final class Side implements AutoCloseable {
  private final Server server;
  private final Database database;
  private final String url;
  private final boolean plain;
  private final Builder builder;
  private final Map<Mode, Connection> connections = new EnumMap<>(Mode.class);
  private Connection admin;

  interface Builder {
    void build() throws SQLException;
  }

  /** What a case did on this side. */
  record Run(List<List<Answer>> answers, String contents, String drift) {}

  Side(Server server, Database database, String url, boolean plain, Builder builder)
      throws SQLException {
    this.server = server;
    this.database = database;
    this.url = url;
    this.plain = plain;
    this.builder = builder;
    builder.build();
    admin = server.open(database.name());
  }

  Run run(Case script, Mode mode) throws SQLException {
    call(admin, "SELECT oracle.sequences()");
    Connection connection = connection(mode);
    connection.setAutoCommit(script.autocommit());
    try {
      List<List<Answer>> answers = new Script(connection, plain, mode).run(script);
      if (!script.writes()) {
        return new Run(answers, "", "");
      }
      String contents =
          script.contents() ? look(connection, script, "SELECT oracle.contents()") : "";
      return new Run(
          answers, contents, plain ? "" : look(connection, script, "SELECT oracle.drift()"));
    } finally {
      tidy(script, mode, connection);
    }
  }

  private String look(Connection connection, Case script, String sql) throws SQLException {
    return call(script.autocommit() || script.rebuild() ? admin : connection, sql);
  }

  private void tidy(Case script, Mode mode, Connection connection) throws SQLException {
    boolean usable =
        !script.fresh() && !script.rebuild() && !(mode == Mode.SERVER && script.makesNames());
    try {
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
    } catch (SQLException e) {
      usable = false;
    }
    if (!usable) {
      close(connection);
      connections.remove(mode);
    }
    if (script.rebuild()) {
      close();
      builder.build();
      admin = server.open(database.name());
    } else if (script.autocommit()) {
      call(admin, "SELECT oracle.restore()");
    }
  }

  /** Lets go of a connection whose thread does not come back. */
  void abandon(Mode mode) {
    Connection connection = connections.remove(mode);
    if (connection != null) {
      try {
        connection.abort(Runnable::run);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Nothing may depend on what ran earlier: pgjdbc would turn to binary, and to other text for arrays, once it has seen a statement often enough. */
  private Connection connection(Mode mode) throws SQLException {
    Connection open = connections.get(mode);
    if (open == null || open.isClosed()) {
      open = DriverManager.getConnection(url + "&preparedStatementCacheQueries=0&prepareThreshold="
          + (mode == Mode.SERVER ? "1&reWriteBatchedInserts=true" : "0"));
      connections.put(mode, open);
    }
    return open;
  }

  private static String call(Connection connection, String sql) throws SQLException {
    try (Statement s = connection.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      r.next();
      return String.valueOf(r.getString(1));
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // The connection was already broken, which the case has reported.
    }
  }

  @Override
  public void close() throws SQLException {
    connections.values().forEach(Side::close);
    connections.clear();
    admin.close();
  }
}
