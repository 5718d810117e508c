package dev.crossfade.migrator.explain;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;

/**
 * The server's generic plan of a text, for values that nobody knows.
 *
 * @param cost the planner's total cost
 * @param lines as EXPLAIN prints them
 */
public record ServerPlan(double cost, List<String> lines) {
  private static final Pattern COST = Pattern.compile("cost=[0-9.]+\\.\\.([0-9.]+)");

  /** Plans a text with JDBC's placeholders, executes nothing and leaves nothing behind; empty if the server can't plan it. */
  public static Optional<ServerPlan> of(Connection connection, String sql) throws SQLException {
    List<NativeQuery> queries = Parser.parseJdbcSql(sql, true, true, true, false, true);
    if (queries.size() != 1) {
      return Optional.empty();
    }
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute("SET LOCAL plan_cache_mode = force_generic_plan");
      statement.execute("PREPARE crossfade_explain AS " + queries.get(0).nativeSql);
      List<String> lines = new ArrayList<>();
      try (ResultSet rows =
          statement.executeQuery("EXPLAIN EXECUTE crossfade_explain" + arguments(statement))) {
        while (rows.next()) {
          lines.add(rows.getString(1));
        }
      }
      Matcher cost = COST.matcher(lines.isEmpty() ? "" : lines.get(0));
      return cost.find()
          ? Optional.of(new ServerPlan(Double.parseDouble(cost.group(1)), List.copyOf(lines)))
          : Optional.empty();
    } catch (SQLException e) {
      if (e.getSQLState() != null && e.getSQLState().startsWith("08")) {
        throw e;
      }
      return Optional.empty();
    } finally {
      connection.rollback();
      try (Statement statement = connection.createStatement()) {
        // A prepared statement outlives the transaction that made it.
        statement.execute("DEALLOCATE ALL");
      }
      connection.commit();
      connection.setAutoCommit(true);
    }
  }

  private static String arguments(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery(
        "SELECT cardinality(parameter_types) FROM pg_prepared_statements WHERE name = 'crossfade_explain'")) {
      int count = rows.next() ? rows.getInt(1) : 0;
      return count == 0 ? "" : "(" + "NULL, ".repeat(count - 1) + "NULL)";
    }
  }
}
