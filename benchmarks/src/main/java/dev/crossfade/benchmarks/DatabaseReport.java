package dev.crossfade.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;

/** Turns the counters of {@link DatabaseBenchmark} into ratios: one sample of each an iteration, all variants having run in it by turns. */
final class DatabaseReport {
  private final Table table = new Table(2, "operation", "variant", "µs", "/ raw", "/ by hand");

  void add(Operation operation, RunResult result) {
    Map<Variant, List<Double>> samples = samples(operation, result);
    List<Double> raw = samples.get(Variant.RAW);
    List<Double> byHand = samples.get(Variant.BY_HAND);
    for (Variant variant : Variant.values()) {
      List<Double> own = samples.get(variant);
      table.row(
          variant == Variant.RAW ? operation.title() : "",
          variant.title(),
          Estimate.of(own).print(1),
          variant == Variant.RAW ? "1" : ratio(own, raw).print(3),
          variant == Variant.BY_HAND ? "1" : ratio(own, byHand).print(3));
    }
  }

  private static Map<Variant, List<Double>> samples(Operation operation, RunResult result) {
    Map<Variant, List<Double>> samples = new EnumMap<>(Variant.class);
    for (Variant variant : Variant.values()) {
      samples.put(variant, new ArrayList<>());
    }
    for (BenchmarkResult fork : result.getBenchmarkResults()) {
      for (IterationResult iteration : fork.getIterationResults()) {
        var counters = iteration.getSecondaryResults();
        for (Variant variant : Variant.values()) {
          samples.get(variant).add(counters.get(DatabaseBenchmark.Medians.counter(variant)).getScore() / operation.block() / 1000);
        }
      }
    }
    return samples;
  }

  private static Estimate ratio(List<Double> numerators, List<Double> denominators) {
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
