package dev.crossfade.engine;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a scenario smaller as long as it shows a divergence of the same kind: first steps, then migrations, then the words of the statement. Not thread-safe. */
final class Shrinker {
  private static final Pattern WORD =
      Pattern.compile("'(?:[^']|'')*'|\"[^\"]*\"|\\w+|\\s+|::|.", Pattern.DOTALL);
  private static final int MOST_TRIALS = 400;

  private final Duel duel;
  private final String kind;
  private final Set<String> facets;
  private int trials;

  /** The smallest scenario found and what it shows. */
  record Shrunk(Scenario scenario, Verdict.Divergence divergence) {}

  Shrinker(Duel duel, Verdict.Divergence divergence) {
    this.duel = duel;
    this.kind = divergence.kind();
    this.facets = divergence.facets();
  }

  Shrunk shrink(Scenario scenario) throws SQLException {
    Optional<Verdict.Divergence> first = shows(scenario);
    if (first.isEmpty()) {
      Verdict.Divergence lost = new Verdict.Divergence(
          0, List.of(new Observation.Difference("shrink", kind, "not shown again")), "", "");
      return new Shrunk(scenario, lost);
    }
    Scenario small = scenario.withSteps(new ArrayList<>(scenario
        .steps()
        .subList(0, Math.min(scenario.steps().size(), first.get().step() + 1))));
    if (shows(small).isEmpty()) {
      small = scenario;
    }
    small = migrations(steps(small));
    small = words(rows(small));
    return new Shrunk(small, shows(small).orElse(first.get()));
  }

  private Optional<Verdict.Divergence> shows(Scenario scenario) throws SQLException {
    trials++;
    try {
      return duel.run(scenario).of(kind, facets);
    } catch (SQLException e) {
      // A smaller trace may make no sense to the person who moves the phases.
      return Optional.empty();
    }
  }

  private boolean stillShows(Scenario scenario) throws SQLException {
    return trials < MOST_TRIALS && shows(scenario).isPresent();
  }

  private Scenario steps(Scenario scenario) throws SQLException {
    Scenario small = scenario;
    for (int size = Math.max(1, small.steps().size() / 2);
        size >= 1;
        size = size == 1 ? 0 : size / 2) {
      for (int at = small.steps().size() - size; at >= 0; at -= size) {
        List<Step> steps = new ArrayList<>(small.steps());
        int end = Math.min(steps.size(), at + size);
        steps.subList(Math.min(at, end), end).clear();
        Scenario less = small.withSteps(steps);
        if (!steps.isEmpty() && stillShows(less)) {
          small = less;
        }
      }
    }
    return small;
  }

  private Scenario migrations(Scenario scenario) throws SQLException {
    Scenario small = scenario;
    for (int i = small.migrations().size() - 1;
        i >= 0 && !small.newShape() && small.migrations().size() > 1;
        i--) {
      Scenario less = small.without(small.migrations().get(i));
      if (stillShows(less)) {
        small = less;
      }
    }
    return small;
  }

  private Scenario rows(Scenario scenario) throws SQLException {
    Scenario small = scenario;
    for (int i = 0; i < small.steps().size(); i++) {
      for (int row = small.steps().get(i).rows().size() - 1;
          row >= 0 && small.steps().get(i).rows().size() > 1;
          row--) {
        Step step = small.steps().get(i);
        List<List<Value>> fewer = new ArrayList<>(step.rows());
        fewer.remove(row);
        Scenario less = replaced(small, i, step.with(step.texts(), fewer));
        if (stillShows(less)) {
          small = less;
        }
      }
    }
    return small;
  }

  private static Scenario replaced(Scenario scenario, int index, Step step) {
    List<Step> steps = new ArrayList<>(scenario.steps());
    steps.set(index, step);
    return scenario.withSteps(steps);
  }

  private Scenario words(Scenario scenario) throws SQLException {
    Scenario small = scenario;
    for (int i = small.steps().size() - 1; i >= 0; i--) {
      for (int text = 0; text < small.steps().get(i).texts().size(); text++) {
        small = words(small, i, text);
      }
    }
    return small;
  }

  private Scenario words(Scenario scenario, int index, int text) throws SQLException {
    Scenario small = scenario;
    for (int size =
            Math.max(1, words(small.steps().get(index).texts().get(text)).size() / 2);
        size >= 1;
        size = size == 1 ? 0 : size / 2) {
      for (int at = 0;
          at < words(small.steps().get(index).texts().get(text)).size() && trials < MOST_TRIALS; ) {
        Optional<Step> less = without(small.steps().get(index), text, at, size);
        Scenario candidate = less.isPresent() ? replaced(small, index, less.get()) : small;
        if (less.isPresent() && stillShows(candidate)) {
          small = candidate;
        } else {
          at += size;
        }
      }
    }
    return small;
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }

  /** The step with some words left out, if the brackets still match; a left-out placeholder takes its values with it. */
  private static Optional<Step> without(Step step, int text, int at, int size) {
    List<String> words = words(step.texts().get(text));
    List<String> gone = words.subList(at, Math.min(words.size(), at + size));
    if (gone.stream().allMatch(String::isBlank)
        || gone.stream().filter("("::equals).count()
            != gone.stream().filter(")"::equals).count()) {
      return Optional.empty();
    }
    int before = (int) words.subList(0, at).stream().filter("?"::equals).count();
    int placeholders = (int) gone.stream().filter("?"::equals).count();
    List<List<Value>> rows = new ArrayList<>();
    for (List<Value> row : step.rows()) {
      List<Value> fewer = new ArrayList<>(row);
      int from = Math.min(before, fewer.size());
      fewer.subList(from, Math.min(from + placeholders, fewer.size())).clear();
      rows.add(fewer);
    }
    List<String> left = new ArrayList<>(words);
    left.subList(at, at + gone.size()).clear();
    List<String> texts = new ArrayList<>(step.texts());
    texts.set(text, String.join("", left));
    return Optional.of(step.with(texts, rows));
  }
}
