package dev.crossfade.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;

/** Nanoseconds a call, and how many of them are not the stub's. */
final class CallReport {
  private final Table table = new Table(1, "call", "ns", "over raw, ns");
  private Optional<Estimate> raw = Optional.empty();

  void add(Call call, RunResult result) {
    List<Double> samples = new ArrayList<>();
    for (BenchmarkResult fork : result.getBenchmarkResults()) {
      fork.getIterationResults()
          .forEach(iteration -> samples.add(iteration.getPrimaryResult().getScore()));
    }
    Estimate own = Estimate.of(samples);
    if (call == Call.RAW) {
      raw = Optional.of(own);
    }
    table.row(
        call.title(),
        own.print(1),
        call == Call.RAW ? "0" : own.minus(raw.orElseThrow()).print(1));
  }

  @Override
  public String toString() {
    return table.toString();
  }
}
