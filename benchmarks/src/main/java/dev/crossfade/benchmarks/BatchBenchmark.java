package dev.crossfade.benchmarks;

import java.util.ArrayList;
import java.util.List;
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

/** A batch by a pair of batches of the application's own and by Crossfade, by turns, as {@link DatabaseBenchmark} does it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH fills the fields
public class BatchBenchmark {

  /** The medians of an iteration's batches, in nanoseconds. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Medians {
    private final List<Long> pairs = new ArrayList<>();
    private final List<Long> batches = new ArrayList<>();

    @Setup(Level.Iteration)
    public void clear() {
      pairs.clear();
      batches.clear();
    }

    void add(boolean byHand, long nanos) {
      (byHand ? pairs : batches).add(nanos);
    }

    // JMH takes public methods without parameters for counters, and knows them by these names.

    public double byHand() {
      return DatabaseBenchmark.Medians.median(pairs);
    }

    public double crossfade() {
      return DatabaseBenchmark.Medians.median(batches);
    }
  }

  @Param
  public Batch batch;

  @Param
  public BatchPhase phase;

  private final String server = System.getProperty(DatabaseBenchmark.SERVER, "");
  private final List<BatchSide> sides = new ArrayList<>();
  private final List<BatchWorkload> workloads = new ArrayList<>();
  private int turn;

  @Setup
  public void open() throws Exception {
    for (boolean byHand : new boolean[] {true, false}) {
      BatchSide side = new BatchSide(server, byHand, batch, phase);
      sides.add(side);
      workloads.add(new BatchWorkload(batch, side));
    }
  }

  @Setup(Level.Iteration)
  public void settle() throws Exception {
    for (BatchSide side : sides) {
      side.settle();
    }
  }

  @Benchmark
  public void inTurn(Medians medians, Blackhole blackhole) throws Exception {
    turn++;
    for (int i = 0; i < sides.size(); i++) {
      int now = (turn + i) % sides.size();
      BatchWorkload workload = workloads.get(now);
      workload.before();
      long start = System.nanoTime();
      blackhole.consume(workload.run());
      medians.add(sides.get(now).byHand(), System.nanoTime() - start);
    }
  }

  /** What is fast because it leaves the new table behind doesn't count. */
  @TearDown
  public void close() throws Exception {
    for (BatchSide side : sides) {
      long drift = side.drift();
      side.close();
      if (drift != 0) {
        throw new IllegalStateException(side + " was left with " + drift + " rows of drift");
      }
    }
  }
}
