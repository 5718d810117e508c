package dev.crossfade.migrator.shape;

import java.util.List;
import java.util.Optional;

/**
 * A table as the catalog has it.
 *
 * @param columns those that are not dropped, in order
 */
public record Table(long oid, String schema, String name, List<TypedColumn> columns) {

  /** The column of this name. */
  public Optional<TypedColumn> column(String column) {
    return columns.stream().filter(one -> one.name().equals(column)).findFirst();
  }

  /** The table's name in SQL. */
  public String sql() {
    return Quoted.name(schema, name);
  }

  /** The table's name for people. */
  @Override
  public String toString() {
    return schema + "." + name;
  }
}
