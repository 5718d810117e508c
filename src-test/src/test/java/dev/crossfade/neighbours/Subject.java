package dev.crossfade.neighbours;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A migration as both shapes' applications write it. The values are such that nothing is lost either way, so that one model can speak for both.
 *
 * @param others the stage of the seed's other migrations, which bring columns to the same new table, or nothing
 * @param values of the old column, as literals
 * @param assignments what a new application assigns for each of them, by column
 * @param drifted true for a filled row whose shapes contradict each other
 */
record Subject(
    String seed,
    String others,
    String table,
    String oldColumn,
    List<String> newColumns,
    List<String> values,
    List<List<String>> assignments,
    String drifted,
    String loosen) {
  /** Columns that change within their table. */
  static final List<Subject> WITHIN = List.of(rename(), price(), split());

  /** Columns that move to a table of their own. */
  static final List<Subject> MOVED = List.of(move());

  /** A table that gets a new name. */
  static final List<Subject> RENAMED = List.of(people());

  /** Columns that several migrations bring to one table, of one old table or of two, beside another one in some phase. */
  static final List<Subject> SHARED = List.of(
      contacts("dual-write-filled"),
      streets("contract-dropped"),
      streets("cutover-100"),
      contacts("expand"));

  private static final List<String> ADDRESS =
      List.of("address_street", "address_city", "address_postal_code");

  private static Subject rename() {
    List<String> values = List.of("'n1'", "'n2'", "'n3'", "'n4'", "'n5'", "'n6'");
    return new Subject(
        "rename",
        "",
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
        "",
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
        "",
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

  private static Subject move() {
    List<String> values = List.of("'n1'", "'n2'", "'n3'", "'n4'", "'n5'", "'n6'");
    return new Subject(
        "move",
        "",
        "users",
        "address_street",
        List.of("street"),
        values,
        values.stream().map(List::of).toList(),
        "EXISTS (SELECT FROM addresses a WHERE a.user_id = users.id AND (num_nonnulls(address_street, address_city, address_postal_code) = 0"
            + " OR ROW(a.street, a.city, a.postal_code) IS DISTINCT FROM ROW(address_street, address_city, address_postal_code)))",
        "SELECT 1");
  }

  private static Subject contacts(String others) {
    return shared("move-pair", others, "emails", "email", "email", "user_id");
  }

  private static Subject streets(String others) {
    return shared("move-twice", others, "users", "address_street", "street", "id");
  }

  private static Subject shared(
      String seed, String others, String table, String old, String young, String key) {
    List<String> values = List.of("'n1'", "'n2'", "'n3'", "'n4'", "'n5'", "'n6'");
    return new Subject(
        seed,
        others,
        table,
        old,
        List.of(young),
        values,
        values.stream().map(List::of).toList(),
        "EXISTS (SELECT FROM " + created(seed) + " a WHERE a.user_id = " + table + "." + key
            + " AND a." + young + " IS NOT NULL AND a." + young + " IS DISTINCT FROM " + table + "."
            + old + ")",
        "SELECT 1");
  }

  private static String created(String seed) {
    return seed.equals("move-pair") ? "contacts" : "addresses";
  }

  /** Whether an application of the new shape has all of its columns. */
  boolean isReady() {
    return !others.equals("expand");
  }

  /** What it is called in the names of its databases. */
  String database() {
    return (seed + (others.isEmpty() ? "" : "_" + others)).replace('-', '_');
  }

  /** What it is called in the table. */
  String label() {
    return others.isEmpty()
        ? seed
        : seed + " beside " + others.replaceFirst("-(filled|dropped)$", "");
  }

  String key() {
    return seed.equals("move-pair") ? "user_id" : "id";
  }

  private static Subject people() {
    List<String> values = List.of("'n1'", "'n2'", "'n3'", "'n4'", "'n5'", "'n6'");
    return new Subject(
        "people",
        "",
        "persons",
        "username",
        List.of("username"),
        values,
        values.stream().map(List::of).toList(),
        "EXISTS (SELECT FROM people p WHERE p.id = persons.id AND ROW(p.username, p.email, p.age) IS DISTINCT FROM ROW(persons.username, persons.email, persons.age))",
        "ALTER TABLE persons DROP CONSTRAINT persons_username_key; ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey");
  }

  /** The rows as the old application knows them, of the plain table, in the new application's words. */
  String forward() {
    return switch (seed) {
      case "rename" -> "username";
      case "price" -> "(price / 100.0)::numeric(10,2)";
      case "move", "move-pair", "move-twice" -> oldColumn;
      case "people" -> "username";
      // Rows of the seed hold names that a new application has taken apart in its own way: the
      // whole is the same.
      default -> "full_name";
    };
  }

  private String table(boolean newShape) {
    return newShape && seed.equals("people") ? "people" : table;
  }

  String read(boolean newShape) {
    if (newShape && !others.isEmpty()) {
      return "SELECT u." + key() + ", a." + newColumns.get(0) + " FROM " + table + " u LEFT JOIN "
          + created(seed) + " a ON a.user_id = u." + key() + " ORDER BY u." + key();
    }
    if (newShape && seed.equals("move")) {
      return "SELECT u.id, a.street FROM users u LEFT JOIN addresses a ON a.user_id = u.id ORDER BY u.id";
    }
    String whole = seed.equals("split")
        ? "first_name || coalesce(' ' || nullif(last_name, ''), '')"
        : String.join(", ", newColumns);
    return "SELECT " + key() + ", " + (newShape ? whole : oldColumn) + " FROM " + table(newShape)
        + " ORDER BY " + key();
  }

  String seek(boolean newShape, int value) {
    if (newShape && !others.isEmpty()) {
      return "SELECT user_id FROM " + created(seed) + " WHERE " + newColumns.get(0) + " = "
          + values.get(value) + " ORDER BY user_id";
    }
    return newShape && seed.equals("move")
        ? "SELECT user_id FROM addresses WHERE street = " + values.get(value) + " ORDER BY user_id"
        : "SELECT " + key() + " FROM " + table(newShape) + " WHERE " + condition(newShape, value)
            + " ORDER BY " + key();
  }

  /** An address comes, changes and goes; the users stay. */
  private String address(Step step, boolean newShape) {
    String id = String.valueOf(step.id() % 8 + 1);
    String value = values.get(step.value());
    String given = "num_nonnulls(" + String.join(", ", ADDRESS) + ")";
    String insert = "INSERT INTO addresses (user_id, street) VALUES (" + id + ", " + value
        + ") ON CONFLICT (user_id) DO ";
    String update = "UPDATE users SET address_street = " + value + " WHERE id = " + id;
    return switch (step.kind()) {
      case INSERT -> newShape ? insert + "NOTHING" : update + " AND " + given + " = 0";
      case UPSERT -> newShape ? insert + "UPDATE SET street = excluded.street" : update;
      case UPDATE ->
        newShape
            ? "UPDATE addresses SET street = " + value + " WHERE user_id = " + id
            : update + " AND " + given + " > 0";
      case DELETE_FOUND ->
        newShape
            ? "DELETE FROM addresses WHERE user_id = " + id + " AND street <> " + value
            : "UPDATE users SET " + String.join(" = NULL, ", ADDRESS) + " = NULL WHERE id = " + id
                + " AND address_street <> " + value;
    };
  }

  /** A value comes, changes and goes; the row is there for the others' sake, too. */
  private String shared(Step step, boolean newShape) {
    String created = created(seed);
    String young = newColumns.get(0);
    String id = String.valueOf(step.id() % (seed.equals("move-pair") ? 5 : 8) + 1);
    String value = values.get(step.value());
    String insert = "INSERT INTO " + created + " (user_id, " + young + ") VALUES (" + id + ", "
        + value + ") ON CONFLICT (user_id) DO UPDATE SET " + young + " = excluded." + young;
    String update =
        "UPDATE " + table + " SET " + oldColumn + " = " + value + " WHERE " + key() + " = " + id;
    return switch (step.kind()) {
      case INSERT ->
        newShape
            ? insert + " WHERE " + created + "." + young + " IS NULL"
            : update + " AND " + oldColumn + " IS NULL";
      case UPSERT -> newShape ? insert : update;
      case UPDATE ->
        newShape
            ? "UPDATE " + created + " SET " + young + " = " + value + " WHERE user_id = " + id
                + " AND " + young + " IS NOT NULL"
            : update + " AND " + oldColumn + " IS NOT NULL";
      case DELETE_FOUND ->
        newShape
            ? "DELETE FROM " + created + " WHERE user_id = " + id + " AND " + young + " <> " + value
            : "UPDATE " + table + " SET " + oldColumn + " = NULL WHERE " + key() + " = " + id
                + " AND " + oldColumn + " <> " + value;
    };
  }

  String write(Step step, boolean newShape) {
    if (!others.isEmpty()) {
      return shared(step, newShape);
    }
    if (seed.equals("move")) {
      return address(step, newShape);
    }
    String written = table(newShape);
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
        "INSERT INTO " + written + " (id, " + columns + ") VALUES (" + step.id() + ", " + given
            + ") ON CONFLICT (id) DO NOTHING";
      case UPSERT ->
        "INSERT INTO " + written + " (id, " + columns + ") VALUES (" + step.id() + ", " + given
            + ") ON CONFLICT (id) DO UPDATE SET " + set.apply("excluded.");
      case UPDATE -> "UPDATE " + written + " SET " + set.apply("") + " WHERE id = " + step.id();
      case DELETE_FOUND ->
        "DELETE FROM " + written + " WHERE " + condition(newShape, step.value()) + " AND id > 4";
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
