package dev.crossfade.migrator.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a plan is collected in. Not thread-safe. */
final class Draft {
  private final List<Step> steps = new ArrayList<>();
  private final List<Plan.Remark> remarks = new ArrayList<>();
  private final List<Plan.Remark> problems = new ArrayList<>();
  private final Map<String, List<Table.Index>> indexes = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private final Set<String> created = new HashSet<>();

  /** Indexes that this plan makes, by the table's qualified name. */
  List<Table.Index> indexesOf(String table) {
    return List.copyOf(indexes.getOrDefault(table, List.of()));
  }

  void addIndex(String table, Table.Index index) {
    indexes.computeIfAbsent(table, name -> new ArrayList<>()).add(index);
  }

  /** Whether nothing in this plan makes the table yet; from now on something does. */
  boolean creates(String table) {
    return created.add(table);
  }

  void add(Step step) {
    steps.add(step);
  }

  /** Something that a person has to see to. */
  void remark(Stage stage, String migration, String text) {
    Plan.Remark remark = new Plan.Remark(stage, migration, text);
    if (!remarks.contains(remark)) {
      remarks.add(remark);
    }
  }

  /** Something that stands in the way of a step. */
  void problem(Stage stage, String migration, String text) {
    problems.add(new Plan.Remark(stage, migration, text));
  }

  /** The name, or one like it where another object of this plan has it already; the same for the same object. */
  String claim(String name, String object) {
    String claimed = name;
    for (int i = 2; !names.computeIfAbsent(claimed, free -> object).equals(object); i++) {
      claimed = Quoting.fitting(name, "_" + i);
    }
    return claimed;
  }

  List<Step> steps() {
    return List.copyOf(steps);
  }

  List<Plan.Remark> remarks() {
    return List.copyOf(remarks);
  }

  List<Plan.Remark> problems() {
    return List.copyOf(problems);
  }
}
