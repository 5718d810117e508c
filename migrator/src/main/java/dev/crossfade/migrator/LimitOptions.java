package dev.crossfade.migrator;

import dev.crossfade.migrator.backfill.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a backfill waits for. */
final class LimitOptions {
  @Option(
      names = "--max-lag",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = TimeSpan.class,
      description = "Wait while a standby is further behind. Default: ${DEFAULT-VALUE}.")
  private Duration maxLag = Duration.ZERO;

  @Option(
      names = "--max-archive-queue",
      paramLabel = "N",
      defaultValue = "64",
      description = "Wait while more WAL files are to be archived. Default: ${DEFAULT-VALUE}.")
  private long maxArchiveQueue;

  @Option(
      names = "--max-lock-waits",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "Wait while more sessions wait for locks, or any of them for the table's. Default: ${DEFAULT-VALUE}.")
  private int maxLockWaits;

  @Option(names = "--during-vacuum", description = "Go on while a vacuum works on the table.")
  private boolean duringVacuum;

  @Option(
      names = "--load-query",
      paramLabel = "SQL",
      description = "A query that yields one number; wait while it is above --load-max.")
  private @Nullable String loadQuery;

  @Option(
      names = "--load-max",
      paramLabel = "X",
      defaultValue = "0",
      description = "What --load-query may yield. Default: ${DEFAULT-VALUE}.")
  private double loadMax;

  @Option(names = "--pause-file", paramLabel = "FILE", description = "Wait while this file exists.")
  private @Nullable Path pauseFile;

  Limits limits() {
    return new Limits(
        maxLag,
        maxArchiveQueue,
        maxLockWaits,
        duringVacuum,
        Optional.ofNullable(loadQuery),
        loadMax,
        Optional.ofNullable(pauseFile));
  }
}
