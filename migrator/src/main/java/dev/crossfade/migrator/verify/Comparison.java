package dev.crossfade.migrator.verify;

import dev.crossfade.migrator.shape.DriftKind;
import dev.crossfade.migrator.shape.KeyRange;
import dev.crossfade.migrator.shape.Stride;
import dev.crossfade.migrator.shape.Strides;
import dev.crossfade.migrator.shape.Walk;
import dev.crossfade.migrator.state.Findings.Finding;
import dev.crossfade.migrator.work.Trouble;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares ranges of one walk: one query each, which sees one moment and sends back counts and a few keys. Needs a connection in autocommit. Not thread-safe. */
public final class Comparison {
  private final Connection connection;
  private final Walk walk;
  private final int keys;

  /** @param keys how many keys to list of each kind */
  public Comparison(Connection connection, Walk walk, int keys) {
    this.connection = connection;
    this.walk = walk;
    this.keys = keys;
  }

  /** Compares the rows of a range. Where an expression fails on a row, the range is halved until that row is alone. */
  public Tally compare(KeyRange range) throws SQLException {
    String condition = range.condition(walk.segment().key(), walk.alias());
    try (PreparedStatement select =
        connection.prepareStatement(counts(walk.from(), " WHERE " + condition))) {
      range.bind(select, 1);
      return tally(select);
    } catch (SQLException e) {
      if (Trouble.of(e) != Trouble.ROW) {
        throw e;
      }
      return halved(range, e);
    }
  }

  /** Compares some rows: those in this share of the table's pages, chosen at random. */
  public Tally sample(double percent) throws SQLException {
    String row = "ONLY " + walk.segment().sql() + " AS " + walk.alias();
    String sampled = row + " TABLESAMPLE SYSTEM (" + percent + ")";
    try (PreparedStatement select =
        connection.prepareStatement(counts(walk.from().replace(row, sampled), ""))) {
      return tally(select);
    }
  }

  private Tally halved(KeyRange range, SQLException e) throws SQLException {
    Strides strides = new Strides(connection, walk.segment());
    long rows = strides.count(range);
    Stride half = strides.first(range, Math.max(1, rows / 2));
    if (half.last() && rows <= 1) {
      return new Tally(
          rows,
          Map.of(),
          1,
          List.of(new Finding(walk.segment().sql(), "failed", key(range), e.getSQLState())));
    }
    return compare(half.range()).plus(compare(range.from(half.range().upTo())), keys);
  }

  private List<String> key(KeyRange range) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT " + walk.keyTexts()
        + " FROM ONLY " + walk.segment().sql() + " AS " + walk.alias() + " WHERE "
        + range.condition(walk.segment().key(), walk.alias()))) {
      range.bind(select, 1);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Strides.texts(rows.getArray(1)) : List.of();
      }
    }
  }

  private String counts(String from, String where) {
    return "SELECT v.verdict, pg_catalog.count(*), (pg_catalog.array_agg(v.key) FILTER (WHERE v.verdict IS NOT NULL))[1:"
        + keys + "] FROM (SELECT " + walk.verdict() + " AS verdict, " + walk.keyTexts()
        + " AS key FROM " + from + where + ") v GROUP BY v.verdict";
  }

  private Tally tally(PreparedStatement select) throws SQLException {
    long rows = 0;
    Map<DriftKind, Long> kinds = new EnumMap<>(DriftKind.class);
    List<Finding> findings = new ArrayList<>();
    try (ResultSet result = select.executeQuery()) {
      while (result.next()) {
        rows += result.getLong(2);
        Optional<String> verdict = Optional.ofNullable(result.getString(1));
        if (verdict.isPresent()) {
          kinds.put(DriftKind.ofLabel(verdict.get()), result.getLong(2));
          list(result.getArray(3), verdict.get(), findings);
        }
      }
    }
    return new Tally(rows, Map.copyOf(kinds), 0, List.copyOf(findings));
  }

  private void list(Array found, String kind, List<Finding> findings) throws SQLException {
    for (Object key : (Object[]) found.getArray()) {
      findings.add(new Finding(walk.segment().sql(), kind, Arrays.asList((String[]) key), ""));
    }
  }
}
