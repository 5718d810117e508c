package dev.crossfade.engine;

import java.sql.BatchUpdateException;
import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an application can see of one step, facet by facet. Messages are kept for people and not compared. */
final class Observation {
  static final String STATE = "sqlstate";
  static final String SUCCESS = "00000";
  private static final String REFUSED = "XF001";

  /** What a write answers after which the old table would lose a row, or get one back. */
  private static final String LOSS = "XF003";

  private final Map<String, String> facets = new LinkedHashMap<>();
  private String message = "";
  private int results;

  Observation() {
    facets.put(STATE, SUCCESS);
  }

  void put(String facet, String value) {
    facets.put(facet, value);
  }

  String get(String facet) {
    return facets.getOrDefault(facet, "");
  }

  String message() {
    return message;
  }

  boolean isRefused() {
    return get(STATE).equals(REFUSED);
  }

  /** Whether pgjdbc has lost count of what the server answers: its own words on a failed batch may fail over a value that makes no literal, before it has read all. */
  boolean isOutOfStep() {
    return get(STATE).equals("thrown AssertionError") || message.startsWith("Unable to convert ");
  }

  boolean isLoss() {
    return get(STATE).equals(LOSS);
  }

  boolean succeeded() {
    return get(STATE).equals(SUCCESS);
  }

  void failed(Throwable thrown) {
    if (thrown instanceof SQLException e) {
      facets.put(STATE, String.valueOf(e.getSQLState()));
      message = String.valueOf(e.getMessage());
      if (e instanceof BatchUpdateException batch) {
        facets.put("batch", Arrays.toString(batch.getUpdateCounts()));
        SQLException next = batch.getNextException();
        if (next != null && List.of(REFUSED, LOSS).contains(next.getSQLState())) {
          facets.put(STATE, next.getSQLState());
        }
      }
    } else {
      facets.put(STATE, "thrown " + thrown.getClass().getSimpleName());
      StackTraceElement[] trace = thrown.getStackTrace();
      message = thrown + (trace.length > 0 ? " at " + trace[0] : "");
    }
  }

  void counts(int[] counts) {
    put("batch", Arrays.toString(counts));
  }

  void count(long count) {
    put("result " + ++results + " update count", String.valueOf(count));
  }

  void warnings(SQLWarning first) {
    List<String> warnings = new ArrayList<>();
    for (SQLWarning w = first; w != null; w = w.getNextWarning()) {
      warnings.add(w.getSQLState() + " " + w.getMessage());
    }
    put("warnings", warnings.toString());
  }

  void parameters(ParameterMetaData meta) throws SQLException {
    List<String> all = new ArrayList<>();
    for (int i = 1; i <= meta.getParameterCount(); i++) {
      all.add(meta.getParameterTypeName(i) + "/" + meta.getParameterType(i) + "/"
          + meta.getParameterClassName(i) + (meta.isSigned(i) ? "" : " unsigned"));
    }
    put("parameters", all.toString());
  }

  /** Everything that is said about a result's columns, and then its rows. */
  void rows(String what, ResultSet result, Step step, int most) throws SQLException {
    String name = what.isEmpty() ? "result " + ++results + " " : what + " ";
    columns(name, result.getMetaData());
    values(name, result, step, most);
  }

  void columns(String name, ResultSetMetaData meta) throws SQLException {
    List<String> labels = new ArrayList<>();
    List<String> types = new ArrayList<>();
    List<String> bases = new ArrayList<>();
    List<String> nullable = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      labels.add(meta.getColumnLabel(i));
      types.add(meta.getColumnTypeName(i) + "/" + meta.getColumnType(i) + "(" + meta.getPrecision(i)
          + "," + meta.getScale(i) + ") " + meta.getColumnClassName(i) + " "
          + meta.getColumnDisplaySize(i) + (meta.isSigned(i) ? "" : " unsigned")
          + (meta.isCaseSensitive(i) ? "" : " folds") + (meta.isCurrency(i) ? " money" : ""));
      bases.add(meta.getSchemaName(i) + "." + meta.getTableName(i) + "." + meta.getColumnName(i));
      nullable.add(meta.isNullable(i) + (meta.isAutoIncrement(i) ? "auto" : ""));
    }
    put(name + "labels", labels.toString());
    put(name + "types", types.toString());
    put(name + "base", bases.toString());
    put(name + "nullable", nullable.toString());
  }

  void values(String name, ResultSet result, Step step, int most) throws SQLException {
    ResultSetMetaData meta = result.getMetaData();
    int columns = meta.getColumnCount();
    List<String> rows = new ArrayList<>();
    while (rows.size() < most && result.next()) {
      List<String> row = new ArrayList<>();
      for (int i = 1; i <= columns; i++) {
        row.add(value(result, i, meta.getColumnType(i)));
      }
      rows.add(row.toString());
    }
    if (step.is("shape")) {
      return;
    }
    if (!step.is("ordered")) {
      Collections.sort(rows);
    }
    put(name + (step.is("ordered") ? "rows in order" : "rows"), String.join("\n", rows));
  }

  /** What pgjdbc's getString says of bytes that came in binary is an object's identity, and it quotes the elements of an array that did. */
  private static String value(ResultSet result, int column, int type) throws SQLException {
    if (type == Types.BINARY) {
      byte[] bytes = result.getBytes(column);
      return bytes == null ? "∅" : HexFormat.of().formatHex(bytes);
    }
    String value = result.getString(column);
    if (value == null) {
      return "∅";
    }
    return type == Types.ARRAY ? value.replace("\"", "") : value;
  }

  void results(Statement statement, boolean first, Step step) throws SQLException {
    boolean rows = first;
    while (rows || statement.getUpdateCount() != -1) {
      if (rows) {
        try (ResultSet result = statement.getResultSet()) {
          rows("", result, step, Integer.MAX_VALUE);
        }
      } else {
        count(statement.getLargeUpdateCount());
      }
      rows = statement.getMoreResults();
    }
  }

  /** Names of the facets that differ, with both values. */
  List<Difference> differences(Observation got) {
    List<Difference> differences = new ArrayList<>();
    if (!get(STATE).equals(got.get(STATE))) {
      differences.add(
          new Difference(STATE, get(STATE) + " " + message, got.get(STATE) + " " + got.message));
      return differences;
    }
    Map<String, String> all = new LinkedHashMap<>(facets);
    all.putAll(got.facets);
    for (String facet : all.keySet()) {
      // Whether pgjdbc has to ask for the parameters of what then fails depends on what it
      // remembers.
      boolean asked = succeeded() || facets.containsKey(facet) && got.facets.containsKey(facet);
      if (!get(facet).equals(got.get(facet)) && (asked || !facet.equals("parameters"))) {
        differences.add(new Difference(facet, get(facet), got.get(facet)));
      }
    }
    return differences;
  }

  /** A facet that differs. */
  record Difference(String facet, String expected, String got) {
    /** The same for what has the same cause, as far as one can tell. */
    String kind() {
      String name = facet.replaceAll("^result \\d+ ", "");
      return facet.equals(STATE) ? name + " " + word(expected) + " -> " + word(got) : name;
    }

    private static String word(String text) {
      return text.split(" ", 2)[0];
    }
  }
}
