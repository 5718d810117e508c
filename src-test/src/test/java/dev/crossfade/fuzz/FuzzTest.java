package dev.crossfade.fuzz;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/**
 * Fuzzes each target, all at once, for a few thousand inputs or for {@code -Dfuzz.seconds}, and tries what was found before again. {@code -Dfuzz.target=rewriter} fuzzes one alone. Put a
 * finding, {@code target/fuzz/<target>/crash-…}, into {@code src/test/resources/fuzz/<target>} under a name that says what it was.
 */
class FuzzTest {
  private static final int SECONDS = Integer.getInteger("fuzz.seconds", 0);
  private static final String ONLY = System.getProperty("fuzz.target", "");

  /** Inputs of the fuzzer's own, on the slowest machine. */
  private static final int FLOOR = 200;

  private static List<Target> targets() {
    List<Target> targets =
        Target.ALL.stream().filter(t -> ONLY.isEmpty() || t.name().equals(ONLY)).toList();
    assertFalse(targets.isEmpty(), "no such target: " + ONLY);
    return targets;
  }

  @Test
  void nothingIsFound() throws Exception {
    List<Fuzzer> fuzzers = new ArrayList<>();
    try {
      for (Target target : targets()) {
        fuzzers.add(Fuzzer.start(target, SECONDS));
      }
      List<Executable> claims = new ArrayList<>();
      for (Fuzzer fuzzer : fuzzers) {
        Fuzzer.Run run = fuzzer.finish();
        System.out.println("fuzz, " + fuzzer.name() + ": " + run);
        claims.add(() -> assertFalse(run.found(), () -> fuzzer.name() + "\n" + run.end()));
        claims.add(() -> assertTrue(
            run.executions() > run.seeds() + FLOOR, () -> "hardly anything ran: " + run));
        claims.add(() ->
            assertTrue(run.coverage() > 100, () -> "hardly anything is instrumented: " + run));
      }
      assertAll(claims);
    } finally {
      fuzzers.forEach(Fuzzer::stop);
    }
  }

  @TestFactory
  Stream<DynamicTest> whatWasFoundOnceIsMended() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Target target : Target.ALL) {
      for (var file : Seeds.findings(target)) {
        tests.add(DynamicTest.dynamicTest(
            target.name() + ": " + file.getFileName(),
            () -> target.input().take(Files.readAllBytes(file))));
      }
    }
    return tests.stream();
  }
}
