package dev.crossfade.migrator;

import dev.crossfade.mapping.Phase;
import dev.crossfade.migrator.advance.Stand;
import dev.crossfade.migrator.cli.CommandException;
import dev.crossfade.migrator.cli.ExitStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code crossfade advance}. */
@Command(
    name = "advance",
    header =
        "Takes a migration to its next phase, or to a larger share of reads, if its conditions hold.",
    description = {
      "Edits `phase:` and `reads:` in the mapping file, and nothing else in it. First it says which conditions hold: that every session is where the step needs it, that the rows are filled, that a verify"
          + " was clean, that all reads have been on the new shape long enough. With --execute it raises the floor, waits for sessions that are behind, edits the file in one step, waits until the"
          + " instances have followed, and records it in crossfade.history.",
      "Where the file is read-only or a link, as a Kubernetes ConfigMap's is, it prints the edit and sets the floor alone."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footerHeading =
        "%nExit status: 0 done, or could be; 1 a condition doesn't hold; 2 called wrongly; 3 the database refuses; 4 edited, but not everyone has followed yet.%n%nExamples:%n",
    footer = {
      "  crossfade advance handle                               what it would take",
      "  crossfade advance handle --execute                     to the next phase",
      "  crossfade advance handle --reads 25%% --execute         a quarter of the reads on the new shape",
      "  crossfade advance handle --to contract --soak 3d --execute",
      "  crossfade advance handle --execute --force --reason \"no rows yet\""
    })
final class AdvanceCommand extends PhaseVerb {
  private static final BigDecimal ALL = BigDecimal.valueOf(100);

  @Option(
      names = "--soak",
      paramLabel = "TIME",
      converter = TimeSpan.class,
      defaultValue = "7d",
      description =
          "How long all reads must have been on the new shape before contract. Recorded. Default: ${DEFAULT-VALUE}.")
  private Duration soak = Duration.ofDays(7);

  @Override
  Duration soak() {
    return soak;
  }

  @Override
  Stand target(Stand now, Optional<String> phase, Optional<BigDecimal> share) {
    Phase to = phase.map(AdvanceCommand::phase).orElseGet(() -> next(now, share));
    if (to.compareTo(now.phase()) < 0) {
      throw new CommandException(
          ExitStatus.USAGE,
          "From `" + now.phase().label() + "` to `" + to.label()
              + "` is back: crossfade rollback.");
    }
    if (!to.isNeighbourOf(now.phase())) {
      throw new CommandException(
          ExitStatus.USAGE,
          "From `" + now.phase().label() + "` the next phase is `"
              + next(now, share).label() + "`; no phase is left out.");
    }
    if (to != Phase.CUTOVER) {
      if (share.isPresent()) {
        throw new CommandException(ExitStatus.USAGE, "--reads is for `cutover`.");
      }
      return new Stand(to, to == Phase.CONTRACT ? ALL : BigDecimal.ZERO);
    }
    BigDecimal least = now.phase() == Phase.CUTOVER ? now.reads() : BigDecimal.ZERO;
    BigDecimal reads = share.orElse(least);
    if (reads.compareTo(least) < 0) {
      throw new CommandException(
          ExitStatus.USAGE, "Fewer reads on the new shape is back: crossfade rollback.");
    }
    return new Stand(to, reads);
  }

  private static Phase next(Stand now, Optional<BigDecimal> share) {
    return switch (now.phase()) {
      case EXPAND -> Phase.DUAL_WRITE;
      case DUAL_WRITE -> Phase.COALESCE;
      case COALESCE -> Phase.CUTOVER;
      case CUTOVER -> {
        if (share.isEmpty() && now.reads().compareTo(ALL) < 0) {
          throw new CommandException(
              ExitStatus.USAGE,
              "In `cutover` at " + now.share() + ": say how many reads next, such as --reads 25%.");
        }
        yield share.isPresent() ? Phase.CUTOVER : Phase.CONTRACT;
      }
      case CONTRACT ->
        throw new CommandException(
            ExitStatus.USAGE,
            "`contract` is the last phase. crossfade plan has the DDL that drops the old columns.");
    };
  }

  static Phase phase(String label) {
    return Phase.ofLabel(label)
        .orElseThrow(() -> new CommandException(
            ExitStatus.USAGE,
            "`" + label + "` is no phase: expand, dual-write, coalesce, cutover, contract."));
  }
}
