package dev.crossfade.driver;

import dev.crossfade.mapping.Mapping;
import dev.crossfade.mapping.MappingLoader;
import dev.crossfade.mapping.MappingSource;
import dev.crossfade.mapping.Phase;
import dev.crossfade.mapping.floor.Floor;
import dev.crossfade.mapping.floor.Subject;
import dev.crossfade.mapping.floor.WitnessKey;
import dev.crossfade.rewrite.SqlExpressionSyntax;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A table under one migration in a schema of its own, with as many mapping files as there are instances, and what anyone can see of floor and witnesses. */
final class Accounts implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  final String schema = "accounts_" + COUNT.incrementAndGet();
  private final Subject subject;
  private final List<Path> files = new ArrayList<>();

  Accounts() throws Exception {
    sql("CREATE SCHEMA " + schema);
    sql("CREATE TABLE " + schema + ".accounts (id int PRIMARY KEY, login text, username text)");
    Mapping mapping =
        MappingLoader.load(MappingSource.of(file("dual-write")), new SqlExpressionSyntax());
    subject = Subject.of(mapping.migrations().get(0), schema);
  }

  /** An instance's own file. */
  Path file(String phase) throws Exception {
    Path file = Files.createTempFile("accounts", ".yaml");
    files.add(file);
    edit(file, phase);
    return file;
  }

  void edit(Path file, String phase) throws Exception {
    edit(file, phase, "rename: { login: username }");
  }

  void edit(Path file, String phase, String columns) throws Exception {
    Path next = Files.createTempFile("accounts", ".next");
    Files.writeString(
        next,
        "version: 1\nmigrations:\n  login:\n    table: accounts\n    phase: " + phase + "\n    "
            + columns + "\n");
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  String url(Path file) {
    return Server.url(file) + "&currentSchema=" + schema;
  }

  Connection connect(Path file) throws SQLException {
    return DriverManager.getConnection(url(file));
  }

  Connection connect(Path file, String parameters) throws SQLException {
    return DriverManager.getConnection(url(file) + parameters);
  }

  void floor(Phase phase) throws SQLException {
    sql("COMMENT ON COLUMN " + schema + ".accounts.username IS '"
        + new Floor(phase, subject.fingerprint()).in("What one logs in with.") + "'");
  }

  void noFloor() throws SQLException {
    sql("COMMENT ON COLUMN " + schema + ".accounts.username IS NULL");
  }

  static void sql(String sql) throws SQLException {
    try (Connection connection = Server.plain();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The phases that sessions show, sorted, one for each lock. */
  List<String> shown() throws SQLException {
    try (Connection connection = Server.plain()) {
      return shown(connection, "");
    }
  }

  /** The phases that one session shows, as it sees itself. */
  List<String> shownBy(Connection connection) throws SQLException {
    return shown(connection, " AND pid = pg_backend_pid()");
  }

  private List<String> shown(Connection connection, String which) throws SQLException {
    List<String> phases = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(
            "SELECT classid::int8, objid::int8 FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2"
                + which)) {
      while (rows.next()) {
        WitnessKey key = new WitnessKey((int) rows.getLong(1), (int) rows.getLong(2));
        if (key.migration() == subject.migration()) {
          phases.add(key.phase().orElseThrow().label());
        }
      }
    }
    phases.sort(null);
    return phases;
  }

  static int pid(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT pg_backend_pid()")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  /** Runs something that is there in every phase. */
  static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws Exception {
    sql("DROP SCHEMA " + schema + " CASCADE");
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }
}
