package dev.crossfade.migrator.plan;

import java.util.List;
import java.util.Map;

/**
 * What is left to do, in order.
 *
 * @param remarks what no step can do, and what must be known before contract
 * @param problems what stands in the way: an object that exists with another definition, a dependent view
 * @param was for each migration that has old columns which are still there, the lines of its {@code was:} block
 */
public record Plan(
    List<Step> steps, List<Remark> remarks, List<Remark> problems, Map<String, List<String>> was) {

  /** Something said of one migration in one stage. */
  public record Remark(Stage stage, String migration, String text) {}

  /** The steps of one stage. */
  public List<Step> of(Stage stage) {
    return steps.stream().filter(step -> step.stage() == stage).toList();
  }
}
