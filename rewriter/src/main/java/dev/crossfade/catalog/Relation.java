package dev.crossfade.catalog;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A table, view or other relation as the catalog has it.
 *
 * @param columns its columns that are not dropped, in attnum order
 * @param reaches for a view or materialized view: the OIDs of the tables that it reads, through other views, too
 */
public record Relation(long oid, String schema, String name, Kind kind, List<Column> columns, Set<Long> reaches) {
  public enum Kind {
    TABLE,
    PARTITIONED_TABLE,
    FOREIGN_TABLE,
    VIEW,
    MATERIALIZED_VIEW,
    SEQUENCE,
    COMPOSITE_TYPE,
    INDEX
  }

  /** The column of this name. */
  public Optional<Column> column(String column) {
    return columns.stream().filter(c -> c.name().equals(column)).findFirst();
  }
}
