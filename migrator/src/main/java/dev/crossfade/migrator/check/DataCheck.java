package dev.crossfade.migrator.check;

import dev.crossfade.mapping.Lossless;
import dev.crossfade.mapping.Phase;
import dev.crossfade.migrator.shape.Bound;
import dev.crossfade.migrator.shape.ColumnChange;
import dev.crossfade.migrator.shape.Segment;
import dev.crossfade.migrator.shape.TableMove;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tries f and b on the rows that are there, in one read-only transaction at one snapshot, page range by page range. Where a range fails, it is halved until the failing rows
 * are known.
 */
final class DataCheck {
  private static final long PAGES = 2048;
  private static final int EXAMPLES = 5;
  private static final int MOST_FAILURES = 50;

  private final Connection connection;
  private final boolean showValues;
  private final Consumer<String> progress;

  DataCheck(Connection connection, boolean showValues, Consumer<String> progress) {
    this.connection = connection;
    this.showValues = showValues;
    this.progress = progress;
  }

  /** What one pass counts. */
  private static final class Tally {
    long rows;
    final Map<Rule, Long> broken = new LinkedHashMap<>();
    final Map<Rule, List<String>> keys = new LinkedHashMap<>();
    final Map<String, Long> failures = new LinkedHashMap<>();
    final List<String> failedKeys = new ArrayList<>();

    long failed() {
      return failures.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /** Looks at every row of a migration's old table. Leaves the connection as it was: in autocommit. */
  List<Finding> check(Bound bound, List<Rule> rules) throws SQLException {
    Tally tally = new Tally();
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
      for (Segment segment : segments(bound)) {
        for (long page = 0; page <= pages(segment); page += PAGES) {
          range(bound, segment, page, page + PAGES, rules, tally);
          if (tally.failed() >= MOST_FAILURES) {
            return findings(bound, tally, rules);
          }
        }
      }
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
    progress.accept(
        bound.migration().name() + ": " + tally.rows + " rows of " + bound.table() + " looked at");
    return findings(bound, tally, rules);
  }

  private static List<Segment> segments(Bound bound) {
    if (bound instanceof ColumnChange change) {
      return change.segments();
    }
    return bound instanceof TableMove move ? move.segments() : List.of();
  }

  /** Rows that call for no row in the other table are never converted. */
  private static String converted(Bound bound) {
    return bound instanceof TableMove move ? " AND " + move.present("o") : "";
  }

  private long pages(Segment segment) throws SQLException {
    try (var select = connection.prepareStatement(
        "SELECT pg_catalog.pg_relation_size(?::pg_catalog.oid) / pg_catalog.current_setting('block_size')::pg_catalog.int8")) {
      select.setLong(1, segment.oid());
      try (var rows = select.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  /** Pages from one to the one before another. */
  private void range(
      Bound bound, Segment segment, long from, long end, List<Rule> rules, Tally tally)
      throws SQLException {
    String where = "o.ctid >= '(" + from + ",0)' AND o.ctid < '(" + end + ",0)'" + converted(bound);
    Optional<String> failure = attempt(bound, segment, where, rules, tally);
    if (failure.isEmpty() || tally.failed() >= MOST_FAILURES) {
      return;
    }
    if (end - from > 1) {
      long middle = (from + end) / 2;
      range(bound, segment, from, middle, rules, tally);
      range(bound, segment, middle, end, rules, tally);
      return;
    }
    for (String place : places(segment, where)) {
      String one = "o.ctid = '" + place + "'";
      Optional<String> failed = attempt(bound, segment, one, rules, tally);
      if (failed.isPresent()) {
        tally.failures.merge(failed.get(), 1L, Long::sum);
        if (tally.failedKeys.size() < EXAMPLES) {
          tally.failedKeys.addAll(keys(segment, one, "NULL"));
        }
      }
    }
  }

  private List<String> places(Segment segment, String where) throws SQLException {
    List<String> places = new ArrayList<>();
    read("SELECT o.ctid FROM ONLY " + segment.sql() + " o WHERE " + where, rows -> {
      while (rows.next()) {
        places.add(rows.getString(1));
      }
    });
    return places;
  }

  /** Counts within some rows; the SQLSTATE if one of them fails. */
  private Optional<String> attempt(
      Bound bound, Segment segment, String where, List<Rule> rules, Tally tally)
      throws SQLException {
    StringBuilder sql = new StringBuilder("SELECT pg_catalog.count(*), pg_catalog.count(ROW(")
        .append(Rule.assigned(bound))
        .append("))");
    for (Rule rule : rules) {
      sql.append(", pg_catalog.count(*) FILTER (WHERE ").append(rule.broken()).append(')');
    }
    sql.append(" FROM ONLY ").append(segment.sql()).append(" o WHERE ").append(where);
    Savepoint savepoint = connection.setSavepoint();
    List<Rule> found = new ArrayList<>();
    try {
      read(sql.toString(), rows -> {
        rows.next();
        tally.rows += rows.getLong(1);
        for (int i = 0; i < rules.size(); i++) {
          long broken = rows.getLong(i + 3);
          if (broken > 0) {
            tally.broken.merge(rules.get(i), broken, Long::sum);
            found.add(rules.get(i));
          }
        }
      });
      connection.releaseSavepoint(savepoint);
    } catch (SQLException e) {
      if (!isOfTheData(e)) {
        throw e;
      }
      connection.rollback(savepoint);
      return Optional.of(String.valueOf(e.getSQLState()));
    }
    for (Rule rule : found) {
      List<String> keys = tally.keys.computeIfAbsent(rule, r -> new ArrayList<>());
      if (keys.size() < EXAMPLES) {
        keys.addAll(keys(segment, where + " AND (" + rule.broken() + ")", rule.shown()).stream()
            .limit(EXAMPLES - keys.size())
            .toList());
      }
    }
    return Optional.empty();
  }

  /** Data exceptions, constraints of domains, and what functions raise themselves. */
  private static boolean isOfTheData(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return state.startsWith("22") || state.startsWith("23") || state.startsWith("P0");
  }

  private List<String> keys(Segment segment, String where, String shown) throws SQLException {
    List<String> keys = new ArrayList<>();
    String values = showValues ? ", (" + shown + ")::pg_catalog.text" : "";
    read(
        "SELECT pg_catalog.array_to_string(" + segment.key().texts("o") + ", ', ')" + values
            + " FROM ONLY " + segment.sql() + " o WHERE " + where + " LIMIT " + EXAMPLES,
        rows -> {
          while (rows.next()) {
            keys.add(showValues ? rows.getString(1) + " " + rows.getString(2) : rows.getString(1));
          }
        });
    return keys;
  }

  private interface Reader {
    void read(ResultSet rows) throws SQLException;
  }

  private void read(String sql, Reader reader) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try (var rows = statement.executeQuery(sql)) {
        reader.read(rows);
      }
    }
  }

  private List<Finding> findings(Bound bound, Tally tally, List<Rule> rules) {
    List<Finding> findings = new ArrayList<>();
    String name = bound.migration().name();
    tally.failures.forEach((state, rows) -> findings.add(new Finding(
        Finding.Severity.PROBLEM,
        "data",
        name,
        "forward fails with SQLSTATE " + state + " on "
            + (tally.failed() >= MOST_FAILURES ? "at least " : "") + rows
            + (rows == 1 ? " row" : " rows") + ", and so would every write of them",
        rows,
        List.copyOf(tally.failedKeys))));
    for (Rule rule : rules) {
      long rows = tally.broken.getOrDefault(rule, 0L);
      if (rows > 0) {
        findings.add(new Finding(
            severity(bound, rule),
            rule.topic(),
            name,
            rule.text() + ": " + rows + (rows == 1 ? " row" : " rows"),
            rows,
            List.copyOf(tally.keys.getOrDefault(rule, List.of()))));
      }
    }
    return findings;
  }

  /** Where the file promises nothing, a loss is no lie. */
  private static Finding.Severity severity(Bound bound, Rule rule) {
    boolean promised = bound.migration().lossless() != Lossless.NONE
        || bound.migration().phase() == Phase.CONTRACT;
    return rule.topic().equals("data") && !promised
        ? Finding.Severity.NOTE
        : Finding.Severity.PROBLEM;
  }
}
