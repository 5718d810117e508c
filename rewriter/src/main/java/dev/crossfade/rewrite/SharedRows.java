package dev.crossfade.rewrite;

import dev.crossfade.catalog.Column;
import dev.crossfade.catalog.Relation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What brings a new table in line for some rows of an old one, where migrations bring columns of several tables, or several migrations those of one, or it has others of its own. A row is there as
 * long as one of them wants it or it holds something of its own; the columns of one that doesn't are null. Writers of different old tables meet on the new row only: who may take it away has held it in a statement before, so that what the others want is what
 * they have committed; who enters inserts or updates, whichever it takes. Who comes or goes writes the row even where it stays the same, for the sake of transactions that keep a snapshot. Where an
 * old row gets another key, its columns leave one new row and enter another: what is deleted or emptied is so before anything is entered.
 */
final class SharedRows {
  private static final String NEW = "crossfade_new";
  private static final String OTHER = "crossfade_other";

  private final List<BoundMove> moves;
  private final List<BoundMove> others;
  private final BoundMove first;
  private final String table;
  private final boolean rekeyed;
  private final UnaryOperator<String> keys;

  /** @param moves to one table by one key; from one table, where rows of that are looked at */
  SharedRows(List<BoundMove> moves) {
    this(moves, false);
  }

  /** @param rekeyed whether the old rows have the keys that they had before, too */
  SharedRows(List<BoundMove> moves, boolean rekeyed) {
    this.moves = moves;
    boolean followed = rekeyed && moves.get(0).follows();
    this.rekeyed = rekeyed && !followed;
    this.keys = followed ? Sync::was : UnaryOperator.identity();
    this.first = moves.get(0);
    this.table = BoundMove.qualified(first.to());
    List<String> names = moves.stream().map(BoundMove::name).toList();
    this.others =
        first.siblings().stream().filter(other -> !names.contains(other.name())).toList();
  }

  /** The moves, those to one table together where others bring columns to it, too. */
  static List<List<BoundMove>> groups(List<BoundMove> moves) {
    return List.copyOf(moves.stream()
        .collect(Collectors.groupingBy(
            move -> move.move().several() ? move.to().oid() : "alone " + move.name(),
            java.util.LinkedHashMap::new,
            Collectors.toList()))
        .values());
  }

  static boolean isShared(List<BoundMove> group) {
    return group.get(0).move().several();
  }

  /** Whether new rows may stay when old ones go. */
  static boolean mayStay(List<BoundMove> group) {
    return isShared(group) || OwnColumns.count(group.get(0), true);
  }

  /** Whether new rows may stay when old ones are no longer present. */
  static boolean mayEmpty(List<BoundMove> group) {
    return isShared(group)
        || !group.get(0).isAlwaysPresent() && OwnColumns.count(group.get(0), false);
  }

  private static Fragment old(String column) {
    return Fragment.of(Sync.ROW + "." + Identifiers.quote(column));
  }

  private static Fragment young(String column) {
    return Fragment.of(NEW + "." + Identifiers.quote(column));
  }

  private String sameRow(String alias) {
    return sameRow(alias, keys);
  }

  /** The row that the old one has had until now. */
  private String sameRowBefore() {
    return sameRow(NEW, rekeyed ? Sync::was : keys);
  }

  private String sameRow(String alias, UnaryOperator<String> names) {
    return first.key().entrySet().stream()
        .map(key -> alias + "." + Identifiers.quote(key.getValue()) + " = "
            + old(names.apply(key.getKey())).sql())
        .collect(Collectors.joining(" AND "));
  }

  private String order(String alias) {
    return first.key().values().stream()
        .map(column -> alias + "." + Identifiers.quote(column))
        .collect(Collectors.joining(", "));
  }

  /** Holds the new rows, in the order that every writer keeps to. */
  String hold() {
    return "SELECT " + order(NEW)
        + required().map(column -> ", " + young(column).sql()).collect(Collectors.joining())
        + " FROM " + table + " " + NEW + " JOIN " + Sync.ROW + " ON " + sameRow(NEW) + " ORDER BY "
        + order(NEW) + " FOR NO KEY UPDATE OF " + NEW;
  }

  /** The other columns of the new table that a row can't be without: an INSERT is asked for them even where it finds the row. And those of other migrations that have a default, which a row that is none of theirs has no use for. */
  private Stream<String> required() {
    return first.to().columns().stream()
        .filter(column -> !first.key().containsValue(column.name())
            && moves.stream().noneMatch(move -> move.young().containsKey(column.name())))
        .filter(column -> isOthers(column.name())
            ? column.notNull() || column.defaultExpression().isPresent()
            : column.notNull()
                && column.defaultExpression().isEmpty()
                && !column.identity()
                && !column.generated())
        .map(Column::name);
  }

  private boolean isOthers(String column) {
    return others.stream().anyMatch(other -> other.young().containsKey(column));
  }

  /**
   * Elements of a WITH behind {@code crossfade_row}.
   *
   * @param number of the new table in this statement
   * @param fresh whether no new row can be there for the sake of the old ones, so that none has to go
   */
  List<String> parts(int number, boolean fresh) {
    List<String> parts = new ArrayList<>();
    if (required().findAny().isPresent()) {
      parts.add("crossfade_held" + number + " AS (" + hold() + ")");
    }
    if (!fresh) {
      parts.add("crossfade_left" + number + " AS (DELETE FROM " + table + " " + NEW + " USING "
          + Sync.ROW + " WHERE " + sameRowBefore() + " AND "
          + (rekeyed
              ? "(NOT " + isEntered() + " OR " + Sync.moves(first) + ")"
              : "NOT " + isEntered())
          + " AND NOT " + stays(wander()) + (wander() ? " AND NOT " + goes() : "")
          + (rekeyed ? " RETURNING 1)" : ")"));
    }
    if (wander()) {
      parts.add("crossfade_went" + number + " AS (" + go() + ")");
    }
    parts.add("crossfade_kept" + number + " AS (UPDATE " + table + " " + NEW + " SET "
        + moves.stream().map(SharedRows::nulls).collect(Collectors.joining(", ")) + " FROM "
        + Sync.ROW + " WHERE " + sameRowBefore() + " AND NOT " + isEntered()
        + " AND " + (fresh ? isFilled() : stays(wander()))
        + (rekeyed ? " RETURNING 1)" : ")"));
    parts.add("crossfade_come" + number + " AS (" + enter(number) + ")");
    return parts;
  }

  /**
   * Elements of a WITH that take rows away with the old ones.
   *
   * @param among whether a new row belongs to one of them
   */
  List<Fragment> left(int number, Fragment among) {
    List<Fragment> parts = new ArrayList<>();
    parts.add(new Fragment.Builder()
        .add("crossfade_left" + number + " AS (DELETE FROM " + table + " " + NEW + " WHERE ")
        .add(among)
        .add(" AND NOT " + stays(true) + ")")
        .build());
    if (empties()) {
      parts.add(new Fragment.Builder()
          .add("crossfade_kept" + number + " AS (UPDATE " + table + " " + NEW + " SET "
              + moves.stream().map(SharedRows::nulls).collect(Collectors.joining(", ")) + " WHERE ")
          .add(among)
          .add(" AND " + stays(true) + ")")
          .build());
    }
    return parts;
  }

  /** Whether a row that stays when the old one goes is emptied: not where a foreign key has a say. */
  private boolean empties() {
    return first.move().several() || !first.refers();
  }

  /**
   * Elements of a WITH that take away what was there for old rows that are gone.
   *
   * @param given what has the keys
   * @param names what it calls a key column
   */
  List<String> gone(int number, String given, Function<String, String> names) {
    String gone = " WHERE " + Sync.gone(first, given, names);
    List<String> parts = new ArrayList<>();
    parts.add("crossfade_gone" + number + " AS (DELETE FROM " + table + " " + NEW + " USING "
        + given + gone + " AND NOT " + stays(true) + ")");
    if (empties()) {
      parts.add("crossfade_rest" + number + " AS (UPDATE " + table + " " + NEW + " SET "
          + moves.stream().map(SharedRows::nulls).collect(Collectors.joining(", ")) + " FROM "
          + given + gone + " AND " + stays(true) + ")");
    }
    return parts;
  }

  /** What follows once the old tables have no rows any more; over a key that says nothing. */
  Steps.KeyedSql emptied() {
    String none = "WITH crossfade_none(n) AS (";
    Steps.KeyedSql hold = new Steps.KeyedSql(
        none,
        "), crossfade_held AS (SELECT " + order(NEW) + " FROM " + table + " " + NEW + " ORDER BY "
            + order(NEW) + " FOR NO KEY UPDATE) "
            + Sync.nothing(first, List.of("(SELECT pg_catalog.count(*) FROM crossfade_held)")),
        "VALUES ",
        "",
        List.of(),
        List.of());
    return new Steps.KeyedSql(
            none,
            "), crossfade_left AS (DELETE FROM " + table + " " + NEW + " WHERE NOT "
                + stays(true) + ") UPDATE " + table + " " + NEW + " SET "
                + moves.stream().map(SharedRows::nulls).collect(Collectors.joining(", "))
                + " WHERE " + isFilled() + " AND " + stays(true),
            "VALUES ",
            "",
            List.of(),
            List.of())
        .behind(Optional.of(hold));
  }

  /** Which new rows of a DELETE no other migration wants, with the name by which they go. */
  String unwanted() {
    return NEW + " WHERE NOT " + stays(true);
  }

  private static String nulls(BoundMove move) {
    return move.young().keySet().stream()
        .map(column -> Identifiers.quote(column) + " = NULL")
        .collect(Collectors.joining(", "));
  }

  /** The old tables that tell what others want. */
  List<String> lookedAt() {
    return others.stream()
        .map(other -> BoundMove.qualified(other.from()))
        .distinct()
        .toList();
  }

  private String isFilled() {
    return or(moves.stream().map(move -> move.filled(SharedRows::young).sql()).toList());
  }

  /** Whether one of the old rows is to have the new one. */
  private String isEntered() {
    return rekeyed
        ? "EXISTS (SELECT FROM " + Sync.ROW + " WHERE " + sameRow(NEW) + " AND (" + present() + "))"
        : "(" + present() + ")";
  }

  private String present() {
    return moves.stream().map(Sync::present).collect(Collectors.joining(" OR "));
  }

  private static String or(Collection<String> conditions) {
    return conditions.isEmpty() ? "false" : "(" + String.join(" OR ", conditions) + ")";
  }

  /** @param goes whether the old row goes, or gets another key */
  private String stays(boolean goes) {
    List<String> reasons =
        new ArrayList<>(others.stream().map(SharedRows::wants).toList());
    OwnColumns.held(first, SharedRows::young, goes && !first.move().several())
        .ifPresent(reasons::add);
    return or(reasons);
  }

  /** Whether a new row may get another key: then it keeps what the server has made of itself. Where several migrations meet there, another's row may come in between. */
  private boolean wander() {
    return rekeyed && !first.move().several();
  }

  /** Whether the new row gets the key that the old one has got: if nothing keeps it, and there is none yet. */
  private String goes() {
    return "(" + Sync.moves(first) + " AND (" + present() + ") AND NOT " + stays(true) + " AND NOT "
        + isEntered() + " AND NOT EXISTS (SELECT FROM " + table + " " + OTHER + " WHERE "
        + sameRow(OTHER) + "))";
  }

  private String go() {
    List<String> assignments = new ArrayList<>();
    first
        .key()
        .forEach((old, young) ->
            assignments.add(Identifiers.quote(young) + " = " + old(old).sql()));
    first
        .young()
        .keySet()
        .forEach(
            column -> assignments.add(Identifiers.quote(column) + " = " + entered(first, column)));
    return "UPDATE " + table + " " + NEW + " SET " + String.join(", ", assignments) + " FROM "
        + Sync.ROW + " WHERE " + sameRowBefore() + " AND " + goes();
  }

  /** Whether one of the moves needs the new row. */
  static String isWanted(List<BoundMove> moves) {
    return or(moves.stream().map(SharedRows::wants).toList());
  }

  /** In contract the new row tells, which is filled as long as the old one calls for it. */
  private static String wants(BoundMove move) {
    String row = "EXISTS (SELECT FROM " + BoundMove.qualified(move.from()) + " " + OTHER + " WHERE "
        + move.key().entrySet().stream()
            .map(key -> OTHER + "." + Identifiers.quote(key.getKey()) + " = "
                + young(key.getValue()).sql())
            .collect(Collectors.joining(" AND "));
    return move.hasDeparted()
        ? "CASE WHEN " + row + ") THEN "
            + move.present(column -> move.backward(column, SharedRows::young)).sql() + " ELSE "
            + move.filled(SharedRows::young).sql() + " END"
        : row + " AND "
            + move.present(column -> Fragment.of(OTHER + "." + Identifiers.quote(column)))
                .sql() + ")";
  }

  private String enter(int number) {
    Relation to = first.to();
    Map<String, String> key = first.key();
    List<String> columns = new ArrayList<>(key.values());
    List<String> values = new ArrayList<>();
    Optional<String> refused = moves.stream()
        .flatMap(move -> Sync.refused(move).stream())
        .reduce((one, other) -> one + " OR " + other);
    List<String> order =
        key.keySet().stream().map(column -> old(keys.apply(column)).sql()).toList();
    order.forEach(column -> values.add(refused
        .map(nulls -> "CASE WHEN " + nulls + " THEN NULL ELSE " + column + " END")
        .orElse(column)));
    for (BoundMove move : moves) {
      for (String column : move.young().keySet()) {
        String value = entered(move, column);
        columns.add(column);
        values.add(
            moves.size() == 1
                ? value
                : "CASE WHEN " + Sync.present(move) + " THEN " + value + " END");
      }
    }
    required().forEach(column -> {
      columns.add(column);
      values.add("crossfade_held" + number + "." + Identifiers.quote(column));
    });
    boolean identity = columns.stream()
        .anyMatch(column -> to.column(column).filter(Column::identity).isPresent());
    String held = required().findAny().isEmpty()
        ? ""
        : " LEFT JOIN crossfade_held" + number + " ON " + sameRow("crossfade_held" + number);
    return "INSERT INTO " + table + " AS " + NEW + " (" + quoted(columns) + ")"
        + (identity ? " OVERRIDING SYSTEM VALUE" : "") + " SELECT " + String.join(", ", values)
        + " FROM " + Sync.ROW + before() + held + " WHERE "
        + (wander()
            ? "(" + present() + ") AND NOT (" + isThere() + " AND " + goes() + ")"
            : "(" + present() + ")")
        + (rekeyed ? over(number) : "") + " ORDER BY " + String.join(", ", order)
        + " ON CONFLICT (" + quoted(key.values()) + ") DO UPDATE SET "
        + moves.stream().map(this::assigned).collect(Collectors.joining(", ")) + " WHERE "
        + or(moves.stream().map(move -> drifted(move) + " OR " + comes(move)).toList());
  }

  /** What has left must be gone before it comes again: its values may be unique. */
  private static String over(int number) {
    return " AND (SELECT pg_catalog.count(*) FROM crossfade_left" + number
        + ") + (SELECT pg_catalog.count(*) FROM crossfade_kept" + number + ") >= 0";
  }

  /** The new rows that old ones with another key leave, for what they have and f doesn't give. */
  private String before() {
    return wander() || rekeyed && !moves.stream().allMatch(BoundMove::bijective)
        ? " LEFT JOIN " + table + " " + NEW + " ON " + sameRowBefore()
        : "";
  }

  private String isThere() {
    return young(first.key().values().iterator().next()).sql() + " IS NOT NULL";
  }

  private String entered(BoundMove move, String column) {
    String value = move.forward(column, SharedRows::old).sql();
    return rekeyed && !move.bijective()
        ? "CASE WHEN " + Sync.drift(move) + " THEN " + value + " ELSE "
            + young(column).sql() + " END"
        : value;
  }

  /** Whether it may not have been wanted before: then the row is written in any case, so that a transaction whose snapshot is older gets 40001 and doesn't take it away. */
  private String comes(BoundMove move) {
    String present = moves.size() == 1
        ? ""
        : "(SELECT " + Sync.present(move) + " FROM " + Sync.ROW + " WHERE " + sameRow(NEW)
            + " LIMIT 1) AND ";
    return present + "NOT " + move.filled(SharedRows::young).sql();
  }

  /** What a new application has written, and f doesn't give, stays. */
  private String assigned(BoundMove move) {
    boolean whole = moves.size() == 1 || move.bijective() || rekeyed;
    return move.young().keySet().stream()
        .map(Identifiers::quote)
        .map(column -> column + " = "
            + (whole
                ? "excluded." + column
                : "CASE WHEN " + drifted(move) + " THEN excluded." + column + " ELSE " + NEW + "."
                    + column + " END"))
        .collect(Collectors.joining(", "));
  }

  private String drifted(BoundMove move) {
    if (move.bijective() || rekeyed) {
      return Sync.differ(
          move.young().keySet().stream().map(SharedRows::young).toList(),
          move.young().keySet().stream()
              .map(column -> Fragment.of("excluded." + Identifiers.quote(column)))
              .toList());
    }
    String drift = moves.size() == 1
        ? Sync.drift(move)
        : "CASE WHEN " + Sync.present(move) + " THEN " + Sync.drift(move) + " ELSE "
            + move.filled(SharedRows::young).sql() + " END";
    return "(SELECT " + drift + " FROM " + Sync.ROW + " WHERE " + sameRow(NEW) + " LIMIT 1)";
  }

  private static String quoted(Collection<String> columns) {
    return columns.stream().map(Identifiers::quote).collect(Collectors.joining(", "));
  }
}
