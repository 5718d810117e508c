package dev.crossfade.rewrite;

import dev.crossfade.catalog.ObjectName;
import dev.crossfade.mapping.Mapping;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One validated reading of the mapping file, bound to what the catalog says. Immutable; the driver makes a new one for every reload and every change of a mapped
 * table.
 *
 * @param version counts up within a process
 * @param tables mapped tables and their partitions and inheritance children, by OID
 * @param names every name (unqualified, folded) by which a statement could reach one of them: tables, children, and views over them
 * @param gone renamed tables whose old name the server has no more, by that name with its schema
 */
public record Snapshot(
    long version,
    Mapping mapping,
    Map<Long, MappedTable> tables,
    Set<String> names,
    Map<ObjectName, MappedTable> gone) {

  /** A snapshot in which every old table is there. */
  public Snapshot(long version, Mapping mapping, Map<Long, MappedTable> tables, Set<String> names) {
    this(version, mapping, tables, names, Map.of());
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
