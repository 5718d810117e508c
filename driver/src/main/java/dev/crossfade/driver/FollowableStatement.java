package dev.crossfade.driver;

import dev.crossfade.driver.session.PlannedText;
import dev.crossfade.rewrite.GeneratedKeys;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;
import org.postgresql.util.GT;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** Which of pgjdbc's results are the application's, after a write that another table follows. */
abstract class FollowableStatement extends ForwardingStatement {
  final CrossfadeConnection connection;
  private Shown shown = Shown.ALL;
  private int place;
  private long count;
  private @Nullable ResultSet keyRows;
  private volatile @Nullable FollowedWrite followed;

  /** Which of pgjdbc's results are the application's. */
  private enum Shown {
    ALL,
    /** Another statement has given the others. */
    FIRST,
    /** What pgjdbc takes for generated keys are not the application's. */
    COUNT,
    /** The rows are the generated keys that the application has asked for. */
    KEYS,
    /** A batch has been executed row by row. */
    NONE
  }

  FollowableStatement(CrossfadeConnection connection) {
    this.connection = connection;
  }

  /** A call on pgjdbc's statement. */
  @FunctionalInterface
  interface Call<S, T> {
    T on(S target) throws SQLException;
  }

  /** Runs one call that sends a planned text. */
  abstract <S, T> T run(PlannedText planned, S target, Call<S, T> call) throws SQLException;

  /** Called before each execution. */
  final void begin() throws SQLException {
    if (shown == Shown.NONE && keyRows != null) {
      keyRows.close();
    }
    shown = Shown.ALL;
    place = 0;
  }

  /** How many results of the text went before the current one. */
  final int place() {
    return place;
  }

  /** Whether the rows are no result of the application's. */
  final boolean hidesRows() {
    return shown == Shown.KEYS || shown == Shown.NONE;
  }

  /** What pgjdbc would give as generated keys. */
  final ResultSet keyRows() throws SQLException {
    ResultSet now = inner().getGeneratedKeys();
    if (hidesRows() && keyRows != null) {
      return keyRows;
    }
    return shown == Shown.COUNT || shown == Shown.NONE
        ? connection.inner.createStatement().getGeneratedKeys()
        : now;
  }

  /** Runs a write that another table follows. */
  final void follow(PlannedText planned, PreparedStatement main, FollowedWrite.Row row)
      throws SQLException {
    refuseLimit(planned, main);
    FollowedWrite write = following(planned, main);
    count = run(planned, main, target -> write.execute(target, row));
    if (planned.steps().hidden() == 0) {
      shown = planned.isJoined() ? Shown.FIRST : Shown.ALL;
    } else {
      shown = !planned.steps().shown()
          ? Shown.COUNT
          : planned.keys() instanceof GeneratedKeys.None ? Shown.ALL : Shown.KEYS;
    }
    keyRows = shown == Shown.KEYS ? main.getResultSet() : null;
  }

  /** Rows that the application doesn't see would be missing. */
  static void refuseLimit(PlannedText planned, Statement main) throws SQLException {
    if (planned.steps().shown() && planned.steps().hidden() > 0 && main.getMaxRows() != 0) {
      throw new SQLNonTransientException(
          "A limit on the rows of a write to a table under migration "
              + String.join(", ", planned.traits().migrations()) + "; take setMaxRows away",
          SqlStates.REFUSED);
    }
  }

  final FollowedWrite following(PlannedText planned, PreparedStatement main) throws SQLException {
    FollowedWrite write = new FollowedWrite(connection.inner, planned, main.getQueryTimeout());
    followed = write;
    return write;
  }

  final void hideKeys() {
    shown = Shown.COUNT;
  }

  /** Shows nothing of what pgjdbc's statement has done last. */
  final void hideResults(List<ResultSet> keys) {
    shown = Shown.NONE;
    keyRows = keys.isEmpty() ? null : SuccessiveRows.of(keys);
  }

  @Override
  public void cancel() throws SQLException {
    super.cancel();
    FollowedWrite write = followed;
    if (write != null) {
      write.cancel();
    }
  }

  static void carrySettings(Statement from, Statement to) throws SQLException {
    to.setFetchSize(from.getFetchSize());
    to.setMaxRows(from.getMaxRows());
    to.setMaxFieldSize(from.getMaxFieldSize());
    to.setQueryTimeout(from.getQueryTimeout());
    to.setFetchDirection(from.getFetchDirection());
    to.setPoolable(from.isPoolable());
    ((PGStatement) to).setAdaptiveFetch(((PGStatement) from).getAdaptiveFetch());
    if (from.isCloseOnCompletion()) {
      to.closeOnCompletion();
    }
  }

  /** What pgjdbc's {@code executeQuery} gives after an execution, with its words where it fails. */
  final ResultSet rows() throws SQLException {
    ResultSet rows = getResultSet();
    if (rows == null) {
      throw new PSQLException(GT.tr("No results were returned by the query."), PSQLState.NO_DATA);
    }
    return rows;
  }

  private void checkNoRows() throws SQLException {
    if (getResultSet() != null) {
      throw new PSQLException(
          GT.tr("A result was returned when none was expected."), PSQLState.TOO_MANY_RESULTS);
    }
  }

  /** What pgjdbc's {@code executeUpdate} gives. */
  final int affected() throws SQLException {
    checkNoRows();
    return getUpdateCount();
  }

  /** What pgjdbc's {@code executeLargeUpdate} gives. */
  final long largeAffected() throws SQLException {
    checkNoRows();
    return getLargeUpdateCount();
  }

  /** What pgjdbc's {@code execute} gives. */
  final boolean hasRows() throws SQLException {
    return getResultSet() != null;
  }

  @Override
  public int getUpdateCount() throws SQLException {
    long all = getLargeUpdateCount();
    return all > Integer.MAX_VALUE ? SUCCESS_NO_INFO : (int) all;
  }

  @Override
  public long getLargeUpdateCount() throws SQLException {
    long own = inner().getLargeUpdateCount();
    return switch (shown) {
      case ALL, FIRST, COUNT -> own;
      case KEYS -> place > 0 ? -1 : count;
      case NONE -> -1;
    };
  }

  @Override
  public boolean getMoreResults() throws SQLException {
    // As pgjdbc has it.
    return getMoreResults(CLOSE_ALL_RESULTS);
  }

  @Override
  public boolean getMoreResults(int current) throws SQLException {
    place++;
    boolean more = inner().getMoreResults(current);
    if (shown == Shown.NONE) {
      return false;
    }
    if (shown != Shown.FIRST) {
      return more;
    }
    while (inner().getMoreResults(current) || inner().getLargeUpdateCount() != -1) {
      continue;
    }
    return false;
  }
}
