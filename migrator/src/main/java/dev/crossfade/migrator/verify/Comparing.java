package dev.crossfade.migrator.verify;

import dev.crossfade.migrator.shape.DriftKind;
import dev.crossfade.migrator.state.Chunk;
import dev.crossfade.migrator.state.Findings.Finding;
import dev.crossfade.migrator.state.Job;
import dev.crossfade.migrator.work.ChunkTask;
import dev.crossfade.migrator.work.Course;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Compares chunks, and notes what it found. */
final class Comparing implements ChunkTask {
  private static final String FOUND = """
      INSERT INTO crossfade.findings (job_id, walk, kind, key, sqlstate) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
      """;

  private static final String DONE = """
      UPDATE crossfade.chunks SET position = upper, scanned = ?, missing = ?, extra = ?, different = ?, lossy = ?, failed = ?, done_at = pg_catalog.clock_timestamp()
      WHERE id = ? AND owner = ? AND done_at IS NULL
      """;

  private final Job job;
  private final String worker;
  private final Course course;
  private final int keys;

  Comparing(Job job, String worker, Course course, int keys) {
    this.job = job;
    this.worker = worker;
    this.course = course;
    this.keys = keys;
  }

  @Override
  public void enter(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET application_name = 'crossfade verify'");
    }
  }

  @Override
  public boolean run(Connection connection, Chunk chunk) throws SQLException {
    Tally tally = new Comparison(connection, chunk.walk(), keys).compare(chunk.rest());
    for (Finding finding : tally.findings()) {
      list(connection, chunk, finding);
    }
    try (PreparedStatement update = connection.prepareStatement(DONE)) {
      update.setLong(1, tally.rows());
      update.setLong(2, tally.count(DriftKind.MISSING));
      update.setLong(3, tally.count(DriftKind.EXTRA));
      update.setLong(4, tally.count(DriftKind.DIFFERENT));
      update.setLong(5, tally.count(DriftKind.LOSSY));
      update.setLong(6, tally.failed());
      update.setLong(7, chunk.id());
      update.setString(8, worker);
      update.executeUpdate();
    }
    course.wentOn();
    return true;
  }

  private void list(Connection connection, Chunk chunk, Finding finding) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(FOUND)) {
      insert.setLong(1, job.id());
      insert.setInt(2, chunk.number());
      insert.setString(3, finding.kind());
      insert.setArray(4, connection.createArrayOf("text", finding.key().toArray()));
      insert.setString(5, finding.sqlState());
      insert.executeUpdate();
    }
  }
}
