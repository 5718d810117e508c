package dev.crossfade.rewrite;

import dev.crossfade.catalog.Relation;
import dev.crossfade.mapping.Migration;
import java.util.List;

/**
 * A table (or a child of one) that migrations stand on, with what the catalog says of it now.
 *
 * @param migrations those that stay within the table
 * @param reordered whether it is a child whose columns stand in another order than its parent's, of which alone the mapping file tells
 * @param moves those that take columns off it or bring columns to it
 */
public record MappedTable(
    Relation relation, List<Migration> migrations, boolean reordered, List<Move> moves) {

  /** A table whose columns stand as the mapping file says. */
  public MappedTable(Relation relation, List<Migration> migrations) {
    this(relation, migrations, false, List.of());
  }

  /** The moves that take columns off this table. */
  public List<Move> departures() {
    return moves.stream().filter(move -> move.from().oid() == relation.oid()).toList();
  }

  /** The moves that bring columns to this table. */
  public List<Move> arrivals() {
    return moves.stream()
        .filter(move -> move.to().filter(to -> to.oid() == relation.oid()).isPresent())
        .toList();
  }
}
