package dev.crossfade.migrator.shape;

/**
 * A relation whose rows are walked: a table, or one partition or child of it.
 *
 * @param rows how many the planner believes there are; 0 where nobody has counted
 * @param pages how many there are now
 */
public record Segment(long oid, String schema, String name, RowKey key, long rows, long pages) {

  /** The relation's name in SQL. */
  public String sql() {
    return Quoted.name(schema, name);
  }
}
