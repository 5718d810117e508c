package dev.crossfade.neighbours;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Every two phases side by side, by turns in an order that a seed gives. Where DESIGN allows the pair nothing drifts and all reads are right; what goes wrong in the
 * other pairs is the table in {@code docs/neighbours.md}, which {@code -Dneighbours.write=FILE} writes anew.
 */
class NeighboursTest {
  private static final String WRITTEN = System.getProperty("neighbours.write", "");
  private static final int LENGTH = 12;
  private static final int TRACES_OF_KEPT = Integer.getInteger("neighbours.traces", 1);
  private static final int TRACES_OF_OTHERS = 12;

  /** What a pair is, by the migration that shows it: what goes wrong, after which steps. */
  private record Finding(String subject, String wrong, List<String> trace) {}

  private int runs;

  @Test
  void pairsAreAsTheTableSays() throws SQLException, IOException {
    List<String> broken = new ArrayList<>();
    String table = table("Columns that change within their table", Subject.WITHIN, broken)
        + table("Columns that move to another table", Subject.MOVED, broken)
        + table("A table that gets a new name", Subject.RENAMED, broken)
        + table("Columns that several migrations bring to one table", Subject.SHARED, broken);
    for (List<Subject> subjects :
        List.of(Subject.WITHIN, Subject.MOVED, Subject.RENAMED, Subject.SHARED)) {
      broken.addAll(wrongReads(subjects));
    }
    if (!WRITTEN.isEmpty()) {
      Files.writeString(Path.of(WRITTEN), table);
    }
    assertEquals("", String.join("\n", broken));
    assertTrue(runs > 100, "only " + runs + " runs");
    assertEquals(
        verdicts(Files.readString(documented())),
        verdicts(table),
        "docs/neighbours.md is not what the pairs do");
  }

  private String table(String title, List<Subject> subjects, List<String> broken)
      throws SQLException {
    List<Pair> pairs = Pair.all();
    Map<Pair, Finding> findings = new LinkedHashMap<>();
    for (Subject subject : subjects) {
      try (Trial trial = new Trial(subject)) {
        for (Pair pair : pairs) {
          if (!findings.containsKey(pair) && isTried(subjects, subject, pair)) {
            search(trial, subject, pair).ifPresent(finding -> findings.put(pair, finding));
          }
        }
      }
    }
    System.out.println("neighbours: " + title + ", " + pairs.size() + " pairs, " + runs
        + " runs so far, " + findings.size() + " pairs with findings");
    findings.forEach((pair, finding) -> {
      if (pair.promise() == Pair.Promise.KEPT) {
        broken.add(pair + " " + finding);
      }
    });
    return "\n## " + title + "\n\n" + table(pairs, findings);
  }

  /** Where all is to be well, migrations beside others take turns; with more traces each takes all pairs. */
  private static boolean isTried(List<Subject> subjects, Subject subject, Pair pair) {
    boolean young = pair.first().newShape() || pair.second().newShape();
    List<Subject> fit = subjects.stream().filter(s -> s.isReady() || !young).toList();
    boolean all =
        subject.others().isEmpty() || pair.promise() == Pair.Promise.NONE || TRACES_OF_KEPT > 1;
    return fit.contains(subject)
        && (all || fit.get(Pair.all().indexOf(pair) % fit.size()).equals(subject));
  }

  private Optional<Finding> search(Trial trial, Subject subject, Pair pair) throws SQLException {
    int traces = pair.promise() == Pair.Promise.KEPT ? TRACES_OF_KEPT : TRACES_OF_OTHERS;
    for (int seed = 0; seed < traces; seed++) {
      List<Step> steps = trace(pair, subject, seed);
      runs++;
      Optional<String> wrong = trial.run(pair, steps, true);
      if (wrong.isPresent()) {
        List<Step> least = WRITTEN.isEmpty() ? steps : shrunk(trial, pair, steps);
        return Optional.of(new Finding(
            subject.label(),
            trial.run(pair, least, true).orElseThrow(),
            spelled(subject, pair, least)));
      }
    }
    return Optional.empty();
  }

  private static List<Step> trace(Pair pair, Subject subject, int seed) {
    return Step.trace(
        pair.toString().hashCode() * 31L + seed, LENGTH, subject.values().size());
  }

  /** Where rows may drift for a while, nobody sees it. */
  private List<String> wrongReads(List<Subject> subjects) throws SQLException {
    List<String> broken = new ArrayList<>();
    for (Subject subject : subjects) {
      try (Trial trial = new Trial(subject)) {
        for (Pair pair : Pair.all().stream()
            .filter(p -> p.promise() == Pair.Promise.READS && isTried(subjects, subject, p))
            .toList()) {
          for (int seed = 0; seed < TRACES_OF_OTHERS / 2; seed++) {
            runs++;
            trial
                .run(pair, trace(pair, subject, seed), false)
                .ifPresent(wrong -> broken.add(pair + " " + wrong));
          }
        }
      }
    }
    return broken;
  }

  /** The steps without those that the failure doesn't need. */
  private static List<Step> shrunk(Trial trial, Pair pair, List<Step> steps) throws SQLException {
    List<Step> least = new ArrayList<>(steps);
    for (int i = least.size() - 1; i >= 0; i--) {
      List<Step> fewer = new ArrayList<>(least);
      fewer.remove(i);
      if (trial.run(pair, fewer, true).isPresent()) {
        least = fewer;
      }
    }
    return least;
  }

  private static List<String> spelled(Subject subject, Pair pair, List<Step> steps) {
    return steps.stream()
        .map(step -> {
          Party writer = step.second() ? pair.second() : pair.first();
          return (step.second() ? "second" : "first") + ": `"
              + subject.write(step, writer.newShape()) + "`";
        })
        .toList();
  }

  private static String table(List<Pair> pairs, Map<Pair, Finding> findings) {
    StringBuilder text = new StringBuilder(
        "| first | second | rows filled | verdict | migration | steps | what goes wrong |\n|---|---|---|---|---|---|---|\n");
    for (Pair pair : pairs) {
      Finding finding = findings.get(pair);
      String verdict = switch (pair.promise()) {
        case KEPT -> "safe";
        case READS -> "reads are right, rows drift";
        case NONE -> finding == null ? "nothing found" : "goes wrong";
      };
      text.append("| ").append(pair).append(" | ").append(verdict).append(" | ");
      if (finding == null) {
        text.append("| | |\n");
      } else {
        text.append(finding.subject())
            .append(" | ")
            .append(String.join("<br>", finding.trace()))
            .append(" | ")
            .append(finding.wrong().replace("|", "\\|"))
            .append(" |\n");
      }
    }
    return text.toString();
  }

  /** The first four columns; the steps are an example. */
  private static List<String> verdicts(String text) {
    return text.lines()
        .filter(line -> line.matches("\\| [a-z].*\\| (none|half|all) \\|.*"))
        .map(line -> line.replaceAll("^((\\|[^|]*){4})\\|.*$", "$1"))
        .toList();
  }

  private static Path documented() {
    Path here = Path.of("docs", "neighbours.md").toAbsolutePath();
    return Files.exists(here) ? here : Path.of("..", "docs", "neighbours.md").toAbsolutePath();
  }
}
