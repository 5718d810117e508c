package dev.crossfade.engine;

import java.util.List;
import java.util.stream.Collectors;

/** Rows of a migration whose columns stay in their table. */
record RowsInPlace(Scenario.Migration migration) implements Rows {
  @Override
  public String backfill(String condition) {
    String sets = migration.forward().entrySet().stream()
        .map(e -> e.getKey() + " = " + e.getValue())
        .collect(Collectors.joining(", "));
    return "UPDATE " + migration.table() + " SET " + sets + " WHERE " + drifted("")
        + (condition.isEmpty() ? "" : " AND " + condition);
  }

  @Override
  public String unfilled() {
    return "SELECT " + Key.value(migration.key(), "") + " AS id, " + image("") + " AS image FROM "
        + migration.table() + " WHERE NOT " + isFilled("");
  }

  @Override
  public String clear() {
    return "UPDATE " + migration.table() + " SET "
        + migration.forward().keySet().stream()
            .map(n -> n + " = NULL")
            .collect(Collectors.joining(", "));
  }

  @Override
  public String lost() {
    return "";
  }

  @Override
  public String reverse() {
    if (migration.old().isEmpty()) {
      return "";
    }
    return "UPDATE " + migration.table() + " SET "
        + migration.backward().entrySet().stream()
            .map(e -> e.getKey() + " = " + e.getValue())
            .collect(Collectors.joining(", "));
  }

  @Override
  public String drift(Phase phase, String captured, boolean newShape) {
    String table = migration.table();
    if (phase == Phase.CONTRACT) {
      return "SELECT '' AS line WHERE false";
    }
    String line =
        "SELECT '" + migration.name() + " ' || t::text AS line FROM " + table + " t WHERE ";
    if (phase == Phase.EXPAND) {
      return line + isFilled("");
    }
    return line + drifted("") + " AND NOT (NOT " + isFilled("") + " AND (EXISTS (SELECT FROM "
        + captured + " k WHERE k.id = " + Key.value(migration.key(), "t.") + " AND k.image = "
        + image("t.")
        + ") OR NOT EXISTS (SELECT FROM " + captured
        + " k WHERE k.id = " + Key.value(migration.key(), "t.") + ") AND EXISTS (SELECT FROM "
        + captured + " k WHERE k.image = "
        + image("t.") + ")))";
  }

  @Override
  public String shown(Phase phase, String column, boolean newShape) {
    if (!newShape && phase == Phase.CONTRACT && migration.backward().containsKey(column)) {
      return "CASE WHEN " + isFilled("") + " THEN " + migration.backward().get(column) + " END";
    }
    if (newShape && phase.writesBoth() && migration.forward().containsKey(column)) {
      return "CASE WHEN " + isFilled("") + " THEN " + column + " ELSE "
          + migration.forward().get(column) + " END";
    }
    return column;
  }

  @Override
  public String source(Phase phase, String table, boolean newShape) {
    return table;
  }

  private String image(String alias) {
    return migration.old().isEmpty() ? "''" : Rows.row(migration.old(), alias) + "::text";
  }

  private String isFilled(String alias) {
    return "num_nonnulls("
        + migration.forward().keySet().stream()
            .map(n -> alias + n)
            .collect(Collectors.joining(", "))
        + ") > 0";
  }

  private String drifted(String alias) {
    List<String> young = List.copyOf(migration.forward().keySet());
    if (migration.old().isEmpty()) {
      return "num_nulls(" + String.join(", ", young) + ") > 0";
    }
    String f = "ROW(" + String.join(", ", migration.forward().values()) + ")::record";
    String b = "ROW(" + String.join(", ", migration.backward().values()) + ")::record";
    List<String> old = List.copyOf(migration.backward().keySet());
    return Rows.row(young, alias) + " *<> " + f + " AND (NOT " + isFilled(alias) + " OR "
        + Rows.row(old, alias) + " *<> " + b + ")";
  }
}
