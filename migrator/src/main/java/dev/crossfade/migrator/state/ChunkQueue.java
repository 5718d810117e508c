package dev.crossfade.migrator.state;

import dev.crossfade.migrator.shape.KeyRange;
import dev.crossfade.migrator.shape.Stride;
import dev.crossfade.migrator.shape.Strides;
import dev.crossfade.migrator.shape.Walk;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Hands out a job's chunks to the workers of all processes that share it. A chunk whose worker is gone, or hasn't been heard of for {@link #LEASE_SECONDS}, is handed out again, from where it
 * stopped. Needs a connection in autocommit. Not thread-safe.
 */
public final class ChunkQueue {
  /** How long the claim of a worker whose backend is still there holds without a sign of life. */
  public static final int LEASE_SECONDS = 60;

  private static final int LOOK_SECONDS = 3600;
  private static final long ALL = Long.MAX_VALUE;

  // Whose backend_start may not be seen may be alive.
  private static final String LEFT_BEHIND = """
      UPDATE crossfade.chunks t SET owner = ?, owner_pid = pg_catalog.pg_backend_pid(),
        owner_since = (SELECT a.backend_start FROM pg_catalog.pg_stat_activity a WHERE a.pid = pg_catalog.pg_backend_pid()),
        lease_until = pg_catalog.clock_timestamp() + interval '1 s' * ?
      WHERE t.id = (
        SELECT c.id FROM crossfade.chunks c WHERE c.job_id = ? AND c.done_at IS NULL
          AND (c.owner IS NULL OR c.lease_until < pg_catalog.clock_timestamp() OR NOT EXISTS (
            SELECT FROM pg_catalog.pg_stat_activity a WHERE a.pid = c.owner_pid AND (a.backend_start = c.owner_since OR a.backend_start IS NULL)))
        ORDER BY c.id LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING t.id, t.walk, coalesce(t.position, t.lower), t.upper
      """;

  private static final String NEXT_WALK = """
      SELECT w.walk, w.handed_out, w.last FROM crossfade.walks w WHERE w.job_id = ? AND NOT w.exhausted ORDER BY w.walk LIMIT 1 FOR UPDATE
      """;

  private static final String HAND_OUT = """
      WITH moved AS (UPDATE crossfade.walks SET handed_out = ?, exhausted = ? WHERE job_id = ? AND walk = ? RETURNING job_id, walk)
      INSERT INTO crossfade.chunks (job_id, walk, lower, upper, owner, owner_pid, owner_since, lease_until)
      SELECT m.job_id, m.walk, ?, ?, ?, a.pid, a.backend_start, pg_catalog.clock_timestamp() + interval '1 s' * ?
      FROM moved m, pg_catalog.pg_stat_activity a WHERE a.pid = pg_catalog.pg_backend_pid() RETURNING id
      """;

  private final Connection connection;
  private final Job job;
  private final String worker;
  private final long rows;

  /**
   * @param worker a name that no other worker of any process has
   * @param rows how many rows make a chunk
   */
  public ChunkQueue(Connection connection, Job job, String worker, long rows) {
    this.connection = connection;
    this.job = job;
    this.worker = worker;
    this.rows = rows;
  }

  /** A chunk for this worker, if there is any that nobody works on. */
  public Optional<Chunk> claim() throws SQLException {
    Optional<Chunk> left = leftBehind();
    return left.isPresent() ? left : handOut();
  }

  /** Whether all of the job is done, or the job was closed. */
  public boolean isDone() throws SQLException {
    String sql = """
        SELECT j.finished_at IS NOT NULL OR NOT EXISTS (SELECT FROM crossfade.walks w WHERE w.job_id = j.id AND NOT w.exhausted)
          AND NOT EXISTS (SELECT FROM crossfade.chunks c WHERE c.job_id = j.id AND c.done_at IS NULL)
        FROM crossfade.jobs j WHERE j.id = ?
        """;
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setLong(1, job.id());
      try (ResultSet result = select.executeQuery()) {
        return !result.next() || result.getBoolean(1);
      }
    }
  }

  /** Gives a claim back, for whoever asks next. */
  public void release(Chunk chunk) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(
        "UPDATE crossfade.chunks SET owner = NULL, lease_until = NULL WHERE id = ? AND owner = ? AND done_at IS NULL")) {
      update.setLong(1, chunk.id());
      update.setString(2, worker);
      update.executeUpdate();
    }
  }

  private Optional<Chunk> leftBehind() throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(LEFT_BEHIND)) {
      update.setString(1, worker);
      update.setInt(2, leaseSeconds());
      update.setLong(3, job.id());
      try (ResultSet result = update.executeQuery()) {
        if (!result.next()) {
          return Optional.empty();
        }
        int walk = result.getInt(2);
        Array after = result.getArray(3);
        Optional<List<String>> from =
            after == null ? Optional.empty() : Optional.of(Strides.texts(after));
        return Optional.of(
            chunk(result.getLong(1), walk, new KeyRange(from, Strides.texts(result.getArray(4)))));
      }
    }
  }

  private Optional<Chunk> handOut() throws SQLException {
    connection.setAutoCommit(false);
    try {
      Optional<Chunk> chunk = next();
      connection.commit();
      return chunk;
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private Optional<Chunk> next() throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(NEXT_WALK)) {
      select.setLong(1, job.id());
      try (ResultSet result = select.executeQuery()) {
        if (!result.next()) {
          return Optional.empty();
        }
        Array handedOut = result.getArray(2);
        KeyRange rest = new KeyRange(
            handedOut == null ? Optional.empty() : Optional.of(Strides.texts(handedOut)),
            Strides.texts(result.getArray(3)));
        return Optional.of(handOut(result.getInt(1), rest));
      }
    }
  }

  private Chunk handOut(int number, KeyRange rest) throws SQLException {
    Walk walk = job.walks().get(number);
    // Rows that go by their places move when they are written, so one who only looks looks at all
    // of them in one moment.
    boolean atOnce = walk.segment().key().isPlace() && !job.kind().writes();
    Stride stride = new Strides(connection, walk.segment()).first(rest, atOnce ? ALL : rows);
    try (PreparedStatement insert = connection.prepareStatement(HAND_OUT)) {
      insert.setArray(1, array(stride.range().upTo()));
      insert.setBoolean(2, stride.last());
      insert.setLong(3, job.id());
      insert.setInt(4, number);
      insert.setArray(5, rest.after().isPresent() ? array(rest.after().get()) : null);
      insert.setArray(6, array(stride.range().upTo()));
      insert.setString(7, worker);
      insert.setInt(8, leaseSeconds());
      try (ResultSet result = insert.executeQuery()) {
        result.next();
        return chunk(result.getLong(1), number, stride.range());
      }
    }
  }

  /** Who only looks gives no sign of life until a chunk is done. */
  private int leaseSeconds() {
    return job.kind().writes() ? LEASE_SECONDS : LOOK_SECONDS;
  }

  private Chunk chunk(long id, int number, KeyRange rest) {
    return new Chunk(id, number, job.walks().get(number), rest);
  }

  private Array array(List<String> key) throws SQLException {
    return connection.createArrayOf("text", key.toArray());
  }
}
