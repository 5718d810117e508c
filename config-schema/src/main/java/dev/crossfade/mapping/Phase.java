package dev.crossfade.mapping;

import java.util.Arrays;
import java.util.Optional;

/** The five stages of an expand-and-contract migration, in order. */
public enum Phase {
  EXPAND("expand"),
  DUAL_WRITE("dual-write"),
  COALESCE("coalesce"),
  CUTOVER("cutover"),
  CONTRACT("contract");

  private final String label;

  Phase(String label) {
    this.label = label;
  }

  /** The word that stands in the mapping file. */
  public String label() {
    return label;
  }

  /** Whether a migration may go from this phase to {@code next} in one step, forward or back, or stay. */
  public boolean isNeighbourOf(Phase next) {
    return Math.abs(ordinal() - next.ordinal()) <= 1;
  }

  /** Whether one session may be in this phase while another is in {@code other}: those from dual write to cutover beside each other, and each beside the next. */
  public boolean mayStandBeside(Phase other) {
    return isNeighbourOf(other) || writesBoth() && other.writesBoth();
  }

  /** Whether every write goes to both shapes. */
  public boolean writesBoth() {
    return this == DUAL_WRITE || this == COALESCE || this == CUTOVER;
  }

  /** The phase with this label in the mapping file. */
  public static Optional<Phase> ofLabel(String label) {
    return Arrays.stream(values()).filter(phase -> phase.label.equals(label)).findFirst();
  }
}
