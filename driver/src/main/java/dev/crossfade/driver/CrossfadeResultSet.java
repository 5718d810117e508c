package dev.crossfade.driver;

import dev.crossfade.driver.session.PlannedText;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.GT;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** A result that knows the statement it came from, as the application sees that statement. */
final class CrossfadeResultSet extends ForwardingResultSet {
  private final CrossfadeStatement statement;
  private final @Nullable PlannedText planned;
  private final int place;

  /** How many of pgjdbc's columns the application doesn't see. */
  private final int hidden;

  /**
   * @param planned the text that gave this result, where it is known
   * @param place among that text's results, from 0
   */
  CrossfadeResultSet(
      CrossfadeStatement statement, ResultSet inner, @Nullable PlannedText planned, int place) {
    super(inner);
    this.statement = statement;
    this.planned = planned;
    this.place = place;
    this.hidden = planned == null ? 0 : planned.steps().hidden();
  }

  @Override
  int place(int columnIndex) throws SQLException {
    if (hidden > 0 && !inner.isClosed()) {
      int columns = inner.getMetaData().getColumnCount() - hidden;
      if (columnIndex < 1 || columnIndex > columns) {
        throw new PSQLException(
            GT.tr(
                "The column index is out of range: {0}, number of columns: {1}.",
                columnIndex, columns),
            PSQLState.INVALID_PARAMETER_VALUE);
      }
    }
    return columnIndex;
  }

  /** Whether pgjdbc's result can be read twice and the application's can't. */
  private boolean isForwardOnly() throws SQLException {
    return hidden > 0 && statement.getResultSetType() == TYPE_FORWARD_ONLY;
  }

  private void checkScrollable() throws SQLException {
    if (isForwardOnly()) {
      // Asked only for the error that a closed result gives.
      inner.getRow();
      throw new PSQLException(
          GT.tr("Operation requires a scrollable ResultSet, but this ResultSet is FORWARD_ONLY."),
          PSQLState.INVALID_CURSOR_STATE);
    }
  }

  @Override
  public int getType() throws SQLException {
    return isForwardOnly() ? TYPE_FORWARD_ONLY : inner.getType();
  }

  @Override
  public boolean absolute(int row) throws SQLException {
    checkScrollable();
    return inner.absolute(row);
  }

  @Override
  public boolean relative(int rows) throws SQLException {
    checkScrollable();
    return inner.relative(rows);
  }

  @Override
  public boolean first() throws SQLException {
    checkScrollable();
    return inner.first();
  }

  @Override
  public boolean last() throws SQLException {
    checkScrollable();
    return inner.last();
  }

  @Override
  public boolean previous() throws SQLException {
    checkScrollable();
    return inner.previous();
  }

  @Override
  public void beforeFirst() throws SQLException {
    checkScrollable();
    inner.beforeFirst();
  }

  @Override
  public void afterLast() throws SQLException {
    checkScrollable();
    inner.afterLast();
  }

  @Override
  public Statement getStatement() throws SQLException {
    // Asked only for the error that a closed result gives.
    inner.getStatement();
    return statement;
  }

  @Override
  public @Nullable ResultSetMetaData getMetaData() throws SQLException {
    return CrossfadeResultSetMetaData.of(
        inner.getMetaData(),
        planned == null ? List.of() : statement.session.columns(planned, place),
        hidden);
  }

  @Override
  public void close() throws SQLException {
    inner.close();
    statement.resultClosed();
  }

  @Override
  public void insertRow() throws SQLException {
    statement.refuseUpdatable(planned);
    inner.insertRow();
  }

  @Override
  public void updateRow() throws SQLException {
    statement.refuseUpdatable(planned);
    inner.updateRow();
  }

  @Override
  public void deleteRow() throws SQLException {
    statement.refuseUpdatable(planned);
    inner.deleteRow();
  }

  @Override
  public Object getObject(int columnIndex) throws SQLException {
    return statement.owned(inner.getObject(place(columnIndex)));
  }

  @Override
  public Object getObject(String columnLabel) throws SQLException {
    return statement.owned(inner.getObject(columnLabel));
  }

  @Override
  public Object getObject(int columnIndex, Map<String, Class<?>> map) throws SQLException {
    return statement.owned(inner.getObject(place(columnIndex), map));
  }

  @Override
  public Object getObject(String columnLabel, Map<String, Class<?>> map) throws SQLException {
    return statement.owned(inner.getObject(columnLabel, map));
  }

  @Override
  public <T> T unwrap(Class<T> iface) throws SQLException {
    return Unwrapping.unwrap(this, iface);
  }

  @Override
  public boolean isWrapperFor(Class<?> iface) {
    return iface.isInstance(this);
  }
}
