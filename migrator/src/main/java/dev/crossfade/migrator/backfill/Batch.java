package dev.crossfade.migrator.backfill;

import dev.crossfade.migrator.shape.KeyRange;
import dev.crossfade.migrator.shape.RangeSql;
import dev.crossfade.migrator.shape.Stride;
import dev.crossfade.migrator.shape.Walk;
import dev.crossfade.migrator.state.Chunk;
import dev.crossfade.migrator.state.ChunkQueue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Mends the rows of a stride that have drifted, and notes in the same transaction how far it is. One that fails leaves neither. Needs a connection in autocommit. Not thread-safe.
 */
final class Batch implements AutoCloseable {
  private static final String PROGRESS = """
      UPDATE crossfade.chunks SET changed = changed + %1$s, failed = failed + %2$s, position = ?, scanned = scanned + ?,
        lease_until = pg_catalog.clock_timestamp() + interval '%3$d s', done_at = CASE WHEN ? THEN pg_catalog.clock_timestamp() END
      WHERE id = ? AND owner = ? AND done_at IS NULL RETURNING %4$s
      """;
  private static final String PROGRESS_OF_SEVERAL =
      PROGRESS.formatted("?", "0", ChunkQueue.LEASE_SECONDS, "0");

  private static final String FINDINGS = """
      INSERT INTO crossfade.findings (job_id, walk, kind, key, sqlstate)
      SELECT ?, ?, 'failed', %1$s, ? FROM ONLY %2$s AS %3$s WHERE %4$s ON CONFLICT DO NOTHING RETURNING 1
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
    Walk walk = chunk.walk();
    return walk.lock().isEmpty() && walk.mends().size() == 1
        ? inOneStatement(walk.mends().get(0), stride)
        : inSeveral(walk, stride);
  }

  /** Leaves the rows of a stride as they are, and lists them. */
  OptionalLong leave(Stride stride, SQLException reason) throws SQLException {
    Walk walk = chunk.walk();
    String condition = stride.range().condition(walk.segment().key(), walk.alias());
    String findings =
        FINDINGS.formatted(walk.keyTexts(), walk.segment().sql(), walk.alias(), condition);
    PreparedStatement statement = prepared(
        "WITH written AS (" + findings + ") " + progress("0", "(SELECT count(*) FROM written)"));
    statement.setLong(1, job);
    statement.setInt(2, chunk.number());
    statement.setString(3, reason.getSQLState());
    return finish(statement, stride.range().bind(statement, 4), stride);
  }

  /** One round trip: the statement is the transaction. */
  private OptionalLong inOneStatement(RangeSql mend, Stride stride) throws SQLException {
    PreparedStatement statement = prepared("WITH written AS (" + where(mend, stride)
        + " RETURNING 1) " + progress("(SELECT count(*) FROM written)", "0"));
    return finish(statement, stride.range().bind(statement, 1), stride);
  }

  private OptionalLong inSeveral(Walk walk, Stride stride) throws SQLException {
    connection.setAutoCommit(false);
    try {
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
      PreparedStatement statement = prepared(PROGRESS_OF_SEVERAL);
      statement.setLong(1, written);
      boolean mine = finish(statement, 2, stride).isPresent();
      connection.commit();
      return mine ? OptionalLong.of(written) : OptionalLong.empty();
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

  private OptionalLong finish(PreparedStatement statement, int first, Stride stride)
      throws SQLException {
    KeyRange range = stride.range();
    statement.setArray(first, connection.createArrayOf("text", range.upTo().toArray()));
    statement.setLong(first + 1, stride.rows());
    statement.setBoolean(first + 2, range.upTo().equals(chunk.rest().upTo()));
    statement.setLong(first + 3, chunk.id());
    statement.setString(first + 4, worker);
    try (ResultSet rows = statement.executeQuery()) {
      return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
    }
  }

  private String where(RangeSql sql, Stride stride) {
    Walk walk = chunk.walk();
    return sql.where(stride.range().condition(walk.segment().key(), walk.alias()));
  }

  private static String progress(String changed, String failed) {
    return PROGRESS.formatted(changed, failed, ChunkQueue.LEASE_SECONDS, changed);
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
