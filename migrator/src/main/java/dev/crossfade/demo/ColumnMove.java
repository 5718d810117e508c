package dev.crossfade.demo;

import java.util.List;

/**
 * Columns that get other names in a table of their own, which has a row where one of them has a value. The old table's key is {@code id}, the new one's {@code user_id}.
 *
 * @param before O, each column with the name that it gets
 */
record ColumnMove(
    String name, String table, String newTable, List<Column> before, List<String> entry)
    implements Change {

  @Override
  public String drift(Stage.Columns columns) {
    var row = newTable + ".user_id IS NOT NULL";
    var both = table + " FULL JOIN " + newTable + " ON " + newTable + ".user_id = " + table + ".id";
    if (columns == Stage.Columns.NEW) {
      // The old side, if there at all, may be stale: an address can only be nobody's.
      return Change.count("false", row + " AND " + table + ".id IS NULL", both);
    }
    var present = "num_nonnulls(" + Change.list(before, Column::name) + ") > 0";
    var unfilled = present + " AND NOT " + row;
    var differ = "row(" + Change.list(before, Column::name) + ")::record *<> row("
        + Change.list(before, Column::converted) + ")::record";
    return Change.count(
        unfilled, unfilled + " OR " + row + " AND (NOT (" + present + ") OR " + differ + ")", both);
  }

  @Override
  public String join() {
    return " LEFT JOIN " + newTable + " ON " + newTable + ".user_id = " + table + ".id";
  }

  @Override
  public String expectedNew(Stage.Columns columns) {
    return readNew();
  }

  @Override
  public String readNew() {
    return "SELECT user_id, " + Change.list(before, Column::expression) + " FROM " + newTable
        + " ORDER BY user_id";
  }
}
