package dev.crossfade.driver.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crossfade.rewrite.Traits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DrawTest {
  private static final String READ = "SELECT username FROM users WHERE id = 1";
  private static final int DRAWS = 2_000;

  private Shop shop;

  @BeforeEach
  void open() throws Exception {
    shop = new Shop(
        "CREATE TABLE users (id bigint PRIMARY KEY, username varchar(50), handle varchar(50)); INSERT INTO users VALUES (1, 'a', 'a')");
  }

  @AfterEach
  void close() throws Exception {
    shop.close();
  }

  private Shop.Client reading(String share) throws Exception {
    shop.rename("cutover\n  reads: " + share);
    return shop.client();
  }

  private static int drawnNew(Shop.Client client) throws Exception {
    int drawn = 0;
    for (int i = 0; i < DRAWS; i++) {
      drawn += isNew(client.session().plan(READ, Shop.NO_KEYS)) ? 1 : 0;
      client.session().executed(client.session().plan(READ, Shop.NO_KEYS), false);
    }
    return drawn;
  }

  private static boolean isNew(PlannedText planned) {
    return planned.traits().readSource() != Traits.ReadSource.OLD;
  }

  @Test
  void theShareOfReadsIsDrawn() throws Exception {
    int drawn = drawnNew(reading("25%"));
    assertTrue(drawn > DRAWS * 0.18 && drawn < DRAWS * 0.32, drawn + " of " + DRAWS);
  }

  @Test
  void nothingAndEverythingAreNotDrawn() throws Exception {
    try (Shop.Client none = reading("0%")) {
      assertEquals(0, drawnNew(none));
    }
    Shop.Client all = reading("100%");
    assertEquals(DRAWS, drawnNew(all));
  }

  @Test
  void aTransactionKeepsItsDraw() throws Exception {
    Shop.Client client = reading("50%");
    client.autoCommit(false);
    List<Boolean> draws = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      boolean first = isNew(client.run(READ));
      for (int j = 0; j < 5; j++) {
        assertEquals(first, isNew(client.run(READ)), "in transaction " + i);
      }
      client.commit();
      draws.add(first);
    }
    assertTrue(
        draws.contains(true) && draws.contains(false), "60 draws at 50% are never all alike");
  }

  @Test
  void whatTheDrawDoesNotConcernStaysPlanned() throws Exception {
    Shop.Client client = reading("50%");
    PlannedText planned = client.run("SELECT 1");
    for (int i = 0; i < 60; i++) {
      assertTrue(client.session().isCurrent(planned));
      client.session().executed(planned, false);
    }
  }

  @Test
  void oneTextHasOnePlan() throws Exception {
    Shop.Client client = reading("100%");
    PlannedText planned = client.session().plan(READ, Shop.NO_KEYS);
    assertSame(planned, client.session().plan(READ, Shop.NO_KEYS));
    assertSame(
        planned,
        shop.client().session().plan(READ, Shop.NO_KEYS),
        "and so it has for other connections");
  }

  @Test
  void whatSqlHasPreparedIsPreparedAnewAfterAReload() throws Exception {
    shop.rename("dual-write");
    Shop.Client client = shop.client();
    client.run("PREPARE change (text) AS UPDATE users SET username = $1 WHERE id = 1");
    client.run("EXECUTE change ('b')");
    assertEquals(List.of("b"), client.rows("SELECT handle FROM users"));
    shop.rename("expand");
    Shop.await(Duration.ofSeconds(1), () -> {
      client.run("SELECT 1");
      return client.phase().equals("expand");
    });
    client.run("EXECUTE change ('c')");
    shop.sql("UPDATE users SET handle = 'b' WHERE handle IS NULL");
    assertEquals(List.of("b"), handles(), "in expand the new column is not written");
    shop.rename("dual-write");
    Shop.await(Duration.ofSeconds(1), () -> {
      client.run("SELECT 1");
      return client.phase().equals("dual-write");
    });
    client.autoCommit(false);
    client.run("EXECUTE change ('d')");
    client.commit();
    assertEquals(List.of("d"), handles());
    client.run("DEALLOCATE change");
    client.run("PREPARE change AS SELECT 1");
    client.run("EXECUTE change");
  }

  private List<String> handles() throws Exception {
    try (var connection = shop.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT handle FROM users")) {
      List<String> handles = new ArrayList<>();
      while (rows.next()) {
        handles.add(rows.getString(1));
      }
      return handles;
    }
  }
}
