package dev.crossfade.engine;

import java.util.List;
import java.util.Map;

/**
 * The table to which a migration's columns go, one row for each old row that is present.
 *
 * @param table the new table, as in SQL
 * @param key the old table's columns by which rows are found, and the new one's for them
 * @param present an expression over the old columns
 * @param whole whether the table itself gets a new name
 * @param own what is true of rows that are the new table's own, or nothing where it has none
 * @param several whether other migrations bring columns to it, too
 */
record Target(
    String table,
    Map<String, String> key,
    String present,
    boolean whole,
    String own,
    boolean several) {
  List<String> olds() {
    return List.copyOf(key.keySet());
  }

  List<String> youngs() {
    return List.copyOf(key.values());
  }
}
