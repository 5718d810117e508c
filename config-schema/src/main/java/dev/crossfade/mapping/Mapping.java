package dev.crossfade.mapping;

import java.util.List;

/**
 * One validated reading of a mapping file, not yet bound to a database. Immutable.
 *
 * @param location where the migrations begin
 */
public record Mapping(Unsupported unsupported, List<Migration> migrations, Location location) {

  /**
   * What becomes of a statement that touches a mapped table and cannot be rewritten. Writes are always refused.
   *
   * @param passReads whether a read is passed on as it came while the old columns are maintained
   */
  public record Unsupported(boolean passReads) {}
}
