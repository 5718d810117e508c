package dev.crossfade.demo;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * Tells when an edit of the mapping file holds for everybody: when the driver's metrics show the new phases, and the last transaction that began
 * before has ended, since each keeps the file it began with.
 */
final class Reload implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final List<String> PHASES =
      List.of("expand", "dual-write", "coalesce", "cutover", "contract");

  private final Connection connection;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  /**
   * Begins to watch the metrics.
   *
   * @param connection past Crossfade
   */
  Reload(Connection connection) {
    this.connection = connection;
    Metrics.addRegistry(registry);
  }

  /** An edit of the file. */
  interface Edit {
    void run() throws Exception;
  }

  /**
   * Edits the file and waits until the edit is in force.
   *
   * @throws IllegalStateException if the driver refuses the file, or doesn't look at it
   */
  void await(Step step, Edit edit) throws Exception {
    double loaded = reloads("loaded");
    double rejected = reloads("rejected");
    edit.run();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (reloads("loaded") == loaded || !isInForce(step)) {
      if (reloads("rejected") > rejected) {
        throw new IllegalStateException(
            "the driver refused the mapping file at " + step + "; its log says why");
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the driver has not taken the mapping file at " + step
            + " within " + PATIENCE.toSeconds() + " s");
      }
      Thread.sleep(10);
    }
    awaitEarlierTransactions(deadline);
  }

  private double reloads(String result) {
    return registry.find("crossfade.reloads").tag("result", result).counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  private boolean isInForce(Step step) {
    var phases = registry.find("crossfade.migration.phase").gauges();
    return phases.size() >= Change.ALL.size()
        && phases.stream()
            .mapToDouble(Gauge::value)
            .allMatch(phase -> phase == PHASES.indexOf(step.phase()));
  }

  private void awaitEarlierTransactions(long deadline) throws SQLException, InterruptedException {
    var now = now();
    try (var select = connection.prepareStatement(
        "SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            + " AND backend_type = 'client backend' AND xact_start < ?")) {
      select.setObject(1, now);
      while (true) {
        try (var rows = select.executeQuery()) {
          if (!rows.next()) {
            return;
          }
        }
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("a transaction that began before the edit doesn't end");
        }
        Thread.sleep(10);
      }
    }
  }

  private OffsetDateTime now() throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT clock_timestamp()")) {
      rows.next();
      return rows.getObject(1, OffsetDateTime.class);
    }
  }

  @Override
  public void close() {
    Metrics.removeRegistry(registry);
    registry.close();
  }
}
