package dev.crossfade.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crossfade.driver.CrossfadeDriver;
import dev.crossfade.equivalence.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Looks for counterexamples to the promise. Half of the statements come from fixed seeds, half from fresh ones.
 *
 * <p>{@code -Dequivalence.statements=1000000} runs more, {@code -Dequivalence.seed=17} begins the fresh half at that seed, {@code -Dequivalence.threads=4} uses more
 * threads. Each divergence is made smaller and written to {@code target/engine}; put it into {@code src/test/resources/traces} and it is replayed for ever.
 */
class EngineRun {
  static final Path TRACES = Path.of("src", "test", "resources", "traces");
  private static final Path FOUND = Path.of("target", "engine", "found");
  private static final int STATEMENTS = Integer.getInteger("equivalence.statements", 20_000);
  private static final int THREADS = Integer.getInteger("equivalence.threads", 2);
  private static final int MOST = Integer.getInteger("equivalence.most", 40);
  private static final int EACH = Integer.getInteger("equivalence.each", 2);
  private static final double REFUSED_AT_MOST = 0.03;
  private static final long FIXED = 1_000_000_000L;

  @Test
  void nobodyCanTell() throws Exception {
    long fresh = Long.getLong("equivalence.seed", System.currentTimeMillis() % FIXED);
    System.out.println("Equivalence: the fresh seeds begin with -Dequivalence.seed=" + fresh);
    Engine engine =
        new Engine(new CrossfadeDriver(), "run", Pending.read(TRACES.resolve("pending.txt")));
    long start = System.nanoTime();
    engine.run(new AtomicLong(FIXED)::getAndIncrement, STATEMENTS / 2, THREADS, MOST);
    engine.run(new AtomicLong(fresh)::getAndIncrement, STATEMENTS - STATEMENTS / 2, THREADS, MOST);
    System.out.println(engine.report() + (System.nanoTime() - start) / 1_000_000_000L + " s");
    String found = write(engine.found());
    assertEquals("", found, "divergences");
    assertTrue(
        engine.statements() >= STATEMENTS, "only " + engine.statements() + " statements ran");
    assertTrue(
        engine.succeeded() > 0.6 * engine.statements(),
        "most statements failed: " + engine.states());
    assertTrue(
        engine.refusals() <= REFUSED_AT_MOST * engine.statements(),
        engine.refusals() + " statements were refused");
  }

  /** Makes the divergences smaller, a few of each kind, and says where they are. */
  private static String write(List<Engine.Found> found) throws IOException, SQLException {
    if (found.isEmpty()) {
      return "";
    }
    Files.createDirectories(FOUND);
    StringBuilder out = new StringBuilder();
    Map<String, Integer> seen = new HashMap<>();
    try (Duel duel = new Duel(Server.shared(), "shrink", new CrossfadeDriver())) {
      for (Engine.Found f : found) {
        if (seen.merge(f.divergence().kind(), 1, Integer::sum) <= EACH) {
          Shrinker.Shrunk small = new Shrinker(duel, f.divergence()).shrink(f.scenario());
          Path file = FOUND.resolve(f.seed() + "-" + f.divergence().step() + ".trace");
          Files.writeString(file, small.scenario().print());
          String last = small
              .scenario()
              .steps()
              .get(Math.min(
                  small.scenario().steps().size() - 1, small.divergence().step()))
              .print();
          out.append("\nseed ")
              .append(f.seed())
              .append(' ')
              .append(small.divergence().print())
              .append(last)
              .append("in ")
              .append(file)
              .append('\n');
        }
      }
    }
    Files.writeString(FOUND.resolve("found.txt"), out);
    return out.toString();
  }
}
