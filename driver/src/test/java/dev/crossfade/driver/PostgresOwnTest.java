package dev.crossfade.driver;

import static dev.crossfade.driver.Transcript.same;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.largeobject.LargeObject;

/** What is PostgreSQL's own, and calls from other threads. */
class PostgresOwnTest {
  @Test
  void copy() throws Exception {
    same((connection, transcript) -> {
      try (Statement statement = connection.createStatement()) {
        statement.execute("create temp table c (a int, b text)");
        CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
        transcript.note(copy.copyIn("copy c from stdin csv", new StringReader("1,one\n2,two\n")));
        StringWriter out = new StringWriter();
        transcript.note(
            new CopyManager((BaseConnection) connection).copyOut("copy c to stdout", out));
        transcript.note(out.toString());
        transcript.note(() -> copy.copyIn("copy c from stdin csv", new StringReader("x,y\n")));
        transcript.note(() -> copy.copyOut("copy nowhere to stdout", new StringWriter()));
        transcript.note(statement.executeQuery("select * from c"));
      }
    });
  }

  @Test
  void notificationsAndLargeObjects() throws Exception {
    same((connection, transcript) -> {
      PGConnection own = (PGConnection) connection;
      try (Statement statement = connection.createStatement()) {
        statement.execute("listen news");
        statement.execute("notify news, 'hello'");
        transcript.note(own.getNotifications(5000)[0].getParameter());
      }
      connection.setAutoCommit(false);
      long oid = own.getLargeObjectAPI().createLO();
      try (LargeObject object = own.getLargeObjectAPI().open(oid)) {
        object.write(new byte[] {1, 2, 3});
        transcript.note(object.size());
      }
      connection.rollback();
      transcript.note(own.escapeIdentifier("a\"b"));
      transcript.note(own.getPrepareThreshold());
    });
  }

  @Test
  void nothingRawComesOut() throws SQLException {
    try (Connection connection = Server.crossfade();
        Statement statement = connection.createStatement()) {
      assertThrows(SQLException.class, () -> connection.unwrap(PgConnection.class));
      assertEquals(false, connection.isWrapperFor(PgConnection.class));
      BaseConnection base = connection.unwrap(BaseConnection.class);
      assertSame(connection, base.execSQLQuery("select 1").getStatement().getConnection());
      assertThrows(
          SQLException.class, () -> statement.unwrap(org.postgresql.core.BaseStatement.class));
      assertTrue(statement.isWrapperFor(org.postgresql.PGStatement.class));
      assertTrue(statement
          .executeQuery("select 1")
          .getMetaData()
          .isWrapperFor(org.postgresql.PGResultSetMetaData.class));
    }
  }

  @Test
  void aRunningStatementHoldsNobodyUp() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try (Connection connection = Server.crossfade();
        Connection watcher = Server.plain();
        Statement statement = connection.createStatement()) {
      int backend = ((PGConnection) connection).getBackendPID();
      Future<String> sleeper = executor.submit(
          () -> assertThrows(SQLException.class, () -> statement.execute("select pg_sleep(60)"))
              .getSQLState());
      awaitActive(watcher, backend);
      statement.cancel();
      assertEquals("57014", sleeper.get(10, TimeUnit.SECONDS));
      Future<String> aborted = executor.submit(
          () -> assertThrows(SQLException.class, () -> statement.execute("select pg_sleep(60)"))
              .getSQLState());
      awaitActive(watcher, backend);
      connection.abort(Runnable::run);
      assertTrue(aborted.get(10, TimeUnit.SECONDS).startsWith("08"));
      assertTrue(connection.isClosed());
    } finally {
      executor.shutdownNow();
    }
  }

  private static void awaitActive(Connection watcher, int backend) throws SQLException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    try (Statement statement = watcher.createStatement()) {
      while (System.nanoTime() < deadline) {
        var rows = statement.executeQuery(
            "select 1 from pg_stat_activity where wait_event = 'PgSleep' and pid = " + backend);
        if (rows.next()) {
          return;
        }
      }
    }
    throw new AssertionError("The statement didn't start");
  }
}
