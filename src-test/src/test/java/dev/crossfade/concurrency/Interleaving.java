package dev.crossfade.concurrency;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.postgresql.PGConnection;

/** Takes the steps of a scenario in one order, each as soon as the one before has answered or waits for a lock. Not thread-safe. */
final class Interleaving implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;
  private static final String BLOCKERS = "SELECT p, pg_blocking_pids(p) FROM unnest(?::int[]) p";

  /**
   * What happened.
   *
   * @param events each step with its answer, or that it waits, in the order of the permutation
   * @param possible whether no step came up for a session that was still waiting
   */
  record Run(List<String> events, boolean possible, String contents, String drift) {}

  /** One session: its connection, its thread and the step that it is at. */
  private static final class Session {
    private final Connection connection;
    private final int pid;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private PreparedStatement prepared;
    private String step = "";
    private Future<String> answer;

    Session(Connection connection) throws SQLException {
      this.connection = connection;
      this.pid = connection.unwrap(PGConnection.class).getBackendPID();
    }
  }

  private final Scenario scenario;
  private final Stand stand;
  private final Map<String, Session> sessions = new LinkedHashMap<>();
  private final List<String> events = new ArrayList<>();

  Interleaving(Scenario scenario, Stand stand, String level) throws SQLException {
    this.scenario = scenario;
    this.stand = stand;
    for (String name : scenario.sessions().keySet()) {
      sessions.put(name, new Session(stand.connection(name, level)));
    }
  }

  Run run(List<String> permutation) throws SQLException, InterruptedException {
    boolean possible = true;
    for (String step : permutation) {
      Session session = sessions.get(scenario.sessionOf(step));
      if (session.answer != null) {
        possible = false;
        break;
      }
      String text = scenario.text(step, stand.ground.variables(), stand.isPlain());
      session.step = step;
      session.answer = session.thread.submit(() -> take(session, text));
      settle(session);
      if (session.answer != null) {
        events.add(step + " waits");
      }
      for (Session other : sessions.values()) {
        if (other != session && other.answer != null) {
          settle(other);
        }
      }
    }
    finish(possible);
    return new Run(
        List.copyOf(events),
        possible,
        stand.ground.contents(stand.admin),
        stand.isPlain() ? "" : stand.ground.drift(stand.admin));
  }

  private String take(Session session, String text) throws SQLException {
    if (text.equals("commit")) {
      session.connection.commit();
      return "committed";
    } else if (text.equals("rollback")) {
      session.connection.rollback();
      return "rolled back";
    } else if (text.startsWith("prepare ")) {
      session.prepared = session.connection.prepareStatement(text.substring(8));
      return "prepared";
    } else if (text.equals("execute")) {
      return answer(session.prepared, session.prepared.execute());
    }
    String sql = text;
    if (text.startsWith("backfill ")) {
      sql =
          stand.isPlain() ? "SELECT 1 WHERE false" : stand.backfill.replace("?", text.substring(9));
    }
    try (Statement statement = session.connection.createStatement()) {
      String answer = answer(statement, statement.execute(sql));
      return text.startsWith("backfill ") ? "filled" : answer;
    }
  }

  private static String answer(Statement statement, boolean rows) throws SQLException {
    if (!rows) {
      return statement.getUpdateCount() + " rows";
    }
    List<List<String>> all = new ArrayList<>();
    try (ResultSet result = statement.getResultSet()) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getString(i));
        }
        all.add(row);
      }
    }
    return all.toString();
  }

  /** Waits until the session has answered, or waits for another one that isn't waiting for it. */
  private void settle(Session session) throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < deadline) {
      try {
        events.add(session.step + " " + session.answer.get(1, TimeUnit.MILLISECONDS));
        session.answer = null;
        return;
      } catch (ExecutionException e) {
        events.add(session.step + " " + failure(e.getCause()));
        session.answer = null;
        return;
      } catch (TimeoutException e) {
        if (waitsFor(session)) {
          return;
        }
      }
    }
    throw new IllegalStateException(scenario.name() + ": step " + session.step
        + " neither answers nor waits; so far " + events);
  }

  private static String failure(Throwable cause) {
    return cause instanceof SQLException sql
        ? "fails with " + sql.getSQLState()
        : "throws " + cause;
  }

  /** A session in a circle of waiting ones isn't at rest: the server will end one of them. */
  private boolean waitsFor(Session session) throws SQLException {
    Map<Integer, Set<Integer>> blockers = new LinkedHashMap<>();
    try (PreparedStatement statement = stand.admin.prepareStatement(BLOCKERS)) {
      statement.setArray(
          1,
          stand.admin.createArrayOf(
              "int4", sessions.values().stream().map(s -> s.pid).toArray()));
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          Set<Integer> of = new LinkedHashSet<>();
          for (Integer pid : (Integer[]) result.getArray(2).getArray()) {
            of.add(pid);
          }
          blockers.put(result.getInt(1), of);
        }
      }
    }
    Set<Integer> reached = new LinkedHashSet<>(blockers.getOrDefault(session.pid, Set.of()));
    boolean waits = !reached.isEmpty();
    for (boolean grown = true; grown; ) {
      Set<Integer> next = new LinkedHashSet<>(reached);
      reached.forEach(pid -> next.addAll(blockers.getOrDefault(pid, Set.of())));
      grown = next.size() > reached.size();
      reached = next;
    }
    boolean circle = Set.copyOf(reached).stream()
            .anyMatch(pid -> blockers.getOrDefault(pid, Set.of()).contains(pid))
        || inCircle(reached, blockers);
    return waits && !circle;
  }

  private static boolean inCircle(Set<Integer> pids, Map<Integer, Set<Integer>> blockers) {
    for (Integer pid : pids) {
      Set<Integer> seen = new LinkedHashSet<>(blockers.getOrDefault(pid, Set.of()));
      for (boolean grown = true; grown; ) {
        Set<Integer> next = new LinkedHashSet<>(seen);
        seen.forEach(p -> next.addAll(blockers.getOrDefault(p, Set.of())));
        grown = next.size() > seen.size();
        seen = next;
      }
      if (seen.contains(pid)) {
        return true;
      }
    }
    return false;
  }

  private void finish(boolean possible) throws SQLException, InterruptedException {
    // Whoever waits is let go by those that don't.
    for (boolean waiting = true; waiting; ) {
      waiting = false;
      for (Session session : sessions.values()) {
        if (session.answer == null) {
          session.connection.rollback();
        }
      }
      for (Session session : sessions.values()) {
        if (session.answer != null) {
          int before = events.size();
          settle(session);
          waiting = true;
          if (!possible && events.size() > before) {
            events.remove(events.size() - 1);
          }
        }
      }
    }
  }

  @Override
  public void close() throws SQLException {
    for (Session session : sessions.values()) {
      session.thread.shutdown();
      if (session.prepared != null) {
        session.prepared.close();
      }
    }
    stand.ground.restore(stand.admin);
  }
}
