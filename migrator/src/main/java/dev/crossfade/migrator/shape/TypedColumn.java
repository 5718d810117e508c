package dev.crossfade.migrator.shape;

/**
 * A column and its full type.
 *
 * @param type as {@code format_type} prints it, with length or precision: {@code numeric(10,2)}
 */
public record TypedColumn(String name, String type, boolean notNull) {

  /** The column of a row that this alias stands for. */
  public String of(String alias) {
    return alias + "." + sql();
  }

  /** The column's name in SQL. */
  public String sql() {
    return Quoted.name(name);
  }
}
