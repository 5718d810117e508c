package dev.crossfade.migrator;

import dev.crossfade.mapping.Phase;
import dev.crossfade.migrator.advance.Stand;
import dev.crossfade.migrator.cli.CommandException;
import dev.crossfade.migrator.cli.ExitStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code crossfade rollback}. */
@Command(
    name = "rollback",
    header = "Takes a migration one phase back, or to a smaller share of reads.",
    description = {
      "Lowers the floor, then edits `phase:` and `reads:` in the mapping file, and nothing else in it. Only the way back from contract has a condition: contract doesn't write the old columns, so they must have"
          + " been filled from the new ones. Back in expand the new columns go stale: the next attempt backfills again."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footerHeading =
        "%nExit status: 0 done, or could be; 1 a condition doesn't hold; 2 called wrongly; 3 the database refuses; 4 edited, but not everyone has followed yet.%n%nExamples:%n",
    footer = {
      "  crossfade rollback handle                    what it would do",
      "  crossfade rollback handle --execute          one phase back",
      "  crossfade rollback handle --reads 1%% --execute"
    })
final class RollbackCommand extends PhaseVerb {
  private static final BigDecimal ALL = BigDecimal.valueOf(100);

  @Override
  Duration soak() {
    return Duration.ZERO;
  }

  @Override
  Stand target(Stand now, Optional<String> phase, Optional<BigDecimal> share) {
    if (now.phase() == Phase.EXPAND) {
      throw new CommandException(
          ExitStatus.USAGE,
          "`expand` is the first phase: to give the migration up, take its entry out of the file.");
    }
    Phase before = share.isPresent() && now.phase() == Phase.CUTOVER
        ? Phase.CUTOVER
        : Phase.values()[now.phase().ordinal() - 1];
    Phase to = phase.map(AdvanceCommand::phase).orElse(before);
    if (to.compareTo(now.phase()) > 0) {
      throw new CommandException(
          ExitStatus.USAGE,
          "From `" + now.phase().label() + "` to `" + to.label()
              + "` is forward: crossfade advance.");
    }
    if (!to.isNeighbourOf(now.phase())) {
      throw new CommandException(
          ExitStatus.USAGE,
          "From `" + now.phase().label() + "` one goes back to `" + before.label()
              + "`; no phase is left out.");
    }
    if (to != Phase.CUTOVER) {
      if (share.isPresent()) {
        throw new CommandException(ExitStatus.USAGE, "--reads is for `cutover`.");
      }
      return new Stand(to, BigDecimal.ZERO);
    }
    BigDecimal reads = share.orElse(now.phase() == Phase.CONTRACT ? ALL : now.reads());
    if (reads.compareTo(now.reads()) > 0) {
      throw new CommandException(
          ExitStatus.USAGE, "More reads on the new shape is forward: crossfade advance.");
    }
    return new Stand(to, reads);
  }
}
