package dev.crossfade.rewrite;

import dev.crossfade.catalog.Relation;
import dev.crossfade.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What goes around a write of the table that columns come to. Its rows' counterparts in the old table are locked first, as every writer does; a row that has not been moved yet is moved; then
 * comes the write, and then the old table follows. The last statement counts the rows that the old table would not take for present, which the next writer would delete.
 */
final class BackSync {
  private static final String OLD = "crossfade_old";
  private static final String NEW = "crossfade_new";

  private final BoundMove move;
  private final List<String> key;

  BackSync(BoundMove move) {
    this.move = move;
    this.key = List.copyOf(move.key().keySet());
  }

  /** A unique constraint of moved columns is deferrable until contract, and so no arbiter. */
  static void refuseDeferrable(Statement.OnConflict conflict, Relation table) {
    boolean any = conflict.inference().isEmpty() && conflict.constraint().isEmpty();
    for (Relation.UniqueIndex index : table.uniques()) {
      boolean meant = !index.immediate()
          && !index.columns().isEmpty()
          && MovedWrites.isArbiter(conflict, index.columns());
      if (any && !index.immediate()) {
        throw new Refusal("ON CONFLICT DO NOTHING without a target on table " + table.name()
            + ", whose unique constraint is deferrable before contract; name the target");
      }
      if (meant) {
        throw new Refusal("ON CONFLICT on columns of table " + table.name()
            + " whose unique constraint is deferrable, in a phase before contract");
      }
    }
  }

  /** Locks the old rows of keys that the text gives. */
  Fragment lock(List<Fragment> keys) {
    List<String> texts = new ArrayList<>();
    for (String column : key) {
      texts.add("CAST(" + old(column).sql() + " AS pg_catalog.text) AS crossfade_key"
          + (texts.size() + 1));
    }
    return new Fragment.Builder()
        .add("SELECT " + String.join(", ", texts) + " FROM " + BoundMove.qualified(move.from())
            + " " + OLD + " WHERE (" + names(key, BackSync::old) + ") IN (")
        .add(Fragment.join(", ", keys))
        .add(") FOR UPDATE")
        .build();
  }

  /** @param orphans whether new rows that have no old one are lost */
  Steps.KeyedSql statement(boolean orphans) {
    List<String> theirs = List.copyOf(move.key().values());
    List<Fragment> given = values(column -> move.backward(column, BackSync::young));
    String moved = BoundMove.qualified(move.to()) + " " + NEW;
    String assignments = String.join(
        ", ",
        move.old().keySet().stream()
            .map(column -> Identifiers.quote(column) + " = "
                + move.backward(column, BackSync::young).sql())
            .toList());
    String nulls = String.join(
        ", ",
        move.old().keySet().stream().map(c -> Identifiers.quote(c) + " = NULL").toList());
    String table = BoundMove.qualified(move.from()) + " " + OLD;
    String existing = young(theirs.get(0)).sql();
    String present = move.present(column -> new Fragment.Builder()
            .add("CASE WHEN " + existing + " IS NOT NULL THEN ")
            .add(move.backward(column, BackSync::young))
            .add(" END")
            .build())
        .sql();
    String head = "WITH crossfade_given AS MATERIALIZED (";
    String mine = "(" + names(key, BackSync::old) + ") IN (SELECT * FROM crossfade_keys)";
    String tail = "), crossfade_keys AS (SELECT " + names(key, BackSync::old) + " FROM " + table
        + " WHERE ("
        + names(key, BackSync::old)
        + ") IN (SELECT * FROM crossfade_given)), crossfade_come AS (UPDATE " + table + " SET "
        + assignments + " FROM " + moved
        + " WHERE " + mine + " AND " + sameRow() + " AND " + drift(given) + "), "
        + "crossfade_gone AS (UPDATE " + table + " SET " + nulls + " WHERE " + mine
        + " AND NOT EXISTS (SELECT FROM " + moved + " WHERE " + sameRow() + ") AND "
        + move.present(BackSync::old).sql() + ") SELECT (SELECT pg_catalog.count(*) FROM " + table
        + " LEFT JOIN " + moved + " ON " + sameRow() + " WHERE " + mine + " AND (" + existing
        + " IS NOT NULL) <> (" + present + "))"
        + (orphans
            ? " + (SELECT pg_catalog.count(*) FROM " + moved + " WHERE ("
                + names(theirs, BackSync::young)
                + ") IN (SELECT * FROM crossfade_given) AND NOT EXISTS (SELECT FROM " + table
                + " WHERE " + sameRow() + "))"
            : "");
    return new Steps.KeyedSql(head, tail, "", "", Sync.types(move.from(), key), List.of());
  }

  private String drift(List<Fragment> given) {
    String back = Sync.differ(values(BackSync::old), given);
    return move.bijective()
        ? back
        : back + " AND "
            + Sync.differ(
                move.young().keySet().stream().map(BackSync::young).toList(),
                move.young().keySet().stream()
                    .map(column -> move.forward(column, BackSync::old))
                    .toList());
  }

  private List<Fragment> values(Function<String, Fragment> value) {
    return move.old().keySet().stream().map(value).toList();
  }

  private String sameRow() {
    List<String> equal = new ArrayList<>();
    for (Map.Entry<String, String> entry : move.key().entrySet()) {
      equal.add(young(entry.getValue()).sql() + " = " + old(entry.getKey()).sql());
    }
    return String.join(" AND ", equal);
  }

  private static String names(List<String> columns, Function<String, Fragment> row) {
    return String.join(
        ", ", columns.stream().map(column -> row.apply(column).sql()).toList());
  }

  private static Fragment old(String column) {
    return Fragment.of(OLD + "." + Identifiers.quote(column));
  }

  private static Fragment young(String column) {
    return Fragment.of(NEW + "." + Identifiers.quote(column));
  }
}
