package dev.crossfade.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run of a scenario came to.
 *
 * @param statements executed on both sides
 * @param succeeded how many of those gave no error
 * @param refused reasons and how often
 * @param states SQLSTATEs and how often
 */
record Verdict(List<Divergence> divergences, int statements, int succeeded, Map<String, Integer> refused, Map<String, Integer> states) {

  /**
   * A step whose outcome is not the same on both sides.
   *
   * @param step index into the scenario's steps
   * @param phases where the migrations were
   */
  record Divergence(int step, List<Observation.Difference> differences, String phases) {

    /** What divergences with the same cause have in common, as far as one can tell. */
    String kind() {
      return differences.get(0).kind();
    }

    String print() {
      StringBuilder out = new StringBuilder("step " + (step + 1) + " under " + phases + "\n");
      for (Observation.Difference d : differences) {
        out.append(d.facet()).append("\n  expected ").append(d.expected().replace("\n", "\n           "));
        out.append("\n  got      ").append(d.got().replace("\n", "\n           ")).append('\n');
      }
      return out.toString();
    }
  }

  boolean diverged() {
    return !divergences.isEmpty();
  }

  Optional<Divergence> of(String kind) {
    return divergences.stream().filter(d -> d.kind().equals(kind)).findFirst();
  }
}
