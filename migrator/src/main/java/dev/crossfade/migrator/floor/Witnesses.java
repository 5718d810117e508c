package dev.crossfade.migrator.floor;

import dev.crossfade.mapping.Phase;
import dev.crossfade.mapping.floor.Subject;
import dev.crossfade.mapping.floor.WitnessKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks for the sessions of this database, and for what they show of their phases. Not thread-safe. */
public final class Witnesses {
  private static final String OWN_DATABASE =
      "(SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())";

  private static final String SHOWN = """
      SELECT l.classid::pg_catalog.int8, l.objid::pg_catalog.int8, coalesce(a.application_name, ''), coalesce(pg_catalog.host(a.client_addr), ''),
        coalesce(a.usename::pg_catalog.text, ''), count(*)
      FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
      WHERE l.locktype = 'advisory' AND l.objsubid = 2 AND l.granted AND l.classid::pg_catalog.int8 = ? AND l.database = %s
      GROUP BY 1, 2, 3, 4, 5 ORDER BY 2, 3, 4, 5
      """.formatted(OWN_DATABASE);

  private static final String SILENT = """
      SELECT coalesce(a.application_name, ''), coalesce(pg_catalog.host(a.client_addr), ''), coalesce(a.usename::pg_catalog.text, ''), count(*)
      FROM pg_catalog.pg_stat_activity a
      WHERE a.datid = %s AND a.pid <> pg_catalog.pg_backend_pid() AND a.backend_type = 'client backend' AND coalesce(a.application_name, '') <> 'crossfade'
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_locks l
          WHERE l.pid = a.pid AND l.locktype = 'advisory' AND l.objsubid = 2 AND l.granted AND l.classid::pg_catalog.int8 = ?)
      GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
      """.formatted(OWN_DATABASE);

  private static final String PREPARED =
      "SELECT count(*) FROM pg_catalog.pg_prepared_xacts p WHERE p.database = pg_catalog.current_database()";

  private final Connection connection;

  public Witnesses(Connection connection) {
    this.connection = connection;
  }

  /** Those who show a phase of this migration. */
  public List<Sighting> shown(Subject subject) throws SQLException {
    List<Sighting> sightings = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(SHOWN)) {
      select.setLong(1, Integer.toUnsignedLong(subject.migration()));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          WitnessKey key = new WitnessKey((int) rows.getLong(1), (int) rows.getLong(2));
          Optional<Phase> phase = key.phase();
          if (phase.isPresent()) {
            sightings.add(new Sighting(
                phase,
                subject.in(phase.get()).equals(key),
                rows.getString(3),
                rows.getString(4),
                rows.getString(5),
                rows.getInt(6)));
          }
        }
      }
    }
    return List.copyOf(sightings);
  }

  /** Those in a phase below this one. */
  public List<Sighting> below(Subject subject, Phase phase) throws SQLException {
    return shown(subject).stream()
        .filter(sighting ->
            sighting.phase().filter(shown -> shown.compareTo(phase) < 0).isPresent())
        .toList();
  }

  /** Sessions that show nothing of this migration, and may be anything: plain pgjdbc, psql, {@code crossfade.witness=false}. The command's own are left out. */
  public List<Sighting> silent(Subject subject) throws SQLException {
    List<Sighting> sightings = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(SILENT)) {
      select.setLong(1, Integer.toUnsignedLong(subject.migration()));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          sightings.add(new Sighting(
              Optional.empty(),
              true,
              rows.getString(1),
              rows.getString(2),
              rows.getString(3),
              rows.getInt(4)));
        }
      }
    }
    return List.copyOf(sightings);
  }

  /** How many prepared transactions this database holds: their sessions may be gone, with the locks that showed their phase. */
  public int prepared() throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(PREPARED);
        ResultSet rows = select.executeQuery()) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
