package dev.crossfade.migrator.explain;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;

/** The statements of a workload, most frequent first. */
public final class Workload {
  // toplevel and its like come and go with versions: only what all of them have. What speaks of the
  // schema crossfade is this command's own.
  private static final String STATEMENTS = """
      SELECT s.query, sum(s.calls)::int8 AS calls
      FROM %s.pg_stat_statements s JOIN pg_catalog.pg_database d ON d.oid = s.dbid
      WHERE d.datname = pg_catalog.current_database() AND s.query NOT LIKE '<%%' AND s.query NOT SIMILAR TO '%%crossfade(\\.|_rehearsal)%%'
      GROUP BY s.query ORDER BY 2 DESC, 1
      """;

  // The server prints a parameter for the literal of date '2020-01-01' too, where its own grammar
  // takes none.
  private static final Pattern TYPED = Pattern.compile(
      "\\b(interval|date|time|timetz|timestamp|timestamptz|(?:time|timestamp) with(?:out)? time zone|uuid|numeric|decimal|int[248]?|integer|bigint|smallint|float[48]|real|text|varchar|char|bool|boolean|bytea|jsonb?|inet|cidr|point|box)\\s+(\\$\\d+)",
      Pattern.CASE_INSENSITIVE);

  private Workload() {}

  /** A statement with the server's parameters for literals, and how often it ran. */
  public record Entry(String sql, long calls) {}

  /**
   * What pg_stat_statements has counted in this database; empty if the extension isn't there.
   *
   * @throws SQLException 55000 if the server hasn't loaded the library, 42501 without the right to look
   */
  public static List<Entry> counted(Connection connection) throws SQLException {
    List<Entry> entries = new ArrayList<>();
    try (var statement = connection.createStatement()) {
      String schema = "";
      try (ResultSet rows = statement.executeQuery(
          "SELECT pg_catalog.quote_ident(n.nspname) FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_stat_statements'")) {
        schema = rows.next() ? rows.getString(1) : "";
      }
      if (schema.isEmpty()) {
        return List.of();
      }
      try (ResultSet rows = statement.executeQuery(STATEMENTS.formatted(schema))) {
        while (rows.next()) {
          String sql = TYPED.matcher(rows.getString(1)).replaceAll("CAST($2 AS $1)");
          entries.add(new Entry(sql, rows.getLong(2)));
        }
      }
    }
    return entries;
  }

  /** The statements of a text, each once, in its order. */
  public static List<Entry> of(String text) throws SQLException {
    List<Entry> entries = new ArrayList<>();
    for (NativeQuery query : Parser.parseJdbcSql(text, true, false, true, false, true)) {
      String sql = query.nativeSql.strip();
      if (!sql.isEmpty()) {
        entries.add(new Entry(sql, 1));
      }
    }
    return entries;
  }
}
