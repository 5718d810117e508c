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
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/** Runs scenarios on several threads until enough statements have been compared, and counts. Thread-safe. */
final class Engine {
  /** Steps of a scenario. */
  static final int LENGTH = 100;

  private final Driver driver;
  private final String name;
  private final Pending pending;
  private final LongFunction<Scenario> scenarios;
  private final AtomicInteger statements = new AtomicInteger();
  private final AtomicInteger succeeded = new AtomicInteger();
  private final AtomicInteger played = new AtomicInteger();
  private final Map<String, Integer> refused = new TreeMap<>();
  private final Map<String, Integer> states = new TreeMap<>();
  private final Map<String, Integer> expected = new TreeMap<>();
  private final Map<String, Integer> covered = new TreeMap<>();
  private final ConcurrentLinkedQueue<Found> found = new ConcurrentLinkedQueue<>();

  /** A divergence that nobody knew of. */
  record Found(long seed, Scenario scenario, Verdict.Divergence divergence) {}

  /** @param scenarios what a seed stands for */
  Engine(Driver driver, String name, Pending pending, LongFunction<Scenario> scenarios) {
    this.driver = driver;
    this.name = name;
    this.pending = pending;
    this.scenarios = scenarios;
  }

  /** Compares until {@code enough} more statements have run or {@code most} divergences are found. */
  void run(LongSupplier seeds, int enough, int threads, int most) throws InterruptedException {
    int goal = statements.get() + enough;
    List<Thread> workers = new ArrayList<>();
    ConcurrentLinkedQueue<Throwable> broken = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < threads; i++) {
      String database = name + "_" + i;
      Runnable work = () -> {
        try (Duel duel = new Duel(Server.shared(), database, driver)) {
          while (statements.get() < goal && found.size() < most && broken.isEmpty()) {
            one(duel, seeds.getAsLong());
          }
        } catch (SQLException | RuntimeException e) {
          broken.add(e);
        }
      };
      Thread worker = new Thread(work, "engine-" + database);
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
    Scenario scenario = scenarios.apply(seed);
    Verdict verdict;
    try {
      verdict = duel.run(scenario);
    } catch (SQLException e) {
      found.add(new Found(seed, scenario, Verdict.Divergence.broken(e)));
      return;
    }
    statements.addAndGet(verdict.statements());
    succeeded.addAndGet(verdict.succeeded());
    played.incrementAndGet();
    synchronized (refused) {
      verdict.refused().forEach((reason, count) -> refused.merge(reason, count, Integer::sum));
      verdict.states().forEach((state, count) -> states.merge(state, count, Integer::sum));
      verdict.covered().forEach((name, count) -> covered.merge(name, count, Integer::sum));
      for (Verdict.Divergence divergence : verdict.divergences()) {
        String reason = pending.reason(scenario, divergence);
        if (reason.isEmpty()) {
          found.add(new Found(seed, scenario, divergence));
        } else {
          expected.merge(reason, 1, Integer::sum);
        }
      }
    }
  }

  int statements() {
    return statements.get();
  }

  int succeeded() {
    return succeeded.get();
  }

  int refusals() {
    return refused.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** SQLSTATEs that the plain side gave. */
  Map<String, Integer> states() {
    return Map.copyOf(states);
  }

  /** What succeeded on both sides, by the names of {@link Coverage}. */
  Map<String, Integer> covered() {
    return Map.copyOf(covered);
  }

  List<Found> found() {
    return List.copyOf(found);
  }

  String report() {
    StringBuilder out = new StringBuilder();
    out.append(played)
        .append(" scenarios, ")
        .append(statements)
        .append(" statements, ")
        .append(succeeded)
        .append(" of them without an error, ")
        .append(refusals());
    out.append(" refused, ")
        .append(found.size())
        .append(" divergences\nSQLSTATEs ")
        .append(states)
        .append('\n');
    Map<String, Integer> phases = new TreeMap<>();
    covered.forEach((part, count) -> {
      if (part.startsWith(Coverage.IN)) {
        phases.put(part.substring(Coverage.IN.length()), count);
      }
    });
    list(out, "Statements while columns move, by phase", phases);
    list(out, "Refused", refused);
    list(out, "Divergences that are known", expected);
    Map<String, Integer> kinds = new TreeMap<>();
    found.forEach(f -> kinds.merge(f.divergence().kind(), 1, Integer::sum));
    list(out, "Divergences", kinds);
    return out.toString();
  }

  private static void list(StringBuilder out, String title, Map<String, Integer> counts) {
    if (!counts.isEmpty()) {
      out.append(title).append('\n');
      counts.entrySet().stream()
          .sorted((a, b) -> b.getValue() - a.getValue())
          .forEach(e -> out.append("  %5d  %s%n".formatted(e.getValue(), e.getKey())));
    }
  }
}
