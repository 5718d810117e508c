package dev.crossfade.driver;

import dev.crossfade.driver.session.PlannedText;
import dev.crossfade.rewrite.Steps;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/**
 * One execution of a write that another table follows: what goes before and after the application's own statement, all in one transaction. Each statement has a
 * snapshot of its own, so what follows sees all that was committed before the write got its locks. Not thread-safe, but for {@link #cancel()}.
 */
final class FollowedWrite {
  // A power of two, so that few different texts are prepared.
  private static final int MOST_KEYS = 1024;

  private static final int MOST_ATTEMPTS = 100;

  private final BaseConnection connection;
  private final PlannedText planned;
  private final Steps steps;
  private final int timeout;
  private volatile @Nullable Statement running;
  private int attempts;
  private List<List<@Nullable String>> locked = List.of();
  private @Nullable List<List<@Nullable String>> missed;

  FollowedWrite(BaseConnection connection, PlannedText planned, int timeout) {
    this.connection = connection;
    this.planned = planned;
    this.steps = planned.steps();
    this.timeout = timeout;
  }

  /** The application's values for one execution. */
  @FunctionalInterface
  interface Row {
    /**
     * @param first the place of the target's first parameter in question, from 0
     * @param sources for each of them in turn which of the application's it takes, from 0; negative ones are left out
     */
    void bind(PreparedStatement target, int first, List<Integer> sources) throws SQLException;
  }

  private interface Action {
    void run() throws SQLException;
  }

  /** pgjdbc's statement for the application's part, so that the keys of the rows written can be read from it. */
  static PreparedStatement prepare(
      BaseConnection connection,
      PlannedText planned,
      CrossfadePreparedStatement.Preparation otherwise)
      throws SQLException {
    if (planned.steps().hidden() == 0) {
      return otherwise.prepare(connection, planned);
    }
    // Rows that the application sees are read twice.
    return planned.steps().shown()
        ? connection.prepareStatement(
            planned.sql(),
            ResultSet.TYPE_SCROLL_INSENSITIVE,
            ResultSet.CONCUR_READ_ONLY,
            connection.getHoldability())
        : connection.prepareStatement(planned.sql(), Statement.RETURN_GENERATED_KEYS);
  }

  /**
   * Executes a statement of {@link #prepare} that has the application's values already.
   *
   * @return the number of rows written, where their keys come with them
   */
  long execute(PreparedStatement main, Row row) throws SQLException {
    return planned.isJoined()
        ? within(main, row)
        : new AllOrNothing(connection)
            .run(steps.back().isPresent() || steps.once(), () -> within(main, row));
  }

  /** The same inside something that is done as a whole. */
  long within(PreparedStatement main, Row row) throws SQLException {
    if (planned.isJoined()) {
      main.execute();
      return -1;
    }
    if (!steps.settles()) {
      return attempt(main, row).orElseThrow();
    }
    attempts = 0;
    missed = null;
    List<Integer> sources = IntStream.of(planned.sources()).boxed().toList();
    return new AllOrNothing(connection)
        .again(
            () -> {
              if (attempts++ > 0) {
                row.bind(main, 0, sources);
              }
              return attempt(main, row);
            },
            this::mayBeOfMissed);
  }

  /** Rows that have come between the lock and the statement are locked by the next attempt; what is taken from other tables for them before may be wrong. */
  private boolean mayBeOfMissed(SQLException failure) {
    List<List<@Nullable String>> locked = this.locked;
    boolean others = !locked.equals(missed);
    missed = locked;
    return SqlStates.isOfStaleValues(failure) && others;
  }

  /** Gives nothing where a row that has been written should have been locked before. */
  private OptionalLong attempt(PreparedStatement main, Row row) throws SQLException {
    Optional<Keys> locked = steps.lock().isPresent() ? Optional.of(lock(row)) : Optional.empty();
    if (locked.isPresent()) {
      this.locked = steps.settles() ? locked.get().rows() : List.of();
      if (steps.once() && locked.get().repeats()) {
        throw new SQLNonTransientException(
            "An UPDATE ... FROM that has more than one row of values for a row of a table under migration "
                + String.join(", ", planned.traits().migrations())
                + "; which one counts has to be the same for two tables",
            SqlStates.REFUSED);
      }
      bring(locked.get());
      hold(locked.get());
      locked.get().bind(main, 0, planned.sources());
    }
    Keys written = new Keys(Math.max(1, steps.hidden()));
    whole(main, () -> {
      main.execute();
      if (steps.hidden() > 0) {
        read(main, written);
      }
    });
    if (steps.once() && locked.isEmpty() && written.lastHas("true")) {
      throw new SQLNonTransientException(
          "An INSERT ... ON CONFLICT DO NOTHING that gives one key twice into a table under migration "
              + String.join(", ", planned.traits().migrations())
              + "; which row is left out has to be known for two tables",
          SqlStates.REFUSED);
    }
    if (steps.settles() && written.lastHas("true")) {
      if (attempts == MOST_ATTEMPTS) {
        throw new SQLNonTransientException(
            "A row that a write of a table under migration "
                + String.join(", ", planned.traits().migrations())
                + " meets again and again, and that no lock finds before",
            SqlStates.REFUSED);
      }
      return OptionalLong.empty();
    } else if (steps.hidden() > 0) {
      follow(written, row);
    } else if (!steps.keys().isEmpty()) {
      follow(List.of(row));
    } else if (locked.isPresent()) {
      back(locked.get());
    }
    return OptionalLong.of(written.size());
  }

  /** All the rows at once: a portal that is read in parts, or not to its end, would hide keys. */
  private void whole(PreparedStatement main, Action action) throws SQLException {
    int fetchSize = main.getFetchSize();
    int most = main.getMaxRows();
    main.setFetchSize(0);
    if (steps.hidden() > 0) {
      main.setMaxRows(0);
    }
    try {
      action.run();
    } finally {
      if (!main.isClosed()) {
        main.setFetchSize(fetchSize);
        main.setMaxRows(most);
      }
    }
  }

  private void read(PreparedStatement main, Keys written) throws SQLException {
    if (!steps.shown()) {
      written.read(main.getGeneratedKeys());
      return;
    }
    ResultSet rows = main.getResultSet();
    if (rows != null) {
      written.read(rows);
      rows.beforeFirst();
    }
  }

  /** The keys of each row of a batch, in one statement for several. */
  List<Keys> lock(List<Row> rows) throws SQLException {
    Steps.Piece lock = steps.lock().orElseThrow();
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      parts.add("SELECT crossfade_lock.*, " + i + " FROM (" + lock.sql() + ") crossfade_lock");
    }
    try (PreparedStatement statement = beside(String.join(" UNION ALL ", parts))) {
      for (int i = 0; i < rows.size(); i++) {
        rows.get(i).bind(statement, i * lock.sources().size(), lock.sources());
      }
      try (ResultSet found = statement.executeQuery()) {
        int width = found.getMetaData().getColumnCount() - 1;
        List<Keys> keys = new ArrayList<>();
        rows.forEach(row -> keys.add(new Keys(width)));
        while (found.next()) {
          keys.get(found.getInt(width + 1)).add(found);
        }
        return keys;
      }
    } finally {
      running = null;
    }
  }

  private Keys lock(Row row) throws SQLException {
    Steps.Piece lock = steps.lock().orElseThrow();
    try (PreparedStatement statement = beside(lock.sql())) {
      row.bind(statement, 0, lock.sources());
      try (ResultSet rows = statement.executeQuery()) {
        Keys keys = new Keys(rows.getMetaData().getColumnCount());
        keys.read(rows);
        return keys;
      }
    } finally {
      running = null;
    }
  }

  void follow(Keys written, Row row) throws SQLException {
    if (written.isEmpty() || steps.sync().isEmpty()) {
      return;
    }
    for (Steps.KeyedSql sync : steps.sync().orElseThrow().inTurn()) {
      try (PreparedStatement statement = beside(sync.overArrays())) {
        written.bind(statement, sync.types().size());
        row.bind(statement, sync.types().size(), sync.sources());
        statement.execute();
      } finally {
        running = null;
      }
    }
  }

  /** Moves what has not been moved yet, before a write of the table that it moves to. */
  void bring(Keys locked) throws SQLException {
    if (steps.back().isEmpty() || locked.isEmpty()) {
      return;
    }
    over(steps.back().get().before(), locked);
  }

  /** Holds new rows that others may write, too, before it is looked whether they can go. */
  void hold(Keys locked) throws SQLException {
    if (steps.hold().isPresent() && !locked.isEmpty()) {
      over(steps.hold().get(), locked);
    }
  }

  private void over(Steps.KeyedSql sql, Keys keys) throws SQLException {
    for (Steps.KeyedSql each : sql.inTurn()) {
      try (PreparedStatement statement = beside(each.overArrays())) {
        keys.bind(statement);
        statement.execute();
      } finally {
        running = null;
      }
    }
  }

  /** Lets the old table follow. */
  void back(Keys locked) throws SQLException {
    if (steps.back().isEmpty()) {
      return;
    }
    Steps.Back back = steps.back().get();
    if (locked.size() < back.rows()) {
      throw new SQLNonTransientException(
          "A row for which the old table of migration "
              + String.join(", ", planned.traits().migrations()) + " has none",
          SqlStates.LOSS);
    }
    if (locked.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = beside(back.after().overArrays())) {
      locked.bind(statement);
      try (ResultSet rows = statement.executeQuery()) {
        if (rows.next() && rows.getLong(1) > 0) {
          throw new SQLNonTransientException(
              "A row that the old table of migration "
                  + String.join(", ", planned.traits().migrations())
                  + " would not take for present, or would still, so that it would be lost or come back",
              SqlStates.LOSS);
        }
      }
    } finally {
      running = null;
    }
  }

  void follow(List<Row> rows) throws SQLException {
    Steps.KeyedSql sync = steps.sync().orElseThrow();
    int each = steps.keys().size();
    int most = Math.max(1, MOST_KEYS / each);
    for (int from = 0; from < rows.size(); from += most) {
      List<Row> some = new ArrayList<>(rows.subList(from, Math.min(rows.size(), from + most)));
      while (some.size() < most && Integer.bitCount(some.size()) > 1) {
        some.add(some.get(some.size() - 1));
      }
      for (Steps.KeyedSql part : sync.inTurn()) {
        follow(part, some);
      }
    }
  }

  private void follow(Steps.KeyedSql sync, List<Row> rows) throws SQLException {
    List<Steps.Piece> keys = new ArrayList<>();
    rows.forEach(row -> keys.addAll(steps.keys()));
    List<Integer> sources =
        steps.keys().stream().flatMap(key -> key.sources().stream()).toList();
    try (PreparedStatement statement = beside(sync.over(keys))) {
      for (int i = 0; i < rows.size(); i++) {
        rows.get(i).bind(statement, i * sources.size(), sources);
      }
      statement.execute();
    } finally {
      running = null;
    }
  }

  /** Runs a statement over the keys of rows that have been locked. */
  void over(Keys locked, Steps.Piece piece) throws SQLException {
    try (PreparedStatement statement = beside(piece.sql())) {
      locked.bind(statement, 0, array(piece.sources()));
      statement.executeUpdate();
    } finally {
      running = null;
    }
  }

  /** Runs a statement over what several rows give, each of them with keys of its own. */
  void gather(Steps.Gathered gathered, boolean single, List<Row> rows, List<Keys> locked)
      throws SQLException {
    int[] sources = array(gathered.row().sources());
    try (PreparedStatement statement = beside(gathered.over(rows.size()))) {
      for (int i = 0; i < rows.size(); i++) {
        int first = i * sources.length;
        rows.get(i).bind(statement, first, gathered.row().sources());
        if (single) {
          locked.get(i).bindSingle(statement, first, sources);
        } else {
          locked.get(i).bind(statement, first, sources);
        }
      }
      statement.executeUpdate();
    } finally {
      running = null;
    }
  }

  RewrittenInserts rewritten() {
    return new RewrittenInserts(connection);
  }

  static int[] array(List<Integer> sources) {
    return sources.stream().mapToInt(Integer::intValue).toArray();
  }

  /** A statement that {@link #cancel()} cancels, until {@link #running} is told of another. */
  PreparedStatement beside(String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setQueryTimeout(timeout);
    running = statement;
    return statement;
  }

  /** Has another statement of the application's part be cancelled too, until it is null again. */
  void running(@Nullable Statement statement) {
    running = statement;
  }

  /** Cancels what runs beside the application's statement; callable from another thread. */
  void cancel() throws SQLException {
    Statement statement = running;
    if (statement != null) {
      statement.cancel();
    }
  }
}
