package dev.crossfade.rewrite;

import dev.crossfade.mapping.Mapping;
import java.util.Map;
import java.util.Set;

/**
 * One validated reading of the mapping file, bound to what the catalog says. Immutable; the driver makes a new one for every reload and every change of a mapped
 * table.
 *
 * @param version counts up within a process
 * @param tables mapped tables and their partitions and inheritance children, by OID
 * @param names every name (unqualified, folded) by which a statement could reach one of them: tables, children, and views over them
 */
public record Snapshot(
    long version, Mapping mapping, Map<Long, MappedTable> tables, Set<String> names) {}
