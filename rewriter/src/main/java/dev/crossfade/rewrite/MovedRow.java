package dev.crossfade.rewrite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The new table's row beside one of the old table's in FROM. It is joined when first asked for, under names that nothing else has, so that no name is captured or ambiguous; the planner looks through
 * the derived table. Used by one item; not thread-safe.
 */
final class MovedRow {
  /** The new table's alias in a subselect; no name of an application's. */
  static final String SUBSELECT = "crossfade_new";

  private final Rewriting work;
  private final BoundMove move;
  private final Edits.Surroundings place;
  private final String alias;
  private final Map<String, String> names = new LinkedHashMap<>();
  private boolean joined;

  /** @param place around the table's place in FROM */
  MovedRow(Rewriting work, BoundMove move, Edits.Surroundings place) {
    this.work = work;
    this.move = move;
    this.place = place;
    this.alias = work.alias();
    Stream.concat(move.key().values().stream(), move.young().keySet().stream())
        .forEach(column -> names.put(column, alias + "_" + (names.size() + 1)));
  }

  /** A column of the new table, of its key or moved there. */
  Fragment reference(String column, Item item) {
    if (!joined) {
      joined = true;
      join(item);
    }
    return Fragment.of(alias + "." + names.get(column));
  }

  private void join(Item item) {
    List<String> columns = new ArrayList<>();
    names.forEach((column, name) -> columns.add(Identifiers.quote(column) + " AS " + name));
    List<Fragment> condition = new ArrayList<>();
    move.key()
        .forEach((old, young) -> condition.add(new Fragment.Builder()
            .add(alias + "." + names.get(young) + " = ")
            .add(item.physical(old))
            .build()));
    work.edits.surround(
        place,
        Fragment.of("("),
        new Fragment.Builder()
            .add(" LEFT JOIN (SELECT " + String.join(", ", columns) + " FROM "
                + BoundMove.qualified(move.to()) + ") " + alias + " ON ")
            .add(Fragment.join(" AND ", condition))
            .add(")")
            .build());
  }

  /** The same column where nothing can be joined: for the target of a write and in its RETURNING. */
  static Fragment subselect(BoundMove move, String column, Item item, String alias) {
    List<Fragment> condition = new ArrayList<>();
    move.key()
        .forEach((old, young) -> condition.add(new Fragment.Builder()
            .add(alias + "." + Identifiers.quote(young) + " = ")
            .add(item.physical(old))
            .build()));
    return new Fragment.Builder()
        .add("(SELECT " + alias + "." + Identifiers.quote(column) + " FROM "
            + BoundMove.qualified(move.to()) + " " + alias + " WHERE ")
        .add(Fragment.join(" AND ", condition))
        .add(")")
        .build();
  }
}
