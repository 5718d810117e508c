package dev.crossfade.equivalence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the columns of a migration go, if it is to another table: one new row for each old row that is present.
 *
 * @param table the new table
 * @param key old table's column to new table's
 * @param present an expression over the old table's columns
 * @param whole whether the table itself gets a new name
 * @param holds whether a row of the new table holds something of its own: an expression over that table's columns, or empty where any row counts that it began with
 */
record Move(String table, Map<String, String> key, String present, boolean whole, String holds) {

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

  /**
   * What an application of the old shape finds in a column of the old table {@code t}, once the new table alone is written.
   *
   * @param shares whether a new row may be there for the sake of others
   */
  String oldValue(Seed.Step step, String column, String type, boolean shares) {
    String value = "(" + step.backward().get(column) + ")::" + type;
    return whole
        ? value
        : "(SELECT " + value + " FROM " + table + " n WHERE " + matches("n", "t")
            + (shares ? " AND " + step.filled() : "") + ")";
  }

  /** The table that keeps the keys which the new table began with. */
  String own() {
    return "oracle.own_" + table.replaceAll("\\W+", "_");
  }

  /** Whether a row of the new table is there for its own sake. */
  String isOwn(String alias) {
    return !holds.isEmpty()
        ? "(" + holds + ")"
        : "EXISTS (SELECT FROM " + own() + " own WHERE " + sameKey("own", alias) + ")";
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

  /** The new table of several migrations as {@code t}, with the rows that are not filled yet as they will be. */
  static String completed(List<Seed.Step> steps, Map<String, String> types) {
    Move some = steps.get(0).move().orElseThrow();
    String keys = String.join(", ", some.key().values());
    Map<String, String> values = new LinkedHashMap<>();
    types.keySet().forEach(c -> values.put(c, "n." + c));
    some.key().values().forEach(c -> values.put(c, "k." + c));
    StringBuilder all = new StringBuilder("SELECT " + keys + " FROM " + some.table());
    StringBuilder joins =
        new StringBuilder(" LEFT JOIN " + some.table() + " n ON " + some.sameKey("k", "n"));
    for (int i = 0; i < steps.size(); i++) {
      Seed.Step step = steps.get(i);
      Move move = step.move().orElseThrow();
      String o = "o" + i;
      List<String> old = new ArrayList<>();
      move.key().forEach((from, to) -> old.add(from + " AS " + to));
      String rows = " FROM " + step.table() + " WHERE (" + move.present() + ") IS TRUE";
      all.append(" UNION SELECT ")
          .append(some.key().values().stream()
              .map(to -> move.key().entrySet().stream()
                  .filter(e -> e.getValue().equals(to))
                  .findFirst()
                  .orElseThrow()
                  .getKey())
              .collect(Collectors.joining(", ")))
          .append(rows);
      String filled = "num_nonnulls("
          + step.forward().keySet().stream().map(c -> "n." + c).collect(Collectors.joining(", "))
          + ") > 0";
      step.forward().forEach((column, f) -> {
        old.add("(" + f + ")::" + types.get(column) + " AS " + column);
        values.put(
            column,
            "CASE WHEN " + filled + " THEN n." + column + " ELSE " + o + "." + column + " END");
      });
      joins
          .append(" LEFT JOIN (SELECT ")
          .append(String.join(", ", old))
          .append(rows)
          .append(") ")
          .append(o)
          .append(" ON ")
          .append(some.sameKey("k", o));
    }
    return "(SELECT "
        + values.entrySet().stream()
            .map(e -> e.getValue() + " AS " + e.getKey())
            .collect(Collectors.joining(", "))
        + " FROM (" + all + ") k" + joins + ") t";
  }

  private String first() {
    return key.values().iterator().next();
  }

  /** The old rows that are present and have no new row yet, or one that is another's, by key and old values. */
  String unfilled(Seed.Step step, boolean shares) {
    return "SELECT " + image(step) + " AS image FROM " + step.table() + " t WHERE (" + present
        + ") IS TRUE AND NOT EXISTS (SELECT FROM " + table + " n WHERE " + matches("n", "t")
        + (shares ? " AND " + step.filled() : "") + ")";
  }

  /** Whether the migration needs a row of the new table {@code n}. */
  String wants(Seed.Step step, Stage stage) {
    if (stage == Stage.EXPAND) {
      return "false";
    }
    return stage.isContract()
        ? step.filled()
        : "EXISTS (SELECT FROM " + step.table() + " s WHERE (" + present + ") IS TRUE AND "
            + matches("n", "s") + ")";
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
   * @param others whether another migration that fills the same new table needs a row of it, if there is one
   */
  String drift(
      Seed.Step step,
      Map<String, Map<String, String>> tables,
      String before,
      Optional<String> others) {
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
        + " AS b, xmin::text::bigint AS x, (" + others.orElse("false") + ") AS others FROM " + table
        + " n";
    String shared = others.isPresent() ? " AND (given > 0 OR NOT others)" : "";
    String missing = "n." + first() + " IS NULL"
        + (others.isPresent() ? " OR given = 0 AND o.present AND n.n *<> o.f" : "");
    return "SELECT '" + step.name() + ": ' || CASE WHEN n." + first()
        + " IS NULL THEN 'missing' WHEN o.present THEN 'differs' ELSE 'extra' END"
        + " || ' ' || coalesce(o.image, '') || ' ' || coalesce(n.n::text, '') AS line"
        + " FROM (" + o + ") o FULL JOIN (" + n + ") n ON " + sameKey("o", "n")
        + " WHERE CASE WHEN " + missing
        + " THEN o.present AND o.image NOT IN (SELECT image FROM " + before + ")"
        + " WHEN o.present IS NOT TRUE THEN (o." + first()
        + " IS NULL OR greatest(o.x, n.x) > (SELECT xid FROM oracle.base))" + shared
        + " ELSE greatest(o.x, n.x) > (SELECT xid FROM oracle.base) AND n.n *<> o.f AND o.o *<> n.b END";
  }
}
