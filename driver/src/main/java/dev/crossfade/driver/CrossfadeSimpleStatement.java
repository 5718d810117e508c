package dev.crossfade.driver;

import dev.crossfade.driver.session.PlannedText;
import dev.crossfade.rewrite.GeneratedKeys;
import dev.crossfade.sql.SqlParser;
import dev.crossfade.sql.SqlSyntaxException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A statement whose texts come with each execution. */
final class CrossfadeSimpleStatement extends CrossfadeStatement {
  private static final Set<String> CONTROL = Set.of(
      "BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE", "PREPARE");

  private final Statement plain;
  // Read by cancel from another thread.
  private volatile Statement inner;
  private final List<String> batch = new ArrayList<>();

  CrossfadeSimpleStatement(CrossfadeConnection connection, Statement inner) {
    super(connection);
    this.plain = inner;
    this.inner = inner;
  }

  @Override
  PreparedStatement besides(PlannedText planned) throws SQLException {
    alone();
    plain.clearBatch();
    while (plain.getMoreResults(CLOSE_ALL_RESULTS) || plain.getLargeUpdateCount() != -1) {
      continue;
    }
    PreparedStatement other = FollowedWrite.prepare(
        connection.inner,
        planned,
        (target, text) -> text.keys() instanceof GeneratedKeys.None
            ? target.prepareStatement(
                text.sql(),
                plain.getResultSetType(),
                plain.getResultSetConcurrency(),
                plain.getResultSetHoldability())
            : target.prepareStatement(text.sql(), RETURN_GENERATED_KEYS));
    carrySettings(plain, other);
    inner = other;
    return other;
  }

  @Override
  void alone() throws SQLException {
    Statement other = inner;
    if (other != plain) {
      carrySettings(other, plain);
      inner = plain;
      other.close();
    }
  }

  @Override
  public int getResultSetType() throws SQLException {
    inner.getResultSetType();
    return plain.getResultSetType();
  }

  @Override
  public void close() throws SQLException {
    try {
      inner.close();
    } finally {
      plain.close();
    }
  }

  @Override
  Statement inner() {
    return inner;
  }

  @Override
  public void addBatch(String sql) throws SQLException {
    alone();
    // pgjdbc refuses some texts at once; what it then holds is replaced if the batch is rewritten.
    inner.addBatch(sql);
    batch.add(sql);
  }

  @Override
  public void clearBatch() throws SQLException {
    inner.clearBatch();
    batch.clear();
  }

  @Override
  public int[] executeBatch() throws SQLException {
    return BatchCall.narrowed(executeBatch(BatchCall.EXECUTE));
  }

  @Override
  public long[] executeLargeBatch() throws SQLException {
    return executeBatch(BatchCall.EXECUTE_LARGE);
  }

  private long[] executeBatch(BatchCall call) throws SQLException {
    if (batch.isEmpty()) {
      return call.on(inner);
    }
    List<PlannedText> plans = planBatch();
    if (plans.stream().anyMatch(planned -> !planned.steps().isNone())) {
      return followBatch();
    }
    if (plans.stream().anyMatch(PlannedText::rewritten)) {
      inner.clearBatch();
      for (PlannedText planned : plans) {
        inner.addBatch(planned.sql());
      }
    }
    batch.clear();
    PlannedText last = plans.get(plans.size() - 1);
    long[] counts;
    try {
      counts = run(last, inner, call::on);
    } catch (SQLException | RuntimeException | Error e) {
      for (PlannedText planned : plans.subList(0, plans.size() - 1)) {
        connection.noteFailure(planned);
      }
      throw e;
    }
    for (PlannedText planned : plans.subList(0, plans.size() - 1)) {
      session.executed(planned, false);
    }
    return counts;
  }

  /** Executes the texts in order, those that another table follows with what goes around them. */
  private long[] followBatch() throws SQLException {
    List<String> texts = List.copyOf(batch);
    batch.clear();
    plain.clearBatch();
    refuseControl(texts);
    try {
      return new AllOrNothing(connection.inner).run(true, () -> {
        long[] counts = new long[texts.size()];
        for (int i = 0; i < counts.length; i++) {
          try {
            counts[i] = one(texts.get(i));
          } catch (SQLException e) {
            throw SqlStates.ofEntry(e, i, counts.length);
          }
        }
        return counts;
      });
    } finally {
      alone();
      hideResults(List.of());
      connection.transactionChanged();
    }
  }

  private long one(String sql) throws SQLException {
    PlannedText planned = connection.planNow(sql, NO_KEYS);
    if (planned.steps().isNone()) {
      alone();
      plain.addBatch(planned.sql());
      return run(planned, plain, Statement::executeLargeBatch)[0];
    }
    PreparedStatement main = besides(planned);
    refuseLimit(planned, main);
    FollowedBatch followed = new FollowedBatch(
        planned, following(planned, main), new AllOrNothing(connection.inner), BatchCall.EXECUTE);
    return run(planned, main, target -> followed.one(target, NOTHING_BOUND));
  }

  /** The end of a transaction in the middle would leave a part of what the driver does as a whole. */
  private void refuseControl(List<String> texts) throws SQLException {
    for (String sql : texts) {
      if (isControl(sql)) {
        throw new SQLNonTransientException(
            "A batch of texts that writes to a table of which columns move to another, and begins or ends a transaction or savepoint; execute them one by one",
            SqlStates.REFUSED);
      }
    }
  }

  private boolean isControl(String sql) throws SQLException {
    try {
      return SqlParser.parse(sql, connection.inner.getStandardConformingStrings())
          .statements()
          .stream()
          .anyMatch(statement -> statement instanceof dev.crossfade.sql.Statement.Utility utility
              && CONTROL.contains(utility.command().split(" ", 2)[0]));
    } catch (SqlSyntaxException e) {
      // The server refuses it.
      return false;
    }
  }

  /** All of one moment: a text that is planned later must not leave the earlier ones behind. */
  private List<PlannedText> planBatch() throws SQLException {
    while (true) {
      List<PlannedText> plans = new ArrayList<>(batch.size());
      for (String sql : batch) {
        plans.add(connection.planNow(sql, NO_KEYS));
      }
      if (plans.stream().allMatch(planned -> planned.steps().isNone())
          && plans.subList(0, plans.size() - 1).stream()
              .anyMatch(planned -> planned.traits().mayChangeNames())) {
        // The later texts are planned before the earlier ones have run: what is refused in one text
        // is refused here.
        connection.planNow(String.join("\n;\n", batch), NO_KEYS);
      }
      boolean current = true;
      for (PlannedText planned : plans) {
        current &= session.isCurrent(planned);
      }
      if (current) {
        return plans;
      }
    }
  }
}
