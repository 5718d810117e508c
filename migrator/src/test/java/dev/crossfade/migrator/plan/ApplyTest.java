package dev.crossfade.migrator.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crossfade.migrator.TestDatabase;
import dev.crossfade.migrator.TestDatabase.Run;
import dev.crossfade.migrator.cli.ExitStatus;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class ApplyTest {
  private static final String MAPPING = """
      version: 1
      migrations:
        handle:
          table: users
          phase: %s
          rename: { username: handle }
      """;
  private static final String WAITERS =
      "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'users'::regclass";

  @TempDir
  Path directory;

  private TestDatabase database;

  @BeforeEach
  void createDatabase() throws Exception {
    database = TestDatabase.create("apply", directory);
    database.execute(
        "CREATE TABLE users (id int PRIMARY KEY, username text NOT NULL UNIQUE)",
        "INSERT INTO users SELECT i, 'u' || i FROM generate_series(1, 100) i");
    database.mapping(MAPPING.formatted("expand"));
  }

  @AfterEach
  void drop() throws SQLException {
    database.close();
  }

  private void filled() throws Exception {
    assertEquals(ExitStatus.OK, apply("expand").status());
    database.execute("UPDATE users SET handle = username");
    database.mapping(MAPPING.formatted("dual-write"));
  }

  private Run apply(String stage, String... options) {
    String[] all = new String[options.length + 3];
    all[0] = "--stage";
    all[1] = stage;
    all[2] = "--execute";
    System.arraycopy(options, 0, all, 3, options.length);
    return database.run("apply", all);
  }

  private List<String> columns() throws SQLException {
    return database.query(
        "SELECT attname FROM pg_attribute WHERE attrelid = 'users'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum");
  }

  private void await(String query, String answer) throws SQLException {
    while (!database.query(query).equals(List.of(answer))) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  @Test
  void changesNothingUnlessToldTo() throws Exception {
    Run run = database.run("apply", "--stage", "expand");
    assertEquals(ExitStatus.OK, run.status());
    assertTrue(run.out().contains("ALTER TABLE public.users ADD COLUMN handle text;"), run.out());
    assertEquals(List.of("id", "username"), columns());
    assertEquals(ExitStatus.OK, apply("expand").status());
    assertEquals(List.of("id", "username", "handle"), columns());
    assertTrue(apply("expand").out().contains("Nothing left to do."));
  }

  @Test
  void isNotedInTheHistory() throws Exception {
    assertEquals(ExitStatus.OK, database.run("init", "--execute").status());
    filled();
    database.execute("ALTER TABLE users ADD CHECK (username <> '')");
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE users IN ACCESS SHARE MODE");
      assertEquals(
          ExitStatus.INTERRUPTED,
          apply("after-backfill", "--lock-timeout", "50", "--tries", "2", "--wait", "1")
              .status());
      connection.rollback();
    }
    assertEquals(ExitStatus.OK, apply("after-backfill").status());
    assertEquals(ExitStatus.OK, apply("after-backfill").status());
    List<String> noted = database.query(
        "SELECT migration, action, details->>'stage', outcome, (details->>'steps')::int = (details->>'of')::int, fingerprint <> '' FROM crossfade.history ORDER BY id");
    assertEquals(
        List.of(
            "handle|apply|expand|done|t|t",
            "handle|apply|after-backfill|stopped|f|t",
            "handle|apply|after-backfill|done|t|t"),
        noted);
  }

  @Test
  void wantsThePhasesBefore() throws Exception {
    filled();
    database.execute("INSERT INTO users VALUES (1000, 'unfilled')");
    Run run = apply("after-backfill");
    assertEquals(ExitStatus.NO, run.status());
    assertTrue(run.err().contains("has rows that aren't filled"), run.err());
    run = apply("before-contract");
    assertTrue(run.err().contains("must have all its reads on the new shape first"), run.err());
    assertTrue(run.err().contains("has no `was:` block yet"), run.err());
    assertTrue(apply("contract").err().contains("is in dual-write"));
    assertEquals(List.of("id", "username", "handle"), columns());
  }

  @Test
  void neverQueuesBehindALongTransaction() throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SELECT count(*) FROM users");
      await(
          "SELECT count(*) FROM pg_stat_activity WHERE datname = 'apply' AND state = 'idle in transaction' AND xact_start < clock_timestamp() - interval '2.1 s'",
          "1");
      String pid = database
          .query(
              "SELECT pid FROM pg_stat_activity WHERE datname = 'apply' AND state = 'idle in transaction'")
          .get(0);
      CompletableFuture<Run> applying =
          CompletableFuture.supplyAsync(() -> apply("expand", "--wait", "2"));
      int looks = 0;
      while (!applying.isDone()) {
        assertEquals(List.of("0"), database.query(WAITERS));
        looks++;
      }
      assertTrue(looks > 1);
      Run run = applying.get();
      assertEquals(ExitStatus.INTERRUPTED, run.status());
      assertTrue(run.err().contains("process " + pid), run.err());
      assertTrue(run.err().contains("the same call goes on from here"), run.err());
      CompletableFuture<Run> again = CompletableFuture.supplyAsync(() -> apply("expand"));
      await(
          "SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = 'apply' AND application_name = 'crossfade' AND query LIKE '%pg_locks%'",
          "t");
      connection.commit();
      assertEquals(ExitStatus.OK, again.get().status());
    }
    assertEquals(List.of("id", "username", "handle"), columns());
  }

  @Test
  void givesWayAndTriesAgain() throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("UPDATE users SET username = 'x' WHERE id = 1");
      Run run = apply("expand", "--lock-timeout", "50", "--tries", "2");
      assertEquals(ExitStatus.INTERRUPTED, run.status());
      assertTrue(
          run.err().contains("will try again (1 of 2)") || run.err().contains("waited"), run.err());
      connection.rollback();
    }
    assertEquals(ExitStatus.OK, apply("expand").status());
  }

  @Test
  void leavesNoBrokenIndex() throws Exception {
    filled();
    database.execute("UPDATE users SET handle = 'same' WHERE id < 3");
    Run run = apply("after-backfill");
    assertEquals(ExitStatus.DATABASE, run.status());
    assertTrue(run.err().contains("(23505)"), run.err());
    assertTrue(!run.err().contains("same\""), run.err());
    assertEquals(
        List.of("0"), database.query("SELECT count(*) FROM pg_index WHERE NOT indisvalid"));
    database.execute("UPDATE users SET handle = username");
    assertEquals(ExitStatus.OK, apply("after-backfill").status());
  }

  /** A killed backend can't clear away; the next run does, and goes on. */
  @Test
  void goesOnAfterItsBackendWasKilled() throws Exception {
    filled();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      statement.execute("SELECT count(*) FROM users");
      CompletableFuture<Run> applying =
          CompletableFuture.supplyAsync(() -> apply("after-backfill"));
      await("SELECT count(*) FROM pg_index WHERE NOT indisvalid", "1");
      await(
          "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'CREATE UNIQUE INDEX%' AND wait_event_type = 'Lock'",
          "1");
      Run second = apply("after-backfill");
      assertEquals(ExitStatus.NO, second.status());
      assertTrue(second.err().contains("is being built right now by process"), second.err());
      database.query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'CREATE UNIQUE INDEX%'");
      assertEquals(ExitStatus.INTERRUPTED, applying.get().status());
    }
    assertEquals(
        List.of("1"), database.query("SELECT count(*) FROM pg_index WHERE NOT indisvalid"));
    assertEquals(ExitStatus.OK, apply("after-backfill").status());
    assertEquals(
        List.of("t|UNIQUE (handle) DEFERRABLE"),
        database.query(
            "SELECT indisvalid, pg_get_constraintdef(c.oid) FROM pg_index JOIN pg_constraint c ON conindid = indexrelid WHERE conname = 'users_handle_key'"));
  }

  @Test
  void oneAtATime() throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(x'63726f7373617070'::bigint)");
      Run run = apply("expand");
      assertEquals(ExitStatus.INTERRUPTED, run.status());
      assertTrue(run.err().contains("Another `crossfade apply`"), run.err());
    }
  }
}
