package dev.crossfade.migrator.backfill;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Beyond what a backfill waits.
 *
 * @param maxLag by how much a standby may be behind
 * @param maxArchiveQueue how many WAL files may wait to be archived
 * @param maxLockWaits how many sessions may wait for locks
 * @param duringVacuum whether to go on while a vacuum works on the table
 * @param loadQuery yields one number, which may be {@code maxLoad} at most
 * @param pauseFile while it exists, nothing is written
 */
public record Limits(
    Duration maxLag,
    long maxArchiveQueue,
    int maxLockWaits,
    boolean duringVacuum,
    Optional<String> loadQuery,
    double maxLoad,
    Optional<Path> pauseFile) {
  /** What a server bears that others depend on. */
  public static final Limits DEFAULT =
      new Limits(Duration.ofSeconds(10), 64, 10, false, Optional.empty(), 0, Optional.empty());
}
