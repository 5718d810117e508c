package dev.crossfade.rewrite;

import dev.crossfade.catalog.Relation;
import dev.crossfade.mapping.Migration;
import java.util.List;

/** A table (or a child of one) that migrations stand on, with what the catalog says of it now. */
public record MappedTable(Relation relation, List<Migration> migrations) {}
