package dev.crossfade.benchmarks;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** Turns the counters of {@link DatabaseBenchmark} into ratios: one sample of each an iteration, all variants having run in it by turns. */
final class DatabaseReport {
  private final Table table = new Table(2, "operation", "variant", "µs", "/ raw", "/ by hand");

  void add(Operation operation, RunResult result) {
    List<Double> raw = samples(operation, Variant.RAW, result);
    List<Double> byHand = samples(operation, Variant.BY_HAND, result);
    for (Variant variant : Variant.values()) {
      List<Double> own = samples(operation, variant, result);
      table.row(
          variant == Variant.RAW ? operation.title() : "",
          variant.title(),
          Estimate.of(own).print(1),
          variant == Variant.RAW ? "1" : ratio(own, raw).print(3),
          variant == Variant.BY_HAND ? "1" : ratio(own, byHand).print(3));
    }
  }

  private static List<Double> samples(Operation operation, Variant variant, RunResult result) {
    return samples(DatabaseBenchmark.Medians.counter(variant), result).stream()
        .map(micros -> micros / operation.block())
        .toList();
  }

  /** A counter in microseconds, one sample an iteration, in the order in which they ran. */
  static List<Double> samples(String counter, RunResult result) {
    List<Double> samples = new ArrayList<>();
    for (BenchmarkResult fork : result.getBenchmarkResults()) {
      for (IterationResult iteration : fork.getIterationResults()) {
        Result<?> median = requireNonNull(iteration.getSecondaryResults().get(counter));
        samples.add(median.getScore() / 1000);
      }
    }
    return samples;
  }

  static Estimate ratio(List<Double> numerators, List<Double> denominators) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < numerators.size(); i++) {
      ratios.add(numerators.get(i) / denominators.get(i));
    }
    return Estimate.of(ratios);
  }

  @Override
  public String toString() {
    return table.toString();
  }
}
