package dev.crossfade.rewrite;

import dev.crossfade.catalog.Column;
import dev.crossfade.catalog.Relation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The statement that brings new tables in line with the rows of an old one. It takes only rows whose lock it has or gets at once: a row that somebody else is writing is theirs to bring in
 * line. A row whose tables agree is left alone, as a new application may have written what f doesn't give.
 */
final class Sync {
  private static final String ROW = "crossfade_row";
  private static final String NEW = "crossfade_new";

  private final List<BoundMove> moves;
  private final Relation table;

  /** @param moves all from one table; rows are found by the key of the first */
  Sync(List<BoundMove> moves) {
    this.moves = moves;
    this.table = moves.get(0).from();
  }

  /** @param stored whether keys that a text gives are those of rows as they are stored, and not what a predicate compares them with */
  Steps.KeyedSql statement(boolean stored) {
    List<String> key = List.copyOf(moves.get(0).key().keySet());
    List<String> names = new ArrayList<>();
    List<String> equal = new ArrayList<>();
    for (String column : key) {
      names.add("k" + names.size());
      equal.add(ROW + "." + Identifiers.quote(column) + " = crossfade_key.k" + equal.size());
    }
    // One look at the index for each key, whatever the server's statistics say.
    String head = "WITH " + ROW + " AS (SELECT " + ROW + ".* FROM (SELECT DISTINCT * FROM (";
    String locked = ") crossfade_given) crossfade_key(" + String.join(", ", names)
        + ") CROSS JOIN LATERAL (SELECT " + list(columns(), ROW) + " FROM "
        + BoundMove.qualified(table) + " " + ROW + " WHERE " + String.join(" AND ", equal)
        + " FOR NO KEY UPDATE SKIP LOCKED) " + ROW + "), ";
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < moves.size(); i++) {
      BoundMove move = moves.get(i);
      parts.add("crossfade_left" + i + " AS (" + leave(move) + ")");
      if (!upserts(move)) {
        parts.add("crossfade_kept" + i + " AS (" + keep(move) + ")");
      }
      if (i < moves.size() - 1) {
        parts.add("crossfade_come" + i + " AS (" + enter(move) + ")");
      }
    }
    String tail = locked + String.join(", ", parts) + " " + enter(moves.get(moves.size() - 1));
    String found = "SELECT " + list(key, ROW) + " FROM " + BoundMove.qualified(table) + " " + ROW
        + " WHERE (" + list(key, ROW) + ") IN (";
    return new Steps.KeyedSql(
        head, tail, stored ? "VALUES " : found, stored ? "" : ")", types(table, key));
  }

  static List<String> types(Relation table, List<String> columns) {
    return columns.stream()
        .map(name -> table.column(name).map(Column::type).orElseThrow())
        .toList();
  }

  private Set<String> columns() {
    Set<String> columns = new LinkedHashSet<>();
    moves.forEach(move -> {
      columns.addAll(move.key().keySet());
      columns.addAll(move.old().keySet());
    });
    return columns;
  }

  private static String list(Collection<String> columns, String row) {
    return String.join(
        ", ",
        columns.stream().map(column -> row + "." + Identifiers.quote(column)).toList());
  }

  private static Fragment old(String column) {
    return Fragment.of(ROW + "." + Identifiers.quote(column));
  }

  private static Fragment young(String column) {
    return Fragment.of(NEW + "." + Identifiers.quote(column));
  }

  /** The new table's row for the old one. */
  private static String sameRow(BoundMove move) {
    return String.join(
        " AND ",
        move.key().entrySet().stream()
            .map(key -> young(key.getValue()).sql() + " = " + old(key.getKey()).sql())
            .toList());
  }

  private static String present(BoundMove move) {
    return move.present(Sync::old).sql();
  }

  private static String leave(BoundMove move) {
    return "DELETE FROM " + BoundMove.qualified(move.to()) + " " + NEW + " USING " + ROW + " WHERE "
        + sameRow(move) + " AND NOT (" + present(move) + ")";
  }

  private static String keep(BoundMove move) {
    List<String> assignments = move.young().keySet().stream()
        .map(column ->
            Identifiers.quote(column) + " = " + move.forward(column, Sync::old).sql())
        .toList();
    return "UPDATE " + BoundMove.qualified(move.to()) + " " + NEW + " SET "
        + String.join(", ", assignments) + " FROM " + ROW + " WHERE " + sameRow(move) + " AND "
        + present(move) + " AND " + drift(move);
  }

  /** N is not f(O), and N isn't written yet or O is not b(N). */
  static String drift(BoundMove move) {
    String forward = differ(
        move.young().keySet().stream().map(Sync::young).toList(),
        move.young().keySet().stream()
            .map(column -> move.forward(column, Sync::old))
            .toList());
    if (move.bijective()) {
      return forward;
    }
    String back = differ(
        move.old().keySet().stream().map(Sync::old).toList(),
        move.old().keySet().stream()
            .map(column -> move.backward(column, Sync::young))
            .toList());
    return forward + " AND "
        + (move.move().sharesRows()
            ? "(NOT " + move.filled(Sync::young).sql() + " OR " + back + ")"
            : back);
  }

  static String differ(List<Fragment> left, List<Fragment> right) {
    return "ROW(" + Fragment.join(", ", left).sql() + ")::record OPERATOR(pg_catalog.*<>) ROW("
        + Fragment.join(", ", right).sql() + ")::record";
  }

  /** Whether the row that an INSERT would put there tells all that there is to know, also where there is one. */
  private static boolean upserts(BoundMove move) {
    return move.bijective() && !move.move().sharesRows();
  }

  private static String enter(BoundMove move) {
    Relation to = move.to();
    Map<String, String> key = move.key();
    List<String> columns =
        Stream.concat(key.values().stream(), move.young().keySet().stream()).toList();
    List<Fragment> values = Stream.concat(
            key.keySet().stream().map(Sync::old),
            move.young().keySet().stream().map(column -> move.forward(column, Sync::old)))
        .toList();
    boolean identity = columns.stream()
        .anyMatch(column -> to.column(column).filter(Column::identity).isPresent());
    Function<Collection<String>, String> names =
        some -> String.join(", ", some.stream().map(Identifiers::quote).toList());
    return "INSERT INTO " + BoundMove.qualified(to) + " (" + names.apply(columns) + ")"
        + (identity ? " OVERRIDING SYSTEM VALUE" : "") + " SELECT "
        + Fragment.join(", ", values).sql() + " FROM " + ROW + " WHERE " + present(move)
        + conflict(move, names.apply(key.values()));
  }

  private static String conflict(BoundMove move, String key) {
    if (!upserts(move)) {
      return " AND NOT EXISTS (SELECT FROM " + BoundMove.qualified(move.to()) + " " + NEW
          + " WHERE " + sameRow(move) + ") ON CONFLICT (" + key + ") DO NOTHING";
    }
    List<String> columns = List.copyOf(move.young().keySet());
    List<String> assignments = columns.stream()
        .map(column -> Identifiers.quote(column) + " = excluded." + Identifiers.quote(column))
        .toList();
    String table = Identifiers.quote(move.to().name());
    return " ON CONFLICT (" + key + ") DO UPDATE SET " + String.join(", ", assignments) + " WHERE "
        + differ(
            columns.stream()
                .map(column -> Fragment.of(table + "." + Identifiers.quote(column)))
                .toList(),
            columns.stream()
                .map(column -> Fragment.of("excluded." + Identifiers.quote(column)))
                .toList());
  }
}
