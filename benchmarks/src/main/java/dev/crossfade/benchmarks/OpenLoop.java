package dev.crossfade.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * An application that updates single rows at a fixed rate whether the server keeps up or not: each update's time counts from when it was due, so that a stall is felt by all that were due meanwhile.
 */
final class OpenLoop implements AutoCloseable {
  private static final int THREADS = 16;
  private static final int DIGITS = 3;

  private final Recorder recorder = new Recorder(DIGITS);
  private final AtomicLong next = new AtomicLong();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final List<Future<?>> clients = new ArrayList<>();
  private final long interval;
  private final long started = System.nanoTime();
  private volatile boolean over;

  OpenLoop(String url, long rows, int perSecond) {
    this.interval = 1_000_000_000L / perSecond;
    for (int i = 0; i < THREADS; i++) {
      clients.add(threads.submit(() -> update(url, rows)));
    }
  }

  private Void update(String url, long rows) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement setting = connection.createStatement();
        PreparedStatement update =
            connection.prepareStatement("UPDATE users SET visits = visits + 1 WHERE id = ?")) {
      setting.execute("SET synchronous_commit = off");
      while (!over) {
        long due = started + next.getAndIncrement() * interval;
        long wait = due - System.nanoTime();
        if (wait > 0) {
          LockSupport.parkNanos(wait);
        }
        update.setLong(1, 1 + ThreadLocalRandom.current().nextLong(rows));
        update.executeUpdate();
        recorder.recordValue(Math.max(0, System.nanoTime() - due));
      }
      return null;
    }
  }

  /** What was measured since the last call, in nanoseconds. */
  Histogram histogram() {
    return recorder.getIntervalHistogram();
  }

  /** Ends it, with whatever went wrong. */
  @Override
  public void close() throws InterruptedException, ExecutionException {
    over = true;
    for (Future<?> client : clients) {
      client.get();
    }
    threads.shutdown();
  }
}
