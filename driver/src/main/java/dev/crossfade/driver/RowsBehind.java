package dev.crossfade.driver;

import dev.crossfade.rewrite.Steps;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A batch of which one table is written row by row and the other behind all rows, from their own values. Not thread-safe. */
final class RowsBehind {
  // As many as there are seldom more of; a power of two, so that few different texts are prepared.
  private static final int MOST_ROWS = 128;

  private final FollowedWrite write;
  private final Steps.Behind way;
  private final FollowedBatch.Texts texts;
  private final BatchCall call;

  RowsBehind(FollowedWrite write, Steps.Behind way, FollowedBatch.Texts texts, BatchCall call) {
    this.write = write;
    this.way = way;
    this.texts = texts;
    this.call = call;
  }

  /**
   * Gives nothing where not every row has been found behind, by a key of its own.
   *
   * @param sizes how many rows go in each statement, where one takes several
   */
  Optional<long[]> execute(List<FollowedWrite.Row> rows, Optional<List<Integer>> sizes)
      throws SQLException {
    List<Keys> given = new ArrayList<>();
    long[] counts =
        sizes.isPresent() && fit(sizes.get()) ? many(rows, sizes.get(), given) : each(rows, given);
    if (way.hidden() == 0) {
      return follow(rows, given) ? Optional.of(counts) : Optional.empty();
    } else if (Arrays.stream(counts).filter(count -> count > 0).count() != given.size()) {
      return Optional.empty();
    }
    List<Keys> keys = new ArrayList<>();
    Iterator<Keys> written = given.iterator();
    for (long count : counts) {
      keys.add(count > 0 ? written.next() : new Keys(way.hidden()));
    }
    return follow(rows, keys) ? Optional.of(counts) : Optional.empty();
  }

  private boolean fit(List<Integer> sizes) {
    return sizes.get(0) * way.main().row().sources().size() <= RewrittenInserts.MOST_PARAMETERS;
  }

  private long[] each(List<FollowedWrite.Row> rows, List<Keys> given) throws SQLException {
    try (PreparedStatement main = texts.prepare(way.main().over(1), way.hidden() > 0)) {
      for (FollowedWrite.Row row : rows) {
        row.bind(main, 0, way.main().row().sources());
        main.addBatch();
      }
      write.running(main);
      long[] counts = call.on(main);
      take(main, given);
      return counts;
    } finally {
      write.running(null);
    }
  }

  /** As pgjdbc would, several rows in one statement; here it tells what becomes of each. */
  private long[] many(List<FollowedWrite.Row> rows, List<Integer> sizes, List<Keys> given)
      throws SQLException {
    List<Integer> sources = way.main().row().sources();
    int from = 0;
    for (int size : sizes) {
      try (PreparedStatement main = texts.prepare(way.main().over(size), true)) {
        for (int i = 0; i < size; i++) {
          rows.get(from + i).bind(main, i * sources.size(), sources);
        }
        write.running(main);
        main.executeUpdate();
        take(main, given);
      } catch (SQLException e) {
        throw SqlStates.ofEntry(e, from, rows.size());
      } finally {
        write.running(null);
      }
      from += size;
    }
    long[] counts = new long[rows.size()];
    Arrays.fill(counts, 1);
    return counts;
  }

  private void take(PreparedStatement main, List<Keys> given) throws SQLException {
    if (way.hidden() > 0) {
      Keys all = new Keys(way.hidden());
      all.read(main.getGeneratedKeys());
      given.addAll(all.each());
    }
  }

  /** @param keys what each row has given, which is nothing where it has not been written; or none at all */
  private boolean follow(List<FollowedWrite.Row> rows, List<Keys> keys) throws SQLException {
    int width = Math.max(1, way.rows().row().sources().size());
    int limit =
        Math.min(MOST_ROWS, Integer.highestOneBit(RewrittenInserts.MOST_PARAMETERS / width));
    int from = 0;
    while (from < rows.size()) {
      int most = Math.min(limit, Integer.highestOneBit(rows.size() - from));
      List<Keys> some = keys.isEmpty() ? keys : keys.subList(from, from + most);
      int size = keys.isEmpty() ? most : Integer.highestOneBit(distinct(some));
      List<Keys> theirs = keys.isEmpty() ? keys : some.subList(0, size);
      if (!followOnce(rows.subList(from, from + size), theirs)) {
        return false;
      }
      from += size;
    }
    return true;
  }

  /** How many come before one whose key has been there; the last column is none of the key. */
  private static int distinct(List<Keys> some) {
    Set<List<@Nullable String>> seen = new HashSet<>();
    int count = 0;
    for (Keys keys : some) {
      for (List<@Nullable String> row : keys.rows()) {
        if (!seen.add(row.subList(0, row.size() - 1))) {
          return count;
        }
      }
      count++;
    }
    return count;
  }

  private boolean followOnce(List<FollowedWrite.Row> rows, List<Keys> keys) throws SQLException {
    List<Integer> sources = way.rows().row().sources();
    int[] places = FollowedWrite.array(sources);
    long written = keys.isEmpty()
        ? rows.size()
        : keys.stream().filter(key -> !key.isEmpty()).count();
    try (PreparedStatement statement = write.beside(way.rows().over(rows.size()))) {
      for (int i = 0; i < rows.size(); i++) {
        rows.get(i).bind(statement, i * places.length, sources);
        if (!keys.isEmpty()) {
          keys.get(i).bindSingle(statement, i * places.length, places);
        }
      }
      try (ResultSet found = statement.executeQuery()) {
        return found.next() && found.getLong(1) == written && found.getLong(2) == written;
      }
    } finally {
      write.running(null);
    }
  }
}
