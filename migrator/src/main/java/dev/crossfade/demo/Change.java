package dev.crossfade.demo;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One of the demo's migrations, and the SQL that a person derives from it.
 *
 * @param before O, each column with b
 * @param after N, each column with f
 * @param entry the lines of the mapping file that do not change with the phase
 */
record Change(
    String name, String table, List<Column> before, List<Column> after, List<String> entry) {

  /** The four migrations of the shop. */
  static final List<Change> ALL = List.of(
      new Change(
          "handle",
          "users",
          List.of(new Column("username", "varchar(40)", "handle")),
          List.of(new Column("handle", "varchar(40)", "username")),
          List.of(
              "rename: { username: handle }",
              "accept: [users_username_key]    # stays until the drop: contract never writes username, and NULLs don't collide")),
      new Change(
          "price-in-dollars",
          "products",
          List.of(new Column("price", "integer", "round(price_decimal * 100)")),
          List.of(new Column("price_decimal", "numeric(10,2)", "price / 100.0")),
          List.of(
              "old: [price]",
              "new: { price_decimal: price / 100.0 }",
              "back: { price: round(price_decimal * 100) }",
              "lossless: true",
              "monotone: true")),
      new Change(
          "split-name",
          "users",
          List.of(new Column(
              "full_name", "text", "first_name || coalesce(' ' || nullif(last_name, ''), '')")),
          List.of(
              new Column("first_name", "text", "split_part(full_name, ' ', 1)"),
              new Column(
                  "last_name",
                  "text",
                  "substr(full_name, length(split_part(full_name, ' ', 1)) + 2)")),
          List.of(
              "old: [full_name]",
              "new:",
              "  first_name: split_part(full_name, ' ', 1)",
              "  last_name: substr(full_name, length(split_part(full_name, ' ', 1)) + 2)",
              "back:",
              "  full_name: first_name || coalesce(' ' || nullif(last_name, ''), '')",
              "lossless: old")),
      new Change(
          "shipping-method",
          "orders",
          List.of(),
          List.of(new Column("shipping_method", "text", "'standard'")),
          List.of("new: { shipping_method: \"'standard'\" }")));

  /**
   * A column of one shape.
   *
   * @param type its type, with the length or precision
   * @param expression how it comes from the other shape
   */
  record Column(String name, String type, String expression) {
    /** The value from the other shape, in this column's own type, without which numeric(10,2) would differ from a quotient for ever. */
    String converted() {
      return "CAST(" + expression + " AS " + type + ")";
    }
  }

  /** Whether the row's new side has been written. */
  String filled() {
    return "num_nonnulls(" + list(after, Column::name) + ") > 0";
  }

  /** A row whose new side nobody has written yet, and should. */
  String unfilled() {
    return "NOT (" + filled() + ") AND " + differs(after);
  }

  /** A row in which the two shapes contradict each other, whichever way one looks, or the new one is missing. */
  String drifted() {
    if (before.isEmpty()) {
      return "NOT (" + filled() + ")";
    }
    return "(" + differs(after) + ") AND (NOT (" + filled() + ") OR " + differs(before) + ")";
  }

  static String names(List<Column> columns) {
    return list(columns, Column::name);
  }

  private static String differs(List<Column> side) {
    return "row(" + list(side, Column::name) + ")::record *<> row(" + list(side, Column::converted)
        + ")::record";
  }

  private static String list(List<Column> columns, Function<Column, String> each) {
    return columns.stream().map(each).collect(Collectors.joining(", "));
  }
}
