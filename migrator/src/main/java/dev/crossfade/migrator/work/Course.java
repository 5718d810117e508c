package dev.crossfade.migrator.work;

import dev.crossfade.migrator.cli.ServerMessage;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What all workers of a process go by: whether to go on, to wait, or to stop, and why. Thread-safe. */
public final class Course {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final AtomicLong gaveWay = new AtomicLong();
  private final AtomicLong left = new AtomicLong();
  private Optional<String> pause = Optional.empty();
  private Optional<String> away = Optional.empty();
  private Optional<Stop> stop = Optional.empty();
  private long awaySince;

  /**
   * Why a run ended before its end.
   *
   * @param mayGoOn whether the same call goes on where it stopped
   */
  public record Stop(String reason, boolean mayGoOn) {}

  /** Has the workers wait, or go on where there is no reason to wait. */
  public void setPause(Optional<String> reason) {
    lock.lock();
    try {
      pause = reason;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the run after the batches that are under way; the first reason counts. */
  public void stop(String reason, boolean mayGoOn) {
    lock.lock();
    try {
      if (stop.isEmpty()) {
        stop = Optional.of(new Stop(reason, mayGoOn));
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Returns at once, or when there is no reason left to wait. */
  public void pause() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (pause.isPresent() && stop.isEmpty()) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether to end. */
  public boolean isStopped() {
    return stopped().isPresent();
  }

  /** Why it ended, if it did before its end. */
  public Optional<Stop> stopped() {
    lock.lock();
    try {
      return stop;
    } finally {
      lock.unlock();
    }
  }

  /** Why nothing goes on at the moment, if so. */
  public Optional<String> waiting() {
    lock.lock();
    try {
      return away.or(() -> pause);
    } finally {
      lock.unlock();
    }
  }

  /** The server is away; the run ends if it stays so for longer than this. */
  void away(SQLException e, Duration patience) {
    lock.lock();
    try {
      long now = System.nanoTime();
      if (away.isEmpty()) {
        away = Optional.of("the server is away: " + says(e));
        awaySince = now;
      }
      if (now - awaySince > patience.toNanos() && stop.isEmpty()) {
        stop = Optional.of(new Stop("The server is away: " + says(e), true));
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** It goes on: the server is there. */
  public void wentOn() {
    lock.lock();
    try {
      away = Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  void fail(SQLException e) {
    stop(says(e), true);
  }

  /** A batch gave way. */
  public void gaveWay() {
    gaveWay.incrementAndGet();
  }

  /** How often a batch gave way to someone else's lock. */
  public long timesGivenWay() {
    return gaveWay.get();
  }

  /** A row is left as it is, since it fails; the run ends when there are too many. */
  public void leftRow(long most, SQLException e) {
    if (left.incrementAndGet() > most) {
      // The message may show a value.
      stop(
          "More than " + most + " rows can't be written, the last of them for " + e.getSQLState(),
          true);
    }
  }

  private static String says(SQLException e) {
    String state = e.getSQLState();
    return ServerMessage.of(e) + (state == null ? "" : " (" + state + ")");
  }
}
