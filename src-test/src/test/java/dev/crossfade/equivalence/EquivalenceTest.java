package dev.crossfade.equivalence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
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
 * <p>A plain run takes every case of three seeds in each stage, and of the others in every third stage, not the same for all. {@code -Dequivalence.full=true} takes all stages of
 * all seeds, {@code -Dequivalence.filter=rename/coalesce.*select} the cases whose {@code seed/stage/shape/file:case} matches, {@code -Dequivalence.modes=PREPARED,SERVER} runs
 * them in these modes. Without it a case runs in one mode for each stage, and in all of them over the stages.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EquivalenceTest {
  private static final Set<String> WHOLE = Set.of("rename", "price", "split");
  private static final int LEAST_STATEMENTS = 50_000;

  private final String filter = System.getProperty("equivalence.filter", "");
  private final String modes = System.getProperty("equivalence.modes", "");
  private final boolean full =
      Boolean.getBoolean("equivalence.full") || !filter.isEmpty() || !modes.isEmpty();
  private final Report report = new Report();
  private long cases;

  @TestFactory
  Stream<DynamicContainer> phases() {
    List<DynamicContainer> containers = new ArrayList<>();
    List<Seed> seeds = Seed.all();
    for (Seed seed : seeds) {
      for (String shape : seed.shapes()) {
        List<Seed> alike = seeds.stream().filter(s -> s.moves() == seed.moves()).toList();
        Comparison comparison = comparison(seed, shape, alike.indexOf(seed));
        cases += comparison.selected();
        if (!comparison.stages().isEmpty()) {
          containers.add(container(seed, comparison));
        }
      }
    }
    return containers.stream();
  }

  private Comparison comparison(Seed seed, String shape, int turn) {
    return new Comparison(
        seed,
        shape.equals("new"),
        (address, mapping) -> "jdbc:crossfade:" + address + "&crossfade.config=" + mapping,
        Pattern.compile(filter),
        stage -> full || WHOLE.contains(seed.name()) || stage.ordinal() % 3 == turn % 3,
        modes.isEmpty()
            ? List.of()
            : Arrays.stream(modes.split(",")).map(Mode::valueOf).toList());
  }

  private DynamicContainer container(Seed seed, Comparison comparison) {
    return DynamicContainer.dynamicContainer(
        seed.name() + " " + comparison.shape(),
        comparison.stages().stream()
            .map(stage -> DynamicTest.dynamicTest(stage.label(), () -> run(comparison, stage))));
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
    for (Seed seed : Seed.all()) {
      if (!seed.pending().isEmpty()) {
        System.out.println(
            "equivalence: " + seed.name() + " not compared yet in " + seed.pending());
      }
      for (String name : List.of(seed.name(), seed.name() + " (new)")) {
        assertTrue(
            report.refused(name) <= seed.refusals(),
            name + " refused " + report.refused(name) + " %");
      }
    }
    if (filter.isEmpty()) {
      assertEquals(cases, report.cases(), "cases that ran");
      assertTrue(report.total() >= LEAST_STATEMENTS, "only " + report.total() + " statements ran");
    }
  }
}
