package dev.crossfade.driver;

import dev.crossfade.driver.session.PlannedText;
import dev.crossfade.rewrite.GeneratedKeys;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
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
  static final int MOST_PARAMETERS = 65_535;

  private final BaseConnection connection;

  RewrittenInserts(BaseConnection connection) {
    this.connection = connection;
  }

  /** An INSERT of one row, of which a text with several can be made. */
  record Row(String head, String values, String tail) {
    String times(int rows) {
      return head + String.join(",", Collections.nCopies(rows, values)) + tail;
    }
  }

  /** Whether pgjdbc does so at all. */
  boolean isOn() {
    return connection.getQueryExecutor().isReWriteBatchedInsertsEnabled();
  }

  /** The row of the application's text, if pgjdbc would send several in one statement, and can't do so with the text for the server. */
  Optional<Row> row(PlannedText planned) throws SQLException {
    if (!planned.rewritten() || !isRewritten(planned, planned.main())) {
      return Optional.empty();
    }
    NativeQuery own = parse(planned.original()).get(0);
    StringBuilder text = new StringBuilder(own.nativeSql);
    int from = own.command.getBatchRewriteValuesBraceOpenPosition();
    int to = own.command.getBatchRewriteValuesBraceClosePosition() + 1;
    for (int i = own.bindPositions.length - 1; i >= 0; i--) {
      int at = own.bindPositions[i];
      int end = at + NativeQuery.bindName(i + 1).length();
      text.replace(at, end, "?");
      from -= at < from ? end - at - 1 : 0;
      to -= at < to ? end - at - 1 : 0;
    }
    String sql = text.toString();
    // Where it has JDBC's escapes, what pgjdbc has made of it is no text of the application's.
    return sql.equals(planned.original())
        ? Optional.of(new Row(sql.substring(0, from), sql.substring(from, to), sql.substring(to)))
        : Optional.empty();
  }

  /** Whether pgjdbc makes statements of several rows of the application's text and doesn't of another. */
  private boolean isRewritten(PlannedText planned, String sent) throws SQLException {
    return !sent.equals(planned.original())
        && planned.keys() instanceof GeneratedKeys.None
        && isOn()
        && isRewritten(parse(planned.original()))
        && !isRewritten(parse(sent));
  }

  /** How many rows pgjdbc would send in each statement, if it would send several in one for the application's text alone. */
  Optional<List<Integer>> sizes(PlannedText planned, String sent, int rows) throws SQLException {
    if (!isRewritten(planned, sent)) {
      return Optional.empty();
    }
    int most = most(parse(planned.original()).get(0).bindPositions.length);
    List<Integer> sizes = new ArrayList<>();
    for (int from = 0; from < rows; from += sizes.get(sizes.size() - 1)) {
      sizes.add(Math.min(most, Integer.highestOneBit(rows - from)));
    }
    return Optional.of(sizes);
  }

  /**
   * The counts that the application would get for its own text.
   *
   * @param sent what pgjdbc has sent instead
   * @param counts of its rows
   */
  long[] told(PlannedText planned, String sent, long[] counts) throws SQLException {
    if (counts.length < 2
        || Arrays.stream(counts).anyMatch(count -> count == Statement.SUCCESS_NO_INFO)
        || !isRewritten(planned, sent)) {
      return counts;
    }
    int from = 0;
    for (int rows : sizes(planned, sent, counts.length).orElseThrow()) {
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
