package dev.crossfade.migrator.state;

import dev.crossfade.migrator.shape.Bound;

/**
 * A migration as state knows it.
 *
 * @param name as the mapping file has it
 * @param fingerprint what it means: table, key, columns and expressions
 */
public record Migrated(String name, String fingerprint) {

  /** A bound migration. */
  public static Migrated of(Bound bound) {
    return new Migrated(bound.migration().name(), bound.subject().fingerprint());
  }
}
