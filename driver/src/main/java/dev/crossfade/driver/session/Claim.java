package dev.crossfade.driver.session;

import dev.crossfade.catalog.Column;
import dev.crossfade.catalog.Relation;
import dev.crossfade.mapping.Migration;
import dev.crossfade.mapping.floor.Subject;
import dev.crossfade.mapping.floor.WitnessKey;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a session says by running under a binding: one migration, in one phase.
 *
 * @param table the OID of the table that the new columns are in; 0 while there is none
 * @param columns their numbers, of which one holds the floor; empty while there are none, or for a whole table
 */
record Claim(Migration migration, Subject subject, long table, Set<Integer> columns) {

  /** @param home the table that the new columns are in, if it is there yet */
  static Claim of(Migration migration, Relation bound, Optional<Relation> home) {
    String schema = home.map(Relation::schema).orElse(bound.schema());
    Set<Integer> columns = home.stream()
        .flatMap(table -> table.columns().stream())
        .filter(column -> migration.newColumns().contains(column.name()))
        .map(Column::number)
        .collect(Collectors.toUnmodifiableSet());
    return new Claim(
        migration, Subject.of(migration, schema), home.map(Relation::oid).orElse(0L), columns);
  }

  WitnessKey key() {
    return subject.in(migration.phase());
  }

  /** Whether the floor may stand in this column's comment. */
  boolean isAt(long relation, int column) {
    boolean whole = migration.newTable().filter(moved -> moved.wholeTable()).isPresent();
    return relation == table && (whole || columns.contains(column));
  }
}
