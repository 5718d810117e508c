package dev.crossfade.engine;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a run of a scenario came to.
 *
 * @param statements executed on both sides
 * @param succeeded how many of those gave no error
 * @param refused reasons and how often
 * @param states SQLSTATEs and how often
 * @param covered what succeeded, by the names of {@link Coverage}, and how often
 */
record Verdict(
    List<Divergence> divergences,
    int statements,
    int succeeded,
    Map<String, Integer> refused,
    Map<String, Integer> states,
    Map<String, Integer> covered) {

  /**
   * A step whose outcome is not the same on both sides.
   *
   * @param step index into the scenario's steps
   * @param phases where the migrations were
   * @param sent what the server got in place of the statement
   */
  record Divergence(
      int step, List<Observation.Difference> differences, String phases, String sent) {

    /** A scenario that could not be set up or carried on: the generator's own fault, most likely. */
    static Divergence broken(SQLException e) {
      return new Divergence(
          0,
          List.of(new Observation.Difference("scenario", "", String.valueOf(e.getMessage()))),
          "",
          "");
    }

    /** What divergences with the same cause have in common, as far as one can tell. */
    String kind() {
      return differences.get(0).kind();
    }

    Set<String> facets() {
      return differences.stream().map(Observation.Difference::kind).collect(Collectors.toSet());
    }

    String print() {
      StringBuilder out = new StringBuilder("step " + (step + 1) + " under " + phases + "\n");
      for (Observation.Difference d : differences) {
        out.append(d.facet())
            .append("\n  expected ")
            .append(d.expected().replace("\n", "\n           "));
        out.append("\n  got      ")
            .append(d.got().replace("\n", "\n           "))
            .append('\n');
      }
      return out.append("sent\n  ").append(sent).append('\n').toString();
    }
  }

  boolean diverged() {
    return !divergences.isEmpty();
  }

  /** The first that is of this kind and differs in nothing else. */
  Optional<Divergence> of(String kind, Set<String> facets) {
    return divergences.stream()
        .filter(d -> d.kind().equals(kind) && facets.containsAll(d.facets()))
        .findFirst();
  }
}
