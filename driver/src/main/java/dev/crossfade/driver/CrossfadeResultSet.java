package dev.crossfade.driver;

import dev.crossfade.driver.session.PlannedText;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A result that knows the statement it came from, as the application sees that statement. */
final class CrossfadeResultSet extends ForwardingResultSet {
  private final CrossfadeStatement statement;
  private final @Nullable PlannedText planned;

  /**
   * @param planned the text that gave this result, where it is known
   */
  CrossfadeResultSet(CrossfadeStatement statement, ResultSet inner, @Nullable PlannedText planned) {
    super(inner);
    this.statement = statement;
    this.planned = planned;
  }

  @Override
  public Statement getStatement() throws SQLException {
    // Asked only for the error that a closed result gives.
    inner.getStatement();
    return statement;
  }

  @Override
  public @Nullable ResultSetMetaData getMetaData() throws SQLException {
    return CrossfadeResultSetMetaData.of(inner.getMetaData(), planned);
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
    return statement.owned(inner.getObject(columnIndex));
  }

  @Override
  public Object getObject(String columnLabel) throws SQLException {
    return statement.owned(inner.getObject(columnLabel));
  }

  @Override
  public Object getObject(int columnIndex, Map<String, Class<?>> map) throws SQLException {
    return statement.owned(inner.getObject(columnIndex, map));
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
