package dev.crossfade.equivalence;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Runs the statements of a case on one connection and writes down everything that JDBC gives. */
final class Script {
  private final Connection connection;
  private final boolean plain;
  private final Mode mode;

  Script(Connection connection, boolean plain, Mode mode) {
    this.connection = connection;
    this.plain = plain;
    this.mode = mode;
  }

  List<List<Answer>> run(Case script) throws SQLException {
    List<List<Answer>> answers = new ArrayList<>();
    for (Case.Statement statement : script.statements()) {
      answers.add(run(script, statement));
    }
    return answers;
  }

  private List<Answer> run(Case script, Case.Statement statement) throws SQLException {
    String sql = plain ? statement.plainSql().orElse(statement.sql()) : statement.sql();
    if (sql.startsWith("\\")) {
      return guarded(script, () -> List.of(Metadata.answer(connection, sql)));
    }
    if (statement.flags().contains("texts")) {
      return guarded(script, () -> List.of(texts(statement, sql)));
    }
    if (mode == Mode.STATEMENT) {
      return guarded(script, () -> List.of(plainStatement(statement, sql)));
    }
    int times = mode == Mode.SERVER && !statement.batch() && statement.rows().size() < 2 ? 2 : 1;
    return guarded(script, () -> prepared(script, statement, sql, times));
  }

  private interface Work {
    List<Answer> run() throws SQLException;
  }

  private List<Answer> guarded(Case script, Work work) throws SQLException {
    Savepoint savepoint = script.autocommit() ? null : connection.setSavepoint();
    try {
      return work.run();
    } catch (BatchUpdateException e) {
      undo(savepoint);
      return List.of(Answer.failure(state(e), e.getMessage(), e.getUpdateCounts()));
    } catch (SQLException e) {
      undo(savepoint);
      return List.of(Answer.failure(state(e), e.getMessage(), new int[0]));
    } catch (RuntimeException e) {
      undo(savepoint);
      StackTraceElement[] trace = e.getStackTrace();
      return List.of(
          Answer.failure("thrown", e + (trace.length > 0 ? " at " + trace[0] : ""), new int[0]));
    }
  }

  private void undo(Savepoint savepoint) throws SQLException {
    if (savepoint != null) {
      connection.rollback(savepoint);
    }
  }

  private static String state(SQLException e) {
    return e.getSQLState() == null ? "none" : e.getSQLState();
  }

  /** A batch of texts, one a line. */
  private Answer texts(Case.Statement statement, String sql) throws SQLException {
    try (Statement s = connection.createStatement()) {
      for (String text : sql.split("\n")) {
        s.addBatch(text);
      }
      return batch(s, statement);
    }
  }

  private Answer plainStatement(Case.Statement statement, String sql) throws SQLException {
    try (Statement s = connection.createStatement()) {
      s.setFetchSize(statement.fetchSize());
      s.setMaxRows(statement.maxRows());
      if (statement.batch()) {
        s.addBatch(sql);
        return batch(s, statement);
      }
      boolean rows = true;
      if (statement.keys().isPresent()) {
        String keys = statement.keys().get();
        rows = keys.equals("*")
            ? s.execute(sql, Statement.RETURN_GENERATED_KEYS)
            : s.execute(sql, keys.split(", *"));
      } else if (statement.method().equals("update")) {
        s.executeUpdate(sql);
        rows = false;
      } else if (statement.method().equals("large")) {
        s.executeLargeUpdate(sql);
        rows = false;
      } else if (statement.method().equals("query")) {
        try (ResultSet r = s.executeQuery(sql)) {
          return new Answer(
              Answer.SUCCESS, "", List.of(rows(r)), Optional.empty(), List.of(), warnings(s));
        }
      } else {
        rows = s.execute(sql);
      }
      return answer(s, rows, statement);
    }
  }

  private List<Answer> prepared(Case script, Case.Statement statement, String sql, int times)
      throws SQLException {
    List<Answer> answers = new ArrayList<>();
    try (PreparedStatement s = prepare(statement, sql)) {
      s.setFetchSize(statement.fetchSize());
      s.setMaxRows(statement.maxRows());
      if (statement.batch()) {
        for (List<Parameter> row : statement.rows()) {
          bind(s, row);
          s.addBatch();
        }
        return List.of(batch(s, statement));
      }
      if (statement.rows().size() > 1) {
        for (List<Parameter> row : statement.rows()) {
          answers.addAll(guarded(script, () -> List.of(execute(s, row, statement))));
        }
        return answers;
      }
      List<Parameter> row =
          statement.rows().isEmpty() ? List.of() : statement.rows().get(0);
      for (int i = 0; i < times; i++) {
        answers.addAll(
            times > 1
                ? guarded(script, () -> List.of(execute(s, row, statement)))
                : List.of(execute(s, row, statement)));
      }
      return answers;
    }
  }

  private PreparedStatement prepare(Case.Statement statement, String sql) throws SQLException {
    if (statement.keys().isEmpty()) {
      return connection.prepareStatement(sql);
    }
    String keys = statement.keys().get();
    return keys.equals("*")
        ? connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)
        : connection.prepareStatement(sql, keys.split(", *"));
  }

  private static void bind(PreparedStatement s, List<Parameter> row) throws SQLException {
    for (int i = 0; i < row.size(); i++) {
      row.get(i).bind(s, i + 1);
    }
  }

  private static Answer execute(PreparedStatement s, List<Parameter> row, Case.Statement statement)
      throws SQLException {
    bind(s, row);
    boolean rows = false;
    switch (statement.method()) {
      case "update" -> s.executeUpdate();
      case "large" -> s.executeLargeUpdate();
      case "query" -> {
        try (ResultSet r = s.executeQuery()) {
          return new Answer(
              Answer.SUCCESS, "", List.of(rows(r)), Optional.empty(), List.of(), warnings(s));
        }
      }
      default -> rows = s.execute();
    }
    return answer(s, rows, statement);
  }

  private static Answer batch(Statement s, Case.Statement statement) throws SQLException {
    List<Integer> counts = Arrays.stream(s.executeBatch()).boxed().toList();
    List<Answer.Result> after = new ArrayList<>();
    after.add(new Answer.Result(s.getUpdateCount(), List.of(), List.of()));
    after.add(new Answer.Result(s.getResultSet() == null ? 0 : 1, List.of(), List.of()));
    Optional<Answer.Result> keys =
        statement.keys().isPresent() ? Optional.of(keys(s)) : Optional.empty();
    after.add(new Answer.Result(s.getMoreResults() ? 1 : 0, List.of(), List.of()));
    return new Answer(Answer.SUCCESS, "", after, keys, counts, warnings(s));
  }

  private static Answer answer(Statement s, boolean first, Case.Statement statement)
      throws SQLException {
    List<Answer.Result> results = new ArrayList<>();
    boolean rows = first;
    while (rows || s.getUpdateCount() != -1) {
      if (rows) {
        try (ResultSet r = s.getResultSet()) {
          results.add(rows(r));
        }
      } else {
        results.add(new Answer.Result(s.getUpdateCount(), List.of(), List.of()));
      }
      if (statement.keys().isPresent()) {
        break;
      }
      rows = s.getMoreResults();
    }
    Optional<Answer.Result> keys =
        statement.keys().isPresent() ? Optional.of(keys(s)) : Optional.empty();
    return new Answer(Answer.SUCCESS, "", results, keys, List.of(), warnings(s));
  }

  private static Answer.Result keys(Statement s) throws SQLException {
    try (ResultSet r = s.getGeneratedKeys()) {
      return rows(r);
    }
  }

  static Answer.Result rows(ResultSet r) throws SQLException {
    ResultSetMetaData meta = r.getMetaData();
    List<Answer.Column> columns = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      columns.add(new Answer.Column(
          meta.getColumnLabel(i),
          meta.getColumnTypeName(i),
          meta.getColumnType(i),
          meta.getPrecision(i),
          meta.getScale(i),
          meta.getTableName(i)));
    }
    List<List<String>> rows = new ArrayList<>();
    while (r.next()) {
      List<String> row = new ArrayList<>();
      for (int i = 1; i <= columns.size(); i++) {
        String value =
            columns.get(i - 1).type().equals("bytea") ? hex(r.getBytes(i)) : r.getString(i);
        row.add(value == null ? "∅" : value);
      }
      rows.add(row);
    }
    return new Answer.Result(-1, columns, rows);
  }

  private static String hex(byte[] bytes) {
    return bytes == null ? null : HexFormat.of().formatHex(bytes);
  }

  private static List<String> warnings(Statement s) throws SQLException {
    List<String> warnings = new ArrayList<>();
    for (SQLWarning w = s.getWarnings(); w != null; w = w.getNextWarning()) {
      warnings.add(w.getSQLState() + " " + w.getMessage());
    }
    return warnings;
  }
}
