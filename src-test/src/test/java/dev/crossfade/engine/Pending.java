package dev.crossfade.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Divergences that are known and wait to be mended, one a line: a pattern of the kind, a pattern of the statement, the reason, with a tab between. Each has a trace in
 * {@code traces/pending} that must go on to diverge, so that the line goes when its cause does.
 */
final class Pending {
  private record Entry(Pattern kind, Pattern statement, String reason) {}

  private final List<Entry> entries;

  private Pending(List<Entry> entries) {
    this.entries = entries;
  }

  static Pending none() {
    return new Pending(List.of());
  }

  static Pending read(Path file) {
    try {
      List<Entry> entries = new ArrayList<>();
      for (String line : Files.readAllLines(file)) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] parts = line.split("\t+");
          entries.add(new Entry(
              Pattern.compile(parts[0]),
              Pattern.compile(parts[1], Pattern.DOTALL | Pattern.CASE_INSENSITIVE),
              parts[2]));
        }
      }
      return new Pending(entries);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int size() {
    return entries.size();
  }

  /** Why this one is expected, or nothing. */
  String reason(Scenario scenario, Verdict.Divergence divergence) {
    String text = scenario.steps().isEmpty()
        ? ""
        : scenario.steps().get(divergence.step()).print();
    return entries.stream()
        .filter(e -> e.kind().matcher(divergence.kind()).matches()
            && e.statement().matcher(text).find())
        .map(Entry::reason)
        .findFirst()
        .orElse("");
  }
}
