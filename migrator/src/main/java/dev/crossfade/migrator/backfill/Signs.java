package dev.crossfade.migrator.backfill;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a server shows of its load (PostgreSQL manual, 27.2 The Cumulative Statistics System). */
final class Signs {
  // A standby that is not behind says nothing.
  private static final String LAG = """
      SELECT coalesce(max(extract(epoch FROM r.replay_lag)), 0)::float8 FROM pg_catalog.pg_stat_replication r
      """;

  // The directory itself is for superusers; names of WAL files can be counted by all. The one that
  // failed last is the oldest that waits, as long as none was archived after it.
  private static final String ARCHIVE = """
      SELECT CASE WHEN NOT pg_catalog.pg_is_in_recovery() AND pg_catalog.current_setting('archive_mode') <> 'off' THEN
          pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()) END,
        a.last_archived_wal, CASE WHEN a.last_archived_time IS NULL OR a.last_failed_time > a.last_archived_time THEN a.last_failed_wal END, 4294967296 / (SELECT s.setting::bigint FROM pg_catalog.pg_settings s WHERE s.name = 'wal_segment_size')
      FROM pg_catalog.pg_stat_archiver a
      """;

  private static final String WAITS = """
      SELECT count(*) FILTER (WHERE l.locktype = 'relation' AND l.relation::bigint = ANY (?)), count(*)
      FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
      WHERE NOT l.granted AND l.waitstart < pg_catalog.clock_timestamp() - interval '200 ms'
        AND a.datname = pg_catalog.current_database() AND a.application_name NOT LIKE 'crossfade %'
      """;

  private static final String VACUUM = """
      SELECT count(*) FROM pg_catalog.pg_stat_progress_vacuum v WHERE v.datname = pg_catalog.current_database() AND v.relid::bigint = ANY (?)
      """;

  private static final String BLIND = """
      SELECT NOT pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE') AND EXISTS (SELECT FROM pg_catalog.pg_stat_replication)
      """;

  private static final int WAL_NAME = 24;

  private Signs() {}

  /** All that these limits call for, where the rows are in these relations. */
  static List<Sign> of(Limits limits, Set<Long> relations) {
    Long[] oids = relations.toArray(Long[]::new);
    List<Sign> signs = new ArrayList<>();
    limits.pauseFile().ifPresent(file -> signs.add(connection -> flag(file)));
    signs.add(connection -> lag(connection, limits.maxLag().toMillis() / 1000.0));
    signs.add(connection -> archive(connection, limits.maxArchiveQueue()));
    signs.add(connection -> waits(connection, oids, limits.maxLockWaits()));
    if (!limits.duringVacuum()) {
      signs.add(connection -> vacuum(connection, oids));
    }
    limits
        .loadQuery()
        .ifPresent(sql -> signs.add(connection -> load(connection, sql, limits.maxLoad())));
    return List.copyOf(signs);
  }

  /** What this role isn't shown, so that it can't be gone by. */
  static Optional<String> blindSpot(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(BLIND);
        ResultSet rows = select.executeQuery()) {
      return rows.next() && rows.getBoolean(1)
          ? Optional.of(
              "this role isn't shown how far standbys are behind, nor others' vacuums; GRANT pg_monitor would do")
          : Optional.empty();
    }
  }

  private static Optional<String> flag(Path file) {
    return Files.exists(file) ? Optional.of("the file " + file + " is there") : Optional.empty();
  }

  private static Optional<String> lag(Connection connection, double most) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(LAG);
        ResultSet rows = select.executeQuery()) {
      rows.next();
      double lag = rows.getDouble(1);
      return lag > most
          ? Optional.of(
              String.format(Locale.ROOT, "a standby is %.1f s behind (limit %.1f s)", lag, most))
          : Optional.empty();
    }
  }

  private static Optional<String> archive(Connection connection, long most) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(ARCHIVE);
        ResultSet rows = select.executeQuery()) {
      rows.next();
      String current = rows.getString(1);
      if (current == null) {
        return Optional.empty();
      }
      long files = rows.getLong(4);
      OptionalLong failed = segment(rows.getString(3), files);
      OptionalLong archived = segment(rows.getString(2), files);
      if (failed.isEmpty() && archived.isEmpty()) {
        return Optional.empty();
      }
      long oldest = failed.orElseGet(() -> archived.getAsLong() + 1);
      long queue = segment(current, files).getAsLong() - oldest;
      return queue > most
          ? Optional.of(queue + " WAL files wait to be archived (limit " + most + ")")
          : Optional.empty();
    }
  }

  /** Eight digits each of timeline, of file and of segment within it. */
  private static OptionalLong segment(@Nullable String wal, long segmentsPerFile) {
    return wal == null || wal.length() < WAL_NAME
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(wal.substring(8, 16), 16) * segmentsPerFile
            + Long.parseLong(wal.substring(16, WAL_NAME), 16));
  }

  private static Optional<String> waits(Connection connection, Long[] relations, int most)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(WAITS)) {
      select.setArray(1, connection.createArrayOf("int8", relations));
      try (ResultSet rows = select.executeQuery()) {
        rows.next();
        if (rows.getInt(1) > 0) {
          return Optional.of("someone waits for a lock on the table");
        }
        return rows.getInt(2) > most
            ? Optional.of(rows.getInt(2) + " sessions wait for locks (limit " + most + ")")
            : Optional.empty();
      }
    }
  }

  private static Optional<String> vacuum(Connection connection, Long[] relations)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(VACUUM)) {
      select.setArray(1, connection.createArrayOf("int8", relations));
      try (ResultSet rows = select.executeQuery()) {
        rows.next();
        return rows.getInt(1) > 0 ? Optional.of("a vacuum works on the table") : Optional.empty();
      }
    }
  }

  private static Optional<String> load(Connection connection, String sql, double most)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql);
        ResultSet rows = select.executeQuery()) {
      double load = rows.next() ? rows.getDouble(1) : 0;
      return load > most
          ? Optional.of(
              String.format(Locale.ROOT, "the load query says %.2f (limit %.2f)", load, most))
          : Optional.empty();
    }
  }
}
