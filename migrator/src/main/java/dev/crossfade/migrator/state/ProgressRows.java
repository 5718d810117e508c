package dev.crossfade.migrator.state;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** The sums over a job's chunks. */
final class ProgressRows {
  /** {@code %1$s} says which jobs, {@code %2$d} how many of them. */
  static final String SQL = """
      SELECT j.id, j.kind, j.migration, j.fingerprint, j.started_at, j.finished_at, j.outcome,
        coalesce((SELECT sum(w.estimated_rows) FROM crossfade.walks w WHERE w.job_id = j.id), 0),
        coalesce(s.scanned, 0), coalesce(s.changed, 0), coalesce(s.missing, 0), coalesce(s.extra, 0), coalesce(s.different, 0), coalesce(s.lossy, 0),
        coalesce(s.failed, 0), s.workers
      FROM crossfade.jobs j
      CROSS JOIN LATERAL (
        SELECT sum(c.scanned) AS scanned, sum(c.changed) AS changed, sum(c.missing) AS missing, sum(c.extra) AS extra, sum(c.different) AS different,
          sum(c.lossy) AS lossy, sum(c.failed) AS failed,
          count(*) FILTER (WHERE c.done_at IS NULL AND c.lease_until > clock_timestamp()) AS workers
        FROM crossfade.chunks c WHERE c.job_id = j.id) s
      WHERE %1$s ORDER BY j.id DESC LIMIT %2$d
      """;

  private ProgressRows() {}

  static JobProgress read(ResultSet rows) throws SQLException {
    return new JobProgress(
        rows.getLong(1),
        JobKind.ofLabel(rows.getString(2)),
        new Migrated(rows.getString(3), rows.getString(4)),
        rows.getObject(5, OffsetDateTime.class).toInstant(),
        instant(rows, 6),
        Optional.ofNullable(rows.getString(7)),
        rows.getLong(8),
        rows.getLong(9),
        rows.getLong(10),
        new JobProgress.Drift(
            rows.getLong(11), rows.getLong(12), rows.getLong(13), rows.getLong(14)),
        rows.getLong(15),
        rows.getInt(16));
  }

  private static Optional<Instant> instant(ResultSet rows, int column) throws SQLException {
    return Optional.ofNullable(rows.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
