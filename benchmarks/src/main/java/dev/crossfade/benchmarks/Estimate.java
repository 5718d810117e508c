package dev.crossfade.benchmarks;

import java.util.List;
import org.openjdk.jmh.util.ListStatistics;

/**
 * A mean and how far it may be off.
 *
 * @param error half the width of the 95 % confidence interval of the mean (Student's t over the samples)
 */
record Estimate(double mean, double error) {
  static Estimate of(List<Double> samples) {
    var statistics =
        new ListStatistics(samples.stream().mapToDouble(Double::doubleValue).toArray());
    return new Estimate(statistics.getMean(), statistics.getMeanErrorAt(0.95));
  }

  /** This less the other, both measured on their own. */
  Estimate minus(Estimate other) {
    return new Estimate(mean - other.mean, Math.hypot(error, other.error));
  }

  String print(int decimals) {
    String format = "%." + decimals + "f ± %." + decimals + "f";
    return String.format(java.util.Locale.ROOT, format, mean, error);
  }
}
