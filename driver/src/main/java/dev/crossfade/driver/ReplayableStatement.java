package dev.crossfade.driver;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PreferQueryMode;
import org.postgresql.util.PGobject;

/**
 * Values that can be read only once, or that the application may free. Where a text touches a migration they are read at once, because they may go to several
 * places, or to another statement after a change of plan; anywhere else they pass as they came, unread.
 */
abstract class ReplayableStatement extends ForwardingPreparedStatement {
  ReplayableStatement(CrossfadeConnection connection) {
    super(connection);
  }

  /** Whether the text touches a migration. */
  abstract boolean mapped();

  /** Makes the plan the one that holds now. */
  abstract void keepUp() throws SQLException;

  /** A plan from before the text touched a migration, or from an aborted transaction, would let a stream go that the next one needs. */
  private boolean keeps(@Nullable Object value) throws SQLException {
    if (value == null) {
      return false;
    }
    if (!mapped()) {
      keepUp();
    }
    return mapped();
  }

  @Override
  public void setBinaryStream(int parameterIndex, InputStream x, int length) throws SQLException {
    setBinaryStream(parameterIndex, x, (long) length);
  }

  @Override
  public void setBinaryStream(int parameterIndex, InputStream x, long length) throws SQLException {
    if (!keeps(x) || length < 0) {
      super.setBinaryStream(parameterIndex, x, length);
      return;
    }
    Spool spool = Spool.of(x, length);
    bind(parameterIndex, (target, index) -> target.setBinaryStream(index, spool.open(), length));
  }

  @Override
  public void setBinaryStream(int parameterIndex, InputStream x) throws SQLException {
    if (!keeps(x)) {
      super.setBinaryStream(parameterIndex, x);
      return;
    }
    Spool spool = Spool.of(x);
    // The simple protocol has no parameters, and pgjdbc makes no literal of a stream whose length
    // it is told.
    boolean simple = connection.inner.getPreferQueryMode() == PreferQueryMode.SIMPLE;
    bind(parameterIndex, (target, index) -> {
      if (simple) {
        target.setBinaryStream(index, spool.open());
      } else {
        target.setBinaryStream(index, spool.open(), spool.length());
      }
    });
  }

  @Override
  public void setAsciiStream(int parameterIndex, InputStream x, int length) throws SQLException {
    if (!keeps(x) || length < 0) {
      super.setAsciiStream(parameterIndex, x, length);
      return;
    }
    byte[] bytes = encoded(x, StandardCharsets.US_ASCII, length);
    bind(
        parameterIndex,
        (target, index) -> target.setAsciiStream(index, new ByteArrayInputStream(bytes), length));
  }

  @Override
  @Deprecated
  @SuppressWarnings("deprecation")
  public void setUnicodeStream(int parameterIndex, InputStream x, int length) throws SQLException {
    if (!keeps(x) || length < 0) {
      super.setUnicodeStream(parameterIndex, x, length);
      return;
    }
    byte[] bytes = encoded(x, StandardCharsets.UTF_8, length);
    bind(
        parameterIndex,
        (target, index) -> target.setUnicodeStream(index, new ByteArrayInputStream(bytes), length));
  }

  private static byte[] encoded(InputStream stream, Charset charset, int length)
      throws SQLException {
    return Spool.text(stream, charset, length).getBytes(charset);
  }

  @Override
  public void setCharacterStream(int parameterIndex, Reader reader, int length)
      throws SQLException {
    if (!keeps(reader) || length < 0) {
      super.setCharacterStream(parameterIndex, reader, length);
      return;
    }
    String text = Spool.text(reader, length);
    bind(
        parameterIndex,
        (target, index) -> target.setCharacterStream(index, new StringReader(text), length));
  }

  @Override
  public void setCharacterStream(int parameterIndex, Reader reader) throws SQLException {
    if (!keeps(reader)) {
      super.setCharacterStream(parameterIndex, reader);
      return;
    }
    String text = Spool.text(reader, Integer.MAX_VALUE);
    bind(
        parameterIndex,
        (target, index) -> target.setCharacterStream(index, new StringReader(text)));
  }

  @Override
  public void setBlob(int parameterIndex, InputStream inputStream, long length)
      throws SQLException {
    if (!keeps(inputStream) || length < 0) {
      super.setBlob(parameterIndex, inputStream, length);
      return;
    }
    setLong(parameterIndex, LargeObjects.write(connection.inner, inputStream, length));
  }

  @Override
  public void setBlob(int parameterIndex, InputStream inputStream) throws SQLException {
    if (!keeps(inputStream)) {
      super.setBlob(parameterIndex, inputStream);
      return;
    }
    setLong(parameterIndex, LargeObjects.write(connection.inner, inputStream, Long.MAX_VALUE));
  }

  @Override
  public void setBlob(int parameterIndex, Blob x) throws SQLException {
    if (!keeps(x)) {
      super.setBlob(parameterIndex, x);
      return;
    }
    setLong(parameterIndex, LargeObjects.write(connection.inner, x));
  }

  @Override
  public void setClob(int parameterIndex, Clob x) throws SQLException {
    if (!keeps(x)) {
      super.setClob(parameterIndex, x);
      return;
    }
    setLong(parameterIndex, LargeObjects.write(connection.inner, x));
  }

  @Override
  public void setArray(int parameterIndex, Array x) throws SQLException {
    if (!keeps(x)) {
      super.setArray(parameterIndex, x);
      return;
    }
    PGobject kept = new PGobject();
    int type = connection.inner.getTypeInfo().getPGArrayType(x.getBaseTypeName());
    kept.setType(connection.inner.getTypeInfo().getPGType(type));
    kept.setValue(x.toString());
    bind(parameterIndex, (target, index) -> target.setObject(index, kept));
  }

  @Override
  public void setObject(int parameterIndex, Object x) throws SQLException {
    if (!keepsObject(x) || !takeOver(parameterIndex, x, Types.NULL)) {
      super.setObject(parameterIndex, x);
    }
  }

  @Override
  public void setObject(int parameterIndex, Object x, int targetSqlType) throws SQLException {
    if (!keepsObject(x) || !takeOver(parameterIndex, x, targetSqlType)) {
      super.setObject(parameterIndex, x, targetSqlType);
    }
  }

  @Override
  public void setObject(int parameterIndex, Object x, int targetSqlType, int scaleOrLength)
      throws SQLException {
    if (!keepsObject(x) || !takeOver(parameterIndex, x, targetSqlType)) {
      super.setObject(parameterIndex, x, targetSqlType, scaleOrLength);
    }
  }

  private boolean keepsObject(@Nullable Object x) throws SQLException {
    return (x instanceof InputStream
            || x instanceof Blob
            || x instanceof Clob
            || x instanceof Array)
        && keeps(x);
  }

  /**
   * Handles an object that pgjdbc would read a stream from or make a large object of.
   *
   * @param sqlType the caller's, or NULL if there was none
   * @return false if it is another kind of value, or the type isn't pgjdbc's own for it
   */
  private boolean takeOver(int parameter, Object x, int sqlType) throws SQLException {
    if (x instanceof Blob && (sqlType == Types.BLOB || sqlType == Types.NULL)) {
      setBlob(parameter, (Blob) x);
    } else if (x instanceof Clob && (sqlType == Types.CLOB || sqlType == Types.NULL)) {
      setClob(parameter, (Clob) x);
    } else if (x instanceof InputStream && sqlType == Types.BLOB) {
      setBlob(parameter, (InputStream) x);
    } else if (x instanceof Array && (sqlType == Types.ARRAY || sqlType == Types.NULL)) {
      setArray(parameter, (Array) x);
    } else if (x instanceof InputStream) {
      Spool spool = Spool.of((InputStream) x);
      bind(parameter, (target, index) -> target.setObject(index, spool.open(), sqlType));
    } else {
      return false;
    }
    return true;
  }
}
