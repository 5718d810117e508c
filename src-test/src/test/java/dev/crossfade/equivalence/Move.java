package dev.crossfade.equivalence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where the columns of a migration go, if it is to another table: one new row for each old row that is present.
 *
 * @param table the new table
 * @param key old table's column to new table's
 * @param present an expression over the old table's columns
 * @param whole whether the table itself gets a new name
 */
record Move(String table, Map<String, String> key, String present, boolean whole) {

  /** The statement that fills the new rows. */
  String backfill(Seed.Step step, String condition) {
    List<String> columns = created(step);
    List<String> sets =
        step.forward().keySet().stream().map(c -> c + " = excluded." + c).toList();
    return "INSERT INTO " + table + " (" + String.join(", ", columns) + ") SELECT "
        + String.join(
            ", ",
            Stream.concat(key.keySet().stream(), step.forward().values().stream())
                .toList())
        + " FROM " + step.table() + " WHERE (" + present + ") IS TRUE"
        + (condition.isEmpty() ? "" : " AND (" + condition + ")")
        + " ON CONFLICT (" + String.join(", ", key.values()) + ") DO UPDATE SET "
        + String.join(", ", sets);
  }

  private List<String> created(Seed.Step step) {
    return Stream.concat(key.values().stream(), step.forward().keySet().stream())
        .toList();
  }

  /** What an application of the old shape finds in a column of the old table {@code t}, once the new table alone is written. */
  String oldValue(Seed.Step step, String column, String type) {
    String value = "(" + step.backward().get(column) + ")::" + type;
    return whole
        ? value
        : "(SELECT " + value + " FROM " + table + " n WHERE " + matches("n", "t") + ")";
  }

  /** The table that keeps the keys which the new table began with. */
  String own() {
    return "oracle.own_" + table.replaceAll("\\W+", "_");
  }

  /** That two aliases of the new table stand for the same row. */
  String sameKey(String one, String other) {
    return String.join(
        " AND ",
        key.values().stream().map(c -> one + "." + c + " = " + other + "." + c).toList());
  }

  private String matches(String created, String old) {
    List<String> equal = new ArrayList<>();
    key.forEach((from, to) -> equal.add(created + "." + to + " = " + old + "." + from));
    return String.join(" AND ", equal);
  }

  /** The new table as {@code t}, with the rows that are not filled yet as they will be. */
  String completed(Seed.Step step, Map<String, String> types) {
    List<String> old = new ArrayList<>();
    key.forEach((from, to) -> old.add(from + " AS " + to));
    step.forward()
        .forEach((column, f) -> old.add("(" + f + ")::" + types.get(column) + " AS " + column));
    List<String> created = created(step);
    List<String> values = types.keySet().stream()
        .map(c -> created.contains(c)
            ? "CASE WHEN n." + first() + " IS NULL THEN o." + c + " ELSE n." + c + " END AS " + c
            : "n." + c)
        .toList();
    return "(SELECT " + String.join(", ", values) + " FROM (SELECT " + String.join(", ", old)
        + ", (" + present + ") IS TRUE AS present FROM " + step.table() + ") o FULL JOIN " + table
        + " n ON " + sameKey("o", "n") + " WHERE o.present OR n." + first() + " IS NOT NULL) t";
  }

  private String first() {
    return key.values().iterator().next();
  }

  /** The old rows that are present and have no new row yet, by key and old values. */
  String unfilled(Seed.Step step) {
    return "SELECT " + image(step) + " AS image FROM " + step.table() + " t WHERE (" + present
        + ") IS TRUE AND NOT EXISTS (SELECT FROM " + table + " n WHERE " + matches("n", "t") + ")";
  }

  private String image(Seed.Step step) {
    return Database.row(
            Stream.concat(key.keySet().stream(), step.old().stream()).toList())
        + "::text";
  }

  /**
   * The rows that drifted: missing where the old row is present and was touched, there where it isn't present, and different by the two-sided rule.
   *
   * @param before the table with the rows that were unfilled at the start
   * @param siblings the other migrations that fill the same new table, whose row is not missing while one of them is present
   */
  String drift(
      Seed.Step step,
      Map<String, Map<String, String>> tables,
      String before,
      List<Seed.Step> siblings) {
    List<String> old = new ArrayList<>();
    key.forEach((from, to) -> old.add(from + " AS " + to));
    String o = "SELECT " + String.join(", ", old) + ", " + image(step) + " AS image, ("
        + present + ") IS TRUE AS present, " + Database.row(step.old()) + " AS o, "
        + Database.cast(step.forward(), tables.get(table)) + " AS f, xmin::text::bigint AS x FROM "
        + step.table();
    String n = "SELECT " + String.join(", ", key.values()) + ", num_nonnulls("
        + String.join(", ", step.forward().keySet()) + ") AS given, "
        + Database.row(step.forward().keySet().stream().toList()) + " AS n, "
        + Database.cast(step.backward(), tables.get(step.table()))
        + " AS b, xmin::text::bigint AS x FROM " + table;
    String shared = siblings.stream()
        .map(s -> " AND (given > 0 OR NOT EXISTS (SELECT FROM " + s.table() + " s WHERE ("
            + s.move().orElseThrow().present() + ") IS TRUE AND "
            + s.move().orElseThrow().matches("n", "s") + "))")
        .reduce("", String::concat);
    return "SELECT '" + step.name() + ": ' || CASE WHEN n." + first()
        + " IS NULL THEN 'missing' WHEN o.present THEN 'differs' ELSE 'extra' END"
        + " || ' ' || coalesce(o.image, '') || ' ' || coalesce(n.n::text, '') AS line"
        + " FROM (" + o + ") o FULL JOIN (" + n + ") n ON " + sameKey("o", "n")
        + " WHERE CASE WHEN n." + first()
        + " IS NULL THEN o.present AND o.image NOT IN (SELECT image FROM " + before + ")"
        + " WHEN o.present IS NOT TRUE THEN (o." + first()
        + " IS NULL OR greatest(o.x, n.x) > (SELECT xid FROM oracle.base))" + shared
        + " ELSE greatest(o.x, n.x) > (SELECT xid FROM oracle.base) AND n.n *<> o.f AND o.o *<> n.b END";
  }
}
