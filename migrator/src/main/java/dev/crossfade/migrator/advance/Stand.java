package dev.crossfade.migrator.advance;

import dev.crossfade.mapping.Migration;
import dev.crossfade.mapping.Phase;
import java.math.BigDecimal;

/**
 * How far a migration is: its phase and, in cutover, the share of reads.
 *
 * @param reads percent; 0 before cutover, 100 after
 */
public record Stand(Phase phase, BigDecimal reads) implements Comparable<Stand> {
  private static final BigDecimal ALL = BigDecimal.valueOf(100);

  /** As the file has it. */
  public static Stand of(Migration migration) {
    return new Stand(migration.phase(), migration.reads());
  }

  static Stand in(Phase phase) {
    return new Stand(phase, phase == Phase.CONTRACT ? ALL : BigDecimal.ZERO);
  }

  static Stand cutover(BigDecimal reads) {
    return new Stand(Phase.CUTOVER, reads);
  }

  boolean readsAll() {
    return reads.compareTo(ALL) >= 0;
  }

  /** The percentage as the file has it. */
  public String share() {
    return reads.stripTrailingZeros().toPlainString() + "%";
  }

  /** The lowest phase that anyone may be in while the file says this: the three that write both shapes may stand side by side. */
  public Phase floor() {
    return phase.writesBoth() ? Phase.DUAL_WRITE : phase;
  }

  @Override
  public int compareTo(Stand other) {
    int phases = phase.compareTo(other.phase);
    return phases != 0 ? phases : reads.compareTo(other.reads);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Stand stand && compareTo(stand) == 0;
  }

  @Override
  public int hashCode() {
    return phase.hashCode();
  }

  @Override
  public String toString() {
    return phase.label() + (phase == Phase.CUTOVER ? " at " + share() : "");
  }
}
