package dev.crossfade.driver.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an unqualified name means, as the session finds it, shown by whether a write of {@code users} is written twice. */
class NamesTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String WRITE = "UPDATE users SET username = 'x' WHERE id = 0";

  private Shop shop;
  private Shop.Client client;

  @BeforeEach
  void open() throws Exception {
    shop = new Shop(
        "CREATE SCHEMA shop; CREATE SCHEMA other; CREATE TABLE shop.users (id bigint PRIMARY KEY, username varchar(50), handle varchar(50));"
            + "CREATE TABLE other.users (id bigint, username text)");
    shop.mapping(
        "handle:\n  table: shop.users\n  phase: dual-write\n  rename: { username: handle }\n");
    client = shop.client("&currentSchema=shop");
  }

  @AfterEach
  void close() throws Exception {
    shop.close();
  }

  private boolean isDual() throws SQLException {
    return client.run(WRITE).rewritten();
  }

  @Test
  void setChangesWhatANameMeans() throws Exception {
    assertTrue(isDual());
    client.run("SET search_path = other");
    assertFalse(isDual());
    assertTrue(client.run("UPDATE shop.users SET username = 'x' WHERE id = 0").rewritten());
    client.run("RESET search_path");
    assertTrue(isDual());
    client.rows("SELECT set_config('search_path', 'other', false)");
    assertFalse(isDual());
  }

  @Test
  void anOpenStatementFollowsTheSearchPath() throws Exception {
    PlannedText planned = client.session().plan(WRITE, Shop.NO_KEYS);
    assertTrue(client.session().isCurrent(planned));
    client.run("SET search_path = other");
    assertFalse(client.session().isCurrent(planned));
  }

  @Test
  void setSchemaBetweenPlanAndExecutionIsSeen() throws Exception {
    PlannedText planned = client.session().plan(WRITE, Shop.NO_KEYS);
    client.raw().setSchema("other");
    assertFalse(client.session().isCurrent(planned));
    assertFalse(isDual());
  }

  @Test
  void setLocalEndsWithItsTransaction() throws Exception {
    client.autoCommit(false);
    assertTrue(isDual());
    client.run("SET LOCAL search_path = other");
    assertFalse(isDual());
    client.commit();
    assertTrue(isDual());
    client.run("SET search_path = other");
    assertFalse(isDual());
    client.rollback();
    assertTrue(isDual());
  }

  @Test
  void aRollbackToASavepointBringsTheSearchPathBack() throws Exception {
    client.autoCommit(false);
    assertTrue(isDual());
    Savepoint savepoint = client.raw().setSavepoint();
    client.run("SET search_path = other");
    assertFalse(isDual());
    client.raw().rollback(savepoint);
    client.session().transactionChanged();
    assertTrue(isDual());
    client.run("SAVEPOINT again");
    client.run("SET search_path = other");
    assertFalse(isDual());
    client.run("ROLLBACK TO again");
    assertTrue(isDual());
  }

  @Test
  void aTemporaryTableShadowsAMappedOne() throws Exception {
    Shop.Client peer = shop.client("&currentSchema=shop");
    assertTrue(isDual());
    client.run("CREATE TEMPORARY TABLE users (id bigint, username text)");
    assertFalse(isDual());
    assertTrue(peer.run(WRITE).rewritten(), "others' temporary tables are nobody's business");
    assertTrue(client.run("UPDATE shop.users SET username = 'x' WHERE id = 0").rewritten());
    client.run("DROP TABLE users");
    assertTrue(isDual());
  }

  @Test
  void aTemporaryTableGoesWithItsTransaction() throws Exception {
    client.autoCommit(false);
    client.run("CREATE TEMPORARY TABLE users (id bigint, username text) ON COMMIT DROP");
    assertFalse(isDual());
    client.commit();
    assertTrue(isDual());
    client.run("CREATE TEMPORARY TABLE users (id bigint, username text)");
    assertFalse(isDual());
    client.rollback();
    assertTrue(isDual());
  }

  @Test
  void columnsOfOtherTablesAreLookedUp() throws Exception {
    shop.sql("CREATE TABLE shop.posts (author bigint, title text)");
    String read = "SELECT (SELECT max(username) FROM posts) FROM users";
    PlannedText planned = client.run(read);
    assertTrue(client.session().isCurrent(planned));
    shop.sql("ALTER TABLE shop.posts ADD COLUMN username text");
    Shop.await(SECOND, () -> !client.session().isCurrent(planned));
    assertTrue(client.session().isCurrent(client.run(read)));
  }

  @Test
  void ddlByOthersIsNoticed() throws Exception {
    long version = client.session().snapshot().version();
    shop.sql("ALTER TABLE shop.users ADD COLUMN bio text");
    Shop.await(SECOND, () -> {
      client.run("SELECT 1");
      return client.session().snapshot().version() > version;
    });
    assertEquals(
        List.of("id", "username", "handle", "bio"),
        client
            .session()
            .snapshot()
            .tables()
            .values()
            .iterator()
            .next()
            .relation()
            .columns()
            .stream()
            .map(column -> column.name())
            .toList());
    long settled = client.session().snapshot().version();
    shop.sql("CREATE VIEW other.seen AS SELECT * FROM shop.users");
    Shop.await(SECOND, () -> {
      client.run("SELECT 1");
      return client.session().snapshot().names().contains("seen");
    });
    assertTrue(client.session().snapshot().version() > settled);
  }

  @Test
  void aCatalogAtRestLeavesTheSnapshotAlone() throws Exception {
    client.run(WRITE);
    long version = client.session().snapshot().version();
    PlannedText planned = client.session().plan(WRITE, Shop.NO_KEYS);
    long end = System.nanoTime() + Duration.ofMillis(1_200).toNanos();
    int looks = 0;
    while (System.nanoTime() < end) {
      assertTrue(client.session().isCurrent(planned));
      client.session().executed(planned, false);
      looks++;
    }
    assertEquals(version, client.session().snapshot().version());
    assertTrue(looks > 1_000, "looked only " + looks + " times");
  }

  @Test
  void ddlOfOnesOwnIsInForceAtOnce() throws Exception {
    Shop.Client peer = shop.client("&currentSchema=shop");
    peer.run(WRITE);
    client.run("ALTER TABLE users ADD COLUMN bio text");
    assertTrue(hasColumn(client, "bio"));
    peer.run(WRITE);
    assertTrue(hasColumn(peer, "bio"));
  }

  @Test
  void uncommittedDdlIsSeenWithinItsTransactionOnly() throws Exception {
    Shop.Client peer = shop.client("&currentSchema=shop");
    client.autoCommit(false);
    client.run("ALTER TABLE users ADD COLUMN bio text");
    client.run("SELECT 1");
    assertTrue(hasColumn(client, "bio"));
    peer.run("SELECT 1");
    assertFalse(hasColumn(peer, "bio"));
    client.rollback();
    client.run("SELECT 1");
    assertFalse(hasColumn(client, "bio"));
    client.run("ALTER TABLE users ADD COLUMN bio text");
    client.commit();
    peer.run("SELECT 1");
    assertTrue(hasColumn(peer, "bio"));
  }

  @Test
  void aTextThatIsNotUnderstoodIsRefusedUnexecuted() throws Exception {
    shop.sql("INSERT INTO shop.users VALUES (1, 'a', 'a')");
    Shop.Client simple = shop.client("&currentSchema=shop&preferQueryMode=simple");
    assertTrue(simple.run(WRITE).rewritten());
    for (Shop.Client each : List.of(client, simple)) {
      for (String sql :
          List.of("DELETE FROM users; SELEC 1", "DELETE FROM users WHERE id ~~~~ 1 FROM")) {
        SQLException refusal = assertThrows(SQLException.class, () -> each.run(sql));
        assertTrue(Set.of("XF001", "42601").contains(refusal.getSQLState()), refusal.getSQLState());
      }
      assertEquals(List.of("1"), each.rows("SELECT count(*) FROM users"));
    }
  }

  @Test
  void anAbortedTransactionIsLeftToTheServer() throws Exception {
    client.autoCommit(false);
    try {
      client.run("SELECT 1/0");
    } catch (SQLException e) {
      assertEquals("22012", e.getSQLState());
    }
    for (String sql : List.of("UPDATE users SET username = 'never seen before'", "SELECT 2")) {
      try {
        client.run(sql);
      } catch (SQLException e) {
        assertEquals("25P02", e.getSQLState());
        continue;
      }
      throw new AssertionError("the server took " + sql);
    }
    client.rollback();
    assertTrue(isDual());
  }

  private static boolean hasColumn(Shop.Client of, String column) {
    return of.session().snapshot().tables().values().stream()
        .anyMatch(table -> table.relation().column(column).isPresent());
  }
}
