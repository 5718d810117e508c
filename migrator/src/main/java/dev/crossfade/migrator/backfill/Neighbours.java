package dev.crossfade.migrator.backfill;

import dev.crossfade.mapping.Phase;
import dev.crossfade.mapping.floor.Floor;
import dev.crossfade.migrator.advance.Past;
import dev.crossfade.migrator.floor.Floors;
import dev.crossfade.migrator.floor.Home;
import dev.crossfade.migrator.floor.Sighting;
import dev.crossfade.migrator.floor.Witnesses;
import dev.crossfade.migrator.shape.Bound;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether someone may write the old side alone, behind a backfill's back, or has left old values in rows that it would take for the truth. */
final class Neighbours {
  private final Bound bound;

  Neighbours(Bound bound) {
    this.bound = bound;
  }

  /** Why rows can't be filled for good; empty if they can. */
  Optional<String> objection(Connection connection) throws SQLException {
    String name = bound.migration().name();
    if (Past.of(connection, name, bound.subject().fingerprint()).owesReverse()) {
      return Optional.of(
          "it has come back from `contract`, which left old values in rows that it wrote; first crossfade backfill "
              + name + " --reverse --execute");
    }
    Optional<Home> home = Home.find(connection, bound.migration());
    Optional<Phase> floor = home.isPresent()
        ? new Floors(connection).read(home.get()).map(Floor::phase)
        : Optional.empty();
    if (floor.filter(phase -> phase == Phase.EXPAND).isPresent()) {
      return Optional.of(
          "the floor is `expand`: sessions may still start in it; `crossfade advance` raises it");
    }
    Witnesses witnesses = new Witnesses(connection);
    List<Sighting> behind = witnesses.below(bound.subject(), Phase.DUAL_WRITE);
    if (!behind.isEmpty()) {
      return Optional.of("still in `expand`: "
          + behind.stream().map(Sighting::who).collect(Collectors.joining(", ")));
    }
    int prepared = witnesses.prepared();
    return prepared > 0
        ? Optional.of(prepared
            + " prepared transactions may hold writes of the old side alone (pg_prepared_xacts)")
        : Optional.empty();
  }
}
