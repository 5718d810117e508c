package dev.crossfade.driver;

import dev.crossfade.driver.session.PlannedText;
import dev.crossfade.rewrite.GeneratedKeys;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;
import org.postgresql.core.QueryExecutor;
import org.postgresql.jdbc.PreferQueryMode;

/** What pgjdbc's reWriteBatchedInserts does with a batch of INSERTs: it sends several rows in one statement, and can't say how many of them each has written. */
final class RewrittenInserts {
  // As pgjdbc has them.
  private static final int MOST_ROWS = 32_768;
  private static final int MOST_UNBOUND_ROWS = 1024;
  private static final int MOST_PARAMETERS = 65_535;

  private final BaseConnection connection;

  RewrittenInserts(BaseConnection connection) {
    this.connection = connection;
  }

  /**
   * The counts that the application would get for its own text.
   *
   * @param sent what pgjdbc has sent instead
   * @param counts of its rows
   */
  long[] told(PlannedText planned, String sent, long[] counts) throws SQLException {
    if (counts.length < 2
        || sent.equals(planned.original())
        || !(planned.keys() instanceof GeneratedKeys.None)
        || !connection.getQueryExecutor().isReWriteBatchedInsertsEnabled()) {
      return counts;
    }
    List<NativeQuery> own = parse(planned.original());
    if (!isRewritten(own) || isRewritten(parse(sent))) {
      return counts;
    }
    int most = most(own.get(0).bindPositions.length);
    int from = 0;
    while (from < counts.length) {
      int rows = Math.min(most, Integer.highestOneBit(counts.length - from));
      if (rows > 1) {
        long written = Arrays.stream(counts, from, from + rows).sum();
        Arrays.fill(counts, from, from + rows, written > 0 ? Statement.SUCCESS_NO_INFO : written);
      }
      from += rows;
    }
    return counts;
  }

  private List<NativeQuery> parse(String sql) throws SQLException {
    return Parser.parseJdbcSql(
        sql, connection.getStandardConformingStrings(), true, true, true, true);
  }

  private static boolean isRewritten(List<NativeQuery> queries) {
    return queries.size() == 1 && queries.get(0).command.isBatchedReWriteCompatible();
  }

  private int most(int parameters) throws SQLException {
    QueryExecutor executor = connection.getQueryExecutor();
    int size = executor.getReWriteBatchedInsertsSize();
    int limit = size > 0 ? Math.min(size, MOST_ROWS) : MOST_ROWS;
    if (parameters == 0) {
      return Integer.highestOneBit(Math.max(1, size > 0 ? limit : MOST_UNBOUND_ROWS));
    }
    int all = connection.getPreferQueryMode() == PreferQueryMode.SIMPLE
        ? Integer.MAX_VALUE
        : MOST_PARAMETERS;
    return Integer.highestOneBit(Math.max(1, Math.min(all / parameters, limit)));
  }
}
