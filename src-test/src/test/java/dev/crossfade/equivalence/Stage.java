package dev.crossfade.equivalence;

/** A state that a migration's table can be in: a phase and how far the rows and the DDL have come. */
enum Stage {
  EXPAND("expand", Fill.NONE, ""),
  DUAL_WRITE_HALF("dual-write", Fill.HALF, ""),
  DUAL_WRITE_FILLED("dual-write", Fill.ALL, ""),
  COALESCE_HALF("coalesce", Fill.HALF, ""),
  COALESCE_FILLED("coalesce", Fill.ALL, ""),
  CUTOVER_0("cutover", Fill.ALL, "0%"),
  CUTOVER_100("cutover", Fill.ALL, "100%"),
  CONTRACT_KEPT("contract", Fill.ALL, ""),
  CONTRACT_DROPPED("contract", Fill.ALL, "");

  enum Fill {
    NONE,
    HALF,
    ALL
  }

  private final String phase;
  private final Fill fill;
  private final String reads;

  Stage(String phase, Fill fill, String reads) {
    this.phase = phase;
    this.fill = fill;
    this.reads = reads;
  }

  /** The word that stands in the mapping file. */
  String phase() {
    return phase;
  }

  Fill fill() {
    return fill;
  }

  /** The share of {@code reads:}, or nothing outside cutover. */
  String reads() {
    return reads;
  }

  /** Whether the old columns are no longer written. */
  boolean isContract() {
    return phase.equals("contract");
  }

  /** Whether a write through Crossfade serves both sides. */
  boolean writesBoth() {
    return this != EXPAND && !isContract();
  }

  /** The stage {@code steps} further on, round the end to the start. */
  Stage shifted(int steps) {
    return values()[Math.floorMod(ordinal() + steps, values().length)];
  }

  String label() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
