package dev.crossfade.driver;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;

/** Hands every call through; every value goes to {@code bind}, under its own type. */
@SuppressWarnings("deprecation")
abstract class ForwardingPreparedStatement extends CrossfadeStatement implements PreparedStatement {
  ForwardingPreparedStatement(CrossfadeConnection connection) {
    super(connection);
  }

  /** A setter's call, whichever statement and place it goes to. */
  @FunctionalInterface
  interface Binding {
    void apply(PreparedStatement target, int index) throws SQLException;
  }

  /** Remembers a value and hands it to each place that takes it. */
  abstract void bind(int parameter, Binding binding) throws SQLException;

  @Override
  abstract PreparedStatement inner();

  @Override
  public @Nullable ResultSet executeQuery() throws SQLException {
    return inner().executeQuery();
  }

  @Override
  public int executeUpdate() throws SQLException {
    return inner().executeUpdate();
  }

  @Override
  public void setNull(int parameterIndex, int sqlType) throws SQLException {
    bind(parameterIndex, (target, index) -> target.setNull(index, sqlType));
  }

  @Override
  public void setBoolean(int parameterIndex, boolean x) throws SQLException {
    bind(parameterIndex, (target, index) -> target.setBoolean(index, x));
  }

  @Override
  public void setByte(int parameterIndex, byte x) throws SQLException {
    bind(parameterIndex, (target, index) -> target.setByte(index, x));
  }

  @Override
  public void setShort(int parameterIndex, short x) throws SQLException {
    bind(parameterIndex, (target, index) -> target.setShort(index, x));
  }

  @Override
  public void setInt(int parameterIndex, int x) throws SQLException {
    bind(parameterIndex, (target, index) -> target.setInt(index, x));
  }

  @Override
  public void setLong(int parameterIndex, long x) throws SQLException {
    bind(parameterIndex, (target, index) -> target.setLong(index, x));
  }

  @Override
  public void setFloat(int parameterIndex, float x) throws SQLException {
    bind(parameterIndex, (target, index) -> target.setFloat(index, x));
  }

  @Override
  public void setDouble(int parameterIndex, double x) throws SQLException {
    bind(parameterIndex, (target, index) -> target.setDouble(index, x));
  }

  @Override
  public void setBigDecimal(int parameterIndex, BigDecimal x) throws SQLException {
    bind(parameterIndex, (target, index) -> target.setBigDecimal(index, x));
  }

  @Override
  public void setString(int parameterIndex, String x) throws SQLException {
    bind(parameterIndex, (target, index) -> target.setString(index, x));
  }

  @Override
  public void setBytes(int parameterIndex, byte[] x) throws SQLException {
    byte[] bytes = Copies.of(x);
    bind(parameterIndex, (target, index) -> target.setBytes(index, bytes));
  }

  @Override
  public void setDate(int parameterIndex, Date x) throws SQLException {
    Date date = Copies.of(x);
    bind(parameterIndex, (target, index) -> target.setDate(index, date));
  }

  @Override
  public void setTime(int parameterIndex, Time x) throws SQLException {
    Time time = Copies.of(x);
    bind(parameterIndex, (target, index) -> target.setTime(index, time));
  }

  @Override
  public void setTimestamp(int parameterIndex, Timestamp x) throws SQLException {
    Timestamp timestamp = Copies.of(x);
    bind(parameterIndex, (target, index) -> target.setTimestamp(index, timestamp));
  }

  @Override
  public void setAsciiStream(int parameterIndex, InputStream x, int length) throws SQLException {
    bind(parameterIndex, (target, index) -> target.setAsciiStream(index, x, length));
  }

  @Deprecated
  @Override
  public void setUnicodeStream(int parameterIndex, InputStream x, int length) throws SQLException {
    bind(parameterIndex, (target, index) -> target.setUnicodeStream(index, x, length));
  }

  @Override
  public void setBinaryStream(int parameterIndex, InputStream x, int length) throws SQLException {
    bind(parameterIndex, (target, index) -> target.setBinaryStream(index, x, length));
  }

  @Override
  public void clearParameters() throws SQLException {
    inner().clearParameters();
  }

  @Override
  public void setObject(int parameterIndex, Object x, int targetSqlType) throws SQLException {
    Object value = Copies.of(x);
    bind(parameterIndex, (target, index) -> target.setObject(index, value, targetSqlType));
  }

  @Override
  public void setObject(int parameterIndex, Object x) throws SQLException {
    Object value = Copies.of(x);
    bind(parameterIndex, (target, index) -> target.setObject(index, value));
  }

  @Override
  public boolean execute() throws SQLException {
    return inner().execute();
  }

  @Override
  public void addBatch() throws SQLException {
    inner().addBatch();
  }

  @Override
  public void setCharacterStream(int parameterIndex, Reader reader, int length)
      throws SQLException {
    bind(parameterIndex, (target, index) -> target.setCharacterStream(index, reader, length));
  }

  @Override
  public void setRef(int parameterIndex, Ref x) throws SQLException {
    bind(parameterIndex, (target, index) -> target.setRef(index, x));
  }

  @Override
  public void setBlob(int parameterIndex, Blob x) throws SQLException {
    bind(parameterIndex, (target, index) -> target.setBlob(index, x));
  }

  @Override
  public void setClob(int parameterIndex, Clob x) throws SQLException {
    bind(parameterIndex, (target, index) -> target.setClob(index, x));
  }

  @Override
  public void setArray(int parameterIndex, Array x) throws SQLException {
    bind(parameterIndex, (target, index) -> target.setArray(index, x));
  }

  @Override
  public @Nullable ResultSetMetaData getMetaData() throws SQLException {
    return inner().getMetaData();
  }

  @Override
  public void setDate(int parameterIndex, Date x, Calendar cal) throws SQLException {
    Date date = Copies.of(x);
    Calendar calendar = Copies.of(cal);
    bind(parameterIndex, (target, index) -> target.setDate(index, date, calendar));
  }

  @Override
  public void setTime(int parameterIndex, Time x, Calendar cal) throws SQLException {
    Time time = Copies.of(x);
    Calendar calendar = Copies.of(cal);
    bind(parameterIndex, (target, index) -> target.setTime(index, time, calendar));
  }

  @Override
  public void setTimestamp(int parameterIndex, Timestamp x, Calendar cal) throws SQLException {
    Timestamp timestamp = Copies.of(x);
    Calendar calendar = Copies.of(cal);
    bind(parameterIndex, (target, index) -> target.setTimestamp(index, timestamp, calendar));
  }

  @Override
  public void setNull(int parameterIndex, int sqlType, String typeName) throws SQLException {
    bind(parameterIndex, (target, index) -> target.setNull(index, sqlType, typeName));
  }

  @Override
  public void setURL(int parameterIndex, URL x) throws SQLException {
    bind(parameterIndex, (target, index) -> target.setURL(index, x));
  }

  @Override
  public ParameterMetaData getParameterMetaData() throws SQLException {
    return inner().getParameterMetaData();
  }

  @Override
  public void setRowId(int parameterIndex, RowId x) throws SQLException {
    bind(parameterIndex, (target, index) -> target.setRowId(index, x));
  }

  @Override
  public void setNString(int parameterIndex, String value) throws SQLException {
    bind(parameterIndex, (target, index) -> target.setNString(index, value));
  }

  @Override
  public void setNCharacterStream(int parameterIndex, Reader value, long length)
      throws SQLException {
    bind(parameterIndex, (target, index) -> target.setNCharacterStream(index, value, length));
  }

  @Override
  public void setNClob(int parameterIndex, NClob value) throws SQLException {
    bind(parameterIndex, (target, index) -> target.setNClob(index, value));
  }

  @Override
  public void setClob(int parameterIndex, Reader reader, long length) throws SQLException {
    bind(parameterIndex, (target, index) -> target.setClob(index, reader, length));
  }

  @Override
  public void setBlob(int parameterIndex, InputStream inputStream, long length)
      throws SQLException {
    bind(parameterIndex, (target, index) -> target.setBlob(index, inputStream, length));
  }

  @Override
  public void setNClob(int parameterIndex, Reader reader, long length) throws SQLException {
    bind(parameterIndex, (target, index) -> target.setNClob(index, reader, length));
  }

  @Override
  public void setSQLXML(int parameterIndex, SQLXML xmlObject) throws SQLException {
    bind(parameterIndex, (target, index) -> target.setSQLXML(index, xmlObject));
  }

  @Override
  public void setObject(int parameterIndex, Object x, int targetSqlType, int scaleOrLength)
      throws SQLException {
    Object value = Copies.of(x);
    bind(
        parameterIndex,
        (target, index) -> target.setObject(index, value, targetSqlType, scaleOrLength));
  }

  @Override
  public void setAsciiStream(int parameterIndex, InputStream x, long length) throws SQLException {
    bind(parameterIndex, (target, index) -> target.setAsciiStream(index, x, length));
  }

  @Override
  public void setBinaryStream(int parameterIndex, InputStream x, long length) throws SQLException {
    bind(parameterIndex, (target, index) -> target.setBinaryStream(index, x, length));
  }

  @Override
  public void setCharacterStream(int parameterIndex, Reader reader, long length)
      throws SQLException {
    bind(parameterIndex, (target, index) -> target.setCharacterStream(index, reader, length));
  }

  @Override
  public void setAsciiStream(int parameterIndex, InputStream x) throws SQLException {
    bind(parameterIndex, (target, index) -> target.setAsciiStream(index, x));
  }

  @Override
  public void setBinaryStream(int parameterIndex, InputStream x) throws SQLException {
    bind(parameterIndex, (target, index) -> target.setBinaryStream(index, x));
  }

  @Override
  public void setCharacterStream(int parameterIndex, Reader reader) throws SQLException {
    bind(parameterIndex, (target, index) -> target.setCharacterStream(index, reader));
  }

  @Override
  public void setNCharacterStream(int parameterIndex, Reader value) throws SQLException {
    bind(parameterIndex, (target, index) -> target.setNCharacterStream(index, value));
  }

  @Override
  public void setClob(int parameterIndex, Reader reader) throws SQLException {
    bind(parameterIndex, (target, index) -> target.setClob(index, reader));
  }

  @Override
  public void setBlob(int parameterIndex, InputStream inputStream) throws SQLException {
    bind(parameterIndex, (target, index) -> target.setBlob(index, inputStream));
  }

  @Override
  public void setNClob(int parameterIndex, Reader reader) throws SQLException {
    bind(parameterIndex, (target, index) -> target.setNClob(index, reader));
  }

  @Override
  public void setObject(int parameterIndex, Object x, SQLType targetSqlType, int scaleOrLength)
      throws SQLException {
    Object value = Copies.of(x);
    bind(
        parameterIndex,
        (target, index) -> target.setObject(index, value, targetSqlType, scaleOrLength));
  }

  @Override
  public void setObject(int parameterIndex, Object x, SQLType targetSqlType) throws SQLException {
    Object value = Copies.of(x);
    bind(parameterIndex, (target, index) -> target.setObject(index, value, targetSqlType));
  }

  @Override
  public long executeLargeUpdate() throws SQLException {
    return inner().executeLargeUpdate();
  }
}
