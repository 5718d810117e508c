package dev.crossfade.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crossfade.driver.CrossfadeDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EngineTest {
  @Test
  void run() throws Exception {
    int n = Integer.getInteger("equivalence.statements", 20_000);
    Engine engine = new Engine(new CrossfadeDriver(), "dev", Integer.getInteger("equivalence.length", 60));
    AtomicLong seeds = new AtomicLong(Long.getLong("equivalence.seed", 1L));
    long start = System.nanoTime();
    engine.run(seeds::getAndIncrement, n, Integer.getInteger("equivalence.threads", 2), Integer.getInteger("equivalence.most", 1000));
    System.out.println(engine.report());
    System.out.println((System.nanoTime() - start) / 1_000_000 + " ms");
    write(engine);
    assertTrue(engine.found().isEmpty());
  }

  private static void write(Engine engine) throws IOException, java.sql.SQLException {
    Path dir = Path.of("target", "engine", "found");
    Files.createDirectories(dir);
    int i = 0;
    java.util.Map<String, Integer> seen = new java.util.HashMap<>();
    try (Duel duel = new Duel(dev.crossfade.equivalence.Server.shared(), "shrink", new CrossfadeDriver())) {
      for (Engine.Found f : engine.found()) {
        if (seen.merge(f.divergence().kind(), 1, Integer::sum) > Integer.getInteger("equivalence.each", 3)) {
          continue;
        }
        Shrinker.Shrunk small = new Shrinker(duel, f.divergence().kind()).shrink(f.scenario());
        Files.writeString(dir.resolve("%03d.txt".formatted(i++)), "seed " + f.scenario().seed() + " " + small.divergence().print() + "\n" + small.scenario().print());
      }
    }
  }
}
