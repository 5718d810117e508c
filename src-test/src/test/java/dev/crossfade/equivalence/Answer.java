package dev.crossfade.equivalence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What JDBC gave for one statement.
 *
 * @param state SQLSTATE, or {@code 00000}
 * @param message the message that came with it, for people only
 * @param counts what a batch returned
 */
record Answer(
    String state,
    String message,
    List<Result> results,
    Optional<Result> keys,
    List<Integer> counts,
    List<String> warnings) {

  static final String SUCCESS = "00000";

  private static final Map<String, String> SERIALS =
      Map.of("serial", "int4", "bigserial", "int8", "smallserial", "int2");

  record Column(String label, String type, int sqlType, int precision, int scale, String table) {
    /** pgjdbc calls an integer a serial where it knows which column it comes from. */
    String typed(boolean baseKnown) {
      String name = baseKnown || !type.endsWith("serial") ? type : SERIALS.get(type);
      return name + "/" + sqlType + "(" + precision + "," + scale + ")";
    }
  }

  /** A result set, or an update count where there are no columns. */
  record Result(int count, List<Column> columns, List<List<String>> rows) {
    boolean isRows() {
      return !columns.isEmpty() || count < 0;
    }
  }

  /** What differs from the answer that was expected, in words; nothing if they agree. */
  List<String> differences(Answer got, Case.Statement statement, String place) {
    List<String> differences = new ArrayList<>();
    Optional<String> failure = statement.answersWith(place);
    if (failure.isPresent()) {
      if (!got.state.equals(failure.get())) {
        differences.add(
            "sqlstate: expected " + failure.get() + ", got " + got.state + " " + got.message);
      }
      return differences;
    }
    if (!state.equals(got.state)) {
      differences.add(
          "sqlstate: expected " + state + " " + message + ", got " + got.state + " " + got.message);
      return differences;
    }
    if (!counts.equals(got.counts)) {
      differences.add("batch counts: expected " + counts + ", got " + got.counts);
    }
    if (!warnings.equals(got.warnings)) {
      differences.add("warnings: expected " + warnings + ", got " + got.warnings);
    }
    if (results.size() != got.results.size()) {
      differences.add("results: expected " + results.size() + ", got " + got.results.size());
    } else {
      for (int i = 0; i < results.size(); i++) {
        compare("", results.get(i), got.results.get(i), statement, differences);
      }
    }
    if (keys.isPresent() != got.keys.isPresent()) {
      differences.add("keys: expected " + keys + ", got " + got.keys);
    } else if (keys.isPresent()) {
      compare("keys ", keys.get(), got.keys.orElseThrow(), statement, differences);
    }
    return differences;
  }

  private static void compare(
      String what,
      Result expected,
      Result got,
      Case.Statement statement,
      List<String> differences) {
    if (expected.count != got.count) {
      differences.add(what + "update count: expected " + expected.count + ", got " + got.count);
    }
    List<String> labels = expected.columns.stream().map(Column::label).toList();
    List<String> gotLabels = got.columns.stream().map(Column::label).toList();
    if (!labels.equals(gotLabels)) {
      differences.add(what + "labels: expected " + labels + ", got " + gotLabels);
    }
    boolean known = !statement.basesUnknown();
    List<String> types = expected.columns.stream().map(c -> c.typed(known)).toList();
    List<String> gotTypes = got.columns.stream().map(c -> c.typed(known)).toList();
    if (!types.equals(gotTypes) && !statement.flags().contains("typeless")) {
      differences.add(what + "types: expected " + types + ", got " + gotTypes);
    }
    List<String> tables = expected.columns.stream().map(Column::table).toList();
    List<String> gotTables = got.columns.stream().map(Column::table).toList();
    if (known && !tables.equals(gotTables)) {
      differences.add(what + "base tables: expected " + tables + ", got " + gotTables);
    }
    if (statement.flags().contains("anyrows")) {
      return;
    }
    if (statement.flags().contains("volatile")) {
      if (expected.rows.size() != got.rows.size()) {
        differences.add(
            what + "row count: expected " + expected.rows.size() + ", got " + got.rows.size());
      }
    } else if (!rows(expected, statement).equals(rows(got, statement))) {
      differences.add(
          what + "rows: expected " + rows(expected, statement) + ", got " + rows(got, statement));
    }
  }

  private static List<String> rows(Result result, Case.Statement statement) {
    List<String> rows = new ArrayList<>(result.rows.stream().map(List::toString).toList());
    if (!statement.ordered()) {
      Collections.sort(rows);
    }
    return rows;
  }

  static Answer failure(String state, String message, int[] counts) {
    return new Answer(
        state,
        message,
        List.of(),
        Optional.empty(),
        Arrays.stream(counts).boxed().toList(),
        List.of());
  }
}
