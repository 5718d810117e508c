package dev.crossfade.equivalence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Shows that the comparison itself is sound: a side agrees with itself, and a driver that only passes through is caught. */
class HarnessTest {
  private static final Pattern FILTER =
      Pattern.compile(System.getProperty("equivalence.filter", ""));

  @TestFactory
  Stream<DynamicTest> plainAgreesWithItself() {
    return comparisons().map(c -> DynamicTest.dynamicTest(c.name(), () -> agree(c)));
  }

  private record Named(String name, Seed seed, boolean newShape) {}

  private static Stream<Named> comparisons() {
    return Seed.all().stream()
        .flatMap(s -> s.shapes().stream()
            .map(shape -> new Named(s.name() + " " + shape, s, shape.equals("new"))));
  }

  private static void agree(Named named) throws Exception {
    Comparison one = comparison(named, List.of(Mode.values()));
    Map<String, Side.Run> first = one.expected();
    Map<String, Side.Run> second = comparison(named, List.of(Mode.values())).expected();
    for (Case script : one.cases()) {
      for (Mode mode : Mode.values()) {
        Side.Run a = first.get(script.id() + mode);
        Side.Run b = second.get(script.id() + mode);
        if (a == null) {
          continue;
        }
        for (int i = 0; i < script.statements().size(); i++) {
          Case.Statement statement = script.statements().get(i);
          for (int j = 0; j < a.answers().get(i).size() && statement.verdicts().isEmpty(); j++) {
            assertEquals(
                List.of(),
                a.answers().get(i).get(j).differences(b.answers().get(i).get(j), statement, ""),
                script.id() + " " + statement.shown());
          }
        }
        assertEquals(a.contents(), b.contents(), script.id());
      }
    }
    write(named, one, first);
  }

  /** The plain side's answers, for a reader who asks whether a case says what it means. */
  private static void write(Named named, Comparison comparison, Map<String, Side.Run> runs)
      throws IOException {
    StringBuilder text = new StringBuilder();
    for (Case script : comparison.cases()) {
      Side.Run run = runs.get(script.id() + Mode.PREPARED);
      for (int i = 0; run != null && i < script.statements().size(); i++) {
        for (Answer answer : run.answers().get(i)) {
          text.append(answer.state())
              .append(' ')
              .append(script.id())
              .append(": ")
              .append(script.statements().get(i).shown().replace("\n", " "));
          text.append("\n      ")
              .append(answer.message().replace("\n", " "))
              .append(answer.results())
              .append(answer.keys())
              .append(answer.counts())
              .append('\n');
        }
      }
    }
    Path file = Path.of("target", "plain-answers", named.name().replace(' ', '-') + ".txt");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static Comparison comparison(Named named, List<Mode> modes) {
    return new Comparison(
        named.seed(),
        named.newShape(),
        (address, mapping) -> "jdbc:" + address,
        FILTER,
        stage -> true,
        modes);
  }

  @TestFactory
  Stream<DynamicTest> passThroughIsCaught() {
    return comparisons()
        .filter(n -> n.name().equals("rename old") || n.name().equals("split old"))
        .map(n -> DynamicTest.dynamicTest(n.name(), () -> caught(n)));
  }

  /** Only the whole set of cases says what share a pass-through gets right. */
  private static void caught(Named named) throws Exception {
    for (Stage stage : List.of(Stage.DUAL_WRITE_FILLED, Stage.CONTRACT_DROPPED)) {
      Report report = new Report();
      new Comparison(
              named.seed(),
              named.newShape(),
              (address, mapping) -> "jdbc:" + address,
              Pattern.compile(""),
              any -> true,
              List.of(Mode.PREPARED))
          .run(stage, report);
      report.write(
          Path.of("target", "pass-through-" + named.seed().name() + "-" + stage.label() + ".txt"));
      assertTrue(report.total() > 500, "ran " + report.total());
      assertTrue(
          report.passed() < 0.8 * report.total(),
          "pass-through passed " + report.passed() + " of " + report.total());
      assertTrue(
          report.passed() > 0.02 * report.total(),
          "even what is not mapped differs: " + report.passed() + " of " + report.total());
    }
  }
}
