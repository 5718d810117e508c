package dev.crossfade.driver;

import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Tables as they were, for pgjdbc, and the same under migration, for Crossfade. */
final class Shop implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final String TABLES =
      "create table users (id serial primary key, username varchar(20) not null default 'anon' unique, age int, photo bytea, file oid);"
          + "insert into users (username, age) values ('ann', 31), ('bob', 42)";

  private final String before;
  private final String during;
  private final Path mapping;

  Shop() throws Exception {
    int number = COUNT.incrementAndGet();
    before = "before_" + number;
    during = "during_" + number;
    mapping = Files.createTempFile("shop", ".yaml");
    for (String schema : new String[] {before, during}) {
      execute("create schema " + schema + "; set search_path to " + schema + ";" + TABLES);
    }
    migrate("alter table users add handle varchar(20), add picture bytea, add document oid");
    phase("expand");
  }

  /** Runs SQL on the tables under migration, past Crossfade. */
  void migrate(String sql) throws SQLException {
    execute("set search_path to " + during + ";" + sql);
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = Server.plain();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** What a query on the tables under migration gives as its only value, past Crossfade. */
  String seen(String query) throws SQLException {
    try (Connection connection = Server.plain();
        Statement statement = connection.createStatement()) {
      statement.execute("set search_path to " + during);
      try (ResultSet rows = statement.executeQuery(query)) {
        if (!rows.next()) {
          fail("No row: " + query);
        }
        return String.valueOf(rows.getString(1));
      }
    }
  }

  /** Puts all columns into a phase; the file is replaced at once, as an editor does it. */
  void phase(String phase) throws Exception {
    phase(phase, "");
  }

  void phase(String phase, String more) throws Exception {
    String yaml =
        "version: 1\nmigrations:\n  handle:\n    table: users\n    rename: { username: handle, photo: picture, file: document }\n    phase: "
            + phase
            + "\n"
            + more;
    Path next = Files.createTempFile("shop", ".next");
    Files.writeString(next, yaml);
    Files.move(next, mapping, StandardCopyOption.ATOMIC_MOVE);
  }

  Connection plain() throws SQLException {
    return DriverManager.getConnection(Server.plainUrl() + "&currentSchema=" + before);
  }

  Connection crossfade() throws SQLException {
    return crossfade("old");
  }

  Connection crossfade(String shape) throws SQLException {
    return DriverManager.getConnection(
        Server.url(mapping) + "&crossfade.shape=" + shape + "&currentSchema=" + during);
  }

  /** A condition that a reload brings about. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws Exception;
  }

  static void await(Condition condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        fail("Not within ten seconds");
      }
    }
  }

  @Override
  public void close() throws Exception {
    execute("drop schema " + before + " cascade; drop schema " + during + " cascade");
    Files.delete(mapping);
  }
}
