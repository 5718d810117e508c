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

/** The tables that the benchmarks work on, and the ways to reach them. */
final class Fixture {
  static final int USERS = 10_000;

  private static final String MAPPING = """
      version: 1
      migrations:
        user-handle:
          table: users
          phase: dual-write
          rename: { username: handle }
        signup-handle:
          table: signups
          phase: dual-write
          rename: { username: handle }
      """;

  // Held, so that the level stays.
  private static final Logger LOG = Logger.getLogger("dev.crossfade");

  static {
    LOG.setLevel(Level.WARNING);
  }

  private Fixture() {}

  /** Creates a variant's schema afresh. */
  static void create(String server, Variant variant) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:postgresql://" + server);
        Statement statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA IF EXISTS " + variant.schema() + " CASCADE");
      statement.execute("CREATE SCHEMA " + variant.schema());
      statement.execute("SET search_path = " + variant.schema());
      createTable(statement, "users", variant);
      createTable(statement, "signups", variant);
      String columns = variant.dual() ? "id, username, handle, email" : "id, username, email";
      String values = variant.dual()
          ? "i, 'user' || i, 'user' || i, 'user' || i || '@example.org'"
          : "i, 'user' || i, 'user' || i || '@example.org'";
      statement.execute("INSERT INTO users (" + columns + ") SELECT " + values
          + " FROM generate_series(1, " + USERS + ") i");
      statement.execute("VACUUM ANALYZE users");
    }
  }

  private static void createTable(Statement statement, String table, Variant variant)
      throws SQLException {
    String handle = variant.dual() ? ", handle varchar(50)" : "";
    statement.execute("CREATE TABLE " + table
        + " (id bigint PRIMARY KEY, username varchar(50) NOT NULL, email varchar(100) NOT NULL"
        + handle + ")");
    statement.execute("CREATE INDEX ON " + table + " (username)");
    if (variant.dual()) {
      statement.execute("CREATE INDEX ON " + table + " (handle)");
    }
    if (variant == Variant.TRIGGER) {
      statement.execute(
          "CREATE OR REPLACE FUNCTION copy_username() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.handle := NEW.username; RETURN NEW; END'");
      statement.execute("CREATE TRIGGER copy_username BEFORE INSERT OR UPDATE ON " + table
          + " FOR EACH ROW EXECUTE FUNCTION copy_username()");
    }
  }

  /** Brings a variant's tables back to their size, so that each iteration meets the same. */
  static void settle(String server, Variant variant) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:postgresql://" + server);
        Statement statement = connection.createStatement()) {
      statement.execute("TRUNCATE " + variant.schema() + ".signups");
      statement.execute("VACUUM " + variant.schema() + ".users");
    }
  }

  /** How many rows of a variant's tables disagree with themselves; the new column is there in dual variants only. */
  static long drift(String server, Variant variant) throws SQLException {
    String from =
        "FROM (SELECT username, handle FROM %1$s.users UNION ALL SELECT username, handle FROM %1$s.signups) rows";
    try (Connection connection = DriverManager.getConnection("jdbc:postgresql://" + server);
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT count(*) " + from.formatted(variant.schema())
            + " WHERE handle IS DISTINCT FROM username")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** A connection as an application of that kind would open it. */
  static Connection connect(String server, Variant variant, Operation operation, Path mapping)
      throws SQLException {
    String suffix = server + "&currentSchema=" + variant.schema()
        + (operation == Operation.BATCH_REWRITTEN ? "&reWriteBatchedInserts=true" : "");
    return variant == Variant.CROSSFADE
        ? DriverManager.getConnection(
            "jdbc:crossfade:postgresql://" + suffix + "&crossfade.config=" + mapping)
        : DriverManager.getConnection("jdbc:postgresql://" + suffix);
  }

  static Path writeMapping() throws IOException {
    Path mapping = Files.createTempFile("crossfade-bench", ".yaml");
    mapping.toFile().deleteOnExit();
    return Files.writeString(mapping, MAPPING);
  }
}
