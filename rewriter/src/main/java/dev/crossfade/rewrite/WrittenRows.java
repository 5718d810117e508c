package dev.crossfade.rewrite;

import dev.crossfade.catalog.Column;
import dev.crossfade.sql.Query;
import dev.crossfade.sql.Span;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The rows that a write gives for columns which are in another table: a query that stands in the statement's WITH, by the key and the columns' old names, and what writes them from there. Used once
 * per write.
 */
final class WrittenRows {
  private final List<BoundMove> moves;
  private final List<Fragment> more = new ArrayList<>();

  /** @param moves all from one table */
  WrittenRows(List<BoundMove> moves) {
    this.moves = moves;
  }

  /** Adds columns to the query. */
  WrittenRows and(List<Fragment> columns) {
    more.addAll(columns);
    return this;
  }

  /** The old table's columns by which the new tables' rows are found. */
  Set<String> key() {
    Set<String> key = new LinkedHashSet<>();
    moves.forEach(move -> key.addAll(move.key().keySet()));
    return key;
  }

  /**
   * The query and what writes its rows, as elements of WITH.
   *
   * @param before set where keys change: whose keys are those from before
   * @param keys gives a key column's value
   * @param values gives a moved column's
   * @param from begins with FROM, or is empty
   * @param fresh whether the rows are new ones
   */
  Fragment elements(
      boolean fresh,
      Optional<Item> before,
      Function<String, Fragment> keys,
      BiFunction<BoundMove, Column, Fragment> values,
      Fragment from) {
    List<Fragment> was = new ArrayList<>();
    before.ifPresent(item ->
        key().forEach(column -> was.add(as(item.physical(column), Sync.was(column)))));
    return new Fragment.Builder()
        .add(query(was, keys, values, from))
        .add(", " + String.join(", ", new Sync(moves, before.isPresent(), fresh).parts()))
        .build();
  }

  /** The query alone. */
  Fragment query(
      List<Fragment> others,
      Function<String, Fragment> keys,
      BiFunction<BoundMove, Column, Fragment> values,
      Fragment from) {
    return new Fragment.Builder()
        .add(Sync.ROW + " AS MATERIALIZED (")
        .add(select(others, keys, values, from))
        .add(")")
        .build();
  }

  /** The query without its name. */
  Fragment select(
      List<Fragment> others,
      Function<String, Fragment> keys,
      BiFunction<BoundMove, Column, Fragment> values,
      Fragment from) {
    List<Fragment> columns = new ArrayList<>();
    key().forEach(column -> columns.add(as(keys.apply(column), column)));
    for (BoundMove move : moves) {
      // The value is of the type already; the cast says which length it has.
      move.old()
          .forEach((column, type) ->
              columns.add(as(BoundMigration.cast(values.apply(move, type), type.type()), column)));
    }
    columns.addAll(others);
    columns.addAll(more);
    return new Fragment.Builder()
        .add("SELECT ")
        .add(Fragment.join(", ", columns))
        .add(from)
        .build();
  }

  /** The same over rows that several executions give: each a query, between the head and the tail of a statement. */
  Steps.Gathered gathered(
      Function<String, Fragment> keys,
      BiFunction<BoundMove, Column, Fragment> values,
      Fragment from) {
    List<String> parts = new Sync(moves).parts();
    String last = parts.remove(parts.size() - 1);
    return new Steps.Gathered(
        "WITH " + Sync.ROW + " AS MATERIALIZED (",
        Steps.Piece.of(select(List.of(), keys, values, from)),
        " UNION ALL ",
        "), " + String.join(", ", parts) + " "
            + last.substring(last.indexOf('(') + 1, last.length() - 1));
  }

  /** Puts elements into a statement's WITH, behind its own. */
  static void with(Rewriting work, Optional<Query.With> with, Span statement, Fragment elements) {
    with.ifPresentOrElse(
        own -> work.edits.after(
            own.span().end(), new Fragment.Builder().add(", ").add(elements).build()),
        () -> work.edits.before(
            statement.start(),
            new Fragment.Builder().add("WITH ").add(elements).add(" ").build()));
  }

  static Fragment as(Fragment value, String column) {
    return new Fragment.Builder()
        .add(value)
        .add(" AS " + Identifiers.quote(column))
        .build();
  }

  /** What a column of the new table is for a row of the target once the statement is done. */
  static Fragment subselect(BoundMove move, String column, Item target) {
    List<String> same = move.key().keySet().stream()
        .map(key -> row(key).sql() + " = " + target.physical(key).sql())
        .toList();
    Optional<String> key = move.key().entrySet().stream()
        .filter(entry -> entry.getValue().equals(column))
        .map(Map.Entry::getKey)
        .findFirst();
    return new Fragment.Builder()
        .add("(SELECT ")
        .add(key.map(WrittenRows::row).orElseGet(() -> move.forward(column, WrittenRows::row)))
        .add(" FROM " + Sync.ROW + " WHERE " + String.join(" AND ", same) + " AND ")
        .add(move.present(WrittenRows::row))
        .add(" LIMIT 1)")
        .build();
  }

  /** One of the query's own columns for a row of the target. */
  static Fragment beside(String column, BoundMove move, Item target) {
    List<String> same = move.key().keySet().stream()
        .map(key -> row(key).sql() + " = " + target.physical(key).sql())
        .toList();
    return Fragment.of("(SELECT " + Sync.ROW + "." + column + " FROM " + Sync.ROW + " WHERE "
        + String.join(" AND ", same) + ")");
  }

  static Fragment row(String column) {
    return Fragment.of(Sync.ROW + "." + Identifiers.quote(column));
  }
}
