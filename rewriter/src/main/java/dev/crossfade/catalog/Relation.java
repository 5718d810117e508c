package dev.crossfade.catalog;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A table, view or other relation as the catalog has it.
 *
 * @param columns its columns that are not dropped, in attnum order
 * @param uniques its unique indexes
 * @param reaches for a view or materialized view: the OIDs of the tables that it reads, through other views, too
 */
public record Relation(
    long oid,
    String schema,
    String name,
    Kind kind,
    List<Column> columns,
    List<UniqueIndex> uniques,
    Set<Long> reaches) {
  /**
   * A unique index.
   *
   * @param name that of the constraint, where it is one's
   * @param columns its key columns; empty if it has expressions
   * @param immediate whether it is checked at once, so that ON CONFLICT may use it
   * @param partial whether it has a predicate
   * @param primary whether it is that of the primary key
   */
  public record UniqueIndex(
      String name, List<String> columns, boolean immediate, boolean partial, boolean primary) {}

  /** A relation without unique indexes. */
  public Relation(
      long oid, String schema, String name, Kind kind, List<Column> columns, Set<Long> reaches) {
    this(oid, schema, name, kind, columns, List.of(), reaches);
  }

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
