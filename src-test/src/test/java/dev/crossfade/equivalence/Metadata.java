package dev.crossfade.equivalence;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Questions to JDBC's metadata, written in case files as {@code \columns schema table}, {@code \parameters SQL}, {@code \describe SQL}. */
final class Metadata {
  private static final List<String> NAMES = List.of("PK_NAME", "FK_NAME", "INDEX_NAME");

  private Metadata() {}

  static Answer answer(Connection connection, String question) throws SQLException {
    String[] words = question.substring(1).split("\\s+", 2);
    String rest = words.length > 1 ? words[1].strip() : "";
    return switch (words[0]) {
      case "parameters" -> parameters(connection, rest);
      case "describe" -> describe(connection, rest);
      // What constraints and indexes are called is another matter than what they are.
      case "unnamed" -> {
        String[] what = rest.split("\\s+", 2);
        yield of(unnamed(ask(connection, what[0], what[1])));
      }
      default -> of(ask(connection, words[0], rest));
    };
  }

  private static Answer.Result ask(Connection connection, String what, String where)
      throws SQLException {
    String[] names = where.split("\\s+");
    try (ResultSet r =
        ask(connection.getMetaData(), what, names[0], names.length > 1 ? names[1] : "%")) {
      return withoutDatabase(Script.rows(r), connection.getCatalog());
    }
  }

  private static Answer.Result unnamed(Answer.Result result) {
    Set<Integer> named = new HashSet<>();
    for (int i = 0; i < result.columns().size(); i++) {
      if (NAMES.contains(result.columns().get(i).label())) {
        named.add(i);
      }
    }
    List<List<String>> rows = result.rows().stream()
        .map(row -> IntStream.range(0, row.size())
            .mapToObj(i -> named.contains(i) ? "name" : row.get(i))
            .toList())
        .toList();
    return new Answer.Result(result.count(), result.columns(), rows);
  }

  /** The two sides' databases have different names. */
  private static Answer.Result withoutDatabase(Answer.Result result, String database) {
    List<List<String>> rows = result.rows().stream()
        .map(row ->
            row.stream().map(cell -> cell.equals(database) ? "database" : cell).toList())
        .toList();
    return new Answer.Result(result.count(), result.columns(), rows);
  }

  private static ResultSet ask(DatabaseMetaData meta, String what, String schema, String table)
      throws SQLException {
    return switch (what) {
      case "columns" -> meta.getColumns(null, schema, table, "%");
      case "keys" -> meta.getPrimaryKeys(null, schema, table);
      case "tables" -> meta.getTables(null, schema, table, null);
      case "identifier" ->
        meta.getBestRowIdentifier(null, schema, table, DatabaseMetaData.bestRowSession, true);
      case "imported" -> meta.getImportedKeys(null, schema, table);
      case "exported" -> meta.getExportedKeys(null, schema, table);
      case "cross" -> meta.getCrossReference(null, schema, table, null, null, "orders");
      case "indexes" -> meta.getIndexInfo(null, schema, table, false, true);
      case "versions" -> meta.getVersionColumns(null, schema, table);
      case "grants" -> meta.getTablePrivileges(null, schema, table);
      case "column-grants" -> meta.getColumnPrivileges(null, schema, table, "%");
      default -> throw new IllegalArgumentException(what);
    };
  }

  private static Answer parameters(Connection connection, String sql) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(sql)) {
      ParameterMetaData meta = s.getParameterMetaData();
      List<List<String>> rows = new ArrayList<>();
      for (int i = 1; i <= meta.getParameterCount(); i++) {
        rows.add(List.of(meta.getParameterTypeName(i), meta.getParameterClassName(i)));
      }
      return of(new Answer.Result(-1, List.of(), rows));
    }
  }

  private static Answer describe(Connection connection, String sql) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(sql)) {
      ResultSetMetaData meta = s.getMetaData();
      List<List<String>> rows = new ArrayList<>();
      for (int i = 1; meta != null && i <= meta.getColumnCount(); i++) {
        rows.add(List.of(
            meta.getColumnLabel(i),
            meta.getColumnName(i),
            meta.getColumnTypeName(i),
            meta.getColumnClassName(i),
            meta.getTableName(i),
            meta.getSchemaName(i),
            "nullable " + meta.isNullable(i),
            "auto " + meta.isAutoIncrement(i),
            "size " + meta.getColumnDisplaySize(i)));
      }
      return of(new Answer.Result(-1, List.of(), rows));
    }
  }

  private static Answer of(Answer.Result result) {
    return new Answer(Answer.SUCCESS, "", List.of(result), Optional.empty(), List.of(), List.of());
  }
}
