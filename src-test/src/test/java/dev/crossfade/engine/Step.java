package dev.crossfade.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One call, or a few that belong together, of an application; or a move of the mapping file.
 *
 * @param kind one of {@link #KINDS}; texts is a batch of texts, back rolls back to a savepoint
 * @param options handle, method, keys, fetch, guard, ordered, shape-only and so on
 * @param texts SQL; several in a batch of texts
 * @param rows values, for each execution one row
 */
record Step(String kind, Map<String, String> options, List<String> texts, List<List<Value>> rows) {
  static final List<String> KINDS = List.of(
      "statement",
      "prepared",
      "batch",
      "texts",
      "describe",
      "open",
      "read",
      "shut",
      "columns",
      "autocommit",
      "begin",
      "isolation",
      "commit",
      "rollback",
      "savepoint",
      "back",
      "release",
      "phase");

  static Step of(String kind, String... options) {
    Map<String, String> map = new LinkedHashMap<>();
    for (String option : options) {
      String[] both = option.split("=", 2);
      map.put(both[0], both.length > 1 ? both[1] : "");
    }
    return new Step(kind, map, List.of(), List.of());
  }

  Step with(List<String> newTexts, List<List<Value>> newRows) {
    return new Step(kind, options, newTexts, newRows);
  }

  boolean is(String option) {
    return options.containsKey(option);
  }

  String option(String name, String otherwise) {
    return options.getOrDefault(name, otherwise);
  }

  int number(String name) {
    return Integer.parseInt(option(name, "0"));
  }

  String text() {
    return texts.isEmpty() ? "" : texts.get(0);
  }

  boolean isSql() {
    return !texts.isEmpty();
  }

  String print() {
    StringBuilder out = new StringBuilder("-- step: ").append(kind);
    options.forEach(
        (name, value) -> out.append(' ').append(name).append(value.isEmpty() ? "" : "=" + value));
    out.append('\n');
    out.append(String.join("\n-- and\n", texts)).append(texts.isEmpty() ? "" : "\n");
    for (List<Value> row : rows) {
      out.append("-- row\n");
      row.forEach(value -> out.append("-- ? ").append(value.print()).append('\n'));
    }
    return out.toString();
  }
}
