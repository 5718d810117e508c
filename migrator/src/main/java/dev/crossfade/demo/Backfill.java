package dev.crossfade.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.IntConsumer;

/** Fills the new side of the rows that nobody has written since the dual write began, in small ranges of the key, each its own transaction. */
final class Backfill {
  private static final int ROWS = 1_000;
  private static final Set<String> GIVE_WAY = Set.of("55P03", "40P01");

  private final Connection connection;

  Backfill(Connection connection) throws SQLException {
    this.connection = connection;
    try (var statement = connection.createStatement()) {
      // Under deadlock_timeout, so that it is the backfill that gives way. It can be run again, so
      // it need not wait for the disk.
      statement.execute("SET lock_timeout = '500ms'; SET synchronous_commit = off");
    }
  }

  /**
   * Fills one migration.
   *
   * @param progress told the rows of each range
   * @return how many rows it changed
   */
  long run(Change change, IntConsumer progress) throws SQLException, InterruptedException {
    // Only what has drifted as DESIGN.md defines it: a row whose new side came from a new-shape
    // writer is right as it is.
    var sql = "UPDATE " + change.table() + " SET " + change.fill()
        + " WHERE id >= ? AND id < ? AND (" + change.drifted() + ")";
    long changed = 0;
    long end = lastKey(change.table());
    try (var update = connection.prepareStatement(sql)) {
      for (long from = 0; from <= end; from += ROWS) {
        update.setLong(1, from);
        update.setLong(2, from + ROWS);
        int rows = untilItHasTheLocks(update::executeUpdate);
        changed += rows;
        progress.accept(rows);
      }
    }
    return changed;
  }

  /** One range. */
  private interface Range {
    int update() throws SQLException;
  }

  private static int untilItHasTheLocks(Range range) throws SQLException, InterruptedException {
    while (true) {
      try {
        return range.update();
      } catch (SQLException e) {
        if (!GIVE_WAY.contains(e.getSQLState())) {
          throw e;
        }
        Thread.sleep(20);
      }
    }
  }

  /** Rows that come later are written by the application, both sides of them. */
  private long lastKey(String table) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT coalesce(max(id), 0) FROM " + table)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
