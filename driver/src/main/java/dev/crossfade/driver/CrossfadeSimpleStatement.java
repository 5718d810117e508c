package dev.crossfade.driver;

import dev.crossfade.driver.session.PlannedText;
import dev.crossfade.rewrite.GeneratedKeys;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A statement whose texts come with each execution. */
final class CrossfadeSimpleStatement extends CrossfadeStatement {
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
    return runBatch(Statement::executeBatch);
  }

  @Override
  public long[] executeLargeBatch() throws SQLException {
    return runBatch(Statement::executeLargeBatch);
  }

  private <T> T runBatch(Call<Statement, T> call) throws SQLException {
    if (batch.isEmpty()) {
      return call.on(inner);
    }
    List<PlannedText> plans = planBatch();
    for (PlannedText planned : plans) {
      if (!planned.steps().isNone()) {
        throw new SQLNonTransientException(
            "A batch of texts that writes to a table under migration "
                + String.join(", ", planned.traits().migrations())
                + "; execute them one by one, or a batch of a PreparedStatement",
            SqlStates.REFUSED);
      }
    }
    if (plans.stream().anyMatch(PlannedText::rewritten)) {
      inner.clearBatch();
      for (PlannedText planned : plans) {
        inner.addBatch(planned.sql());
      }
    }
    batch.clear();
    PlannedText last = plans.get(plans.size() - 1);
    T counts;
    try {
      counts = run(last, inner, call);
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

  /** All of one moment: a text that is planned later must not leave the earlier ones behind. */
  private List<PlannedText> planBatch() throws SQLException {
    while (true) {
      List<PlannedText> plans = new ArrayList<>(batch.size());
      for (String sql : batch) {
        plans.add(connection.planNow(sql, NO_KEYS));
      }
      if (plans.subList(0, plans.size() - 1).stream()
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
