package dev.crossfade.driver.session;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Whose turn it is on a connection: the application's, from before a statement is planned until it has been executed, or the keeper's of idle sessions, which
 * does nothing inside a transaction. The application waits for the keeper no longer than a few round trips, the keeper never for the application.
 */
final class Turn {
  private static final int NOBODY = 0;
  private static final int APPLICATION = 1;
  private static final int KEEPER = 2;
  private static final long PAUSE_NANOS = 20_000;

  private final AtomicInteger whose = new AtomicInteger();

  /** The application's own note, so that it asks once per statement. */
  private boolean taken;

  /** The application's turn begins, if it hasn't. */
  void take() {
    if (!taken) {
      while (whose.get() != APPLICATION && !whose.compareAndSet(NOBODY, APPLICATION)) {
        LockSupport.parkNanos(this, PAUSE_NANOS);
      }
      taken = true;
    }
  }

  /** The application's turn is over. */
  void pass() {
    if (taken) {
      taken = false;
      whose.compareAndSet(APPLICATION, NOBODY);
    }
  }

  boolean isTaken() {
    return taken;
  }

  boolean tryKeep() {
    return whose.compareAndSet(NOBODY, KEEPER);
  }

  void endKeep() {
    whose.setRelease(NOBODY);
  }
}
