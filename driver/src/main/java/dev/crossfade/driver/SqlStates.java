package dev.crossfade.driver;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

/** SQLSTATEs that are Crossfade's own. */
final class SqlStates {
  /** A statement that can't be rewritten. */
  static final String REFUSED = "XF001";

  /** The mapping file or a parameter is wrong. */
  static final String CONFIGURATION = "XF002";

  /** A write that would lose data. */
  static final String LOSS = "XF003";

  private SqlStates() {}

  /** Whether it is Crossfade that refuses, so that the transaction stays as it was. */
  static boolean isOwn(SQLException e) {
    String state = e.getSQLState();
    return state != null && state.startsWith("XF");
  }

  /** What fails beside the application's own statements fails their batch, as pgjdbc says it. */
  static SQLException ofBatch(SQLException e, int rows) {
    if (isOwn(e) || e instanceof BatchUpdateException) {
      return e;
    }
    long[] counts = new long[rows];
    Arrays.fill(counts, Statement.EXECUTE_FAILED);
    BatchUpdateException failure =
        new BatchUpdateException(e.getMessage(), e.getSQLState(), 0, counts, e);
    failure.setNextException(e);
    return failure;
  }
}
