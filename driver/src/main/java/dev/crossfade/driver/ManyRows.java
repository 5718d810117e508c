package dev.crossfade.driver;

import dev.crossfade.driver.session.PlannedText;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;

/** A batch of INSERTs whose text for the server pgjdbc can't make statements of several rows of: the application's text is given several rows before it is planned. Not thread-safe. */
final class ManyRows {
  // A power of two, so that few different texts are planned and prepared.
  private static final int MOST = 128;
  private static final int MOST_PARAMETERS = 32_767;

  private final CrossfadeConnection connection;
  private final BatchCall call;
  private final FollowedBatch.Texts texts;

  ManyRows(CrossfadeConnection connection, BatchCall call, FollowedBatch.Texts texts) {
    this.connection = connection;
    this.call = call;
    this.texts = texts;
  }

  /** The application's values. */
  interface Values {
    void bind(PreparedStatement target, PlannedText planned, int from, int to) throws SQLException;
  }

  /**
   * @param planned the text of one row
   * @return a count for each row, which stands for those that are sent with it; nothing if the rows are to be sent one by one
   */
  Optional<long[]> execute(PlannedText planned, int rows, Values values) throws SQLException {
    Optional<RewrittenInserts.Row> row =
        rows < 2 ? Optional.empty() : new RewrittenInserts(connection.inner).row(planned);
    int most = Math.min(
        MOST, Integer.highestOneBit(MOST_PARAMETERS / Math.max(1, planned.sources().length)));
    if (row.isEmpty() || most < 2 || !isPlannable(row.get().times(2))) {
      return Optional.empty();
    }
    long[] counts = new long[rows];
    return new AllOrNothing(connection.inner).run(false, () -> {
      int from = 0;
      while (from < rows) {
        int size = Math.min(most, Integer.highestOneBit(rows - from));
        int times = size == most ? (rows - from) / most : 1;
        try {
          send(row.get().times(size), from, size, times, values, counts);
        } catch (SQLException e) {
          throw SqlStates.ofEntry(e, from, rows);
        }
        from += size * times;
      }
      return Optional.of(counts);
    });
  }

  private void send(String text, int from, int size, int times, Values values, long[] counts)
      throws SQLException {
    PlannedText planned = connection.planNow(text, CrossfadeStatement.NO_KEYS);
    try (PreparedStatement target = texts.prepare(planned.sql(), false)) {
      for (int i = 0; i < times; i++) {
        values.bind(target, planned, from + i * size, from + (i + 1) * size);
        target.addBatch();
      }
      long[] written = call.on(target);
      for (int i = 0; i < times; i++) {
        Arrays.fill(
            counts, from + i * size, from + (i + 1) * size, written[i] == size ? 1 : written[i]);
      }
    }
  }

  /** Whether there is a plan for such a text that has nothing around it. */
  private boolean isPlannable(String text) throws SQLException {
    try {
      return connection.planNow(text, CrossfadeStatement.NO_KEYS).steps().isNone();
    } catch (SQLException e) {
      if (SqlStates.isOwn(e)) {
        return false;
      }
      throw e;
    }
  }
}
