package dev.crossfade.migrator;

import dev.crossfade.migrator.backfill.Pace;
import dev.crossfade.migrator.cli.CommandException;
import dev.crossfade.migrator.cli.ExitStatus;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How hard it works. */
final class PaceOptions {
  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "1",
      description = "Workers in this process. Default: ${DEFAULT-VALUE}.")
  private int workers;

  @Option(
      names = "--target",
      paramLabel = "TIME",
      defaultValue = "20ms",
      converter = TimeSpan.class,
      description = "How long a batch should take. Default: ${DEFAULT-VALUE}.")
  private Duration target = Duration.ZERO;

  @Option(
      names = "--batch-rows",
      paramLabel = "N",
      defaultValue = "1500",
      description = "Rows that a batch writes, and so locks, at most. Default: ${DEFAULT-VALUE}.")
  private long batchRows;

  @Option(
      names = "--max-failures",
      paramLabel = "N",
      defaultValue = "1000",
      description = "With how many rows that can't be written to go on. Default: ${DEFAULT-VALUE}.")
  private long maxFailures;

  @Option(
      names = "--patience",
      paramLabel = "TIME",
      defaultValue = "60s",
      converter = TimeSpan.class,
      description =
          "How long to wait for a server that restarts, fails over or is out of room. Default: ${DEFAULT-VALUE}.")
  private Duration patience = Duration.ZERO;

  Pace pace() {
    if (workers < 1 || batchRows < 1 || maxFailures < 0) {
      throw new CommandException(
          ExitStatus.USAGE, "--workers and --batch-rows start at 1, --max-failures at 0.");
    }
    return new Pace(workers, target, batchRows, maxFailures, patience);
  }
}
