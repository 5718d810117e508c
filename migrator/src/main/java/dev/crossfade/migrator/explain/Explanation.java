package dev.crossfade.migrator.explain;

import dev.crossfade.driver.session.Rehearsal;
import dev.crossfade.mapping.Mapping;
import dev.crossfade.mapping.Migration;
import dev.crossfade.mapping.Shape;
import dev.crossfade.migrator.cli.Answer;
import dev.crossfade.migrator.cli.MappingOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;

/** One statement at each stand: what it becomes, why, and what the server thinks of it. */
public final class Explanation {
  private final String sql;
  private final Optional<ServerPlan> before;
  private final Map<Stand, Verdict> verdicts;
  private final Map<String, Optional<ServerPlan>> plans;

  private Explanation(
      String sql, Map<Stand, Verdict> verdicts, Map<String, Optional<ServerPlan>> plans) {
    this.sql = sql;
    this.before = plans.getOrDefault(sql, Optional.empty());
    this.verdicts = verdicts;
    this.plans = plans;
  }

  /**
   * Explains a statement.
   *
   * @param names the migrations that go through the stands; all if empty
   * @throws SQLException XF002 if the catalog doesn't fit the mapping, or as the server says
   */
  public static Explanation of(
      Connection connection,
      Mapping mapping,
      Shape shape,
      List<Stand> stands,
      List<String> names,
      String sql)
      throws SQLException {
    Set<String> moving = MappingOptions.select(mapping, names).stream()
        .map(Migration::name)
        .collect(Collectors.toSet());
    Rehearsal rehearsal = Rehearsal.open(connection, shape);
    Map<Stand, Verdict> verdicts = new LinkedHashMap<>();
    Map<String, Optional<ServerPlan>> plans = new HashMap<>();
    plans.put(sql, ServerPlan.of(connection, sql));
    for (Stand stand : stands) {
      Verdict verdict = Verdict.of(sql, rehearsal.rewrite(sql, stand.of(mapping, moving)));
      verdicts.put(stand, verdict);
      if (!verdict.sql().isEmpty() && !plans.containsKey(verdict.sql())) {
        plans.put(verdict.sql(), ServerPlan.of(connection, verdict.sql()));
      }
    }
    return new Explanation(sql, verdicts, plans);
  }

  /** Whether some stand refuses the statement. */
  public boolean isRefused() {
    return verdicts.values().stream().anyMatch(verdict -> verdict.outcome().equals("refused"));
  }

  /** Prints all of it. */
  public void print(Answer answer, boolean whole, Ansi ansi) {
    answer.line("As it came" + cost(before));
    Difference.indented(sql, "  ").forEach(answer::line);
    plan(before, whole).forEach(answer::line);
    List<Map<String, Object>> rows = new ArrayList<>();
    verdicts.forEach((stand, verdict) -> {
      Optional<ServerPlan> plan = plans.getOrDefault(verdict.sql(), Optional.empty());
      answer.line("");
      answer.line(stand.label() + ": " + verdict.outcome() + cost(plan));
      if (verdict.outcome().equals("rewritten")) {
        Difference.indented(Difference.mark(sql, verdict.sql(), ansi), "  ").forEach(answer::line);
      }
      if (!verdict.parameters().isEmpty()) {
        answer.line("  parameters: "
            + verdict.parameters().stream()
                .map(place -> place < 1 ? "the keys" : "?" + place)
                .collect(Collectors.joining(", ")));
      }
      beside("before it, in one transaction:", verdict.before()).forEach(answer::line);
      beside("behind it, in one transaction:", verdict.behind()).forEach(answer::line);
      answer.line("  " + verdict.why());
      plan(plan, whole).forEach(answer::line);
      rows.add(row(stand, verdict, plan));
    });
    answer.put("sql", sql);
    before.ifPresent(plan -> answer.put("cost", plan.cost()).put("plan", plan.lines()));
    answer.put("phases", rows);
  }

  private static List<String> beside(String what, List<String> texts) {
    List<String> lines = new ArrayList<>();
    texts.forEach(text -> {
      lines.add("  " + what);
      lines.addAll(Difference.indented(text, "    "));
    });
    return lines;
  }

  private static Map<String, Object> row(Stand stand, Verdict verdict, Optional<ServerPlan> plan) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("phase", stand.label());
    row.put("outcome", verdict.outcome());
    row.put("sql", verdict.sql());
    row.put("parameters", verdict.parameters());
    row.put("before", verdict.before());
    row.put("behind", verdict.behind());
    row.put("why", verdict.why());
    plan.ifPresent(known -> {
      row.put("cost", known.cost());
      row.put("plan", known.lines());
    });
    return row;
  }

  private static String cost(Optional<ServerPlan> plan) {
    return plan.map(known -> String.format(Locale.ROOT, " (cost %.2f)", known.cost()))
        .orElse("");
  }

  private static List<String> plan(Optional<ServerPlan> plan, boolean whole) {
    return whole
        ? plan.map(known -> known.lines().stream().map(line -> "    | " + line).toList())
            .orElse(List.of("    | the server can't plan it here"))
        : List.of();
  }
}
