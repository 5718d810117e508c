package dev.crossfade.engine;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rows of a migration whose columns go to another table. */
record RowsElsewhere(Scenario.Migration migration, Target target) implements Rows {
  private List<String> young() {
    return List.copyOf(migration.forward().keySet());
  }

  private boolean shared() {
    return !target.own().isEmpty();
  }

  private String isPresent() {
    return "(" + target.present() + ") IS TRUE";
  }

  private String isFilled(String alias) {
    return shared() || target.several()
        ? "num_nonnulls(" + young().stream().map(n -> alias + n).collect(Collectors.joining(", "))
            + ") > 0"
        : "true";
  }

  @Override
  public String backfill(String condition) {
    String columns =
        Stream.concat(target.youngs().stream(), young().stream()).collect(Collectors.joining(", "));
    String values = Stream.concat(target.olds().stream(), migration.forward().values().stream())
        .collect(Collectors.joining(", "));
    String sets =
        young().stream().map(n -> n + " = excluded." + n).collect(Collectors.joining(", "));
    String insert = "INSERT INTO " + target.table() + " (" + columns + ") SELECT " + values
        + " FROM " + migration.table() + " WHERE " + isPresent() + " AND " + notRight()
        + (condition.isEmpty() ? "" : " AND " + condition) + " ON CONFLICT ("
        + String.join(", ", target.youngs()) + ") DO "
        + (sets.isEmpty() ? "NOTHING" : "UPDATE SET " + sets);
    String delete = "DELETE FROM " + target.table() + " n WHERE NOT EXISTS (SELECT FROM "
        + migration.table() + " WHERE " + same("", "n.") + " AND " + isPresent() + ")";
    if (target.several()) {
      String nulls = young().stream().map(n -> n + " = NULL").collect(Collectors.joining(", "));
      return condition.isEmpty()
          ? "UPDATE " + target.table() + " n SET " + nulls + " WHERE NOT EXISTS (SELECT FROM "
              + migration.table() + " WHERE " + same("", "n.") + " AND " + isPresent() + "); "
              + insert
          : insert;
    }
    return condition.isEmpty() && !shared() ? delete + "; " + insert : insert;
  }

  /** There is no new row that says the same, one way or the other. */
  private String notRight() {
    return oldKey("") + " NOT IN (SELECT o.row_id FROM (" + olds() + ") o JOIN (" + news()
        + ") n ON n.row_id = o.row_id WHERE n.row_filled AND (n.row_n *= o.row_f OR n.row_b *= o.row_o))";
  }

  private String same(String old, String young) {
    return Key.same(target.key(), old, young);
  }

  /** What tells the old row from others. */
  private String oldKey(String alias) {
    return Key.value(target.olds(), alias);
  }

  private String f() {
    return "ROW(" + String.join(", ", migration.forward().values()) + ")::record";
  }

  private String oldRow(String alias) {
    return Rows.row(List.copyOf(migration.backward().keySet()), alias);
  }

  private String olds() {
    return "SELECT " + oldKey("") + " AS row_id, " + isPresent() + " AS row_present, " + oldRow("")
        + " AS row_o, " + f() + " AS row_f, " + image("") + " AS row_image FROM "
        + migration.table();
  }

  private String news() {
    return "SELECT " + Key.value(target.youngs(), "") + " AS row_id, " + isFilled("")
        + " AS row_filled, "
        + Rows.row(young(), "") + " AS row_n, ROW("
        + String.join(", ", migration.backward().values()) + ")::record AS row_b, "
        + (shared() ? target.own() : "false") + " AS row_own FROM " + target.table();
  }

  private String image(String alias) {
    return Rows.row(migration.old(), alias) + "::text";
  }

  @Override
  public String unfilled() {
    return "SELECT o.row_id AS id, o.row_image AS image FROM (" + olds() + ") o LEFT JOIN ("
        + news() + ") n ON n.row_id = o.row_id WHERE o.row_present AND n.row_filled IS NOT TRUE";
  }

  @Override
  public String clear() {
    if (target.several()) {
      return "UPDATE " + target.table() + " SET "
          + young().stream().map(n -> n + " = NULL").collect(Collectors.joining(", "));
    }
    return shared()
        ? "DELETE FROM " + target.table() + " WHERE (" + target.own() + ") IS NOT TRUE; UPDATE "
            + target.table() + " SET "
            + young().stream().map(n -> n + " = NULL").collect(Collectors.joining(", "))
        : "DELETE FROM " + target.table();
  }

  @Override
  public String lost() {
    if (target.whole() || target.present().equals("true")) {
      return "";
    }
    String old = migration.backward().entrySet().stream()
        .map(e -> e.getValue() + " AS " + e.getKey())
        .collect(Collectors.joining(", "));
    return "SELECT EXISTS (SELECT FROM (SELECT " + old + " FROM " + target.table() + " WHERE "
        + isFilled("") + ") o WHERE NOT " + isPresent() + ") OR EXISTS (SELECT FROM "
        + target.table() + " n WHERE " + isFilled("n.") + " AND NOT EXISTS (SELECT FROM "
        + migration.table() + " o WHERE " + same("o.", "n.") + "))";
  }

  @Override
  public String reverse() {
    String table = migration.table();
    if (target.whole()) {
      String columns = Stream.concat(target.olds().stream(), migration.old().stream())
          .collect(Collectors.joining(", "));
      return "DELETE FROM " + table + "; INSERT INTO " + table + " (" + columns + ") SELECT "
          + columns + " FROM " + target.table();
    }
    return "UPDATE " + table + " SET "
        + migration.backward().entrySet().stream()
            .map(e -> e.getKey() + " = " + back(e.getValue()))
            .collect(Collectors.joining(", "));
  }

  private String back(String b) {
    return "(SELECT " + b + " FROM " + target.table() + " WHERE "
        + same(migration.table() + ".", target.table() + ".")
        + (target.several() ? " AND " + isFilled("") : "") + ")";
  }

  @Override
  public String drift(Phase phase, String captured, boolean newShape) {
    if (phase == Phase.CONTRACT) {
      return target.whole() || newShape || target.several()
          ? "SELECT '' AS line WHERE false"
          : "SELECT '" + migration.name() + " nobody''s ' || n.row_n::text AS line FROM (" + news()
              + ") n WHERE n.row_own IS NOT TRUE AND NOT EXISTS (SELECT FROM " + migration.table()
              + " t WHERE " + oldKey("t.") + " = n.row_id)";
    }
    String line =
        "SELECT '" + migration.name() + " ' || coalesce(o.row_id, n.row_id) || ' ' || CASE"
            + " WHEN n.row_id IS NULL THEN 'missing' WHEN o.row_present THEN 'differs' ELSE 'extra' END"
            + " || ' ' || coalesce(o.row_image, '') || ' ' || coalesce(n.row_n::text, '') AS line FROM ("
            + olds() + ") o FULL JOIN (" + news() + ") n ON n.row_id = o.row_id WHERE ";
    if (phase == Phase.EXPAND) {
      return line + "n.row_filled AND n.row_own IS NOT TRUE";
    }
    String known = "(EXISTS (SELECT FROM " + captured
        + " k WHERE k.id = o.row_id AND k.image = o.row_image) OR NOT EXISTS (SELECT FROM "
        + captured
        + " k WHERE k.id = o.row_id) AND EXISTS (SELECT FROM " + captured
        + " k WHERE k.image = o.row_image))";
    return line + "CASE WHEN n.row_filled IS NOT TRUE AND o.row_present THEN NOT " + known
        + " AND (n.row_id IS NULL OR n.row_n *<> o.row_f) WHEN o.row_present IS NOT TRUE THEN "
        + (target.several()
            ? "n.row_filled IS TRUE"
            : "n.row_id IS NOT NULL AND n.row_own IS NOT TRUE")
        + " ELSE n.row_n *<> o.row_f AND n.row_b *<> o.row_o END";
  }

  /** Whether the migration needs the row {@code n} of its new table. */
  String wants(Phase phase) {
    String row = "EXISTS (SELECT FROM " + migration.table() + " o WHERE " + same("o.", "n.");
    return switch (phase) {
      case EXPAND -> "false";
      case CONTRACT -> isFilled("n.") + (target.present().equals("true") ? " OR " + row + ")" : "");
      default -> row + " AND " + isPresent() + ")";
    };
  }

  @Override
  public String shown(Phase phase, String column, boolean newShape) {
    return !newShape
            && phase == Phase.CONTRACT
            && !target.whole()
            && migration.backward().containsKey(column)
        ? back(migration.backward().get(column))
        : column;
  }

  @Override
  public String source(Phase phase, String table, boolean newShape) {
    if (newShape) {
      return table;
    }
    if (target.whole() && phase == Phase.CONTRACT && table.equals(migration.table())) {
      return target.table();
    }
    return shared() && table.equals(target.table()) ? table + " WHERE " + target.own() : table;
  }
}
