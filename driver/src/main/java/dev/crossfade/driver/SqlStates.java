package dev.crossfade.driver;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.postgresql.util.GT;

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

  /** Whether the server has refused values of some row: which one, pgjdbc can't tell of several in one statement. */
  static boolean isOfValues(SQLException e) {
    String state = e.getSQLState();
    return state != null
        && (state.startsWith("21")
            || state.startsWith("22")
            || state.startsWith("23")
            || state.startsWith("P0"));
  }

  /** Whether the server may have refused a value for its being null or another one than it will be; that a row is there already is none of these. */
  static boolean isOfStaleValues(SQLException e) {
    String state = e.getSQLState();
    return state != null
        && (state.startsWith("22") || state.equals("23502") || state.equals("23514"));
  }

  /** What fails beside the application's own statements fails their batch, as pgjdbc says it. */
  static SQLException ofBatch(SQLException e, int rows) {
    if (isOwn(e) || e instanceof BatchUpdateException) {
      return e;
    }
    return failed(e, String.valueOf(e.getMessage()), rows);
  }

  /** What the entry of a batch fails with that is executed by itself. */
  static SQLException ofEntry(SQLException e, int entry, int rows) {
    if (isOwn(e)) {
      return e;
    }
    SQLException cause =
        e instanceof BatchUpdateException && e.getCause() instanceof SQLException own ? own : e;
    String message = GT.tr(
        "Batch entry {0} {1} was aborted: {2}  Call getNextException to see other errors in the batch.",
        entry, "<unknown>", cause.getMessage());
    return failed(cause, message, rows);
  }

  private static BatchUpdateException failed(SQLException cause, String message, int rows) {
    long[] counts = new long[rows];
    Arrays.fill(counts, Statement.EXECUTE_FAILED);
    BatchUpdateException failure =
        new BatchUpdateException(message, cause.getSQLState(), 0, counts, cause);
    failure.setNextException(cause);
    return failure;
  }
}
