package dev.crossfade.migrator.check;

import dev.crossfade.mapping.Lossless;
import dev.crossfade.mapping.Migration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be said of a migration's expressions without running them. What isn't understood is said, and nothing is claimed of it. */
final class ExpressionCheck {
  private static final String TOPIC = "expression";

  /** One type of each kind whose order everybody agrees on, and text, whose order nobody does. */
  private static final List<String> CANDIDATES =
      List.of("integer", "numeric", "double precision", "date", "timestamp", "text");

  private final Calcite calcite = new Calcite();

  /** Types of columns, as far as they are known. */
  record Types(Map<String, String> old, Map<String, String> young, Map<String, Boolean> notNull) {
    /** What the mapping file itself says of the old columns. */
    static Types of(Migration migration) {
      Map<String, String> old = new LinkedHashMap<>();
      Map<String, Boolean> notNull = new LinkedHashMap<>();
      migration.was().forEach((name, was) -> {
        old.put(name, was.type());
        notNull.put(name, was.notNull());
      });
      return new Types(old, migration.rename() ? renamed(migration) : Map.of(), notNull);
    }

    private static Map<String, String> renamed(Migration migration) {
      Map<String, String> young = new LinkedHashMap<>();
      migration
          .forward()
          .forEach((name, f) -> migration.was().forEach((old, was) -> {
            if (f.sql().equals("\"" + old + "\"")) {
              young.put(name, was.type());
            }
          }));
      return young;
    }
  }

  List<Finding> check(Migration migration, Types types) {
    List<Finding> findings = new ArrayList<>();
    if (migration.rename()) {
      return findings;
    }
    if (!types.old().keySet().containsAll(migration.oldColumns())
        || !types.young().keySet().containsAll(migration.newColumns())) {
      findings.add(
          Finding.note(
              TOPIC,
              migration.name(),
              "the columns' types aren't known without a database (--url); what is said holds for all that the expressions make sense for"));
    }
    boolean increasing = true;
    for (var f : migration.forward().entrySet()) {
      Optional<Reading> reading = read(
          migration,
          f.getKey(),
          f.getValue().sql(),
          migration.oldColumns(),
          types.old(),
          Optional.ofNullable(types.young().get(f.getKey())),
          findings);
      increasing &= reading.map(Reading::increasing).orElse(false);
      if (reading.isPresent()
          && reading.get().nullable()
          && !migration.oldColumns().isEmpty()) {
        findings.add(Finding.note(
            TOPIC, migration.name(), f.getKey() + " may be NULL though no old column is"));
      }
    }
    for (var b : migration.backward().entrySet()) {
      Optional<Reading> reading = read(
          migration,
          b.getKey(),
          b.getValue().sql(),
          migration.newColumns(),
          types.young(),
          Optional.ofNullable(types.old().get(b.getKey())),
          findings);
      boolean notNull = types.notNull().getOrDefault(b.getKey(), false);
      if (notNull && reading.isPresent() && reading.get().nullable()) {
        findings.add(Finding.note(
            TOPIC,
            migration.name(),
            b.getKey() + " is NOT NULL, and its expression may be NULL though no new column is"));
      }
    }
    monotone(migration, increasing, findings);
    return findings;
  }

  private Optional<Reading> read(
      Migration migration,
      String column,
      String sql,
      List<String> inputs,
      Map<String, String> known,
      Optional<String> target,
      List<Finding> findings) {
    Reading reading = known.keySet().containsAll(inputs)
        ? calcite.read(sql, typed(inputs, known), target)
        : untyped(sql, inputs, known);
    if (!reading.isUnderstood()) {
      findings.add(Finding.note(
          TOPIC,
          migration.name(),
          "nothing is said of the expression of " + column + ": Calcite doesn't understand "
              + String.join(", ", reading.unknown())));
      return Optional.empty();
    }
    if (!reading.deterministic()) {
      findings.add(Finding.problem(
          TOPIC,
          migration.name(),
          "the expression of " + column + " doesn't always yield the same"));
    }
    return Optional.of(reading);
  }

  private static Map<String, String> typed(List<String> inputs, Map<String, String> known) {
    Map<String, String> columns = new LinkedHashMap<>();
    inputs.forEach(input -> columns.put(input, known.getOrDefault(input, "")));
    return columns;
  }

  /** Without types: what is so for every type that the expression makes sense for. */
  private Reading untyped(String sql, List<String> inputs, Map<String, String> known) {
    List<Reading> understood = new ArrayList<>();
    Reading last = new Reading("", true, false, false, List.of("it"));
    for (String type : CANDIDATES) {
      Map<String, String> columns = new LinkedHashMap<>();
      inputs.forEach(input -> columns.put(input, known.getOrDefault(input, type)));
      last = calcite.read(sql, columns, Optional.empty());
      if (last.isUnderstood()) {
        understood.add(last);
      }
    }
    return understood.isEmpty()
        ? last
        : new Reading(
            "",
            understood.stream().anyMatch(Reading::nullable),
            understood.stream().allMatch(Reading::deterministic),
            understood.stream().allMatch(Reading::increasing),
            List.of());
  }

  private static void monotone(Migration migration, boolean increasing, List<Finding> findings) {
    boolean matters = migration.lossless() == Lossless.BOTH
        && migration.oldColumns().size() == 1
        && migration.newColumns().size() == 1;
    if (increasing && matters && !migration.monotone()) {
      findings.add(Finding.note(
          "proposal",
          migration.name(),
          "`monotone: true` can be said: " + migration.newColumns().get(0)
              + " keeps the order of " + migration.oldColumns().get(0)
              + ", so ranges and ORDER BY may move to it"));
    } else if (migration.monotone() && !increasing) {
      findings.add(Finding.note(
          "proposal",
          migration.name(),
          "`monotone: true` stands in the file and can't be proved here: see that "
              + migration.newColumns().get(0) + " keeps the order"));
    }
  }
}
