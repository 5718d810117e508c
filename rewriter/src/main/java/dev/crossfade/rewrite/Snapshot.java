package dev.crossfade.rewrite;

import dev.crossfade.catalog.Column;
import dev.crossfade.catalog.ObjectName;
import dev.crossfade.catalog.Relation;
import dev.crossfade.mapping.Mapping;
import dev.crossfade.mapping.Phase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One validated reading of the mapping file, bound to what the catalog says. Immutable; the driver makes a new one for every reload and every change of a mapped
 * table.
 *
 * @param version counts up within a process
 * @param tables mapped tables and their partitions and inheritance children, by OID
 * @param names every name (unqualified, folded) by which a statement could reach one of them: tables, children, and views over them
 * @param gone renamed tables whose old name the server has no more, by that name with its schema
 * @param referenced tables that a mapped one refers to, also through others, by OID: TRUNCATE ... CASCADE of one of them empties the mapped one, too
 */
public record Snapshot(
    long version,
    Mapping mapping,
    Map<Long, MappedTable> tables,
    Set<String> names,
    Map<ObjectName, MappedTable> gone,
    Map<Long, Referenced> referenced) {

  /**
   * A table that mapped ones refer to.
   *
   * @param by their OIDs
   * @param keys the foreign keys of those that refer to it themselves
   */
  public record Referenced(String name, Set<Long> by, Set<ForeignKey> keys) {
    /** The same table, to which the other's refer, too. */
    public Referenced and(Referenced other) {
      return new Referenced(name, both(by, other.by), both(keys, other.keys));
    }

    private static <T> Set<T> both(Set<T> one, Set<T> other) {
      return Stream.concat(one.stream(), other.stream()).collect(Collectors.toSet());
    }
  }

  /**
   * A foreign key of a mapped table.
   *
   * @param table its OID
   * @param columns its columns' numbers with those of the other table
   * @param follows whether the server changes them along with the other table's
   */
  public record ForeignKey(long table, Map<Integer, Integer> columns, boolean follows) {}

  /** A snapshot in which every old table is there. */
  public Snapshot(long version, Mapping mapping, Map<Long, MappedTable> tables, Set<String> names) {
    this(version, mapping, tables, names, Map.of(), Map.of());
  }

  /** Whether a mapped table refers to another one. */
  boolean refers(Relation table, Relation to) {
    Referenced by = referenced.get(to.oid());
    return by != null && by.by().contains(table.oid());
  }

  /** The foreign keys by which the rows of a new table belong to those of the old one. */
  List<ForeignKey> keys(Move move) {
    Referenced by = referenced.get(move.from().oid());
    if (by == null || move.to().isEmpty()) {
      return List.of();
    }
    Relation to = move.to().get();
    Map<Integer, Integer> columns = new HashMap<>();
    move.key().forEach((old, young) -> columns.put(number(to, young), number(move.from(), old)));
    return by.keys().stream()
        .filter(key -> key.table() == to.oid() && key.columns().equals(columns))
        .toList();
  }

  private static int number(Relation table, String column) {
    return table.column(column).map(Column::number).orElse(0);
  }

  /** The other moves that bring columns to the same table, from {@code dual-write} on. */
  List<Move> siblings(Move move) {
    return move.to().map(Relation::oid).map(tables::get).stream()
        .flatMap(table -> table.arrivals().stream())
        .filter(other -> !other.migration().name().equals(move.migration().name())
            && other.migration().phase() != Phase.EXPAND)
        .toList();
  }

  /** The names of tables that mapped ones refer to. */
  Set<String> referencedNames() {
    return referenced.values().stream().map(Referenced::name).collect(Collectors.toSet());
  }

  /** The renamed table that a name meant while its old table was there. */
  Optional<MappedTable> gone(ObjectName name) {
    return gone.entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(name.name()))
        .filter(entry ->
            name.schema().isEmpty() || name.schema().equals(entry.getKey().schema()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
