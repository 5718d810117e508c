package dev.crossfade.rewrite;

import dev.crossfade.catalog.Relation;
import dev.crossfade.mapping.Migration;
import java.util.Map;
import java.util.Optional;

/**
 * A migration that moves columns to a table of their own, one row for one row, with both tables as the catalog has them.
 *
 * @param migration where a whole table is renamed ({@code rename: "*"}), every column but the key is spelled out in it
 * @param from the old table; where it is gone in {@code contract}, what the mapping file says that it was
 * @param to the new table; absent only in {@code expand}, where it may come later
 * @param key old table's column to new table's: unique and not null on both sides
 * @param hasMore whether the new table has other columns
 * @param several whether other migrations bring columns to it, too
 */
public record Move(
    Migration migration,
    Relation from,
    Optional<Relation> to,
    Map<String, String> key,
    boolean hasMore,
    boolean several) {

  /** Whether the new table may have rows that this migration didn't make. */
  public boolean sharesRows() {
    return hasMore || several;
  }

  /** This move by the same migration in other words. */
  public Move of(Migration spelled) {
    return new Move(spelled, from, to, key, hasMore, several);
  }

  /** Whether the whole table moves. */
  public boolean isWhole() {
    return migration.newTable().filter(table -> table.wholeTable()).isPresent();
  }
}
