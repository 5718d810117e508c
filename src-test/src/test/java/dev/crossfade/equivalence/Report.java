package dev.crossfade.equivalence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** How many statements passed in which seed and stage, and what the others answered. Not thread-safe. */
final class Report {

  /** A case that gave different answers. */
  record Failure(String place, Mode mode, String id, String sql, List<String> differences) {
    @Override
    public String toString() {
      return place + " " + mode + " " + id + "\n    " + sql.replace("\n", "\n    ") + "\n      "
          + String.join("\n      ", differences);
    }
  }

  private final Map<String, Map<String, int[]>> counts = new LinkedHashMap<>();
  private final Set<String> cases = new HashSet<>();
  private final Map<String, int[]> files = new TreeMap<>();
  private final Map<String, Integer> refused = new HashMap<>();
  private final List<Failure> failures = new ArrayList<>();
  private final Map<String, Set<String>> refusals = new TreeMap<>();
  private int passed;
  private int total;

  /**
   * Counts a case.
   *
   * @param refusedOnes how many of its statements were not compared, since the first of them was refused
   */
  void add(String seed, String stage, Case script, List<Failure> found, int refusedOnes) {
    int all = script.statements().size();
    cases.add(seed + " " + script.id());
    int ok = Math.max(
        0, all - refusedOnes - (int) found.stream().map(Failure::id).distinct().count());
    refused.merge(seed, refusedOnes, Integer::sum);
    for (int[] tally : List.of(
        counts
            .computeIfAbsent(seed, k -> new LinkedHashMap<>())
            .computeIfAbsent(stage, k -> new int[2]),
        files.computeIfAbsent(script.file(), k -> new int[2]))) {
      tally[0] += ok;
      tally[1] += all;
    }
    passed += ok;
    total += all;
    failures.addAll(found);
  }

  /** Takes note of a statement that was refused without a word in its case. */
  void refused(String id, String sql, String stage) {
    refusals.computeIfAbsent(id + "\n    " + sql, k -> new TreeSet<>()).add(stage);
  }

  /** How many different cases of all seeds ran. */
  int cases() {
    return cases.size();
  }

  /** Percent of a seed's statements that were not compared because they, or one before them, were refused. */
  double refused(String seed) {
    int all = counts.getOrDefault(seed, Map.of()).values().stream()
        .mapToInt(t -> t[1])
        .sum();
    return all == 0 ? 0 : 100.0 * refused.getOrDefault(seed, 0) / all;
  }

  int passed() {
    return passed;
  }

  int total() {
    return total;
  }

  List<Failure> failures() {
    return failures;
  }

  String table() {
    StringBuilder text = new StringBuilder();
    counts.forEach((seed, stages) -> {
      int[] sum = new int[2];
      stages.forEach((stage, tally) -> {
        text.append("%-24s %-20s %5d / %d%n".formatted(seed, stage, tally[0], tally[1]));
        sum[0] += tally[0];
        sum[1] += tally[1];
      });
      text.append("%-24s %-20s %5d / %d%s%n%n"
          .formatted(
              seed,
              "all stages",
              sum[0],
              sum[1],
              refused.get(seed) > 0 ? ", refused " + refused.get(seed) : ""));
    });
    files.forEach(
        (file, tally) -> text.append("%-45s %5d / %d%n".formatted(file, tally[0], tally[1])));
    return text.append("%ntotal %d / %d%n".formatted(passed, total)).toString();
  }

  /** Which kinds of difference there are, most frequent first, with one example each. */
  private String kinds() {
    Map<String, List<Failure>> kinds = new LinkedHashMap<>();
    for (Failure failure : failures) {
      for (String difference : failure.differences()) {
        String kind = difference
            .replaceAll("\\[.*", "")
            .replaceAll("'[^']*'|\"[^\"]*\"|\\d+", "…")
            .lines()
            .findFirst()
            .orElse("");
        kinds
            .computeIfAbsent(
                kind.substring(0, Math.min(160, kind.length())), k -> new ArrayList<>())
            .add(failure);
      }
    }
    StringBuilder text = new StringBuilder();
    kinds.entrySet().stream()
        .sorted((a, b) -> b.getValue().size() - a.getValue().size())
        .limit(60)
        .forEach(e -> text.append("%6d  %s%n        e.g. %s %s%n"
            .formatted(
                e.getValue().size(),
                e.getKey(),
                e.getValue().get(0).place(),
                e.getValue().get(0).id())));
    return text.toString();
  }

  /** The same case failing in the same way in several stages is shown once, with the stages. */
  private String shown() {
    Map<String, List<String>> places = new LinkedHashMap<>();
    for (Failure f : failures) {
      String[] place = f.place().split("/", 2);
      String body =
          f.sql().replace("\n", "\n    ") + "\n      " + String.join("\n      ", f.differences());
      places
          .computeIfAbsent(place[0] + " " + f.id() + "\n    " + body, k -> new ArrayList<>())
          .add(place[1] + ":" + f.mode());
    }
    StringBuilder text = new StringBuilder();
    places.forEach((body, where) ->
        text.append(body).append("\n      in ").append(String.join(" ", where)).append("\n\n"));
    return text.toString();
  }

  private String notServed() {
    StringBuilder text = new StringBuilder();
    refusals.forEach((statement, stages) -> text.append(statement)
        .append("\n      in ")
        .append(String.join(" ", stages))
        .append("\n\n"));
    return text.toString();
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(
        file,
        table() + "\nKinds of difference\n" + kinds() + "\nFailures\n\n" + shown() + "\nRefused\n\n"
            + notServed());
  }
}
