package dev.crossfade.rewrite;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What goes around a write of a table to which several migrations bring columns, as {@link BackSync} says of one. The old rows of all of them are locked first, one table after the other, so that
 * nothing changes of what the others want. The last statement counts the rows that the next writer of an old table would take for another's, or take away.
 */
final class SharedBack {
  private static final String OLD = "crossfade_old";
  private static final String NEW = "crossfade_new";
  private static final String KEYS = "crossfade_keys";

  private final List<BoundMove> moves;
  private final BoundMove first;
  private final List<String> key;

  /** @param moves those that write both tables */
  SharedBack(List<BoundMove> moves) {
    this.moves = moves;
    this.first = moves.get(0);
    this.key = List.copyOf(first.key().values());
  }

  private Collection<List<BoundMove>> tables() {
    return moves.stream()
        .collect(Collectors.groupingBy(
            move -> move.from().oid(), java.util.TreeMap::new, Collectors.toList()))
        .values();
  }

  /** The old table's column for each of the new one's key. */
  private List<String> keyOf(BoundMove move) {
    return key.stream()
        .map(young -> move.key().entrySet().stream()
            .filter(entry -> entry.getValue().equals(young))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow())
        .toList();
  }

  private static String row(String alias, Collection<String> columns) {
    return columns.stream()
        .map(column -> alias + "." + Identifiers.quote(column))
        .collect(Collectors.joining(", "));
  }

  private static Function<String, Fragment> of(String alias) {
    return column -> Fragment.of(alias + "." + Identifiers.quote(column));
  }

  private String names() {
    List<String> names = new ArrayList<>();
    key.forEach(column -> names.add("k" + names.size()));
    return String.join(", ", names);
  }

  private static String equal(String alias, List<String> columns) {
    List<String> equal = new ArrayList<>();
    columns.forEach(column ->
        equal.add(alias + "." + Identifiers.quote(column) + " = " + KEYS + ".k" + equal.size()));
    return String.join(" AND ", equal);
  }

  /**
   * Locks the old rows of keys that the text gives, and gives the keys of all rows of one table or another.
   *
   * @param coming what joins them to the keys that are given, where rows of those are still to come
   */
  Fragment lock(List<Fragment> keys, String coming) {
    Fragment given = Fragment.join(", ", keys);
    Fragment.Builder sql = new Fragment.Builder();
    List<String> all = new ArrayList<>();
    for (List<BoundMove> table : tables()) {
      BoundMove move = table.get(0);
      String name = "crossfade_locked" + all.size();
      sql.add((all.isEmpty() ? "WITH " : ", ") + name + "(" + names() + ") AS MATERIALIZED (SELECT "
              + row(OLD, keyOf(move)) + " FROM " + BoundMove.qualified(move.from()) + " " + OLD
              + " WHERE (" + row(OLD, keyOf(move)) + ") IN (")
          .add(given)
          .add(") ORDER BY " + row(OLD, keyOf(move)) + " FOR UPDATE)");
      all.add("SELECT * FROM " + name);
    }
    all.add("SELECT " + row(NEW, key) + " FROM " + BoundMove.qualified(first.to()) + " " + NEW
        + " WHERE (" + row(NEW, key) + ") IN (");
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < key.size(); i++) {
      texts.add("CAST(k" + i + " AS pg_catalog.text) AS crossfade_key" + (i + 1));
    }
    sql.add(" SELECT " + String.join(", ", texts) + " FROM (" + String.join(" UNION ", all))
        .add(given)
        .add(")");
    if (!coming.isEmpty()) {
      sql.add(coming).add(given);
    }
    return sql.add(") " + KEYS + "(" + names() + ")").build();
  }

  /** Moves what has not been moved yet. */
  Steps.KeyedSql before() {
    Optional<Steps.KeyedSql> before = Optional.empty();
    for (List<BoundMove> table : tables()) {
      before =
          Optional.of(new Sync(table, false, true).comes(keyOf(table.get(0))).behind(before));
    }
    return before.orElseThrow();
  }

  /** Lets the old tables follow. */
  Steps.KeyedSql after() {
    List<String> parts = new ArrayList<>();
    StringBuilder joined = new StringBuilder();
    List<String> wrong = new ArrayList<>();
    List<String> wanted = new ArrayList<>();
    for (List<BoundMove> group : tables()) {
      String old = OLD + parts.size();
      String table = BoundMove.qualified(group.get(0).from()) + " " + old;
      String mine = equal(old, keyOf(group.get(0)));
      parts.add("crossfade_come" + parts.size() + " AS (" + follow(group, old) + ")");
      joined.append(" LEFT JOIN ").append(table).append(" ON ").append(mine);
      String there = old + "." + Identifiers.quote(keyOf(group.get(0)).get(0)) + " IS NOT NULL";
      for (BoundMove move : group) {
        String filled = move.filled(of(NEW)).sql();
        String present = move.present(column -> new Fragment.Builder()
                .add("CASE WHEN " + filled + " THEN ")
                .add(move.backward(column, of(NEW)))
                .add(" END")
                .build())
            .sql();
        String calls = "(" + there + " AND " + present + ")";
        wanted.add(calls);
        wrong.add(filled + " AND NOT " + calls);
        wrong.add(NEW + "." + Identifiers.quote(key.get(0)) + " IS NULL AND " + calls);
      }
    }
    List<BoundMove> others = first.siblings().stream()
        .filter(other -> moves.stream().noneMatch(move -> move.name().equals(other.name())))
        .toList();
    wrong.add(NEW + "." + Identifiers.quote(key.get(0)) + " IS NOT NULL AND NOT ("
        + String.join(" OR ", wanted) + " OR " + SharedRows.isWanted(others) + ")");
    return new Steps.KeyedSql(
        "WITH " + KEYS + "(" + names() + ") AS MATERIALIZED (",
        "), " + String.join(", ", parts) + " SELECT pg_catalog.count(*) FROM " + KEYS
            + " LEFT JOIN "
            + BoundMove.qualified(first.to()) + " " + NEW + " ON " + equal(NEW, key) + joined
            + " WHERE " + String.join(" OR ", wrong),
        "",
        "",
        Sync.types(first.from(), keyOf(first)),
        List.of());
  }

  /** Writes what an old row has given to the new one, or takes it away; one row once, whatever the number of its migrations. */
  private String follow(List<BoundMove> group, String old) {
    List<String> assignments = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    for (BoundMove move : group) {
      String filled = move.filled(of(NEW)).sql();
      String comes = filled + " AND " + drift(move, old);
      String goes = "NOT " + filled + " AND " + move.present(of(old)).sql();
      move.old()
          .keySet()
          .forEach(column -> assignments.add(Identifiers.quote(column) + " = CASE WHEN " + comes
              + " THEN " + move.backward(column, of(NEW)).sql() + " WHEN " + goes
              + " THEN NULL ELSE " + old + "." + Identifiers.quote(column) + " END"));
      changed.add(comes);
      changed.add(goes);
    }
    return "UPDATE " + BoundMove.qualified(group.get(0).from()) + " " + old + " SET "
        + String.join(", ", assignments) + " FROM " + KEYS + " LEFT JOIN "
        + BoundMove.qualified(first.to()) + " " + NEW + " ON " + equal(NEW, key) + " WHERE "
        + equal(old, keyOf(group.get(0))) + " AND (" + String.join(" OR ", changed) + ")";
  }

  private static String drift(BoundMove move, String old) {
    String back = Sync.differ(
        move.old().keySet().stream().map(of(old)).toList(),
        move.old().keySet().stream()
            .map(column -> move.backward(column, of(NEW)))
            .toList());
    return move.bijective()
        ? back
        : back + " AND "
            + Sync.differ(
                move.young().keySet().stream().map(of(NEW)).toList(),
                move.young().keySet().stream()
                    .map(column -> move.forward(column, of(old)))
                    .toList());
  }
}
