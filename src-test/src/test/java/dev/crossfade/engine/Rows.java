package dev.crossfade.engine;

import java.util.List;
import java.util.stream.Collectors;

/** The SQL that fills the rows of one migration and looks at them. */
interface Rows {
  static Rows of(Scenario.Migration migration) {
    return migration.target().isPresent()
        ? new RowsElsewhere(migration, migration.target().get())
        : new RowsInPlace(migration);
  }

  static String row(List<String> columns, String alias) {
    return "ROW(" + columns.stream().map(c -> alias + c).collect(Collectors.joining(", "))
        + ")::record";
  }

  /** Fills the rows that have drifted and for which {@code condition} holds, or all of them. */
  String backfill(String condition);

  /** The rows that aren't filled: {@code id} and an image of their old values. */
  String unfilled();

  /** Makes no row filled. */
  String clear();

  /** Whether there are new rows that the old side can't tell from none, so that there is no way back for them; or nothing. */
  String lost();

  /** Fills the old columns from the new ones, or nothing if there is nothing to fill. */
  String reverse();

  /**
   * A query for the rows that have drifted, one line each.
   *
   * @param captured the table with the rows that were not filled at the beginning
   */
  String drift(Phase phase, String captured, boolean newShape);

  /** How a shape's value of a column is to be had from what is stored. */
  String shown(Phase phase, String column, boolean newShape);

  /** What the rows of a table are to be looked for in, and which. */
  String source(Phase phase, String table, boolean newShape);
}
