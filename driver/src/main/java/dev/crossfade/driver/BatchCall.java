package dev.crossfade.driver;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

/** How the application executes a batch; pgjdbc prepares a batch on the server at once in one of the two ways only. */
enum BatchCall {
  EXECUTE {
    @Override
    long[] on(Statement target) throws SQLException {
      return Arrays.stream(target.executeBatch()).asLongStream().toArray();
    }
  },
  EXECUTE_LARGE {
    @Override
    long[] on(Statement target) throws SQLException {
      return target.executeLargeBatch();
    }
  };

  abstract long[] on(Statement target) throws SQLException;

  /** As pgjdbc does it. */
  static int[] narrowed(long[] counts) {
    return Arrays.stream(counts)
        .mapToInt(count -> count > Integer.MAX_VALUE ? Statement.SUCCESS_NO_INFO : (int) count)
        .toArray();
  }
}
