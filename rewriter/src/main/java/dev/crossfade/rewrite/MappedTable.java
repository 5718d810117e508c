package dev.crossfade.rewrite;

import dev.crossfade.catalog.Relation;
import dev.crossfade.mapping.Migration;
import java.util.List;

/**
 * A table (or a child of one) that migrations stand on, with what the catalog says of it now.
 *
 * @param reordered whether it is a child whose columns stand in another order than its parent's, of which alone the mapping file tells
 */
public record MappedTable(Relation relation, List<Migration> migrations, boolean reordered) {

  /** A table whose columns stand as the mapping file says. */
  public MappedTable(Relation relation, List<Migration> migrations) {
    this(relation, migrations, false);
  }
}
