package dev.crossfade.fuzz;

import dev.crossfade.mapping.Mapping;
import dev.crossfade.mapping.MappingException;
import dev.crossfade.mapping.MappingLoader;
import dev.crossfade.mapping.MappingSource;
import dev.crossfade.mapping.Migration;
import dev.crossfade.mapping.Phase;
import dev.crossfade.mapping.Problem;
import dev.crossfade.mapping.Transition;
import dev.crossfade.rewrite.SqlExpressionSyntax;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads a mapping file. What is taken keeps its promises, and each problem of what isn't has its place in the file. */
public final class MappingTarget {
  private MappingTarget() {}

  /** Before the clock runs. */
  public static void fuzzerInitialize() {
    fuzzerTestOneInput(new byte[0]);
  }

  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    try {
      taken(
          MappingLoader.load(new MappingSource("crossfade.yaml", text), new SqlExpressionSyntax()));
    } catch (MappingException e) {
      refused(text, e.problems());
    }
  }

  private static void taken(Mapping mapping) {
    for (Migration migration : mapping.migrations()) {
      Claim.that(
          migration.newTable().isPresent() || !migration.forward().isEmpty(), "no new column");
      Claim.that(
          migration.backward().keySet().containsAll(migration.oldColumns()),
          "an old column without a way back");
      boolean partly = migration.reads().signum() > 0 && migration.reads().intValue() < 100;
      Claim.that(!partly || migration.phase() == Phase.CUTOVER, "a share outside of cutover");
    }
    Claim.that(Transition.check(mapping, mapping).isEmpty(), "no transition to itself");
  }

  private static void refused(String text, List<Problem> problems) {
    Claim.that(!problems.isEmpty(), "refused without a problem");
    long lines = text.lines().count() + 1;
    int line = 0;
    for (Problem problem : problems) {
      Claim.that(problem.location().line() >= Math.max(1, line), "not in the file's order");
      Claim.that(problem.location().line() <= lines, "behind the end: " + problem);
      Claim.that(problem.location().column() >= 1, "no column: " + problem);
      line = problem.location().line();
    }
  }
}
