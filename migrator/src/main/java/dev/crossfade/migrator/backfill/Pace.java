package dev.crossfade.migrator.backfill;

import java.time.Duration;

/**
 * How hard a backfill works.
 *
 * @param workers in this process
 * @param target how long a batch should take
 * @param batchRows how many rows a batch writes at most
 * @param maxFailures with how many rows that can't be written it goes on
 * @param patience how long it waits for a server that is away or out of room
 */
public record Pace(
    int workers, Duration target, long batchRows, long maxFailures, Duration patience) {
  /** Hardly to be noticed by anyone. */
  public static final Pace DEFAULT =
      new Pace(1, Duration.ofMillis(20), 1500, 1000, Duration.ofSeconds(60));
}
