package dev.crossfade.concurrency;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Sessions with named steps, and the orders in which to take them. What a step should answer isn't in the file: plain pgjdbc on the old schema says that.
 *
 * <p>The file: {@code # ...} comments; {@code seeds: a, b}, {@code levels: read committed, ...} and {@code stages: dual-write, ...} (default: all); {@code session NAME}, below it lines {@code step: SQL},
 * which go on in lines that are indented further; {@code permutation a b c}, or {@code permutations all}. A step's text is SQL, {@code commit}, {@code rollback},
 * {@code prepare SQL}, {@code execute} (what the session prepared last), {@code backfill CONDITION}, which only the migrated side has to do, or {@code SQL <=> SQL}, where the
 * plain side says the same in other words.
 *
 * @param sessions for each session its steps, by name
 */
record Scenario(
    String name,
    List<String> seeds,
    List<String> levels,
    List<String> stages,
    Map<String, Map<String, String>> sessions,
    List<List<String>> permutations) {
  static final List<String> LEVELS = List.of("read committed", "repeatable read", "serializable");
  private static final List<String> SEEDS = List.of("rename", "price", "split", "move");

  static List<Scenario> all() {
    try (var files = Files.list(Path.of(
        Objects.requireNonNull(Scenario.class.getResource("/concurrency")).toURI()))) {
      return files
          .filter(f -> f.toString().endsWith(".spec"))
          .sorted()
          .map(Scenario::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Scenario read(Path file) {
    List<String> seeds = SEEDS;
    List<String> levels = LEVELS;
    List<String> stages = List.of("");
    Map<String, Map<String, String>> sessions = new LinkedHashMap<>();
    List<List<String>> permutations = new ArrayList<>();
    Map<String, String> steps = Map.of();
    String step = "";
    boolean all = false;
    for (String line : lines(file)) {
      String text = line.strip();
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      } else if (text.startsWith("seeds: ")) {
        seeds = list(text.substring(7));
      } else if (text.startsWith("levels: ")) {
        levels = list(text.substring(8));
      } else if (text.startsWith("stages: ")) {
        stages = list(text.substring(8));
      } else if (text.startsWith("session ")) {
        steps = new LinkedHashMap<>();
        sessions.put(text.substring(8).strip(), steps);
      } else if (text.equals("permutations all")) {
        all = true;
      } else if (text.startsWith("permutation ")) {
        permutations.add(List.of(text.substring(12).strip().split(" +")));
      } else if (line.startsWith("    ")) {
        steps.merge(step, " " + text, String::concat);
      } else {
        String[] both = text.split(": ", 2);
        step = both[0];
        steps.put(step, both[1]);
      }
    }
    if (all) {
      interleave(
          sessions.values().stream().map(s -> List.copyOf(s.keySet())).toList(),
          new ArrayList<>(),
          permutations);
    }
    return new Scenario(
        file.getFileName().toString().replace(".spec", ""),
        seeds,
        levels,
        stages,
        sessions,
        permutations);
  }

  private static void interleave(
      List<List<String>> rest, List<String> taken, List<List<String>> into) {
    if (rest.stream().allMatch(List::isEmpty)) {
      into.add(List.copyOf(taken));
    }
    for (int i = 0; i < rest.size(); i++) {
      if (!rest.get(i).isEmpty()) {
        List<List<String>> next = new ArrayList<>(rest);
        next.set(i, rest.get(i).subList(1, rest.get(i).size()));
        taken.add(rest.get(i).get(0));
        interleave(next, taken, into);
        taken.remove(taken.size() - 1);
      }
    }
  }

  /** Whether rows are filled meanwhile, so that a writer may have to wait, or to fail in a snapshot that is kept. */
  boolean backfills() {
    return sessions.values().stream()
        .anyMatch(steps -> steps.values().stream().anyMatch(text -> text.startsWith("backfill ")));
  }

  String sessionOf(String step) {
    return sessions.entrySet().stream()
        .filter(e -> e.getValue().containsKey(step))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(name + ": no step " + step))
        .getKey();
  }

  boolean runsIn(String seed, String stage) {
    return seeds.contains(seed)
        && stages.stream().anyMatch(stage::startsWith)
        && !(backfills() && stage.startsWith("contract"));
  }

  String text(String step, Map<String, String> variables, boolean plain) {
    String[] sides = sessions.get(sessionOf(step)).get(step).split(" <=> ");
    String text = plain ? sides[sides.length - 1] : sides[0];
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      text = text.replace("${" + variable.getKey() + "}", variable.getValue());
    }
    if (text.contains("${")) {
      throw new IllegalStateException(name + ": " + text);
    }
    return text;
  }

  private static List<String> list(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).toList();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
