package dev.crossfade.demo;

import java.util.List;

/**
 * A change of columns within their table.
 *
 * @param before O, each column with b
 * @param after N, each column with f
 */
record ColumnChange(
    String name, String table, List<Column> before, List<Column> after, List<String> entry)
    implements Change {

  @Override
  public String drift(Stage.Columns columns) {
    // From contract on the old side, if there at all, may be stale: a row can only lack its new
    // side.
    boolean oneSided = columns == Stage.Columns.NEW || before.isEmpty();
    var unfilled = oneSided ? "NOT (" + filled() + ")" : unfilled();
    return Change.count(unfilled, oneSided ? unfilled : drifted(), table);
  }

  @Override
  public String join() {
    return "";
  }

  @Override
  public String expectedNew(Stage.Columns columns) {
    var values = Change.list(
        after,
        column -> columns == Stage.Columns.NEW
            ? column.name()
            : "CASE WHEN " + filled() + " THEN " + column.name() + " ELSE " + column.converted()
                + " END AS " + column.name());
    return "SELECT id, " + values + " FROM " + table + " ORDER BY id";
  }

  @Override
  public String readNew() {
    return "SELECT id, " + Change.list(after, Column::name) + " FROM " + table + " ORDER BY id";
  }

  private String filled() {
    return "num_nonnulls(" + Change.list(after, Column::name) + ") > 0";
  }

  private String unfilled() {
    return "NOT (" + filled() + ") AND " + differs(after);
  }

  /** A row in which the two shapes contradict each other, whichever way one looks, or the new one is missing. */
  String drifted() {
    if (before.isEmpty()) {
      return "NOT (" + filled() + ")";
    }
    return "(" + differs(after) + ") AND (NOT (" + filled() + ") OR " + differs(before) + ")";
  }

  private static String differs(List<Column> side) {
    return "row(" + Change.list(side, Column::name) + ")::record *<> row("
        + Change.list(side, Column::converted) + ")::record";
  }
}
