package dev.crossfade.demo;

import dev.crossfade.demo.shop.ShopListener;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Counts the shop's requests, how long they take and which fail. Thread-safe. */
final class Meter implements ShopListener {
  private static final int KINDS_KEPT = 20;

  private final Recorder recorder = new Recorder(3);
  private final Histogram interval = new Histogram(3);
  private final Histogram stage = new Histogram(3);
  private final LongAdder errors = new LongAdder();
  private final Map<String, LongAdder> kinds = new ConcurrentSkipListMap<>();

  /** Requests of some span of time; times in microseconds. */
  record Latency(long requests, long p50, long p99) {}

  @Override
  public void served(String request, long nanos) {
    recorder.recordValue(Math.max(0, TimeUnit.NANOSECONDS.toMicros(nanos)));
  }

  @Override
  public void failed(String request, Exception failure) {
    errors.increment();
    var kind = request + ": " + kind(failure);
    if (kinds.size() < KINDS_KEPT || kinds.containsKey(kind)) {
      kinds.computeIfAbsent(kind, k -> new LongAdder()).increment();
    }
  }

  /** Without what the server says of the row, which would make a kind of every single failure. */
  private static String kind(Exception failure) {
    var message = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    return failure instanceof SQLException sql
        ? "SQLSTATE " + sql.getSQLState() + ", " + message
        : failure.getClass().getSimpleName() + ", " + message;
  }

  long errors() {
    return errors.sum();
  }

  /** What went wrong, with how often. */
  List<String> errorKinds() {
    return kinds.entrySet().stream()
        .map(kind -> kind.getValue() + " x " + kind.getKey())
        .toList();
  }

  /** Since the last call of this method. */
  synchronized Latency interval() {
    take();
    return drain(interval);
  }

  /** Since the last call of this method. */
  synchronized Latency endStage() {
    take();
    return drain(stage);
  }

  private void take() {
    var taken = recorder.getIntervalHistogram();
    interval.add(taken);
    stage.add(taken);
  }

  private static Latency drain(Histogram histogram) {
    var latency = new Latency(
        histogram.getTotalCount(),
        histogram.getValueAtPercentile(50),
        histogram.getValueAtPercentile(99));
    histogram.reset();
    return latency;
  }
}
