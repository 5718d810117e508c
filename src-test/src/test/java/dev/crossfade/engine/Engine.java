package dev.crossfade.engine;

import dev.crossfade.equivalence.Server;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** Runs scenarios on several threads until enough statements have been compared. Thread-safe. */
final class Engine {
  private final Server server = Server.shared();
  private final Driver driver;
  private final String name;
  private final int length;
  private final AtomicInteger statements = new AtomicInteger();
  private final AtomicInteger succeeded = new AtomicInteger();
  private final AtomicInteger scenarios = new AtomicInteger();
  private final Map<String, Integer> refused = new TreeMap<>();
  private final Map<String, Integer> states = new TreeMap<>();
  private final ConcurrentLinkedQueue<Found> found = new ConcurrentLinkedQueue<>();

  /** A divergence. */
  record Found(Scenario scenario, Verdict.Divergence divergence) {}

  Engine(Driver driver, String name, int length) {
    this.driver = driver;
    this.name = name;
    this.length = length;
  }

  /** Compares until {@code enough} statements have run or {@code most} divergences are found. */
  void run(LongSupplier seeds, int enough, int threads, int most) throws InterruptedException {
    int goal = statements.get() + enough;
    List<Thread> workers = new ArrayList<>();
    ConcurrentLinkedQueue<Throwable> broken = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < threads; i++) {
      String database = name + "_" + i;
      Thread worker =
          new Thread(
              () -> {
                try (Duel duel = new Duel(server, database, driver)) {
                  while (statements.get() < goal && found.size() < most && broken.isEmpty()) {
                    one(duel, seeds.getAsLong());
                  }
                } catch (SQLException | RuntimeException e) {
                  broken.add(e);
                }
              },
              "engine-" + database);
      worker.start();
      workers.add(worker);
    }
    for (Thread worker : workers) {
      worker.join();
    }
    if (!broken.isEmpty()) {
      throw new IllegalStateException("the engine broke", broken.peek());
    }
  }

  private void one(Duel duel, long seed) {
    Scenario scenario = Traces.of(seed, length);
    Verdict verdict;
    try {
      verdict = duel.run(scenario);
    } catch (SQLException e) {
      throw new IllegalStateException("seed " + seed + ": " + e.getMessage() + "\n" + scenario.print(), e);
    }
    statements.addAndGet(verdict.statements());
    succeeded.addAndGet(verdict.succeeded());
    scenarios.incrementAndGet();
    synchronized (refused) {
      verdict.refused().forEach((reason, count) -> refused.merge(reason, count, Integer::sum));
      verdict.states().forEach((state, count) -> states.merge(state, count, Integer::sum));
    }
    verdict.divergences().forEach(d -> found.add(new Found(scenario, d)));
  }

  int statements() {
    return statements.get();
  }

  int refusals() {
    return refused.values().stream().mapToInt(Integer::intValue).sum();
  }

  List<Found> found() {
    return List.copyOf(found);
  }

  int succeeded() {
    return succeeded.get();
  }

  String report() {
    StringBuilder out = new StringBuilder();
    out.append(scenarios).append(" scenarios, ").append(statements).append(" statements, ").append(succeeded).append(" of them without an error, ").append(refusals()).append(" refused, ");
    out.append(found.size()).append(" divergences\nSQLSTATEs ").append(states).append("\nRefused\n");
    refused.entrySet().stream().sorted((a, b) -> b.getValue() - a.getValue()).forEach(e -> out.append("  %5d  %s%n".formatted(e.getValue(), e.getKey())));
    Map<String, Integer> kinds = new TreeMap<>();
    found.forEach(f -> kinds.merge(f.divergence().kind(), 1, Integer::sum));
    out.append("Divergences\n");
    kinds.entrySet().stream().sorted((a, b) -> b.getValue() - a.getValue()).forEach(e -> out.append("  %5d  %s%n".formatted(e.getValue(), e.getKey())));
    return out.toString();
  }
}
