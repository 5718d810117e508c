package dev.crossfade.rewrite;

import dev.crossfade.catalog.Column;
import dev.crossfade.catalog.Relation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The statement that brings new tables in line with the rows of an old one. It takes only rows whose lock it has or gets at once: a row that somebody else is writing is theirs to bring in
 * line. A row whose tables agree is left alone, as a new application may have written what f doesn't give.
 */
final class Sync {
  static final String ROW = "crossfade_row";
  private static final String NEW = "crossfade_new";

  private final List<BoundMove> moves;
  private final Relation table;
  private final boolean rekeyed;

  /** @param moves all from one table; rows are found by the key of the first */
  Sync(List<BoundMove> moves) {
    this(moves, false);
  }

  /** @param rekeyed whether the rows have the keys that they had before, too, by which the new tables have them still */
  Sync(List<BoundMove> moves, boolean rekeyed) {
    this.moves = moves;
    this.table = moves.get(0).from();
    this.rekeyed = rekeyed;
  }

  /** What a key column that was is called. */
  static String was(String column) {
    return "crossfade_was_" + column.substring(0, Math.min(column.length(), 40));
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
    List<String> parts = parts();
    parts.remove(parts.size() - 1);
    String tail = locked + String.join(", ", parts) + " " + enter(moves.get(moves.size() - 1));
    String found = "SELECT " + list(key, ROW) + " FROM " + BoundMove.qualified(table) + " " + ROW
        + " WHERE (" + list(key, ROW) + ") IN (";
    return new Steps.KeyedSql(
        head, tail, stored ? "VALUES " : found, stored ? "" : ")", types(table, key), List.of());
  }

  /** What a WITH has behind {@code crossfade_row}, whose columns are the key and the columns that move, by their old names. */
  List<String> parts() {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < moves.size(); i++) {
      BoundMove move = moves.get(i);
      parts.add("crossfade_left" + i + " AS (" + leave(move) + ")");
      if (!upserts(move)) {
        parts.add("crossfade_kept" + i + " AS (" + keep(move) + ")");
      }
      parts.add("crossfade_come" + i + " AS (" + enter(move) + ")");
    }
    return parts;
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
  private String sameRow(BoundMove move) {
    return String.join(
        " AND ",
        move.key().entrySet().stream()
            .map(key -> young(key.getValue()).sql() + " = "
                + old(rekeyed ? was(key.getKey()) : key.getKey()).sql())
            .toList());
  }

  /** Whether the key is another than it was. */
  private static String moves(BoundMove move) {
    return differ(
        move.key().keySet().stream().map(column -> old(was(column))).toList(),
        move.key().keySet().stream().map(Sync::old).toList());
  }

  /** Whether the new table is to have a row: also where it will refuse one. */
  private static String present(BoundMove move) {
    String present = move.present(Sync::old).sql();
    return refused(move).map(nulls -> present + " OR " + nulls).orElse(present);
  }

  /** Whether there are nulls that the old table would not have taken. */
  private static Optional<String> refused(BoundMove move) {
    return move.hasDeparted() && !move.required().isEmpty()
        ? Optional.of(String.join(
            " OR ",
            move.required().stream()
                .map(column -> old(column).sql() + " IS NULL")
                .toList()))
        : Optional.empty();
  }

  /** A new table's key takes no nulls: the server says 23502 as it would have done of the column that is gone. */
  private static Fragment keyOf(BoundMove move, String column) {
    return refused(move)
        .map(nulls ->
            Fragment.of("CASE WHEN " + nulls + " THEN NULL ELSE " + old(column).sql() + " END"))
        .orElseGet(() -> old(column));
  }

  private String leave(BoundMove move) {
    String stays = rekeyed && upserts(move)
        ? "((" + present(move) + ") AND NOT (" + moves(move) + "))"
        : "(" + present(move) + ")";
    return "DELETE FROM " + BoundMove.qualified(move.to()) + " " + NEW + " USING " + ROW + " WHERE "
        + sameRow(move) + " AND NOT " + stays;
  }

  private String keep(BoundMove move) {
    List<String> assignments = new ArrayList<>();
    if (rekeyed) {
      move.key()
          .forEach((old, young) ->
              assignments.add(Identifiers.quote(young) + " = " + old(old).sql()));
    }
    move.young()
        .keySet()
        .forEach(column -> assignments.add(
            Identifiers.quote(column) + " = " + move.forward(column, Sync::old).sql()));
    return "UPDATE " + BoundMove.qualified(move.to()) + " " + NEW + " SET "
        + String.join(", ", assignments) + " FROM " + ROW + " WHERE " + sameRow(move) + " AND ("
        + present(move) + ") AND "
        + (rekeyed ? "(" + moves(move) + " OR " + drift(move) + ")" : drift(move));
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

  private String enter(BoundMove move) {
    Relation to = move.to();
    Map<String, String> key = move.key();
    List<String> columns =
        Stream.concat(key.values().stream(), move.young().keySet().stream()).toList();
    List<Fragment> values = Stream.concat(
            key.keySet().stream().map(column -> keyOf(move, column)),
            move.young().keySet().stream().map(column -> move.forward(column, Sync::old)))
        .toList();
    boolean identity = columns.stream()
        .anyMatch(column -> to.column(column).filter(Column::identity).isPresent());
    Function<Collection<String>, String> names =
        some -> String.join(", ", some.stream().map(Identifiers::quote).toList());
    return "INSERT INTO " + BoundMove.qualified(to) + " (" + names.apply(columns) + ")"
        + (identity ? " OVERRIDING SYSTEM VALUE" : "") + " SELECT "
        + Fragment.join(", ", values).sql() + " FROM " + ROW + " WHERE (" + present(move) + ")"
        + conflict(move, names.apply(key.values()));
  }

  private String conflict(BoundMove move, String key) {
    if (!upserts(move)) {
      return " AND (" + refused(move).map(nulls -> nulls + " OR ").orElse("")
          + "NOT EXISTS (SELECT FROM " + BoundMove.qualified(move.to()) + " " + NEW + " WHERE "
          + sameRow(move) + ")) ON CONFLICT (" + key + ") DO NOTHING";
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
