package dev.crossfade.migrator.plan;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds transactions that a step would have to wait for while everybody else waits behind it. */
final class Blockers {
  private static final String HOLDERS = """
      SELECT DISTINCT coalesce('process ' || l.pid || coalesce(' (' || nullif(a.application_name, '') || ', ' || a.state || ' for '
          || pg_catalog.date_trunc('second', pg_catalog.clock_timestamp() - a.xact_start) || ')', ''), 'a prepared transaction')
      FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
      WHERE l.locktype = 'relation' AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
        AND l.relation IN (SELECT pg_catalog.to_regclass(?) UNION SELECT relid FROM pg_catalog.pg_partition_tree(pg_catalog.to_regclass(?)))
        AND l.granted AND l.pid IS DISTINCT FROM pg_catalog.pg_backend_pid()
        AND (? OR l.mode NOT IN ('AccessShareLock', 'RowShareLock'))
        AND (a.pid IS NULL OR a.xact_start < pg_catalog.clock_timestamp() - ? * interval '1 millisecond')
      """;

  private static final String OLD = """
      SELECT 'process ' || a.pid || ' (' || coalesce(nullif(a.application_name, ''), 'unnamed') || ')' FROM pg_catalog.pg_stat_activity a
      WHERE a.datname = pg_catalog.current_database() AND a.pid <> pg_catalog.pg_backend_pid() AND a.backend_type = 'client backend'
        AND a.xact_start < pg_catalog.clock_timestamp() - ? * interval '1 millisecond'
      """;

  private final Connection connection;
  private final Duration old;

  /** @param old how long a transaction must have lasted to count as long */
  Blockers(Connection connection, Duration old) {
    this.connection = connection;
    this.old = old;
  }

  /** Long transactions that hold a lock on a table of the step which conflicts with the step's own. */
  Set<String> of(Step step) throws SQLException {
    Set<String> blockers = new TreeSet<>();
    for (Step.Held held : step.locks()) {
      if (held.lock().holdsUpTraffic()) {
        blockers.addAll(holders(held));
      }
    }
    return blockers;
  }

  private List<String> holders(Step.Held held) throws SQLException {
    try (var select = connection.prepareStatement(HOLDERS)) {
      select.setString(1, held.relation());
      select.setString(2, held.relation());
      select.setBoolean(3, held.lock() == Lock.ACCESS_EXCLUSIVE);
      select.setLong(4, old.toMillis());
      return strings(select);
    }
  }

  /** Long transactions of any kind, which an index built concurrently waits for. */
  List<String> longTransactions() throws SQLException {
    try (var select = connection.prepareStatement(OLD)) {
      select.setLong(1, old.toMillis());
      return strings(select);
    }
  }

  private static List<String> strings(java.sql.PreparedStatement select) throws SQLException {
    List<String> all = new ArrayList<>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        all.add(rows.getString(1));
      }
    }
    return all;
  }
}
