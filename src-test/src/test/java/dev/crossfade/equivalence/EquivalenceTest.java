package dev.crossfade.equivalence;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * The promise: the application's own SQL gets the same answers through Crossfade in each phase as through plain pgjdbc on the schema it knows.
 *
 * <p>{@code -Dequivalence.filter=rename/coalesce.*select} runs the cases whose {@code seed/stage/shape/file:case} matches, {@code -Dequivalence.modes=PREPARED,SERVER} in
 * these modes. Without it a case runs in one mode for each stage, and in all of them over the stages.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EquivalenceTest {
  private final Report report = new Report();

  @TestFactory
  Stream<DynamicContainer> phases() {
    Pattern filter = Pattern.compile(System.getProperty("equivalence.filter", ""));
    String modes = System.getProperty("equivalence.modes", "");
    List<Mode> wanted = modes.isEmpty() ? List.of() : Arrays.stream(modes.split(",")).map(Mode::valueOf).toList();
    return Seed.all().stream()
        .flatMap(
            seed ->
                seed.shapes().stream()
                    .map(
                        shape ->
                            new Comparison(
                                seed,
                                shape.equals("new"),
                                (address, mapping) -> "jdbc:crossfade:" + address + "&crossfade.config=" + mapping,
                                filter,
                                wanted))
                    .filter(comparison -> !comparison.stages().isEmpty())
                    .map(comparison -> container(seed, comparison)));
  }

  private DynamicContainer container(Seed seed, Comparison comparison) {
    return DynamicContainer.dynamicContainer(
        seed.name() + " " + comparison.shape(),
        comparison.stages().stream().map(stage -> DynamicTest.dynamicTest(stage.label(), () -> run(comparison, stage))));
  }

  private void run(Comparison comparison, Stage stage) throws Exception {
    List<Report.Failure> failures = comparison.run(stage, report);
    report.write(Path.of("target", "equivalence-report.txt"));
    if (!failures.isEmpty()) {
      fail(failures.size() + " differences, the first: " + failures.get(0));
    }
  }

  @AfterAll
  void write() throws IOException {
    report.write(Path.of("target", "equivalence-report.txt"));
    String copy = System.getProperty("equivalence.report", "");
    if (!copy.isEmpty()) {
      report.write(Path.of(copy));
    }
    assertTrue(report.total() > 0, "no case ran");
  }
}
