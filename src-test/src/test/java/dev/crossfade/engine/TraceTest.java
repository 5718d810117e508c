package dev.crossfade.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crossfade.driver.CrossfadeDriver;
import dev.crossfade.equivalence.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Every divergence that was found once is a case. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TraceTest {
  private Duel duel;

  @BeforeAll
  void open() throws SQLException {
    duel = new Duel(Server.shared(), "traces", new CrossfadeDriver());
  }

  @AfterAll
  void close() throws SQLException {
    duel.close();
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> f.toString().endsWith(".trace")).sorted().toList();
    }
  }

  @TestFactory
  Stream<DynamicTest> mended() throws IOException {
    return files(EngineTest.TRACES).stream()
        .map(f ->
            DynamicTest.dynamicTest(f.getFileName().toString(), () -> assertEquals("", replay(f))));
  }

  /** A trace here that agrees is mended: it belongs among the others, and its line in {@code pending.txt} goes. */
  @TestFactory
  Stream<DynamicTest> pending() throws IOException {
    return files(EngineTest.TRACES.resolve("pending")).stream()
        .map(f -> DynamicTest.dynamicTest(
            f.getFileName().toString(), () -> assertNotEquals("", replay(f))));
  }

  @Test
  void eachPendingDivergenceHasItsTrace() throws IOException {
    assertTrue(files(EngineTest.TRACES.resolve("pending")).size()
        >= Pending.read(EngineTest.TRACES.resolve("pending.txt")).size());
  }

  @Test
  void aTraceSurvivesItsFile() {
    for (long seed = 1; seed <= 50; seed++) {
      Scenario scenario = Traces.of(seed, Engine.LENGTH);
      String text = scenario.print();
      assertEquals(text, Scenario.parse(text).print(), "seed " + seed);
      assertEquals(text, Traces.of(seed, Engine.LENGTH).print(), "seed " + seed);
      String moves = Traces.moving(seed).print();
      assertEquals(moves, Scenario.parse(moves).print(), "seed " + seed);
    }
  }

  private String replay(Path file) throws IOException, SQLException {
    Verdict verdict = duel.run(Scenario.parse(Files.readString(file)));
    assertTrue(verdict.statements() > 0 || verdict.diverged(), "nothing ran");
    return verdict.divergences().stream()
        .map(Verdict.Divergence::print)
        .collect(Collectors.joining("\n"));
  }
}
