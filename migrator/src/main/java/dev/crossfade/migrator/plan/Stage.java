package dev.crossfade.migrator.plan;

import java.util.Arrays;
import java.util.Optional;

/** When DDL is due, in order. */
public enum Stage {
  /** Before {@code dual-write}: the new columns and tables. */
  EXPAND("expand"),
  /** When every row is filled: what the new columns need to serve as the old ones do. */
  AFTER_BACKFILL("after-backfill"),
  /** In {@code cutover} at 100 %: what the old columns must give up, and the new ones take over. */
  BEFORE_CONTRACT("before-contract"),
  /** In {@code contract}: the old columns go. */
  CONTRACT("contract");

  private final String label;

  Stage(String label) {
    this.label = label;
  }

  /** The word of the command line. */
  public String label() {
    return label;
  }

  /** The stage with this label. */
  public static Optional<Stage> ofLabel(String label) {
    return Arrays.stream(values()).filter(stage -> stage.label.equals(label)).findFirst();
  }

  @Override
  public String toString() {
    return label;
  }
}
