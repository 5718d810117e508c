package dev.crossfade.migrator;

import dev.crossfade.mapping.Shape;
import dev.crossfade.migrator.cli.CommandException;
import dev.crossfade.migrator.cli.ExitStatus;
import dev.crossfade.migrator.explain.Stand;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** For which phases and for which application a verb rewrites statements. */
final class StandOptions {
  @Option(
      names = "--phase",
      split = ",",
      paramLabel = "PHASE",
      description =
          "Only these: expand, dual-write, coalesce, cutover-old, cutover (reads on the new shape), contract. Default: all.")
  private List<String> phases = List.of();

  @Option(
      names = "--shape",
      paramLabel = "SHAPE",
      defaultValue = "old",
      description = "The shape that the application speaks: old or new. Default: ${DEFAULT-VALUE}.")
  private String shape = "old";

  /** The phases asked for, all by default. */
  List<Stand> stands() {
    List<Stand> stands = Stand.named(phases);
    if (stands.isEmpty()) {
      throw new CommandException(
          ExitStatus.USAGE,
          "A phase is one of "
              + String.join(", ", Stand.ALL.stream().map(Stand::label).toList()) + ".");
    }
    return stands;
  }

  /** The shape that the application speaks. */
  Shape shape() {
    return switch (shape.toLowerCase(Locale.ROOT)) {
      case "old" -> Shape.OLD;
      case "new" -> Shape.NEW;
      default -> throw new CommandException(ExitStatus.USAGE, "A shape is `old` or `new`.");
    };
  }
}
