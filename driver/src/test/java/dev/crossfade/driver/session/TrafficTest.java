package dev.crossfade.driver.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TrafficTest {
  private static final int THREADS = 6;

  /** Writers that begin a statement after the first of them has seen a snapshot must not write under an older one. */
  @Test
  void noWriteAfterAReloadRunsUnderTheOldSnapshot() throws Exception {
    try (Shop shop = new Shop(
        "CREATE TABLE users (id bigint PRIMARY KEY, username varchar(50), handle varchar(50)); INSERT INTO users SELECT i FROM generate_series(1, 50) i")) {
      shop.rename("expand");
      AtomicBoolean stop = new AtomicBoolean();
      AtomicLong latest = new AtomicLong();
      AtomicLong slowest = new AtomicLong();
      ExecutorService pool = Executors.newFixedThreadPool(THREADS);
      List<Future<Long>> writers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Shop.Client client = shop.client();
        int seed = i;
        writers.add(pool.submit(() -> write(client, seed, stop, latest, slowest)));
      }
      Shop.Client watch = shop.client();
      for (String phase : List.of(
          "dual-write",
          "coalesce",
          "dual-write",
          "coalesce",
          "cutover\n  reads: 50%",
          "cutover\n  reads: 100%")) {
        shop.rename(phase);
        Shop.await(Duration.ofSeconds(1), () -> {
          watch.run("SELECT 1");
          return watch.phase().equals(phase.split("\n")[0])
              && (!phase.contains("100%")
                  || watch
                          .session()
                          .snapshot()
                          .mapping()
                          .migrations()
                          .get(0)
                          .reads()
                          .intValue()
                      == 100);
        });
      }
      stop.set(true);
      long writes = 0;
      for (Future<Long> writer : writers) {
        writes += writer.get();
      }
      pool.shutdown();
      assertTrue(writes > 500, "only " + writes + " writes");
      assertTrue(
          slowest.get() < Duration.ofSeconds(1).toNanos(),
          "a statement waited " + slowest.get() / 1_000_000 + " ms");
      try (var connection = shop.connect();
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(
              "SELECT count(*) FROM users WHERE username LIKE 'late%' AND handle IS DISTINCT FROM username")) {
        rows.next();
        assertEquals(0, rows.getInt(1), "rows have drifted");
      }
    }
  }

  private static long write(
      Shop.Client client, int seed, AtomicBoolean stop, AtomicLong latest, AtomicLong slowest)
      throws Exception {
    long writes = 0;
    for (long i = seed; !stop.get(); i += 7, writes++) {
      long before = latest.get();
      long start = System.nanoTime();
      boolean late = !client.phase().equals("expand");
      client.run("UPDATE users SET username = '" + (late ? "late" : "early") + i % 10
          + "' WHERE id = " + (1 + i % 50));
      slowest.accumulateAndGet(System.nanoTime() - start, Math::max);
      long version = client.session().snapshot().version();
      assertTrue(
          version >= before,
          "a statement that began after version " + before + " was seen ran under " + version);
      latest.accumulateAndGet(version, Math::max);
    }
    return writes;
  }
}
