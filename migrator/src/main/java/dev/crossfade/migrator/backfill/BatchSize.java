package dev.crossfade.migrator.backfill;

import java.time.Duration;

/**
 * How many rows the next batch looks at, so that it takes the target time. Never so many that it would write, and so lock, more than a bound: the time that others wait for a row grows with it, and
 * the rate hardly does. Not thread-safe.
 */
final class BatchSize {
  private static final long FIRST = 500;
  private static final long MOST = 50_000;

  private final double target;
  private final long mostWrites;
  private long rows;

  BatchSize(Duration target, long mostWrites) {
    this.target = target.toNanos();
    this.mostWrites = mostWrites;
    this.rows = Math.min(FIRST, mostWrites);
  }

  long rows() {
    return rows;
  }

  /** Takes in how long a batch took. */
  void observe(long looked, long written, long nanos) {
    if (looked * 2 < rows) {
      // The end of a chunk, cut short.
      return;
    }
    double factor = Math.max(0.5, Math.min(2, target / Math.max(1, nanos)));
    double next = (rows + rows * factor) / 2;
    if (written > 0) {
      next = Math.min(next, (double) mostWrites * Math.max(looked, written) / written);
    }
    rows = Math.max(1, Math.min(MOST, Math.round(next)));
  }

  /** Someone was in the way: fewer rows meet fewer others. */
  void shrink() {
    rows = Math.max(1, rows / 2);
  }
}
