package dev.crossfade.demo;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Compares every row as an application reads it through Crossfade, in the old shape and in the new, with what a plain connection computes from the
 * columns themselves. All connections look at the same moment of the database, so the application needn't pause.
 */
final class SameReads {
  private static final int FETCH_SIZE = 5_000;

  private final Server server;
  private final String oldShapeUrl;
  private final String newShapeUrl;

  SameReads(Server server, String oldShapeUrl, String newShapeUrl) {
    this.server = server;
    this.oldShapeUrl = oldShapeUrl;
    this.newShapeUrl = newShapeUrl;
  }

  /** How many rows were read in both ways, and how many of them differed. */
  record Result(long compared, long differences) {
    Result plus(Result other) {
      return new Result(compared + other.compared, differences + other.differences);
    }
  }

  /**
   * Compares all of the shop.
   *
   * @param shape the columns to compare by
   */
  Result compare(Stage.Columns shape) throws SQLException {
    try (var plain = server.connect();
        var oldShape = DriverManager.getConnection(oldShapeUrl, Server.USER, "")) {
      var snapshot = begin(plain);
      join(oldShape, snapshot);
      var result = new Result(0, 0);
      for (var table : ShopSchema.COLUMNS.keySet()) {
        result = result.plus(compare(
            plain, expectedOld(table, shape), oldShape, "SELECT * FROM " + table + " ORDER BY id"));
      }
      if (shape == Stage.Columns.BOTH || shape == Stage.Columns.NEW) {
        try (var connection = DriverManager.getConnection(newShapeUrl, Server.USER, "")) {
          join(connection, snapshot);
          for (var change : Change.ALL) {
            result = result.plus(
                compare(plain, change.expectedNew(shape), connection, change.readNew()));
          }
        }
      }
      return result;
    }
  }

  private static String begin(Connection connection) throws SQLException {
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT pg_export_snapshot()")) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static void join(Connection connection, String snapshot) throws SQLException {
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute("SET TRANSACTION SNAPSHOT '" + snapshot + "'");
    }
  }

  private static String expectedOld(String table, Stage.Columns shape) {
    var columns = new ArrayList<String>();
    for (var name : ShopSchema.COLUMNS.getOrDefault(table, List.of())) {
      var mapped = Change.ALL.stream()
          .flatMap(change -> change.before().stream())
          .filter(column -> column.name().equals(name))
          .findFirst();
      columns.add(
          mapped.isPresent() && shape == Stage.Columns.NEW
              ? mapped.get().converted() + " AS " + name
              : name);
    }
    var joins = shape == Stage.Columns.NEW
        ? Change.ALL.stream()
            .filter(change -> change.table().equals(table))
            .map(Change::join)
            .collect(Collectors.joining())
        : "";
    return "SELECT " + String.join(", ", columns) + " FROM " + table + joins + " ORDER BY id";
  }

  private static Result compare(
      Connection plain, String expected, Connection connection, String read) throws SQLException {
    try (var first = plain.createStatement();
        var second = connection.createStatement()) {
      first.setFetchSize(FETCH_SIZE);
      second.setFetchSize(FETCH_SIZE);
      try (var wanted = first.executeQuery(expected);
          var found = second.executeQuery(read)) {
        if (!labels(wanted).equals(labels(found))) {
          return new Result(0, 1);
        }
        return compare(wanted, found, wanted.getMetaData().getColumnCount());
      }
    }
  }

  private static Result compare(ResultSet wanted, ResultSet found, int columns)
      throws SQLException {
    long rows = 0;
    long differences = 0;
    while (true) {
      boolean more = wanted.next();
      if (more != found.next()) {
        return new Result(rows, differences + 1);
      }
      if (!more) {
        return new Result(rows, differences);
      }
      rows++;
      for (int i = 1; i <= columns; i++) {
        if (!Objects.equals(wanted.getString(i), found.getString(i))) {
          differences++;
          break;
        }
      }
    }
  }

  private static List<String> labels(ResultSet rows) throws SQLException {
    var meta = rows.getMetaData();
    var labels = new ArrayList<String>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      labels.add(meta.getColumnLabel(i) + " " + meta.getColumnTypeName(i));
    }
    return labels;
  }
}
