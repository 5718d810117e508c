package dev.crossfade.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads from the catalog what the mapping file has to keep in mind once the old columns are dropped: its {@code was:} blocks. */
final class OldColumns {
  // The place of a column is its place among the columns that the application knows, which neither
  // dropped nor new ones are part of.
  private static final String COLUMNS = """
      SELECT a.attname,
             row_number() OVER (ORDER BY a.attnum) AS position,
             format_type(a.atttypid, a.atttypmod) AS type,
             a.attnotnull AS not_null,
             EXISTS (SELECT FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisunique AND i.indpred IS NULL
                     AND i.indnkeyatts = 1 AND i.indkey[0] = a.attnum) AS is_unique,
             pg_get_expr(d.adbin, d.adrelid) AS default_expression,
             CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END AS collation
      FROM pg_attribute a
      JOIN pg_type t ON t.oid = a.atttypid
      LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped AND a.attname <> ALL (?)
      """;

  private static final String INDEXES = """
      SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
      WHERE i.indrelid = to_regclass(?) AND a.attname = ?
        AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.conrelid = i.indrelid)
      ORDER BY 1
      """;

  private static final String CONSTRAINTS = """
      SELECT pg_get_constraintdef(c.oid) FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
      WHERE c.conrelid = to_regclass(?) AND a.attname = ? AND c.contype <> 'n'
      ORDER BY 1
      """;

  private OldColumns() {}

  /** The lines of a migration's {@code was:} block; none if it has no old columns. */
  static List<String> was(Connection connection, Change change) throws SQLException {
    var lines = new ArrayList<String>();
    if (change.before().isEmpty()) {
      return lines;
    }
    lines.add("was:");
    var old = change.before().stream().map(Change.Column::name).collect(Collectors.toSet());
    try (var columns = connection.prepareStatement(COLUMNS)) {
      columns.setString(1, change.table());
      columns.setArray(
          2, connection.createArrayOf("name", newColumnsOf(change.table()).toArray()));
      try (var rows = columns.executeQuery()) {
        while (rows.next()) {
          var name = rows.getString("attname");
          if (old.contains(name)) {
            lines.add("  " + name + ":");
            lines.add("    position: " + rows.getInt("position"));
            lines.add("    type: " + quoted(rows.getString("type")));
            lines.add("    not_null: " + rows.getBoolean("not_null"));
            lines.add("    unique: " + rows.getBoolean("is_unique"));
            addValue(lines, "default", rows.getString("default_expression"));
            addValue(lines, "collation", rows.getString("collation"));
            addList(lines, "indexes", definitions(connection, INDEXES, change.table(), name));
            addList(
                lines, "constraints", definitions(connection, CONSTRAINTS, change.table(), name));
          }
        }
      }
    }
    return lines;
  }

  private static Set<String> newColumnsOf(String table) {
    return Change.ALL.stream()
        .filter(change -> change.table().equals(table))
        .flatMap(change -> change.after().stream())
        .map(Change.Column::name)
        .collect(Collectors.toSet());
  }

  private static List<String> definitions(
      Connection connection, String sql, String table, String column) throws SQLException {
    var definitions = new ArrayList<String>();
    try (var select = connection.prepareStatement(sql)) {
      select.setString(1, table);
      select.setString(2, column);
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          definitions.add(rows.getString(1));
        }
      }
    }
    return definitions;
  }

  private static void addValue(List<String> lines, String key, @Nullable String value) {
    if (value != null) {
      lines.add("    " + key + ": " + quoted(value));
    }
  }

  private static void addList(List<String> lines, String key, List<String> definitions) {
    if (!definitions.isEmpty()) {
      lines.add("    " + key + ":");
      definitions.forEach(definition -> lines.add("      - " + quoted(definition)));
    }
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
