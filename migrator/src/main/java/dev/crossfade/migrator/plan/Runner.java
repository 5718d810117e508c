package dev.crossfade.migrator.plan;

import dev.crossfade.migrator.cli.CommandException;
import dev.crossfade.migrator.cli.ExitStatus;
import dev.crossfade.migrator.cli.ServerMessage;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs steps beside the traffic: a step waits for its lock only briefly and gives way, tries again a little later, and doesn't queue behind a long transaction at all. What
 * is done stays done; the next plan begins after it. For one thread, but for {@link #stop}.
 */
public final class Runner implements AutoCloseable {
  /** A lock that wasn't to be had, and a deadlock. */
  private static final Set<String> GIVE_WAY = Set.of("55P03", "40P01");

  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration CLEANUP = Duration.ofSeconds(15);
  private static final long ONLY_ONE = 0x63726f7373617070L;

  private final Connection connection;
  private final Patience patience;
  private final Consumer<String> progress;
  private final Blockers blockers;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable Statement running;
  private volatile boolean stopping;
  private int done;

  /**
   * How long to wait for whom.
   *
   * @param lock how long a step may queue for its lock; everybody else queues behind it
   * @param tries how often a step is tried
   * @param old from which age on a transaction is not queued behind
   * @param blocked how long to wait for such a transaction to end
   */
  public record Patience(Duration lock, int tries, Duration old, Duration blocked) {
    /** What suits a table in use: 500 ms, 30 tries, 2 s and a minute. */
    public static Patience usual() {
      return new Patience(Duration.ofMillis(500), 30, Duration.ofSeconds(2), Duration.ofMinutes(1));
    }
  }

  /**
   * A runner.
   *
   * @param connection in autocommit, used by nobody else
   * @param progress told what happens, a line each
   */
  public Runner(Connection connection, Patience patience, Consumer<String> progress) {
    this.connection = connection;
    this.patience = patience;
    this.progress = progress;
    this.blockers = new Blockers(connection, patience.old());
  }

  /**
   * Runs the steps in order.
   *
   * @throws CommandException if it can't go on now ({@link ExitStatus#INTERRUPTED}) or at all ({@link ExitStatus#DATABASE})
   */
  public void run(List<Step> steps) throws SQLException, InterruptedException {
    try {
      alone();
      for (int i = 0; i < steps.size(); i++) {
        Step step = steps.get(i);
        String place = (i + 1) + "/" + steps.size() + " " + step.migration() + ": " + step.title();
        long start = System.nanoTime();
        run(step, place);
        done = i + 1;
        progress.accept(
            String.format("%s, done in %.2f s", place, (System.nanoTime() - start) / 1e9));
      }
    } catch (CommandException e) {
      if (stopping) {
        // The process may end before its caller can say it.
        progress.accept(String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  /** How many steps are done. */
  public int done() {
    return done;
  }

  /** Lets go who waits in {@link #stop}: all is cleared away and noted. */
  @Override
  public void close() {
    ended.countDown();
  }

  /** Ends the run from another thread, and waits until it has cleared away what an unfinished step leaves, and is closed. */
  public void stop() {
    stopping = true;
    Statement statement = running;
    try {
      if (statement != null) {
        statement.cancel();
      }
      ended.await(CLEANUP.toSeconds(), TimeUnit.SECONDS);
    } catch (SQLException e) {
      progress.accept("The statement that runs can't be cancelled: " + ServerMessage.of(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void alone() throws SQLException {
    try (var lock = connection.prepareStatement("SELECT pg_catalog.pg_try_advisory_lock(?)")) {
      lock.setLong(1, ONLY_ONE);
      try (var rows = lock.executeQuery()) {
        rows.next();
        if (!rows.getBoolean(1)) {
          throw new CommandException(
              ExitStatus.INTERRUPTED,
              "Another `crossfade apply` is at work in this database. Wait for it, then run this again.");
        }
      }
    }
  }

  private void run(Step step, String place) throws SQLException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      if (stopping) {
        throw interrupted(place, "interrupted");
      }
      awaitBlockers(step, place);
      try {
        execute(step);
        return;
      } catch (SQLException e) {
        step.index().ifPresent(index -> clearAway(index));
        if (stopping || isGone(e)) {
          throw interrupted(place, stopping ? "interrupted" : ServerMessage.of(e));
        }
        if (!GIVE_WAY.contains(e.getSQLState())) {
          throw new CommandException(
              ExitStatus.DATABASE,
              "At " + place + ": " + ServerMessage.of(e) + " (" + e.getSQLState()
                  + "). What was done before stands; put this right, then run the same again.");
        }
        if (attempt == patience.tries()) {
          throw interrupted(place, "no lock in " + attempt + " tries");
        }
        progress.accept(
            place + ", gave way and will try again (" + attempt + " of " + patience.tries() + ")");
      }
      pause(attempt);
    }
  }

  private void execute(Step step) throws SQLException {
    // An index that is built concurrently waits for transactions, and nobody waits for it.
    long timeout = step.transactional() ? patience.lock().toMillis() : 0;
    try (var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute("SET lock_timeout = " + timeout);
      statement.execute("SET statement_timeout = 0");
      running = statement;
      statement.execute(step.sql());
    } finally {
      running = null;
    }
  }

  private void awaitBlockers(Step step, String place) throws SQLException, InterruptedException {
    long end = System.nanoTime() + patience.blocked().toNanos();
    boolean said = false;
    for (Set<String> found = blockers.of(step); !found.isEmpty(); found = blockers.of(step)) {
      if (stopping || System.nanoTime() > end) {
        throw interrupted(
            place,
            "waited for " + String.join(", ", found) + ", whose lock on the table is in the way");
      }
      if (!said) {
        progress.accept(place + ", waits without queueing for " + String.join(", ", found));
        said = true;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN.toMillis());
    }
    if (!step.transactional()) {
      List<String> old = blockers.longTransactions();
      if (!old.isEmpty()) {
        progress.accept(place + ", will not be ready before the transactions of "
            + String.join(", ", old) + " end");
      }
    }
  }

  /** Lets those who queued behind the last attempt go first, and differs from others who do the same. */
  private static void pause(int attempt) throws InterruptedException {
    long most = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(attempt, 10));
    TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(most / 2, most));
  }

  /** A failed attempt leaves an INVALID index that every write still has to keep up. */
  private void clearAway(String index) {
    try (var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      if (isInvalid(index)) {
        statement.execute("SET lock_timeout = 0");
        statement.execute("DROP INDEX CONCURRENTLY IF EXISTS " + index);
      }
    } catch (SQLException e) {
      progress.accept("The INVALID index " + index + " is left (" + ServerMessage.of(e)
          + "); the same call, run again, drops and rebuilds it.");
    }
  }

  private boolean isInvalid(String index) throws SQLException {
    try (var select = connection.prepareStatement(
        "SELECT EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = pg_catalog.to_regclass(?) AND NOT indisvalid)")) {
      select.setString(1, index);
      try (var rows = select.executeQuery()) {
        return rows.next() && rows.getBoolean(1);
      }
    }
  }

  private static boolean isGone(SQLException e) {
    String state = e.getSQLState();
    return state != null && (state.startsWith("08") || state.startsWith("57P"));
  }

  private static CommandException interrupted(String place, String why) {
    return new CommandException(
        ExitStatus.INTERRUPTED,
        "Stopped at " + place + ": " + why
            + ". What was done before stands; the same call goes on from here.");
  }
}
