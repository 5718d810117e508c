package dev.crossfade.driver;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import org.postgresql.PGResultSetMetaData;

/** Hands every question about a result's columns through. */
abstract class ForwardingResultSetMetaData implements ResultSetMetaData, PGResultSetMetaData {
  final ResultSetMetaData inner;
  private final PGResultSetMetaData extras;

  ForwardingResultSetMetaData(ResultSetMetaData inner) throws SQLException {
    this.inner = inner;
    this.extras = inner.unwrap(PGResultSetMetaData.class);
  }

  @Override
  public int getColumnCount() throws SQLException {
    return inner.getColumnCount();
  }

  @Override
  public boolean isAutoIncrement(int column) throws SQLException {
    return inner.isAutoIncrement(column);
  }

  @Override
  public boolean isCaseSensitive(int column) throws SQLException {
    return inner.isCaseSensitive(column);
  }

  @Override
  public boolean isSearchable(int column) throws SQLException {
    return inner.isSearchable(column);
  }

  @Override
  public boolean isCurrency(int column) throws SQLException {
    return inner.isCurrency(column);
  }

  @Override
  public int isNullable(int column) throws SQLException {
    return inner.isNullable(column);
  }

  @Override
  public boolean isSigned(int column) throws SQLException {
    return inner.isSigned(column);
  }

  @Override
  public int getColumnDisplaySize(int column) throws SQLException {
    return inner.getColumnDisplaySize(column);
  }

  @Override
  public String getColumnLabel(int column) throws SQLException {
    return inner.getColumnLabel(column);
  }

  @Override
  public String getColumnName(int column) throws SQLException {
    return inner.getColumnName(column);
  }

  @Override
  public String getSchemaName(int column) throws SQLException {
    return inner.getSchemaName(column);
  }

  @Override
  public int getPrecision(int column) throws SQLException {
    return inner.getPrecision(column);
  }

  @Override
  public int getScale(int column) throws SQLException {
    return inner.getScale(column);
  }

  @Override
  public String getTableName(int column) throws SQLException {
    return inner.getTableName(column);
  }

  @Override
  public String getCatalogName(int column) throws SQLException {
    return inner.getCatalogName(column);
  }

  @Override
  public int getColumnType(int column) throws SQLException {
    return inner.getColumnType(column);
  }

  @Override
  public String getColumnTypeName(int column) throws SQLException {
    return inner.getColumnTypeName(column);
  }

  @Override
  public boolean isReadOnly(int column) throws SQLException {
    return inner.isReadOnly(column);
  }

  @Override
  public boolean isWritable(int column) throws SQLException {
    return inner.isWritable(column);
  }

  @Override
  public boolean isDefinitelyWritable(int column) throws SQLException {
    return inner.isDefinitelyWritable(column);
  }

  @Override
  public String getColumnClassName(int column) throws SQLException {
    return inner.getColumnClassName(column);
  }

  @Override
  public String getBaseColumnName(int column) throws SQLException {
    return extras.getBaseColumnName(column);
  }

  @Override
  public String getBaseTableName(int column) throws SQLException {
    return extras.getBaseTableName(column);
  }

  @Override
  public String getBaseSchemaName(int column) throws SQLException {
    return extras.getBaseSchemaName(column);
  }

  @Override
  public int getFormat(int column) throws SQLException {
    return extras.getFormat(column);
  }
}
