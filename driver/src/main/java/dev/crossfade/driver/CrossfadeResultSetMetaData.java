package dev.crossfade.driver;

import dev.crossfade.rewrite.Traits.BaseColumn;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A result's columns, where the server shows an expression or another column in place of the application's own. */
final class CrossfadeResultSetMetaData extends ForwardingResultSetMetaData {
  private static final Map<String, String> SERIALS =
      Map.of("int4", "serial", "int8", "bigserial", "int2", "smallserial");

  private final List<Optional<BaseColumn>> columns;
  private final int hidden;

  private CrossfadeResultSetMetaData(
      ResultSetMetaData inner, List<Optional<BaseColumn>> columns, int hidden) throws SQLException {
    super(inner);
    this.columns = columns;
    this.hidden = hidden;
  }

  /**
   * @param columns where the first of them come from, as far as it is known
   * @param hidden how many at the end the application doesn't see
   */
  static @Nullable ResultSetMetaData of(
      @Nullable ResultSetMetaData inner, List<Optional<BaseColumn>> columns, int hidden)
      throws SQLException {
    // With a negative prepareThreshold 42.7.14 mixes up the results of several statements.
    return inner == null
            || hidden == 0 && (columns.isEmpty() || columns.size() != inner.getColumnCount())
        ? inner
        : new CrossfadeResultSetMetaData(inner, columns, hidden);
  }

  @Override
  public int getColumnCount() throws SQLException {
    return super.getColumnCount() - hidden;
  }

  private Optional<BaseColumn> base(int column) {
    return column >= 1 && column <= columns.size() ? columns.get(column - 1) : Optional.empty();
  }

  @Override
  public String getTableName(int column) throws SQLException {
    Optional<BaseColumn> base = base(column);
    return base.isPresent() ? base.get().table() : super.getTableName(column);
  }

  @Override
  public String getBaseTableName(int column) throws SQLException {
    Optional<BaseColumn> base = base(column);
    return base.isPresent() ? base.get().table() : super.getBaseTableName(column);
  }

  @Override
  public String getBaseColumnName(int column) throws SQLException {
    Optional<BaseColumn> base = base(column);
    return base.isPresent() ? base.get().column() : super.getBaseColumnName(column);
  }

  @Override
  public String getBaseSchemaName(int column) throws SQLException {
    Optional<BaseColumn> base = base(column);
    return base.isPresent() ? base.get().schema() : super.getBaseSchemaName(column);
  }

  @Override
  public boolean isAutoIncrement(int column) throws SQLException {
    Optional<BaseColumn> base = base(column);
    return base.isPresent() ? base.get().autoIncrement() : super.isAutoIncrement(column);
  }

  /** pgjdbc calls an integer that a sequence fills by the name of the pseudo-type. */
  @Override
  public String getColumnTypeName(int column) throws SQLException {
    String type = super.getColumnTypeName(column);
    return base(column).filter(BaseColumn::autoIncrement).isPresent()
        ? SERIALS.getOrDefault(type, type)
        : type;
  }

  @Override
  public int isNullable(int column) throws SQLException {
    Optional<BaseColumn> base = base(column);
    if (base.isEmpty()) {
      return super.isNullable(column);
    }
    return base.get().nullable()
        ? ResultSetMetaData.columnNullable
        : ResultSetMetaData.columnNoNulls;
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
