package dev.crossfade.migrator.state;

import dev.crossfade.migrator.shape.KeyRange;
import dev.crossfade.migrator.shape.Strides;
import dev.crossfade.migrator.shape.TypedColumn;
import dev.crossfade.migrator.shape.Walk;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens jobs, or joins those that are open. Needs {@link StateSchema}, and a connection in autocommit. Not thread-safe. */
public final class Jobs {
  // Someone who went back in between left rows behind that the job believes done; what was compared
  // before a backfill says nothing of the time after it.
  private static final String FITS = """
      SELECT j.id, j.fingerprint = ? AND j.settings = ?
        AND NOT EXISTS (SELECT FROM crossfade.history h WHERE h.migration = j.migration AND h.at > j.started_at
          AND (h.action = 'rollback' OR j.kind IN ('verify', 'verify-reverse') AND h.action IN ('backfill', 'reverse')))
        AND ARRAY(SELECT w.relation_oid || ' ' || array_to_string(w.key_columns, ',') FROM crossfade.walks w WHERE w.job_id = j.id ORDER BY w.walk) = ?
      FROM crossfade.jobs j WHERE j.migration = ? AND j.kind = ? AND j.finished_at IS NULL FOR UPDATE
      """;

  private static final String OPEN = """
      INSERT INTO crossfade.jobs (migration, kind, fingerprint, settings) VALUES (?, ?, ?, ?)
      ON CONFLICT (migration, kind) WHERE finished_at IS NULL DO NOTHING RETURNING id
      """;

  private static final String WALK = """
      INSERT INTO crossfade.walks (job_id, walk, relation, relation_oid, key_columns, last, exhausted, estimated_rows) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private final Connection connection;

  public Jobs(Connection connection) {
    this.connection = connection;
  }

  /**
   * The open job of this kind, or a new one. One that was opened for other tables, another meaning of the migration or other settings, or before a rollback, is given up.
   *
   * @param settings what it is told, in words of the verb's own
   * @param anew whether to begin at the beginning in any case
   */
  public Job open(JobKind kind, Migrated migrated, String settings, List<Walk> walks, boolean anew)
      throws SQLException {
    while (true) {
      connection.setAutoCommit(false);
      try {
        Optional<Job> job = attempt(kind, migrated, settings, walks, anew);
        connection.commit();
        if (job.isPresent()) {
          return job.get();
        }
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }
  }

  private Optional<Job> attempt(
      JobKind kind, Migrated migrated, String settings, List<Walk> walks, boolean anew)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(FITS)) {
      select.setString(1, migrated.fingerprint());
      select.setString(2, settings);
      select.setArray(
          3,
          connection.createArrayOf(
              "text", walks.stream().map(Jobs::identity).toArray(String[]::new)));
      select.setString(4, migrated.name());
      select.setString(5, kind.label());
      try (ResultSet rows = select.executeQuery()) {
        if (rows.next()) {
          if (rows.getBoolean(2) && !anew) {
            return Optional.of(new Job(rows.getLong(1), kind, migrated, walks, true));
          }
          close(rows.getLong(1), "given up");
        }
      }
    }
    return insert(kind, migrated, settings, walks);
  }

  private Optional<Job> insert(JobKind kind, Migrated migrated, String settings, List<Walk> walks)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(OPEN)) {
      insert.setString(1, migrated.name());
      insert.setString(2, kind.label());
      insert.setString(3, migrated.fingerprint());
      insert.setString(4, settings);
      try (ResultSet rows = insert.executeQuery()) {
        if (!rows.next()) {
          return Optional.empty();
        }
        Job job = new Job(rows.getLong(1), kind, migrated, walks, false);
        for (int number = 0; number < walks.size(); number++) {
          insert(job.id(), number, walks.get(number));
        }
        return Optional.of(job);
      }
    }
  }

  private void insert(long job, int number, Walk walk) throws SQLException {
    Optional<KeyRange> all = new Strides(connection, walk.segment()).all();
    try (PreparedStatement insert = connection.prepareStatement(WALK)) {
      insert.setLong(1, job);
      insert.setInt(2, number);
      insert.setString(3, walk.segment().sql());
      insert.setLong(4, walk.segment().oid());
      insert.setArray(5, connection.createArrayOf("text", keyColumns(walk).toArray()));
      insert.setArray(
          6,
          all.isEmpty()
              ? null
              : connection.createArrayOf("text", all.get().upTo().toArray()));
      insert.setBoolean(7, all.isEmpty());
      insert.setLong(8, walk.segment().rows());
      insert.executeUpdate();
    }
  }

  private static String identity(Walk walk) {
    return walk.segment().oid() + " " + String.join(",", keyColumns(walk));
  }

  private static List<String> keyColumns(Walk walk) {
    return walk.segment().key().columns().stream().map(TypedColumn::name).toList();
  }

  /**
   * Closes a job that is done, and notes it in the history, both or neither.
   *
   * @param details numbers and names, never a value of a row
   * @return whether it was open until now
   */
  public boolean finish(Job job, String outcome, Map<String, ?> details) throws SQLException {
    connection.setAutoCommit(false);
    try {
      boolean closed = close(job.id(), outcome);
      if (closed) {
        new History(connection).record(job.migrated(), job.kind().label(), outcome, "", details);
      }
      connection.commit();
      return closed;
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private boolean close(long job, String outcome) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(
        "UPDATE crossfade.jobs SET finished_at = clock_timestamp(), outcome = ? WHERE id = ? AND finished_at IS NULL")) {
      update.setString(1, outcome);
      update.setLong(2, job);
      return update.executeUpdate() > 0;
    }
  }

  /** Gives up every open job of a migration: what was done may be undone. */
  public void giveUp(String migration) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(
        "UPDATE crossfade.jobs SET finished_at = clock_timestamp(), outcome = 'given up' WHERE migration = ? AND finished_at IS NULL")) {
      update.setString(1, migration);
      update.executeUpdate();
    }
  }

  /** The jobs of a migration, the newest first. */
  public List<JobProgress> of(String migration, int limit) throws SQLException {
    return progress("j.migration = ?", migration, limit);
  }

  /** How far a job is. */
  public JobProgress progress(long job) throws SQLException {
    return progress("j.id = CAST(? AS bigint)", Long.toString(job), 1).get(0);
  }

  private List<JobProgress> progress(String condition, String parameter, int limit)
      throws SQLException {
    List<JobProgress> found = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(ProgressRows.SQL.formatted(condition, limit))) {
      select.setString(1, parameter);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(ProgressRows.read(rows));
        }
      }
    }
    return List.copyOf(found);
  }
}
