package dev.crossfade.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What an application sees of a scenario, line by line, to be compared between pgjdbc and Crossfade. */
final class Transcript {
  private final List<String> lines = new ArrayList<>();

  /** A piece of an application. */
  @FunctionalInterface
  interface Scenario {
    void run(Connection connection, Transcript transcript) throws Exception;
  }

  /** A call that may fail. */
  @FunctionalInterface
  interface Call {
    Object run() throws Exception;
  }

  /** Runs a scenario through both drivers and asserts that it looks the same. */
  static void same(Scenario scenario) throws Exception {
    same(Server.plain(), Server.crossfade(), scenario);
  }

  /** The same over connections of the caller's, which are closed. */
  static void same(Connection plain, Connection crossfade, Scenario scenario) throws Exception {
    List<String> expected = run(plain, scenario);
    assertFalse(expected.isEmpty());
    assertEquals(String.join("\n", expected), String.join("\n", run(crossfade, scenario)));
  }

  private static List<String> run(Connection opened, Scenario scenario) throws Exception {
    try (Connection connection = opened) {
      Transcript transcript = new Transcript();
      scenario.run(connection, transcript);
      return transcript.lines;
    }
  }

  /** Notes a value, or the error that came instead. */
  void note(Call call) throws Exception {
    try {
      note(call.run());
    } catch (SQLException e) {
      // The position is one in the text for the server.
      for (SQLException next = e; next != null; next = next.getNextException()) {
        lines.add(next.getClass().getName() + " " + next.getSQLState() + " "
            + next.getMessage().replaceFirst("(?s)\\s+Position: .*", ""));
      }
    }
  }

  void note(Object value) throws SQLException {
    if (value instanceof ResultSet) {
      rows((ResultSet) value);
    } else if (value instanceof int[]) {
      lines.add(Arrays.toString((int[]) value));
    } else if (value instanceof long[]) {
      lines.add(Arrays.toString((long[]) value));
    } else if (value instanceof byte[]) {
      lines.add(Arrays.toString((byte[]) value));
    } else {
      lines.add(String.valueOf(value));
    }
  }

  /** Notes rows whose order is the server's affair. */
  void noteUnordered(ResultSet result) throws SQLException {
    int from = lines.size() + 1;
    note((Object) result);
    if (from < lines.size()) {
      lines.subList(from, lines.size()).sort(null);
    }
  }

  private void rows(ResultSet result) throws SQLException {
    ResultSetMetaData metaData = result.getMetaData();
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= metaData.getColumnCount(); i++) {
      columns.add(metaData.getColumnLabel(i) + " " + metaData.getColumnTypeName(i) + " "
          + metaData.getTableName(i) + " " + metaData.isNullable(i));
    }
    lines.add(columns.toString());
    while (result.next()) {
      List<String> values = new ArrayList<>();
      for (int i = 1; i <= metaData.getColumnCount(); i++) {
        values.add(result.getString(i));
      }
      // Each backend has a schema of its own for temporary tables, each test two for its tables.
      lines.add(
          values.toString().replaceAll("pg_temp_[0-9]+|before_[0-9]+|during_[0-9]+", "schema"));
    }
  }
}
