package dev.crossfade.migrator.state;

import java.util.Arrays;

/** What a job does. */
public enum JobKind {
  /** N from O. */
  BACKFILL("backfill"),
  /** O from N. */
  REVERSE("reverse"),
  /** Compares N with O. */
  VERIFY("verify"),
  /** Compares O with N. */
  VERIFY_REVERSE("verify-reverse");

  private final String label;

  JobKind(String label) {
    this.label = label;
  }

  /** The word in the database, which is the action in the history too. */
  public String label() {
    return label;
  }

  /** Whether it writes rows of the application. */
  public boolean writes() {
    return this == BACKFILL || this == REVERSE;
  }

  static JobKind ofLabel(String label) {
    return Arrays.stream(values())
        .filter(kind -> kind.label.equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no kind of job: " + label));
  }
}
