package dev.crossfade.driver;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.AutoSave;

/** Work of several statements, done as a whole or not at all: in the application's transaction, or in one of its own under autocommit. */
final class AllOrNothing {
  private final BaseConnection connection;

  AllOrNothing(BaseConnection connection) {
    this.connection = connection;
  }

  /** What is done. */
  interface Work<T> {
    T run() throws SQLException;
  }

  private interface Action {
    void run() throws SQLException;
  }

  /** Whether it gets a transaction of its own. */
  boolean isOwn() throws SQLException {
    return connection.getAutoCommit() && connection.getTransactionState() == TransactionState.IDLE;
  }

  /** @param refuses whether Crossfade itself may refuse when something has been done */
  <T> T run(boolean refuses, Work<T> work) throws SQLException {
    if (isOwn()) {
      return inOwnTransaction(work);
    }
    // With autosave pgjdbc would take back the one statement that fails and leave the others; and a
    // refusal of ours leaves the transaction as it was.
    boolean saves = (connection.getAutosave() != AutoSave.NEVER || refuses)
        && connection.getTransactionState() != TransactionState.FAILED;
    return saves ? behindSavepoint(work) : work.run();
  }

  private <T> T inOwnTransaction(Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    boolean done = false;
    try {
      T result = work.run();
      connection.commit();
      done = true;
      return result;
    } finally {
      if (!done) {
        undo(connection::rollback);
      }
      if (!connection.isClosed()) {
        connection.setAutoCommit(true);
      }
    }
  }

  private <T> T behindSavepoint(Work<T> work) throws SQLException {
    control("SAVEPOINT crossfade_write");
    boolean failsTransaction = false;
    boolean done = false;
    try {
      T result = work.run();
      done = true;
      return result;
    } catch (SQLException e) {
      // What the server refuses fails the application's transaction, as the statement alone would.
      failsTransaction = connection.getAutosave() == AutoSave.NEVER && !SqlStates.isOwn(e);
      throw e;
    } finally {
      if (!failsTransaction) {
        if (!done) {
          undo(() -> control("ROLLBACK TO SAVEPOINT crossfade_write"));
        }
        undo(() -> control("RELEASE SAVEPOINT crossfade_write"));
      }
    }
  }

  /**
   * Tries until there is a result, and takes back what came to none. To be called inside of {@link #run}.
   *
   * @param failures those that may come of what there is a result for
   */
  long again(Work<OptionalLong> attempt, Predicate<SQLException> failures) throws SQLException {
    control("SAVEPOINT crossfade_attempt");
    OptionalLong result = attempt(attempt, failures);
    while (result.isEmpty()) {
      control("ROLLBACK TO SAVEPOINT crossfade_attempt");
      result = attempt(attempt, failures);
    }
    control("RELEASE SAVEPOINT crossfade_attempt");
    return result.getAsLong();
  }

  private static OptionalLong attempt(Work<OptionalLong> work, Predicate<SQLException> failures)
      throws SQLException {
    try {
      return work.run();
    } catch (SQLException e) {
      if (failures.test(e)) {
        return OptionalLong.empty();
      }
      throw e;
    }
  }

  /**
   * Tries one way, takes back what of it was done where it gives nothing or fails, and goes the other way then. To be called inside of {@link #run}.
   *
   * @param failures those after which the other way is gone
   */
  <T> T either(Work<Optional<T>> way, Predicate<SQLException> failures, Work<T> other)
      throws SQLException {
    control("SAVEPOINT crossfade_attempt");
    Optional<T> result;
    try {
      result = way.run();
    } catch (SQLException e) {
      if (!failures.test(e)) {
        throw e;
      }
      result = Optional.empty();
    }
    if (result.isEmpty()) {
      control("ROLLBACK TO SAVEPOINT crossfade_attempt");
    }
    control("RELEASE SAVEPOINT crossfade_attempt");
    return result.isPresent() ? result.get() : other.run();
  }

  /** Unlike pgjdbc's own short way, this begins a transaction where one is due. */
  private void control(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The application is to see the failure that came first. */
  private static void undo(Action action) {
    try {
      action.run();
    } catch (SQLException e) {
      System.getLogger(AllOrNothing.class.getName())
          .log(System.Logger.Level.DEBUG, "After a failed write", e);
    }
  }
}
