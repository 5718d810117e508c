package dev.crossfade.neighbours;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A migration as both shapes' applications write it. The values are such that nothing is lost either way, so that one model can speak for both.
 *
 * @param values of the old column, as literals
 * @param assignments what a new application assigns for each of them, by column
 * @param drifted true for a filled row whose shapes contradict each other
 */
record Subject(
    String seed,
    String table,
    String oldColumn,
    List<String> newColumns,
    List<String> values,
    List<List<String>> assignments,
    String drifted,
    String loosen) {
  static final List<Subject> ALL = List.of(rename(), price(), split());

  private static Subject rename() {
    List<String> values = List.of("'n1'", "'n2'", "'n3'", "'n4'", "'n5'", "'n6'");
    return new Subject(
        "rename",
        "users",
        "username",
        List.of("handle"),
        values,
        values.stream().map(List::of).toList(),
        "handle IS NOT NULL AND username IS DISTINCT FROM handle",
        "ALTER TABLE users ALTER username DROP NOT NULL, DROP CONSTRAINT users_username_key");
  }

  private static Subject price() {
    return new Subject(
        "price",
        "products",
        "price",
        List.of("price_decimal"),
        List.of("101", "102", "-103", "104", "0", "106"),
        List.of(
            List.of("1.01"),
            List.of("1.02"),
            List.of("-1.03"),
            List.of("1.04"),
            List.of("0"),
            List.of("1.06")),
        "price_decimal IS NOT NULL AND price_decimal IS DISTINCT FROM (price / 100.0)::numeric(10,2) AND price IS DISTINCT FROM round(price_decimal * 100)",
        "ALTER TABLE products ALTER price DROP NOT NULL");
  }

  private static Subject split() {
    return new Subject(
        "split",
        "users",
        "full_name",
        List.of("first_name", "last_name"),
        List.of("'Ann Bo'", "'Cy Dee'", "'Ed Fay'", "'Gil Hal'", "'Ida Jo'", "'Kay Lu'"),
        List.of(
            List.of("'Ann'", "'Bo'"),
            List.of("'Cy'", "'Dee'"),
            List.of("'Ed'", "'Fay'"),
            List.of("'Gil'", "'Hal'"),
            List.of("'Ida'", "'Jo'"),
            List.of("'Kay'", "'Lu'")),
        "num_nonnulls(first_name, last_name) > 0 AND full_name IS DISTINCT FROM first_name || coalesce(' ' || nullif(last_name, ''), '')"
            + " AND row(first_name, last_name) IS DISTINCT FROM row(split_part(full_name, ' ', 1), substr(full_name, length(split_part(full_name, ' ', 1)) + 2))",
        "SELECT 1");
  }

  /** The rows as the old application knows them, of the plain table, in the new application's words. */
  String forward() {
    return switch (seed) {
      case "rename" -> "username";
      case "price" -> "(price / 100.0)::numeric(10,2)";
      // Rows of the seed hold names that a new application has taken apart in its own way: the
      // whole is the same.
      default -> "full_name";
    };
  }

  String read(boolean newShape) {
    String whole = seed.equals("split")
        ? "first_name || coalesce(' ' || nullif(last_name, ''), '')"
        : String.join(", ", newColumns);
    return "SELECT id, " + (newShape ? whole : oldColumn) + " FROM " + table + " ORDER BY id";
  }

  String seek(boolean newShape, int value) {
    return "SELECT id FROM " + table + " WHERE " + condition(newShape, value) + " ORDER BY id";
  }

  String write(Step step, boolean newShape) {
    String columns = newShape ? String.join(", ", newColumns) : oldColumn;
    String given =
        newShape ? String.join(", ", assignments.get(step.value())) : values.get(step.value());
    UnaryOperator<String> set = prefix -> {
      List<String> names = newShape ? newColumns : List.of(oldColumn);
      return String.join(
          ", ",
          names.stream()
              .map(name -> name + " = " + prefix
                  + (prefix.isEmpty() ? given(step, newShape, names.indexOf(name)) : name))
              .toList());
    };
    return switch (step.kind()) {
      case INSERT ->
        "INSERT INTO " + table + " (id, " + columns + ") VALUES (" + step.id() + ", " + given
            + ") ON CONFLICT (id) DO NOTHING";
      case UPSERT ->
        "INSERT INTO " + table + " (id, " + columns + ") VALUES (" + step.id() + ", " + given
            + ") ON CONFLICT (id) DO UPDATE SET " + set.apply("excluded.");
      case UPDATE -> "UPDATE " + table + " SET " + set.apply("") + " WHERE id = " + step.id();
      case DELETE_FOUND ->
        "DELETE FROM " + table + " WHERE " + condition(newShape, step.value()) + " AND id > 4";
    };
  }

  private String given(Step step, boolean newShape, int column) {
    return newShape ? assignments.get(step.value()).get(column) : values.get(step.value());
  }

  private String condition(boolean newShape, int value) {
    if (!newShape) {
      return oldColumn + " = " + values.get(value);
    }
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < newColumns.size(); i++) {
      parts.add(newColumns.get(i) + " = " + assignments.get(value).get(i));
    }
    return String.join(" AND ", parts);
  }
}
