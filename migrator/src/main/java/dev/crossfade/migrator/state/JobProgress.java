package dev.crossfade.migrator.state;

import java.time.Instant;
import java.util.Optional;

/**
 * How far a job is, all processes that share it together.
 *
 * @param estimatedRows how many rows there are to look at, as the planner believes
 * @param scanned how many rows have been looked at
 * @param changed how many were written
 * @param failed rows on which an expression or a constraint fails
 * @param workers how many work on it now
 * @param outcome present once it is finished
 */
public record JobProgress(
    long id,
    JobKind kind,
    Migrated migration,
    Instant startedAt,
    Optional<Instant> finishedAt,
    Optional<String> outcome,
    long estimatedRows,
    long scanned,
    long changed,
    Drift drift,
    long failed,
    int workers) {

  /**
   * Rows that don't agree, by kind.
   *
   * @param lossy rows whose sides agree though the round trip loses something
   */
  public record Drift(long missing, long extra, long different, long lossy) {

    /** Rows to be mended. */
    public long drifted() {
      return missing + extra + different;
    }
  }

  /** The share of the rows that has been looked at, from 0 to 1. */
  public double share() {
    if (finishedAt.isPresent()) {
      return 1;
    }
    return estimatedRows <= 0 ? 0 : Math.min(1, (double) scanned / estimatedRows);
  }
}
