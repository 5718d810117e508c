package dev.crossfade.migrator.backfill;

import dev.crossfade.migrator.shape.KeyRange;
import dev.crossfade.migrator.shape.RangeSql;
import dev.crossfade.migrator.shape.Stride;
import dev.crossfade.migrator.shape.Walk;
import dev.crossfade.migrator.state.Chunk;
import dev.crossfade.migrator.state.ChunkQueue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Mends the rows of a stride that have drifted, and notes in the same transaction how far it is. One that fails leaves neither. Needs a connection in autocommit. Not thread-safe.
 */
final class Batch implements AutoCloseable {
  private static final String PROGRESS = """
      UPDATE crossfade.chunks SET changed = changed + ?, failed = failed + ?, position = ?, scanned = scanned + ?,
        lease_until = pg_catalog.clock_timestamp() + interval '1 s' * ?, done_at = CASE WHEN ? THEN pg_catalog.clock_timestamp() END
      WHERE id = ? AND owner = ? AND done_at IS NULL
      """;

  private static final String FINDINGS = """
      INSERT INTO crossfade.findings (job_id, walk, kind, key, sqlstate)
      SELECT ?, ?, 'failed', %1$s, ? FROM ONLY %2$s AS %3$s WHERE %4$s ON CONFLICT DO NOTHING
      """;

  private final Connection connection;
  private final Chunk chunk;
  private final long job;
  private final String worker;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  Batch(Connection connection, Chunk chunk, long job, String worker) {
    this.connection = connection;
    this.chunk = chunk;
    this.job = job;
    this.worker = worker;
  }

  /**
   * Mends one stride.
   *
   * @return how many rows it wrote; absent if the chunk has become someone else's
   */
  OptionalLong mend(Stride stride) throws SQLException {
    return inTransaction(() -> {
      Walk walk = chunk.walk();
      for (RangeSql lock : walk.lock()) {
        PreparedStatement statement = prepared(where(lock, stride));
        stride.range().bind(statement, 1);
        statement.executeQuery().close();
      }
      long written = 0;
      for (RangeSql mend : walk.mends()) {
        PreparedStatement statement = prepared(where(mend, stride));
        stride.range().bind(statement, 1);
        written += statement.executeUpdate();
      }
      return progress(stride, written, 0) ? OptionalLong.of(written) : OptionalLong.empty();
    });
  }

  /** Leaves the rows of a stride as they are, and lists them. */
  OptionalLong leave(Stride stride, SQLException reason) throws SQLException {
    return inTransaction(() -> {
      Walk walk = chunk.walk();
      PreparedStatement insert = prepared(FINDINGS.formatted(
          walk.keyTexts(),
          walk.segment().sql(),
          walk.alias(),
          stride.range().condition(walk.segment().key(), walk.alias())));
      insert.setLong(1, job);
      insert.setInt(2, chunk.number());
      insert.setString(3, reason.getSQLState());
      stride.range().bind(insert, 4);
      int listed = insert.executeUpdate();
      return progress(stride, 0, listed) ? OptionalLong.of(0) : OptionalLong.empty();
    });
  }

  /** What a transaction does. */
  private interface Work {
    OptionalLong run() throws SQLException;
  }

  private OptionalLong inTransaction(Work work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      OptionalLong written = work.run();
      connection.commit();
      return written;
    } catch (SQLException e) {
      rollback(e);
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private void rollback(SQLException cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  /** Whether the chunk is still this worker's. */
  private boolean progress(Stride stride, long written, long failed) throws SQLException {
    KeyRange range = stride.range();
    PreparedStatement update = prepared(PROGRESS);
    update.setLong(1, written);
    update.setLong(2, failed);
    update.setArray(3, connection.createArrayOf("text", range.upTo().toArray()));
    update.setLong(4, stride.rows());
    update.setInt(5, ChunkQueue.LEASE_SECONDS);
    update.setBoolean(6, range.upTo().equals(chunk.rest().upTo()));
    update.setLong(7, chunk.id());
    update.setString(8, worker);
    return update.executeUpdate() > 0;
  }

  private String where(RangeSql sql, Stride stride) {
    Walk walk = chunk.walk();
    return sql.where(stride.range().condition(walk.segment().key(), walk.alias()));
  }

  private PreparedStatement prepared(String sql) throws SQLException {
    PreparedStatement known = statements.get(sql);
    if (known == null) {
      known = connection.prepareStatement(sql);
      statements.put(sql, known);
    }
    return known;
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : statements.values()) {
      statement.close();
    }
  }
}
