package dev.crossfade.driver;

import static dev.crossfade.driver.Accounts.pid;
import static dev.crossfade.driver.Accounts.run;
import static dev.crossfade.driver.Accounts.sql;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.crossfade.mapping.Phase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Floor and witness, as everyone who shares the database sees them. */
class WitnessTest {
  private static final String WRITE =
      "INSERT INTO accounts (id, login) VALUES (1, 'ann') ON CONFLICT (id) DO UPDATE SET login = excluded.login";
  private static final String READ = "SELECT login FROM accounts";

  private Accounts accounts;
  private Path file;

  @BeforeEach
  void open() throws Exception {
    accounts = new Accounts();
    file = accounts.file("dual-write");
  }

  @AfterEach
  void close() throws Exception {
    accounts.close();
  }

  private void awaitShown(String... phases) throws Exception {
    Shop.await(() -> accounts.shown().equals(List.of(phases)));
  }

  private static void assertRefused(String what, SQLException e) {
    assertEquals("XF002", e.getSQLState());
    assertTrue(String.valueOf(e.getMessage()).contains(what), e.getMessage());
  }

  @Test
  void aConnectionShowsItsPhaseForAsLongAsItIsOpen() throws Exception {
    try (Connection one = accounts.connect(file);
        Connection two = accounts.connect(file)) {
      assertEquals(List.of("dual-write", "dual-write"), accounts.shown());
      assertEquals(List.of("dual-write"), accounts.shownBy(one));
      assertEquals(List.of("dual-write"), accounts.shownBy(two));
    }
    awaitShown();
  }

  @Test
  void withoutWitnessNothingIsShown() throws Exception {
    accounts.floor(Phase.COALESCE);
    try (Connection connection = accounts.connect(file, "&crossfade.witness=false")) {
      run(connection, WRITE);
      assertEquals(List.of(), accounts.shown());
    }
  }

  @Test
  void withoutAFloorNothingIsRefused() throws Exception {
    try (Connection expand = accounts.connect(accounts.file("expand"));
        Connection coalesce = accounts.connect(accounts.file("coalesce"))) {
      run(expand, READ);
      run(coalesce, READ);
      assertEquals(List.of("coalesce", "expand"), accounts.shown());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "&options=-c%20default_transaction_isolation=repeatable%5C%20read",
        "&preferQueryMode=simple",
        "&options=-c%20default_transaction_read_only=on"
      })
  void whoStartsLateWithAnOldFileIsRefused(String parameters) throws Exception {
    try (Connection early = accounts.connect(file, parameters)) {
      accounts.floor(Phase.COALESCE);
      assertRefused(
          "below the database's floor `coalesce`",
          assertThrows(SQLException.class, () -> accounts.connect(file, parameters)));
      run(early, READ);
      assertEquals(List.of("dual-write"), accounts.shownBy(early));
    }
    awaitShown();
    try (Connection later = accounts.connect(accounts.file("coalesce"), parameters)) {
      assertEquals(List.of("coalesce"), accounts.shownBy(later));
    }
  }

  @Test
  void whoMeansSomethingElseByTheMigrationIsRefused() throws Exception {
    accounts.floor(Phase.DUAL_WRITE);
    accounts.edit(
        file,
        "dual-write",
        "old: [login]\n    new: { username: lower(login) }\n    back: { login: username }");
    assertRefused(
        "another table, key, column or expression",
        assertThrows(SQLException.class, () -> accounts.connect(file)));
    awaitShown();
  }

  @Test
  void whoMayNotStandBesideOthersIsRefused() throws Exception {
    Path early = accounts.file("expand");
    try (Connection expand = accounts.connect(early)) {
      accounts.floor(Phase.EXPAND);
      Path other = accounts.file("coalesce");
      assertRefused(
          "`coalesce` while another session is in `expand`",
          assertThrows(SQLException.class, () -> accounts.connect(other)));
      try (Connection beside = accounts.connect(file)) {
        run(beside, WRITE);
      }
      run(expand, READ);
    }
  }

  @Test
  void aFloorThatNobodyUnderstandsRefuses() throws Exception {
    sql("COMMENT ON COLUMN " + accounts.schema
        + ".accounts.username IS '[crossfade of the future]'");
    assertRefused(
        "doesn't understand", assertThrows(SQLException.class, () -> accounts.connect(file)));
  }

  @Test
  void aRoleThatMayNothingShowsItsPhase() throws Exception {
    sql("DROP ROLE IF EXISTS clerk");
    sql("CREATE ROLE clerk LOGIN");
    sql("GRANT USAGE ON SCHEMA " + accounts.schema + " TO clerk; GRANT SELECT ON " + accounts.schema
        + ".accounts TO clerk");
    accounts.floor(Phase.DUAL_WRITE);
    try (Connection connection = java.sql.DriverManager.getConnection(
        accounts.url(file).replace("user=postgres", "user=clerk"))) {
      run(connection, READ);
      assertEquals(List.of("dual-write"), accounts.shownBy(connection));
      assertRefused(
          "below",
          assertThrows(SQLException.class, () -> accounts.connect(accounts.file("expand"))));
    } finally {
      sql("DROP OWNED BY clerk");
    }
  }

  @Test
  void anIdleConnectionFollowsWithoutTraffic() throws Exception {
    accounts.floor(Phase.DUAL_WRITE);
    try (Connection used = accounts.connect(file);
        Connection fresh = accounts.connect(file)) {
      run(used, WRITE);
      accounts.edit(file, "coalesce");
      awaitShown("coalesce", "coalesce");
      run(used, READ);
      run(fresh, READ);
      assertEquals(List.of("coalesce", "coalesce"), accounts.shown());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"COMMIT", "ROLLBACK"})
  void aTransactionKeepsItsPhaseToItsEnd(String end) throws Exception {
    try (Connection slow = accounts.connect(file);
        Connection idle = accounts.connect(file)) {
      slow.setAutoCommit(false);
      run(slow, WRITE);
      accounts.edit(file, "coalesce");
      awaitShown("coalesce", "dual-write");
      run(idle, READ);
      assertEquals(List.of("dual-write"), accounts.shownBy(slow));
      run(slow, READ);
      if (end.equals("COMMIT")) {
        slow.commit();
      } else {
        slow.rollback();
      }
      awaitShown("coalesce", "coalesce");
    }
  }

  @Test
  void aTransactionBegunBySqlKeepsItsPhaseToItsEnd() throws Exception {
    try (Connection slow = accounts.connect(file);
        Connection idle = accounts.connect(file)) {
      run(slow, "BEGIN");
      accounts.edit(file, "coalesce");
      awaitShown("coalesce", "dual-write");
      run(slow, WRITE);
      assertEquals(List.of("dual-write"), accounts.shownBy(slow));
      run(slow, "END");
      awaitShown("coalesce", "coalesce");
      run(idle, READ);
    }
  }

  @Test
  void aTransactionBegunPastTheRewriterIsNotDisturbed() throws Exception {
    try (Connection slow = accounts.connect(file);
        Connection idle = accounts.connect(file)) {
      slow.setAutoCommit(false);
      slow.getMetaData().getTables(null, accounts.schema, "accounts", null).close();
      int before = pid(slow);
      accounts.edit(file, "coalesce");
      awaitShown("coalesce", "dual-write");
      run(slow, WRITE);
      assertEquals(List.of("dual-write"), accounts.shownBy(slow));
      assertEquals(before, pid(slow));
      slow.commit();
      awaitShown("coalesce", "coalesce");
      run(idle, READ);
    }
  }

  @Test
  void aRefusedReloadKeepsPhaseAndLockUntilTheFloorIsLowered() throws Exception {
    accounts.floor(Phase.DUAL_WRITE);
    try (Connection connection = accounts.connect(file)) {
      run(connection, WRITE);
      accounts.edit(file, "expand");
      Path probe = accounts.file("expand");
      long end = System.nanoTime() + 1_200_000_000L;
      while (System.nanoTime() < end) {
        run(connection, READ);
        assertEquals(List.of("dual-write"), accounts.shownBy(connection));
      }
      assertThrows(SQLException.class, () -> accounts.connect(probe));
      accounts.noFloor();
      Shop.await(() -> {
        run(connection, READ);
        return accounts.shownBy(connection).equals(List.of("expand"));
      });
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DISCARD ALL",
        "discard /* everything */ all",
        "SELECT pg_advisory_unlock_all()",
        "PREPARE forget AS SELECT pg_catalog.Pg_Advisory_Unlock_All()"
      })
  void locksThatTheApplicationDropsAreTakenAgain(String sql) throws Exception {
    accounts.floor(Phase.DUAL_WRITE);
    try (Connection connection = accounts.connect(file)) {
      for (int i = 0; i < 2; i++) {
        run(connection, sql);
        if (sql.startsWith("PREPARE")) {
          run(connection, "EXECUTE forget");
        }
        assertEquals(List.of(), accounts.shown(), sql);
        run(connection, "SET search_path TO " + accounts.schema);
        assertEquals(List.of("dual-write"), accounts.shown());
        if (sql.startsWith("PREPARE")) {
          run(connection, "DEALLOCATE forget");
        }
      }
      accounts.edit(file, "coalesce");
      Shop.await(() -> {
        run(connection, WRITE);
        return accounts.shown().equals(List.of("coalesce"));
      });
    }
  }

  @Test
  void whoDroppedItsLocksWhileTheFloorRoseWaitsForItsFile() throws Exception {
    try (Connection connection = accounts.connect(file)) {
      run(connection, "SELECT pg_advisory_unlock_all()");
      accounts.floor(Phase.COALESCE);
      assertRefused(
          "below the database's floor",
          assertThrows(SQLException.class, () -> run(connection, WRITE)));
      assertEquals(List.of(), accounts.shown());
      accounts.edit(file, "coalesce");
      Shop.await(() -> {
        try {
          run(connection, WRITE);
          return true;
        } catch (SQLException e) {
          assertEquals("XF002", e.getSQLState());
          return false;
        }
      });
      assertEquals(List.of("coalesce"), accounts.shown());
    }
  }

  @Test
  void aKilledBackendShowsNothing() throws Exception {
    Connection killed = accounts.connect(file);
    sql("SELECT pg_terminate_backend(" + pid(killed) + ")");
    awaitShown();
    assertThrows(SQLException.class, () -> run(killed, READ));
    accounts.edit(file, "coalesce");
    try (Connection next = accounts.connect(file)) {
      run(next, READ);
      Shop.await(() -> {
        run(next, READ);
        return accounts.shown().equals(List.of("coalesce"));
      });
    }
    killed.close();
  }

  @Test
  void aPreparedTransactionKeepsNoLock() throws Exception {
    try (Connection connection = accounts.connect(file)) {
      connection.setAutoCommit(false);
      run(connection, WRITE);
      run(connection, "PREPARE TRANSACTION '" + accounts.schema + "'");
      connection.setAutoCommit(true);
      run(connection, READ);
      assertEquals(List.of("dual-write"), accounts.shown());
      run(connection, "COMMIT PREPARED '" + accounts.schema + "'");
    }
    awaitShown();
  }

  @Test
  void aPoolFollows() throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(accounts.url(file));
    config.setAutoCommit(false);
    config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    config.setMaximumPoolSize(5);
    config.setMinimumIdle(5);
    accounts.floor(Phase.DUAL_WRITE);
    try (HikariDataSource pool = new HikariDataSource(config)) {
      Shop.await(() -> accounts.shown().equals(Collections.nCopies(5, "dual-write")));
      try (Connection connection = pool.getConnection()) {
        run(connection, WRITE);
        connection.commit();
      }
      for (String phase : List.of("coalesce", "dual-write", "coalesce")) {
        accounts.edit(file, phase);
        Shop.await(() -> accounts.shown().equals(Collections.nCopies(5, phase)));
        try (Connection connection = pool.getConnection()) {
          run(connection, READ);
          connection.rollback();
        }
      }
    }
  }

  /** An application that never pauses for long, while the file goes to and fro: each transaction runs in a phase that its session shows. */
  @Test
  void noTransactionRunsInAPhaseThatIsNotShown() throws Exception {
    accounts.floor(Phase.DUAL_WRITE);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    try (Connection connection = accounts.connect(file)) {
      connection.setAutoCommit(false);
      var session = ((CrossfadeConnection) connection).session;
      Thread editor = new Thread(() -> {
        try {
          for (int i = 0; i < 6; i++) {
            String phase = i % 2 == 0 ? "coalesce" : "dual-write";
            accounts.edit(file, phase);
            Shop.await(() -> accounts.shown().equals(List.of(phase)));
          }
        } catch (Exception | AssertionError e) {
          failure.set(e);
        }
      });
      editor.start();
      int transactions = 0;
      while (editor.isAlive()) {
        run(connection, WRITE);
        String phase = session.snapshot().mapping().migrations().get(0).phase().label();
        assertTrue(accounts.shownBy(connection).contains(phase), phase);
        connection.commit();
        if (++transactions % 20 == 0) {
          // Idle for a moment, as connections of a pool are.
          Thread.sleep(transactions % 7);
        }
      }
      assertEquals(null, failure.get());
      assertTrue(transactions > 10, transactions + " transactions");
    }
  }
}
