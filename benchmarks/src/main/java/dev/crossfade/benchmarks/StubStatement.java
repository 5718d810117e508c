package dev.crossfade.benchmarks;

import java.sql.PreparedStatement;
import java.sql.ResultSet;

/** A statement that keeps its values and gives one row; {@link StubConnection} fills in the methods that nobody should call. */
public abstract class StubStatement implements PreparedStatement {
  private final ResultSet rows;
  private long number;
  private String text = "";

  protected StubStatement(ResultSet rows) {
    this.rows = rows;
  }

  /** What was bound last, so that a binding can't be left out. */
  long bound() {
    return number + text.length();
  }

  @Override
  public void setLong(int index, long value) {
    number = value + index;
  }

  @Override
  public void setString(int index, String value) {
    text = value;
  }

  @Override
  public ResultSet executeQuery() {
    return rows;
  }

  @Override
  public boolean execute() {
    return true;
  }

  @Override
  public ResultSet getResultSet() {
    return rows;
  }

  @Override
  public int getResultSetConcurrency() {
    return ResultSet.CONCUR_READ_ONLY;
  }

  @Override
  public int getResultSetType() {
    return ResultSet.TYPE_FORWARD_ONLY;
  }

  @Override
  public int getUpdateCount() {
    return -1;
  }

  @Override
  public void close() {}

  @Override
  public boolean isClosed() {
    return false;
  }
}
