package dev.crossfade.migrator.work;

import java.util.ArrayDeque;
import java.util.Deque;

/** Rows per second over the last ten seconds. Not thread-safe. */
public final class Rate {
  private static final long WINDOW_NANOS = 10_000_000_000L;

  private final Deque<long[]> seen = new ArrayDeque<>();

  /** Takes in a count of rows as of now, and says how fast it grows. */
  public double observe(long rows, long nanoTime) {
    seen.addLast(new long[] {rows, nanoTime});
    while (seen.size() > 2 && nanoTime - seen.getFirst()[1] > WINDOW_NANOS) {
      seen.removeFirst();
    }
    long nanos = nanoTime - seen.getFirst()[1];
    return nanos <= 0 ? 0 : (rows - seen.getFirst()[0]) * 1e9 / nanos;
  }
}
