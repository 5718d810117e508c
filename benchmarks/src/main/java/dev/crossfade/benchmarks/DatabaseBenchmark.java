package dev.crossfade.benchmarks;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/**
 * One operation by every {@link Variant} in turn, in blocks of a few milliseconds and in random order. Each variant has a counter of its
 * own, so one iteration gives a sample of each ratio, free of what drifts between processes and minutes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH fills the fields
public class DatabaseBenchmark {
  static final String SERVER = "crossfade.bench.server";

  /** The median of an iteration's blocks, in nanoseconds by variant: a block that the machine's other work has hit doesn't count. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Medians {
    private final Map<Variant, List<Long>> blocks = new EnumMap<>(Variant.class);

    @Setup(Level.Iteration)
    public void clear() {
      blocks.clear();
    }

    void add(Variant variant, long nanos) {
      blocks.computeIfAbsent(variant, key -> new ArrayList<>()).add(nanos);
    }

    // JMH takes public methods without parameters for counters, and knows them by these names.

    public double raw() {
      return median(Variant.RAW);
    }

    public double control() {
      return median(Variant.CONTROL);
    }

    public double byHand() {
      return median(Variant.BY_HAND);
    }

    public double trigger() {
      return median(Variant.TRIGGER);
    }

    public double crossfade() {
      return median(Variant.CROSSFADE);
    }

    static String counter(Variant variant) {
      return switch (variant) {
        case RAW -> "raw";
        case CONTROL -> "control";
        case BY_HAND -> "byHand";
        case TRIGGER -> "trigger";
        case CROSSFADE -> "crossfade";
      };
    }

    private double median(Variant variant) {
      return median(blocks.getOrDefault(variant, List.of()));
    }

    static double median(List<Long> samples) {
      List<Long> sorted = samples.stream().sorted().toList();
      if (sorted.isEmpty()) {
        throw new IllegalStateException("something has not run in an iteration");
      }
      int middle = sorted.size() / 2;
      return sorted.size() % 2 == 1
          ? sorted.get(middle)
          : (sorted.get(middle - 1) + sorted.get(middle)) / 2.0;
    }
  }

  @Param
  public Operation operation;

  private final String server = System.getProperty(SERVER, "");
  private final Map<Variant, Workload> workloads = new EnumMap<>(Variant.class);
  private final List<Variant> order = new ArrayList<>(List.of(Variant.values()));
  private final Random random = new Random(20_260_101);

  @Setup
  public void open() throws Exception {
    Path mapping = Fixture.writeMapping();
    for (Variant variant : Variant.values()) {
      Fixture.create(server, variant);
      workloads.put(
          variant,
          new Workload(operation, variant, Fixture.connect(server, variant, operation, mapping)));
    }
  }

  @Setup(Level.Iteration)
  public void settle() throws Exception {
    for (Variant variant : Variant.values()) {
      Fixture.settle(server, variant);
    }
  }

  @Benchmark
  public void inTurn(Medians medians, Blackhole blackhole) throws Exception {
    Collections.shuffle(order, random);
    for (Variant variant : order) {
      Workload workload = requireNonNull(workloads.get(variant));
      long start = System.nanoTime();
      for (int i = 0; i < operation.block(); i++) {
        blackhole.consume(workload.run());
      }
      medians.add(variant, System.nanoTime() - start);
    }
  }

  /** A variant that is fast because it leaves the new column behind doesn't count. */
  @TearDown
  public void close() throws Exception {
    for (Workload workload : workloads.values()) {
      workload.close();
    }
    for (Variant variant : Variant.values()) {
      if (variant.dual()) {
        long drift = Fixture.drift(server, variant);
        if (drift != 0) {
          throw new IllegalStateException(variant + " left " + drift + " rows of drift");
        }
      }
    }
  }
}
