package dev.crossfade.migrator.explain;

import dev.crossfade.driver.session.Rehearsal;
import dev.crossfade.mapping.Mapping;
import dev.crossfade.mapping.Migration;
import dev.crossfade.migrator.cli.Answer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What becomes of a workload: of each statement the outcome at each stand, counted by statements and by calls. */
public final class Audit {
  private static final List<String> OUTCOMES =
      List.of("unchanged", "rewritten", "passed", "refused");
  private static final int WIDTH = 100;

  private final Map<Stand, Map<String, Count>> counts = new LinkedHashMap<>();
  private final Map<String, Refusal> refused = new LinkedHashMap<>();
  private int statements;
  private long calls;

  private static final class Count {
    private int statements;
    private long calls;
  }

  /** A statement that some stand refuses; {@code why} by the stands' labels. */
  private record Refusal(Workload.Entry entry, Map<String, String> why) {}

  /**
   * Audits a workload.
   *
   * @throws SQLException XF002 if the catalog doesn't fit the mapping, or as the server says
   */
  public static Audit of(
      Rehearsal rehearsal, Mapping mapping, List<Stand> stands, List<Workload.Entry> workload)
      throws SQLException {
    Audit audit = new Audit();
    Set<String> all =
        mapping.migrations().stream().map(Migration::name).collect(Collectors.toSet());
    for (Workload.Entry entry : workload) {
      audit.statements++;
      audit.calls += entry.calls();
    }
    for (Stand stand : stands) {
      Mapping there = stand.of(mapping, all);
      for (Workload.Entry entry : workload) {
        audit.note(stand, entry, Verdict.of(entry.sql(), rehearsal.rewrite(entry.sql(), there)));
      }
    }
    return audit;
  }

  private void note(Stand stand, Workload.Entry entry, Verdict verdict) {
    Count count = counts
        .computeIfAbsent(stand, unused -> new LinkedHashMap<>())
        .computeIfAbsent(verdict.outcome(), unused -> new Count());
    count.statements++;
    count.calls += entry.calls();
    if (verdict.outcome().equals("refused")) {
      refused
          .computeIfAbsent(entry.sql(), unused -> new Refusal(entry, new LinkedHashMap<>()))
          .why()
          .put(stand.label(), verdict.why());
    }
  }

  /** Whether some statement is refused somewhere. */
  public boolean isRefused() {
    return !refused.isEmpty();
  }

  /** Prints all of it. */
  public void print(Answer answer) {
    answer.line(statements + " statements, " + calls + " calls");
    answer.line("");
    answer.line(String.format(
        "%-12s %22s %22s %22s %22s", "phase", "unchanged", "rewritten", "passed", "refused"));
    counts.forEach((stand, byOutcome) -> {
      StringBuilder line = new StringBuilder(String.format("%-12s", stand.label()));
      for (String outcome : OUTCOMES) {
        Count count = byOutcome.getOrDefault(outcome, new Count());
        line.append(String.format(" %22s", count.statements + " (" + count.calls + " calls)"));
      }
      answer.line(line.toString());
    });
    refused.values().forEach(refusal -> {
      answer.line("");
      answer.line("refused, " + refusal.entry().calls() + " calls: "
          + Difference.line(refusal.entry().sql(), WIDTH));
      byReason(refusal)
          .forEach((why, labels) -> answer.line("  " + String.join(", ", labels) + ": " + why));
    });
    answer.put("statements", statements).put("calls", calls);
    answer.put("phases", counts.entrySet().stream().map(Audit::row).toList());
    answer.put(
        "refused",
        refused.values().stream()
            .map(refusal -> Map.of(
                "sql",
                refusal.entry().sql(),
                "calls",
                refusal.entry().calls(),
                "why",
                refusal.why()))
            .toList());
  }

  private static Map<String, List<String>> byReason(Refusal refusal) {
    Map<String, List<String>> reasons = new LinkedHashMap<>();
    refusal
        .why()
        .forEach((label, why) ->
            reasons.computeIfAbsent(why, unused -> new ArrayList<>()).add(label));
    return reasons;
  }

  private static Map<String, Object> row(Map.Entry<Stand, Map<String, Count>> entry) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("phase", entry.getKey().label());
    for (String outcome : OUTCOMES) {
      Count count = entry.getValue().getOrDefault(outcome, new Count());
      row.put(outcome, Map.of("statements", count.statements, "calls", count.calls));
    }
    return row;
  }
}
