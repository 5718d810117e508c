package dev.crossfade.migrator.backfill;

import dev.crossfade.mapping.Phase;
import dev.crossfade.mapping.floor.Floor;
import dev.crossfade.mapping.floor.WitnessKey;
import dev.crossfade.migrator.advance.Past;
import dev.crossfade.migrator.shape.Bound;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Who else has a migration in which phase, as the database shows it: witness locks and the floor. A session that writes one side alone would undo a backfill behind its back. */
final class Neighbours {
  private static final String WITNESSES = """
      SELECT l.classid::int8, l.objid::int8, count(*) FROM pg_catalog.pg_locks l
      WHERE l.locktype = 'advisory' AND l.objsubid = 2 AND l.granted AND l.classid::int8 = ?
        AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
      GROUP BY 1, 2
      """;

  private static final String COMMENTS = """
      SELECT d.description FROM pg_catalog.pg_description d
      WHERE d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objoid = CAST(? AS oid) AND d.objsubid > 0
        AND pg_catalog.strpos(d.description, ?) > 0
      """;

  private static final String PREPARED = """
      SELECT count(*) FROM pg_catalog.pg_prepared_xacts p WHERE p.database = pg_catalog.current_database()
      """;

  private final Bound bound;

  Neighbours(Bound bound) {
    this.bound = bound;
  }

  /** Why rows can't be filled for good: someone may be writing the old side alone. */
  Optional<String> objection(Connection connection) throws SQLException {
    String name = bound.migration().name();
    if (Past.of(connection, name, bound.subject().fingerprint()).owesReverse()) {
      return Optional.of(
          "it has come back from `contract`, which left old values in rows that it wrote; first crossfade backfill "
              + name + " --reverse --execute");
    }
    Optional<Phase> floor = floor(connection);
    if (floor.isPresent() && !floor.get().writesBoth() && floor.get() != Phase.CONTRACT) {
      return Optional.of("the floor is `" + floor.get().label()
          + "`: sessions may still start in it; `crossfade advance` raises it");
    }
    long behind = behind(connection);
    if (behind > 0) {
      return Optional.of(
          behind + (behind == 1 ? " session is" : " sessions are") + " still in `expand`");
    }
    try (PreparedStatement select = connection.prepareStatement(PREPARED);
        ResultSet rows = select.executeQuery()) {
      rows.next();
      return rows.getLong(1) > 0
          ? Optional.of(rows.getLong(1)
              + " prepared transactions may hold writes of the old side alone (pg_prepared_xacts)")
          : Optional.empty();
    }
  }

  private long behind(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(WITNESSES)) {
      select.setLong(1, Integer.toUnsignedLong(bound.subject().migration()));
      try (ResultSet rows = select.executeQuery()) {
        long behind = 0;
        while (rows.next()) {
          WitnessKey key = new WitnessKey((int) rows.getLong(1), (int) rows.getLong(2));
          if (key.phase().filter(phase -> phase == Phase.EXPAND).isPresent()) {
            behind += rows.getLong(3);
          }
        }
        return behind;
      }
    }
  }

  /** The floor, if a command has ever set one for this meaning of the migration. */
  Optional<Phase> floor(Connection connection) throws SQLException {
    String fingerprint = bound.subject().fingerprint();
    try (PreparedStatement select = connection.prepareStatement(COMMENTS)) {
      select.setLong(1, bound.newTable().oid());
      select.setString(2, fingerprint);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          Optional<Floor> floor = Floor.of(rows.getString(1));
          if (floor.filter(found -> found.fingerprint().equals(fingerprint)).isPresent()) {
            return floor.map(Floor::phase);
          }
        }
        return Optional.empty();
      }
    }
  }
}
