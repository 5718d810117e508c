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
import java.util.stream.Collectors;
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
  private final boolean fresh;

  /** @param moves all from one table; rows are found by the key of the first */
  Sync(List<BoundMove> moves) {
    this(moves, false, false);
  }

  /**
   * @param rekeyed whether the rows have the keys that they had before, too, by which the new tables have them still
   * @param fresh whether a row of a new table that several migrations share can only be there for the sake of others
   */
  Sync(List<BoundMove> moves, boolean rekeyed, boolean fresh) {
    this.moves = moves;
    this.table = moves.get(0).from();
    this.rekeyed = rekeyed;
    this.fresh = fresh;
  }

  /** What a key column that was is called. */
  static String was(String column) {
    return "crossfade_was_" + column.substring(0, Math.min(column.length(), 40));
  }

  /** @param stored whether keys that a text gives are those of rows as they are stored, and not what a predicate compares them with */
  Steps.KeyedSql statement(boolean stored) {
    List<String> parts = parts();
    String last = body(parts.remove(parts.size() - 1));
    return over(
            stored, keyOf(moves.get(0)), columns(), ", " + String.join(", ", parts) + " " + last)
        .behind(hold(stored, moves.get(0), false));
  }

  /**
   * The statement for old rows that nobody else can write.
   *
   * @param key the order in which the keys come
   */
  Steps.KeyedSql comes(List<String> key) {
    List<String> parts = parts();
    String last = body(parts.remove(parts.size() - 1));
    return over(true, key, columns(), ", " + String.join(", ", parts) + " " + last);
  }

  /** As {@link #comes}, by the first move's key, and a query with 0. */
  Steps.KeyedSql comesBack() {
    return over(
        true,
        keyOf(moves.get(0)),
        columns(),
        ", " + String.join(", ", parts()) + " SELECT pg_catalog.count(*) FROM " + ROW
            + " WHERE false");
  }

  /** What stands inside an element of a WITH. */
  static String body(String element) {
    return element.substring(element.indexOf('(') + 1, element.length() - 1);
  }

  /**
   * Holds the rows of new tables that other migrations write, too; to be run before what takes them away, whose snapshot is then a later one.
   *
   * @param by by whose key the old rows are given
   * @param go whether old rows go, or get another key
   */
  Optional<Steps.KeyedSql> hold(boolean stored, BoundMove by, boolean go) {
    List<String> held = held(go);
    Set<String> keys = new LinkedHashSet<>(by.key().keySet());
    moves.forEach(move -> keys.addAll(move.key().keySet()));
    return held.isEmpty()
        ? Optional.empty()
        : Optional.of(over(stored, keyOf(by), keys, String.join("", held)));
  }

  /** What a WITH has behind {@code crossfade_row} and the statement itself, for {@link #hold}. */
  List<String> held() {
    return held(false);
  }

  /** @param go whether old rows go, or get another key */
  List<String> held(boolean go) {
    List<String> elements = new ArrayList<>();
    List<String> counts = new ArrayList<>();
    Optional<BoundMove> some = Optional.empty();
    for (List<BoundMove> group : SharedRows.groups(moves)) {
      if (go ? SharedRows.mayStay(group) : SharedRows.mayEmpty(group)) {
        String name = "crossfade_held" + counts.size();
        elements.add(", " + name + " AS (" + new SharedRows(group).hold() + ")");
        counts.add("(SELECT pg_catalog.count(*) FROM " + name + ")");
        // Who empties another old table is waited for before the new rows are locked, and not
        // behind.
        new SharedRows(group)
            .lookedAt()
            .forEach(table -> counts.add("coalesce((SELECT 0 FROM " + table + " WHERE false), 0)"));
        some = Optional.of(group.get(0));
      }
    }
    some.ifPresent(move -> elements.add(" " + nothing(move, counts)));
    return elements;
  }

  /** A statement that comes to nothing once it has counted: a SELECT would give the application's text a result more. */
  static String nothing(BoundMove move, List<String> counts) {
    String key = move.key().values().iterator().next();
    return "INSERT INTO " + BoundMove.qualified(move.to()) + " (" + Identifiers.quote(key)
        + ") OVERRIDING SYSTEM VALUE SELECT CAST(NULL AS "
        + types(move.to(), List.of(key)).get(0)
        + ") FROM (SELECT " + String.join(" + ", counts)
        + ") crossfade_count(n) WHERE crossfade_count.n < 0";
  }

  private static List<String> keyOf(BoundMove move) {
    return List.copyOf(move.key().keySet());
  }

  private Steps.KeyedSql over(boolean stored, List<String> key, Set<String> columns, String rest) {
    List<String> names = new ArrayList<>();
    List<String> equal = new ArrayList<>();
    for (String column : key) {
      names.add("k" + names.size());
      equal.add(ROW + "." + Identifiers.quote(column) + " = crossfade_key.k" + equal.size());
    }
    // One look at the index for each key, whatever the server's statistics say.
    String head = "WITH " + ROW + " AS (SELECT " + ROW + ".* FROM (SELECT DISTINCT * FROM (";
    String tail = ") crossfade_given) crossfade_key(" + String.join(", ", names)
        + ") CROSS JOIN LATERAL (SELECT " + list(columns, ROW) + " FROM "
        + BoundMove.qualified(table) + " " + ROW + " WHERE " + String.join(" AND ", equal)
        + " FOR NO KEY UPDATE SKIP LOCKED) " + ROW + ")" + rest;
    String found = "SELECT " + list(key, ROW) + " FROM " + BoundMove.qualified(table) + " " + ROW
        + " WHERE (" + list(key, ROW) + ") IN (";
    return new Steps.KeyedSql(
        head, tail, stored ? "VALUES " : found, stored ? "" : ")", types(table, key), List.of());
  }

  /** The statement behind one that may have deleted rows, too: those of the new tables go that have none in the old one any more. Every move has the same key. */
  Steps.KeyedSql afterDeletes() {
    List<String> key = keyOf(moves.get(0));
    List<String> names = new ArrayList<>();
    List<String> equal = new ArrayList<>();
    for (String column : key) {
      names.add("k" + names.size());
      equal.add(ROW + "." + Identifiers.quote(column) + " = crossfade_key.k" + equal.size());
    }
    List<String> parts =
        new ArrayList<>(gone("crossfade_key", column -> "k" + key.indexOf(column)));
    parts.addAll(parts());
    String last = body(parts.remove(parts.size() - 1));
    String tail = ") crossfade_given), " + ROW + " AS (SELECT " + ROW
        + ".* FROM crossfade_key CROSS JOIN LATERAL (SELECT " + list(columns(), ROW) + " FROM "
        + BoundMove.qualified(table) + " " + ROW + " WHERE " + String.join(" AND ", equal)
        + " FOR NO KEY UPDATE SKIP LOCKED) " + ROW + "), " + String.join(", ", parts) + " " + last;
    String head = "WITH crossfade_key(" + String.join(", ", names)
        + ") AS MATERIALIZED (SELECT DISTINCT * FROM (";
    List<String> held = held(true);
    String keys = ") crossfade_given), " + rows("crossfade_key", names, key);
    Optional<Steps.KeyedSql> hold = held.isEmpty()
        ? Optional.empty()
        : Optional.of(new Steps.KeyedSql(
            head, keys + String.join("", held), "VALUES ", "", types(table, key), List.of()));
    return new Steps.KeyedSql(head, tail, "VALUES ", "", types(table, key), List.of()).behind(hold);
  }

  /** {@code crossfade_row} of keys alone, whether the old table has them or not. */
  static String rows(String given, List<String> names, List<String> key) {
    List<String> columns = new ArrayList<>();
    key.forEach(column ->
        columns.add(given + "." + names.get(columns.size()) + " AS " + Identifiers.quote(column)));
    return ROW + " AS (SELECT " + String.join(", ", columns) + " FROM " + given + ")";
  }

  /**
   * Elements of a WITH that take away what new tables have for keys that the old table has no more.
   *
   * @param given what has the keys
   * @param names what it calls a key column
   */
  List<String> gone(String given, Function<String, String> names) {
    List<String> parts = new ArrayList<>();
    for (List<BoundMove> group : SharedRows.groups(moves)) {
      BoundMove move = group.get(0);
      if (SharedRows.mayStay(group)) {
        parts.addAll(new SharedRows(group).gone(parts.size(), given, names));
      } else {
        parts.add("crossfade_gone" + parts.size() + " AS (DELETE FROM "
            + BoundMove.qualified(move.to()) + " " + NEW + " USING " + given + " WHERE "
            + gone(move, given, names) + ")");
      }
    }
    return parts;
  }

  /** Whether a new row is that of a key which the old table has no more. */
  static String gone(BoundMove move, String given, Function<String, String> names) {
    List<String> same = new ArrayList<>();
    List<String> there = new ArrayList<>();
    move.key().forEach((old, young) -> {
      same.add(young(young).sql() + " = " + given + "." + names.apply(old));
      there.add(old(old).sql() + " = " + given + "." + names.apply(old));
    });
    return String.join(" AND ", same) + " AND NOT EXISTS (SELECT FROM "
        + BoundMove.qualified(move.from()) + " " + ROW + " WHERE " + String.join(" AND ", there)
        + ")";
  }

  /** What a WITH has behind {@code crossfade_row}, whose columns are the key and the columns that move, by their old names. */
  List<String> parts() {
    List<String> parts = new ArrayList<>();
    List<List<BoundMove>> groups = SharedRows.groups(moves);
    for (int i = 0; i < groups.size(); i++) {
      BoundMove move = groups.get(i).get(0);
      if (SharedRows.isShared(groups.get(i)) || rekeyed && move.move().hasMore()) {
        parts.addAll(new SharedRows(groups.get(i), rekeyed).parts(i, fresh));
        continue;
      }
      // A row that gets another key must be gone before it comes again: its values may be unique.
      boolean turns = rekeyed && !move.follows() && upserts(move);
      parts.add("crossfade_left" + i + " AS (" + leave(move) + (turns ? " RETURNING 1)" : ")"));
      Optional<String> own = OwnColumns.held(move, Sync::young, false);
      if (own.isPresent()) {
        parts.add("crossfade_emptied" + i + " AS (" + empty(move, own.get()) + ")");
      }
      if (!upserts(move)) {
        parts.add("crossfade_kept" + i + " AS (" + keep(move) + ")");
      }
      String gone = turns ? " AND (SELECT count(*) FROM crossfade_left" + i + ") >= 0" : "";
      parts.add("crossfade_come" + i + " AS (" + enter(move, gone) + ")");
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
  static String moves(BoundMove move) {
    return differ(
        move.key().keySet().stream().map(column -> old(was(column))).toList(),
        move.key().keySet().stream().map(Sync::old).toList());
  }

  /** Whether the new table is to have a row: also where it will refuse one. */
  static String present(BoundMove move) {
    String present = move.present(Sync::old).sql();
    return refused(move).map(nulls -> present + " OR " + nulls).orElse(present);
  }

  /** Whether there are nulls that the old table would not have taken. */
  static Optional<String> refused(BoundMove move) {
    return move.hasDeparted() && !move.required().isEmpty()
        ? Optional.of(String.join(
            " OR ",
            move.required().stream()
                .map(column -> old(column).sql() + " IS NULL")
                .toList()))
        : Optional.empty();
  }

  /** A new table's key takes no nulls: the server says 23502 as it would have done of the column that is gone. */
  private Fragment keyOf(BoundMove move, String column) {
    Fragment key = old(rekeyed && move.follows() ? was(column) : column);
    return refused(move)
        .map(nulls -> Fragment.of("CASE WHEN " + nulls + " THEN NULL ELSE " + key.sql() + " END"))
        .orElse(key);
  }

  private String leave(BoundMove move) {
    String stays = rekeyed && !move.follows() && upserts(move)
        ? "((" + present(move) + ") AND NOT (" + moves(move) + "))"
        : "(" + present(move) + ")";
    return "DELETE FROM " + BoundMove.qualified(move.to()) + " " + NEW + " USING " + ROW + " WHERE "
        + sameRow(move) + " AND NOT " + stays
        + OwnColumns.held(move, Sync::young, false)
            .map(held -> " AND NOT " + held)
            .orElse("");
  }

  /** A row that holds something of its own stays without what an old one gave it. */
  private String empty(BoundMove move, String own) {
    return "UPDATE " + BoundMove.qualified(move.to()) + " " + NEW + " SET "
        + move.young().keySet().stream()
            .map(column -> Identifiers.quote(column) + " = NULL")
            .collect(Collectors.joining(", "))
        + " FROM " + ROW + " WHERE " + sameRow(move) + " AND NOT (" + present(move) + ") AND "
        + move.filled(Sync::young).sql() + " AND " + own;
  }

  private String keep(BoundMove move) {
    List<String> assignments = new ArrayList<>();
    boolean wanders = rekeyed && !move.follows();
    if (wanders) {
      move.key()
          .forEach((old, young) ->
              assignments.add(Identifiers.quote(young) + " = " + old(old).sql()));
    }
    // What a new application has written, and f doesn't give, goes along with the key.
    move.young()
        .keySet()
        .forEach(column -> assignments.add(Identifiers.quote(column) + " = "
            + (wanders
                ? "CASE WHEN " + drift(move) + " THEN "
                    + move.forward(column, Sync::old).sql() + " ELSE "
                    + young(column).sql() + " END"
                : move.forward(column, Sync::old).sql())));
    return "UPDATE " + BoundMove.qualified(move.to()) + " " + NEW + " SET "
        + String.join(", ", assignments) + " FROM " + ROW + " WHERE " + sameRow(move) + " AND ("
        + present(move) + ") AND "
        + (wanders ? "(" + moves(move) + " OR " + drift(move) + ")" : drift(move));
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

  private String enter(BoundMove move, String gone) {
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
        + gone
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
