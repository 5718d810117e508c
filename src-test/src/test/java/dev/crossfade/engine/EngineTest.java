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
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/**
 * Looks for counterexamples to the promise: half of the statements come from fixed seeds, half from fresh ones.
 *
 * <p>{@code -Dequivalence.statements=1000000} runs more, {@code -Dequivalence.moves=1000000} of those where columns go to another table ({@code -Dequivalence.moves.shared}, {@code .composite}, {@code .new} and {@code .contract} give the percentages with several migrations to it, keys of two columns, applications of the new shape, and in contract), {@code -Dequivalence.seed=17} begins the fresh half at that seed, {@code -Dequivalence.threads=4} uses more threads. Each
 * divergence is made smaller and written to {@code target/engine/found}; put it into {@code src/test/resources/traces} and it is replayed for ever. In a run of the usual
 * length a divergence from a fresh seed is reported and fails nothing, so that nobody's change is held up by what was there before it; in a longer run it fails.
 */
class EngineTest {
  static final Path TRACES = Path.of("src", "test", "resources", "traces");
  private static final Path FOUND = Path.of("target", "engine", "found");
  private static final int USUAL = 20_000;
  private static final int STATEMENTS = Integer.getInteger("equivalence.statements", USUAL);
  private static final int THREADS = Integer.getInteger("equivalence.threads", 2);
  private static final int MOST = Integer.getInteger("equivalence.most", 40);
  private static final int EACH = Integer.getInteger("equivalence.each", 2);
  private static final int MOVES = Integer.getInteger("equivalence.moves", 5_000);
  private static final double REFUSED_AT_MOST = 0.03;

  /** Of writes of two tables more is refused; the README lists it. */
  private static final double REFUSED_OF_MOVES =
      Double.parseDouble(System.getProperty("equivalence.refused", "0.25"));

  private static final double SUCCEEDED_AT_LEAST = 0.6;

  /** How often everything that the generator can make must have succeeded, for each 10,000 statements. */
  private static final int COVERED_AT_LEAST = 3;

  private static final long FIXED = 1_000_000_000L;

  @Test
  void fixedSeeds() throws Exception {
    Engine engine = run("fixed", FIXED, STATEMENTS / 2);
    assertEquals("", shrunk(engine.found()), "divergences");
    Map<String, Integer> covered = engine.covered();
    List<String> missing = Coverage.names().stream()
        .filter(name ->
            covered.getOrDefault(name, 0) < COVERED_AT_LEAST * (STATEMENTS / 2) / (USUAL / 2))
        .map(name -> name + " " + covered.getOrDefault(name, 0))
        .toList();
    assertEquals(List.of(), missing, "hardly ever met with success");
  }

  @Test
  void freshSeeds() throws Exception {
    long seed = fresh();
    Engine engine = run("fresh", seed, STATEMENTS - STATEMENTS / 2);
    judge(shrunk(engine.found()), STATEMENTS > USUAL);
  }

  @Test
  void movesOfFixedSeeds() throws Exception {
    Engine engine = runMoves("moves", FIXED, MOVES / 2);
    assertEquals("", shrunk(engine.found()), "divergences");
  }

  @Test
  void movesOfFreshSeeds() throws Exception {
    Engine engine = runMoves("fresh_moves", fresh(), MOVES - MOVES / 2);
    judge(shrunk(engine.found()), MOVES > USUAL);
  }

  private static long fresh() {
    long seed = Long.getLong("equivalence.seed", System.currentTimeMillis() % FIXED);
    System.out.println("Equivalence: the fresh seeds begin with -Dequivalence.seed=" + seed);
    return seed;
  }

  private static void judge(String found, boolean strictly) {
    if (strictly) {
      assertEquals("", found, "divergences");
    } else {
      System.out.println(found);
    }
  }

  private static Engine run(String name, long seed, int statements) throws InterruptedException {
    return run(name, seed, statements, Traces::of, REFUSED_AT_MOST);
  }

  private static Engine runMoves(String name, long seed, int statements)
      throws InterruptedException {
    return run(name, seed, statements, Traces::moving, REFUSED_OF_MOVES);
  }

  private static Engine run(
      String name,
      long seed,
      int statements,
      LongFunction<Scenario> scenarios,
      double refusedAtMost)
      throws InterruptedException {
    Engine engine = new Engine(
        new CrossfadeDriver(), name, Pending.read(TRACES.resolve("pending.txt")), scenarios);
    long start = System.nanoTime();
    engine.run(new AtomicLong(seed)::getAndIncrement, statements, THREADS, MOST);
    System.out.println("Equivalence, " + name + " seeds: " + engine.report()
        + (System.nanoTime() - start) / 1_000_000_000L + " s");
    assertTrue(
        engine.statements() >= statements || engine.found().size() >= MOST,
        "only " + engine.statements() + " statements ran");
    assertTrue(
        engine.succeeded() > SUCCEEDED_AT_LEAST * (engine.statements() - engine.refusals()),
        "most statements failed: " + engine.states());
    assertTrue(
        engine.refusals() <= refusedAtMost * engine.statements(),
        engine.refusals() + " statements were refused");
    return engine;
  }

  /** Makes the divergences smaller, a few of each kind, and says where they are. */
  private static String shrunk(List<Engine.Found> found) throws IOException, SQLException {
    if (found.isEmpty()) {
      return "";
    }
    Files.createDirectories(FOUND);
    StringBuilder out = new StringBuilder();
    Map<String, Integer> seen = new HashMap<>();
    try (Duel duel = new Duel(Server.shared(), "shrink", new CrossfadeDriver())) {
      for (Engine.Found f : found) {
        if (f.divergence().kind().equals("scenario")) {
          out.append("\nseed ")
              .append(f.seed())
              .append(' ')
              .append(f.divergence().print());
        } else if (seen.merge(f.divergence().kind(), 1, Integer::sum) <= EACH) {
          out.append(shrunk(duel, f));
        }
      }
    }
    return out.toString();
  }

  private static String shrunk(Duel duel, Engine.Found f) throws IOException, SQLException {
    Shrinker.Shrunk small = new Shrinker(duel, f.divergence()).shrink(f.scenario());
    Path file = FOUND.resolve(f.seed() + "-" + f.divergence().step() + ".trace");
    Files.writeString(file, small.scenario().print());
    List<Step> steps = small.scenario().steps();
    String last =
        steps.get(Math.min(steps.size() - 1, small.divergence().step())).print();
    return "\nseed " + f.seed() + " " + small.divergence().print() + last + "in " + file + "\n";
  }
}
