package dev.crossfade.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Two tables in a schema of their own, and a connection that writes them: by an application's own pair of batches, or by one batch through Crossfade. Not thread-safe. */
final class BatchSide implements AutoCloseable {
  static final int USERS = 10_000;

  // Held, so that the level stays.
  private static final Logger LOG = Logger.getLogger("dev.crossfade");

  static {
    LOG.setLevel(Level.WARNING);
  }

  private final String server;
  private final String schema;
  private final boolean byHand;
  private final BatchPhase phase;
  private final Connection connection;
  private final Connection admin;

  BatchSide(String server, boolean byHand, Batch batch, BatchPhase phase)
      throws SQLException, IOException {
    this.server = server;
    this.schema = byHand ? "batch_by_hand" : "batch_crossfade";
    this.byHand = byHand;
    this.phase = phase;
    this.admin = DriverManager.getConnection("jdbc:postgresql://" + server);
    create();
    String suffix = server + "&currentSchema=" + schema
        + (batch.rewritten() ? "&reWriteBatchedInserts=true" : "");
    this.connection = byHand
        ? DriverManager.getConnection("jdbc:postgresql://" + suffix)
        : DriverManager.getConnection(
            "jdbc:crossfade:postgresql://" + suffix + "&crossfade.config=" + mapping());
    connection.setAutoCommit(false);
  }

  boolean byHand() {
    return byHand;
  }

  BatchPhase phase() {
    return phase;
  }

  Connection connection() {
    return connection;
  }

  private Path mapping() throws IOException {
    Path mapping = Files.createTempFile("crossfade-bench", ".yaml");
    mapping.toFile().deleteOnExit();
    return Files.writeString(mapping, phase.mapping());
  }

  private void create() throws SQLException {
    String moving = phase.moved() ? "" : ", street varchar(60), city varchar(60)";
    admin("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
    admin("CREATE SCHEMA " + schema);
    admin("SET search_path = " + schema);
    admin("CREATE TABLE users (id bigint PRIMARY KEY, name varchar(50), email varchar(100)" + moving
        + ")");
    admin(
        "CREATE TABLE addresses (user_id bigint PRIMARY KEY REFERENCES users, street varchar(60), city varchar(60))");
    fill(1, USERS);
    admin("VACUUM ANALYZE users, addresses");
  }

  /** Puts rows into both tables, as long as somebody wants them there. */
  void fill(long from, long to) throws SQLException {
    String ids = " FROM generate_series(" + from + ", " + to + ") i";
    admin("INSERT INTO users SELECT i, 'user' || i, 'user' || i || '@example.org'"
        + (phase.moved() ? "" : ", 'Elm ' || i, 'Ulm'") + ids);
    admin("INSERT INTO addresses SELECT i, 'Elm ' || i, 'Ulm'" + ids);
  }

  /** Brings the tables back to their size, so that each iteration meets the same. */
  void settle() throws SQLException {
    admin("DELETE FROM addresses WHERE user_id > " + USERS);
    admin("DELETE FROM users WHERE id > " + USERS);
    admin("VACUUM users, addresses");
  }

  /** How many rows are in one table only, or disagree. */
  long drift() throws SQLException {
    String differ =
        phase.moved() ? "" : " OR (u.street, u.city) IS DISTINCT FROM (a.street, a.city)";
    try (Statement statement = admin.createStatement();
        var rows = statement.executeQuery(
            "SELECT count(*) FROM users u FULL JOIN addresses a ON a.user_id = u.id WHERE u.id IS NULL OR a.user_id IS NULL"
                + differ)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private void admin(String sql) throws SQLException {
    try (Statement statement = admin.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
    admin.close();
  }

  @Override
  public String toString() {
    return schema + " on " + server;
  }
}
