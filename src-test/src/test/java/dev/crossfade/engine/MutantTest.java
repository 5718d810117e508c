package dev.crossfade.engine;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crossfade.driver.CrossfadeDriver;
import dev.crossfade.equivalence.Server;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** The engine is tested by breaking the rewriter: each mutant must be found out, by scenarios that the rewriter as it is goes through unharmed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MutantTest {
  private static final long FIRST_SEED = 2_000_000_000L;
  private static final int STATEMENTS = 3_000;
  private static final int THREADS = 2;

  private final Pending pending = Pending.read(EngineTest.TRACES.resolve("pending.txt"));
  private Duel control;
  private long sound = FIRST_SEED;

  @BeforeAll
  void open() throws SQLException {
    Driver driver = new MutantLoader(Mutant.none()).driver();
    assertNotSame(CrossfadeDriver.class, driver.getClass());
    control = new Duel(Server.shared(), "control", driver);
  }

  @AfterAll
  void close() throws SQLException {
    control.close();
  }

  @TestFactory
  Stream<DynamicTest> killed() {
    return Mutant.ALL.stream()
        .map(mutant -> DynamicTest.dynamicTest(mutant.name(), () -> kill(mutant)));
  }

  private void kill(Mutant mutant) throws Exception {
    Spoiler.with(mutant.spoil());
    String name = "mutant_" + Mutant.ALL.indexOf(mutant);
    Engine engine = new Engine(new MutantLoader(mutant).driver(), name, pending, Traces::of);
    engine.run(new AtomicLong(FIRST_SEED)::getAndIncrement, STATEMENTS, THREADS, 1);
    assertTrue(Spoiler.spoiled() > 0, "no answer was spoiled in\n" + engine.report());
    List<Engine.Found> found = engine.found();
    assertTrue(!found.isEmpty(), "survived\n" + engine.report());
    System.out.println("Equivalence: killed after " + engine.statements() + " statements: "
        + mutant.name() + ", by " + found.get(0).divergence().kind());
    for (Engine.Found killer : found) {
      survive(killer.seed());
    }
  }

  /** The driver as it is has to survive every scenario up to this seed's. */
  private void survive(long seed) throws SQLException {
    for (; sound <= seed; sound++) {
      Scenario scenario = Traces.of(sound, Engine.LENGTH);
      for (Verdict.Divergence divergence : control.run(scenario).divergences()) {
        assertTrue(
            !pending.reason(scenario, divergence).isEmpty(),
            "seed " + sound + " " + divergence.print());
      }
    }
  }
}
