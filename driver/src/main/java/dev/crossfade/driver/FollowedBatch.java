package dev.crossfade.driver;

import dev.crossfade.driver.session.PlannedText;
import dev.crossfade.rewrite.GeneratedKeys;
import dev.crossfade.rewrite.Steps;
import java.sql.BatchUpdateException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgStatement;

/** One execution of a batch of a write that another table follows: as a batch of pgjdbc's with what goes before and after all of it, or row by row. Not thread-safe. */
final class FollowedBatch {
  private static final int MOST_LOCKS = 64;

  private final PlannedText planned;
  private final Steps steps;
  private final FollowedWrite write;
  private final AllOrNothing whole;
  private final BatchCall call;

  FollowedBatch(PlannedText planned, FollowedWrite write, AllOrNothing whole, BatchCall call) {
    this.planned = planned;
    this.steps = planned.steps();
    this.write = write;
    this.whole = whole;
    this.call = call;
  }

  /** A statement of {@link FollowedWrite#prepare} for each row. */
  interface Mains {
    PreparedStatement next() throws SQLException;
  }

  /** Statements of pgjdbc's with the application's settings. */
  interface Texts {
    PreparedStatement prepare(String sql, boolean keys) throws SQLException;
  }

  /** Whether all rows may be sent before the other table follows. */
  static boolean isAtOnce(PlannedText planned) {
    Steps steps = planned.steps();
    return steps.batches() && !steps.settles() || steps.behind().isPresent();
  }

  /** pgjdbc counts no rows of a batch's statement whose rows it passes over. */
  static boolean isUncounted(PlannedText planned) {
    return planned.steps().shown() && planned.keys() instanceof GeneratedKeys.None;
  }

  /**
   * Executes a batch as pgjdbc would, and lets the other table follow once.
   *
   * @param main a statement of {@link FollowedWrite#prepare} without a batch, which is used where none of another text is
   * @param others gives a statement for another text
   * @return as {@link java.sql.Statement#executeLargeBatch()}
   */
  long[] atOnce(PreparedStatement main, Texts others, List<FollowedWrite.Row> rows)
      throws SQLException {
    try {
      if (steps.behind().isPresent()) {
        Steps.Behind way = steps.behind().get();
        return whole.run(
            steps.once(),
            () -> whole.either(
                () -> new RowsBehind(write, way, others, call)
                    .execute(
                        rows,
                        way.many()
                            ? write.rewritten().sizes(planned, planned.main(), rows.size())
                            : Optional.empty()),
                this::isOfOneRow,
                () -> inOrder(() -> main, rows, new ArrayList<>())));
      }
      return whole.run(steps.back().isPresent(), () -> {
        List<Keys> locked = lock(rows);
        Optional<Steps.Apart> apart = steps.apart().stream()
            .filter(way -> !way.single() || locked.stream().allMatch(keys -> keys.size() <= 1))
            .findFirst();
        if (apart.isPresent()) {
          return apart(apart.get(), others, rows, locked);
        }
        if (!planned.isJoined()) {
          return send(main, rows, locked);
        }
        try (PreparedStatement alone = others.prepare(planned.main(), false)) {
          return send(alone, rows, locked);
        }
      });
    } catch (SQLException e) {
      throw SqlStates.ofBatch(e, rows.size());
    }
  }

  /** Whether it is for some row's values, and pgjdbc would have said which. */
  private boolean isOfOneRow(SQLException failure) {
    return SqlStates.isOfValues(failure)
        && !(failure instanceof BatchUpdateException && write.rewritten().isOn());
  }

  private List<Keys> lock(List<FollowedWrite.Row> rows) throws SQLException {
    List<Keys> locked = new ArrayList<>();
    if (steps.lock().isPresent()) {
      for (int from = 0; from < rows.size(); from += MOST_LOCKS) {
        locked.addAll(write.lock(rows.subList(from, Math.min(rows.size(), from + MOST_LOCKS))));
      }
    }
    for (Keys keys : locked) {
      write.bring(keys);
    }
    if (!locked.isEmpty()) {
      write.hold(Keys.all(locked));
    }
    return locked;
  }

  private long[] send(PreparedStatement main, List<FollowedWrite.Row> rows, List<Keys> locked)
      throws SQLException {
    List<Integer> sources = sources();
    for (int i = 0; i < rows.size(); i++) {
      rows.get(i).bind(main, 0, sources);
      if (!locked.isEmpty()) {
        locked.get(i).bind(main, 0, planned.mainSources());
      }
      main.addBatch();
    }
    long[] counts = send(main);
    if (steps.hidden() > 0) {
      write.follow(written(main), rows.get(0));
    } else if (!steps.keys().isEmpty()) {
      write.follow(rows);
    }
    for (Keys keys : locked) {
      write.back(keys);
    }
    return counts;
  }

  private long[] apart(
      Steps.Apart apart, Texts others, List<FollowedWrite.Row> rows, List<Keys> locked)
      throws SQLException {
    Keys all = Keys.all(locked);
    for (Steps.Piece piece : apart.before()) {
      write.over(all, piece);
    }
    if (apart.gathered().isPresent()) {
      gather(apart.gathered().get(), apart.single(), rows, locked);
    }
    long[] counts;
    try (PreparedStatement main = others.prepare(apart.main().sql(), false)) {
      List<Integer> sources = apart.main().sources();
      int[] places = FollowedWrite.array(sources);
      for (int i = 0; i < rows.size(); i++) {
        rows.get(i).bind(main, 0, sources);
        if (apart.single()) {
          locked.get(i).bindSingle(main, 0, places);
        } else {
          locked.get(i).bind(main, 0, places);
        }
        main.addBatch();
      }
      counts = execute(main);
    }
    for (Steps.Piece piece : apart.after()) {
      write.over(all, piece);
    }
    return counts;
  }

  /** In order, and of a key that stands there twice the first row's part before the second's. A row without a key is there for the server to refuse its values. */
  private void gather(
      Steps.Gathered gathered, boolean single, List<FollowedWrite.Row> rows, List<Keys> locked)
      throws SQLException {
    List<FollowedWrite.Row> some = new ArrayList<>();
    List<Keys> theirs = new ArrayList<>();
    Set<List<@Nullable String>> seen = new HashSet<>();
    for (int i = 0; i < rows.size(); i++) {
      List<List<@Nullable String>> keys = locked.get(i).rows();
      if (some.size() == MOST_LOCKS || keys.stream().anyMatch(seen::contains)) {
        flush(gathered, single, some, theirs);
        seen.clear();
      }
      seen.addAll(keys);
      some.add(rows.get(i));
      theirs.add(locked.get(i));
    }
    if (!some.isEmpty()) {
      flush(gathered, single, some, theirs);
    }
  }

  private void flush(
      Steps.Gathered gathered, boolean single, List<FollowedWrite.Row> rows, List<Keys> locked)
      throws SQLException {
    // Few different texts are prepared.
    while (Integer.bitCount(rows.size()) > 1) {
      rows.add(rows.get(0));
      locked.add(locked.get(0).empty());
    }
    write.gather(gathered, single, rows, locked);
    rows.clear();
    locked.clear();
  }

  private List<Integer> sources() {
    return IntStream.of(planned.mainSources()).boxed().toList();
  }

  private long[] send(PreparedStatement main) throws SQLException {
    if (steps.hidden() == 0 || !steps.shown()) {
      return execute(main);
    }
    // pgjdbc has no other way to a batch whose keys can be read twice.
    PgStatement raw = main.unwrap(PgStatement.class);
    raw.wantsGeneratedKeysAlways = true;
    try {
      long[] counts = execute(main);
      if (isUncounted(planned)) {
        Arrays.fill(counts, 0);
      }
      return counts;
    } finally {
      raw.wantsGeneratedKeysAlways = false;
    }
  }

  private long[] execute(PreparedStatement main) throws SQLException {
    write.running(main);
    try {
      return call.on(main);
    } finally {
      write.running(null);
    }
  }

  private Keys written(PreparedStatement main) throws SQLException {
    Keys written = new Keys(steps.hidden());
    ResultSet rows = main.getGeneratedKeys();
    written.read(rows);
    if (steps.shown()) {
      rows.beforeFirst();
    }
    return written;
  }

  /**
   * Executes the rows in order, each with what goes around it.
   *
   * @param keys gets what each row gives, where the application has asked for keys
   */
  long[] oneByOne(Mains mains, List<FollowedWrite.Row> rows, List<ResultSet> keys)
      throws SQLException {
    return whole.run(steps.back().isPresent() || steps.once(), () -> inOrder(mains, rows, keys));
  }

  private long[] inOrder(Mains mains, List<FollowedWrite.Row> rows, List<ResultSet> keys)
      throws SQLException {
    long[] counts = new long[rows.size()];
    for (int i = 0; i < counts.length; i++) {
      try {
        PreparedStatement main = mains.next();
        rows.get(i).bind(main, 0, sources());
        counts[i] = one(main, rows.get(i));
        if (!(planned.keys() instanceof GeneratedKeys.None)) {
          take(main, counts[i], keys);
        }
      } catch (SQLException e) {
        throw SqlStates.ofEntry(e, i, counts.length);
      }
    }
    return counts;
  }

  /** Executes one row in something that is done as a whole. */
  long one(PreparedStatement main, FollowedWrite.Row row) throws SQLException {
    long written = write.within(main, row);
    return isUncounted(planned) ? 0 : steps.hidden() > 0 ? written : main.getLargeUpdateCount();
  }

  /** pgjdbc takes no columns from a statement that has written nothing. */
  private void take(PreparedStatement main, long count, List<ResultSet> keys) throws SQLException {
    ResultSet given =
        steps.hidden() == 0 ? main.getGeneratedKeys() : steps.shown() ? main.getResultSet() : null;
    if (count > 0 && given != null) {
      keys.add(given);
    } else {
      main.close();
    }
  }
}
