package dev.crossfade.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Locking reads of moved columns in contract: what they show is not older than their lock. */
class MovedLockTest {
  private static final String SCHEMA = "moved_lock";
  private static final String MAPPING = """
      version: 1
      migrations:
        addresses:
          table: users
          new_table: addresses
          key: { id: user_id }
          rename: { address_street: street }
          phase: contract
          was:
            address_street: { position: 2, type: text }
      """;

  private final Path mapping = mapping();

  private static Path mapping() {
    try {
      return Files.writeString(Files.createTempFile("lock", ".yaml"), MAPPING);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @BeforeEach
  void create() throws SQLException {
    plain(
        "create schema moved_lock; create table moved_lock.users (id int primary key, name text); create table moved_lock.addresses (user_id int primary key, street text);"
            + "insert into moved_lock.users values (1, 'ann'), (2, 'bob'), (3, 'cid'); insert into moved_lock.addresses values (1, 'Elm'), (2, 'Oak')");
  }

  @AfterEach
  void drop() throws Exception {
    plain("drop schema moved_lock cascade");
    Files.delete(mapping);
  }

  private static void plain(String sql) throws SQLException {
    try (Connection connection = Server.plain();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection crossfade() throws SQLException {
    return DriverManager.getConnection(Server.url(mapping) + "&currentSchema=" + SCHEMA);
  }

  private static String streets(Connection connection, String sql, int... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setInt(i + 1, values[i]);
      }
      StringBuilder streets = new StringBuilder();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          streets.append(rows.getString("address_street")).append(' ');
        }
      }
      return streets.toString().trim();
    }
  }

  private static void awaitWaiter(Connection connection) throws SQLException {
    String waiting =
        "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%crossfade_locked%'";
    boolean waits = false;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    try (PreparedStatement statement = connection.prepareStatement(waiting)) {
      while (!waits && System.nanoTime() < end) {
        try (ResultSet rows = statement.executeQuery()) {
          rows.next();
          waits = rows.getInt(1) > 0;
        }
      }
    }
    assertTrue(waits, "no session waits for the lock");
  }

  @Test
  void whatALockWaitedForIsSeen() throws Exception {
    try (Connection writer = Server.plain();
        Connection watcher = Server.plain();
        Connection reader = crossfade();
        Statement write = writer.createStatement()) {
      writer.setAutoCommit(false);
      write.execute("select from moved_lock.users where id = 1 for update");
      write.execute("update moved_lock.addresses set street = 'Ash' where user_id = 1");
      CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> {
        try {
          return streets(reader, "select address_street from users where id = ? for update", 1);
        } catch (SQLException e) {
          throw new IllegalStateException(e);
        }
      });
      awaitWaiter(watcher);
      writer.commit();
      assertEquals("Ash", read.get(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void rowsOrderAndLocksAreThoseOfThePlainStatement() throws SQLException {
    try (Connection reader = crossfade();
        Connection other = Server.plain();
        Statement probe = other.createStatement()) {
      reader.setAutoCommit(false);
      String sql =
          "select id, address_street from users where id > ? and address_street <> 'x' order by address_street desc limit ? for no key update";
      assertEquals("Oak Elm", streets(reader, sql, 0, 5));
      reader.rollback();
      assertEquals("Oak", streets(reader, sql, 0, 1));
      try (ResultSet free = probe.executeQuery(
          "select count(*), min(id) from (select id from moved_lock.users for no key update skip locked) u")) {
        free.next();
        assertEquals(2, free.getInt(1));
        assertEquals(1, free.getInt(2));
      }
      reader.rollback();
      assertEquals(
          "null", streets(reader, "select address_street from users where id = ? for share", 3));
    }
  }

  @Test
  void underAutocommitNothingStaysLocked() throws SQLException {
    try (Connection reader = crossfade();
        Connection other = Server.plain();
        Statement probe = other.createStatement()) {
      assertEquals(
          "Elm Oak null",
          streets(reader, "select address_street from users order by id for update"));
      try (ResultSet free =
          probe.executeQuery("select from moved_lock.users where id = 1 for update nowait")) {
        assertTrue(free.next());
        assertFalse(free.next());
      }
    }
  }
}
