package dev.crossfade.driver.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private Shop shop;

  @BeforeEach
  void open() throws Exception {
    Metrics.addRegistry(registry);
    shop = new Shop(
        "CREATE TABLE users (id bigint PRIMARY KEY, username varchar(50), handle varchar(50))");
    shop.rename("dual-write");
  }

  @AfterEach
  void close() throws Exception {
    shop.close();
    Metrics.removeRegistry(registry);
  }

  private double count(String name, String... tags) {
    var counter = registry.find(name).tags(tags).counter();
    return counter == null ? 0 : counter.count();
  }

  @Test
  void statementsAreCountedByOutcomeAndMigration() throws Exception {
    Shop.Client client = shop.client();
    client.run("SELECT 1");
    client.run("UPDATE users SET username = 'secret'");
    client.run("UPDATE users SET username = 'secret'");
    SQLException refusal =
        assertThrows(SQLException.class, () -> client.run("COPY users FROM STDIN"));
    assertEquals("XF001", refusal.getSQLState());
    assertEquals(2, count("crossfade.statements", "outcome", "rewritten", "migration", "handle"));
    assertEquals(1, count("crossfade.statements", "outcome", "unchanged", "migration", "none"));
    assertEquals(
        1,
        registry.find("crossfade.statements").tags("outcome", "refused").counters().stream()
            .mapToDouble(counter -> counter.count())
            .sum());
    assertTrue(count("crossfade.plan.cache", "result", "hit") >= 1);
    assertTrue(count("crossfade.plan.cache", "result", "miss") >= 3);
    assertTrue(registry.get("crossfade.planning").timer().count() >= 3);
  }

  @Test
  void snapshotAndPhaseAreShown() throws Exception {
    Shop.Client client = shop.client();
    assertEquals(
        1,
        registry
            .get("crossfade.migration.phase")
            .tags("migration", "handle")
            .gauge()
            .value());
    assertEquals(
        (double) client.session().snapshot().version(),
        registry.get("crossfade.snapshot.version").gauge().value());
    client.run("SELECT 1");
    assertTrue(registry.get("crossfade.plan.cache.size").gauge().value() >= 1);
    client.close();
    assertEquals(null, registry.find("crossfade.migration.phase").gauge());
  }

  @Test
  void reloadsAreCounted() throws Exception {
    Shop.Client client = shop.client();
    shop.rename("coalesce");
    Shop.await(Duration.ofSeconds(1), () -> {
      client.run("SELECT 1");
      return client.phase().equals("coalesce");
    });
    assertEquals(1, count("crossfade.reloads", "result", "loaded"));
    Files.writeString(shop.file, "nonsense");
    Shop.await(Duration.ofSeconds(1), () -> count("crossfade.reloads", "result", "rejected") == 1);
    Files.delete(shop.file);
    Shop.await(Duration.ofSeconds(3), () -> count("crossfade.reloads", "result", "rejected") == 2);
  }

  @Test
  void noLabelComesFromSqlOrData() throws Exception {
    Shop.Client client = shop.client();
    client.run("UPDATE users SET username = 'secret'");
    int labels = 0;
    for (Meter meter : registry.getMeters()) {
      for (Tag tag : meter.getId().getTags()) {
        assertTrue(
            Set.of("outcome", "migration", "source", "result", "database").contains(tag.getKey()),
            tag.getKey());
        assertTrue(
            !tag.getValue().contains("secret") && !tag.getValue().contains("users"),
            tag.getValue());
        labels++;
      }
    }
    assertTrue(labels > 5, labels + " labels");
  }
}
