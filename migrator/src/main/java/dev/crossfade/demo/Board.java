package dev.crossfade.demo;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What the one who migrates writes on the wall for whoever looks: thread-safe, never waited for. */
final class Board {
  private final AtomicLong backfilled = new AtomicLong();
  private final Map<String, Drift> drift = new ConcurrentHashMap<>();
  private volatile String stage = "";
  private volatile int stageNumber;
  private volatile String step = "not in the file";
  private volatile String activity = "";

  void enter(int number, String name) {
    stage = name;
    stageNumber = number;
    activity = "";
  }

  void inForce(Step now) {
    step = now.toString();
  }

  void doing(String what) {
    activity = what.strip().replaceAll("\\s+", " ");
  }

  void filled(Change change, int rows) {
    backfilled.addAndGet(rows);
    drift.computeIfPresent(
        change.name(),
        (name, last) -> new Drift(Math.max(0, last.unfilled() - rows), last.contradicting()));
  }

  void found(Change change, Drift found) {
    drift.put(change.name(), found);
  }

  String stage() {
    return stage;
  }

  int stageNumber() {
    return stageNumber;
  }

  String step() {
    return step;
  }

  String activity() {
    return activity;
  }

  long backfilled() {
    return backfilled.get();
  }

  Drift drift(Change change) {
    return drift.getOrDefault(change.name(), Drift.NONE);
  }

  Drift drift() {
    return drift.values().stream().reduce(Drift.NONE, Drift::plus);
  }
}
