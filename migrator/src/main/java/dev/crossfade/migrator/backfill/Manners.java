package dev.crossfade.migrator.backfill;

import dev.crossfade.migrator.state.Job;
import dev.crossfade.migrator.state.JobKind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** How a worker's session behaves towards the application's. */
final class Manners {
  private static final long LONGEST_WAIT_MILLIS = 500;

  private Manners() {}

  /**
   * Settings of the session: it waits for a lock for less than deadlock_timeout, so that of two that wait for each other it is the one who gives way; it doesn't wait for the disk, since what is lost
   * with the server is done again; and it walks by index whatever the statistics say. A batch of one statement is planned once: its ranges are all alike, and planning would take a thirtieth of its time.
   */
  static void of(Job job, Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      long deadlock;
      try (ResultSet rows = statement.executeQuery(
          "SELECT setting::bigint FROM pg_catalog.pg_settings WHERE name = 'deadlock_timeout'")) {
        rows.next();
        deadlock = rows.getLong(1);
      }
      long wait = Math.max(1, Math.min(LONGEST_WAIT_MILLIS, deadlock / 2));
      String verb = job.kind() == JobKind.REVERSE ? "reverse backfill" : "backfill";
      String plans = Leap.fits(job)
          ? "SET plan_cache_mode = force_generic_plan; SET enable_bitmapscan = off"
          : "SET plan_cache_mode = force_custom_plan";
      statement.execute("SET lock_timeout = " + wait + "; SET synchronous_commit = off; " + plans
          + "; SET enable_seqscan = off; SET jit = off; SET application_name = 'crossfade " + verb
          + "'");
    }
  }
}
