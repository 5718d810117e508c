package dev.crossfade.migrator.shape;

import java.util.Arrays;

/** In what way a row's two shapes don't agree. */
public enum DriftKind {
  /** The new side has not been written, though f of the old side says something. */
  MISSING("missing"),
  /** The new table has a row that the old side doesn't call for. */
  EXTRA("extra"),
  /** Both sides are written, and contradict each other both ways. */
  DIFFERENT("different"),
  /** The sides agree, but b of f of the old side isn't the old side. Nothing can mend it. */
  LOSSY("lossy");

  private final String label;

  DriftKind(String label) {
    this.label = label;
  }

  /** The word that people, scripts and the server see. */
  public String label() {
    return label;
  }

  /** Whether the shapes contradict each other, so that the row has to be mended. */
  public boolean isDrift() {
    return this != LOSSY;
  }

  /** The kind of this word. */
  public static DriftKind ofLabel(String label) {
    return Arrays.stream(values())
        .filter(kind -> kind.label.equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no kind of drift: " + label));
  }
}
