package dev.crossfade.demo;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One of the demo's migrations, and the SQL that a person derives from it. */
sealed interface Change permits ColumnChange, ColumnMove {

  /** The five migrations of the shop. */
  List<Change> ALL = List.of(
      new ColumnChange(
          "handle",
          "users",
          List.of(new Column("username", "varchar(40)", "handle")),
          List.of(new Column("handle", "varchar(40)", "username")),
          List.of(
              "rename: { username: handle }",
              "accept: [users_username_key]    # stays until the drop: contract never writes username, and NULLs don't collide")),
      new ColumnChange(
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
      new ColumnChange(
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
      new ColumnChange(
          "shipping-method",
          "orders",
          List.of(),
          List.of(new Column("shipping_method", "text", "'standard'")),
          List.of("new: { shipping_method: \"'standard'\" }")),
      new ColumnMove(
          "addresses",
          "users",
          "addresses",
          List.of(
              new Column("address_street", "text", "street"),
              new Column("address_city", "text", "city"),
              new Column("address_postal_code", "varchar(12)", "postal_code")),
          List.of(
              "new_table: addresses",
              "key: { id: user_id }",
              "rename: { address_street: street, address_city: city, address_postal_code: postal_code }")));

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

  String name();

  /** The table that the application knows. */
  String table();

  /** O, each column with b. */
  List<Column> before();

  /** The lines of the mapping file that do not change with the phase. */
  List<String> entry();

  /** A query for the number of rows whose new side nobody has written yet, and of those in which the two shapes contradict each other or the new one is missing. */
  String drift(Stage.Columns columns);

  /** What FROM has behind the table where old columns are computed from new ones. */
  String join();

  /** What an application of the new shape is to read, from the columns themselves. */
  String expectedNew(Stage.Columns columns);

  /** The same as that application asks for it. */
  String readNew();

  static String list(List<Column> columns, Function<Column, String> each) {
    return columns.stream().map(each).collect(Collectors.joining(", "));
  }

  static String count(String unfilled, String drifted, String from) {
    return "SELECT count(*) FILTER (WHERE " + unfilled + "), count(*) FILTER (WHERE " + drifted
        + ") FROM " + from;
  }
}
