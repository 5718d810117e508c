package dev.crossfade.migrator.advance;

import dev.crossfade.mapping.Phase;
import dev.crossfade.mapping.floor.Floor;
import dev.crossfade.migrator.floor.Floors;
import dev.crossfade.migrator.floor.Home;
import dev.crossfade.migrator.floor.Sighting;
import dev.crossfade.migrator.floor.Witnesses;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Brings all sessions to a phase: the floor is committed first and then looked who is below it, so that whoever locked before is seen, and whoever locks later reads the floor.
 */
final class Everyone {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Floors floors;
  private final Witnesses witnesses;
  private final Duration patience;
  private final Consumer<String> progress;

  Everyone(Connection connection, Duration patience, Consumer<String> progress) {
    this.floors = new Floors(connection);
    this.witnesses = new Witnesses(connection);
    this.patience = patience;
    this.progress = progress;
  }

  /**
   * Who isn't where everyone should be.
   *
   * @param prepared transactions of two-phase commit, of which nobody knows in which phase they were
   */
  record Missing(List<Sighting> sessions, int prepared) {
    boolean isNobody() {
      return sessions.isEmpty() && prepared == 0;
    }

    String who() {
      String sessionsText = sessions.stream()
          .map(sighting ->
              sighting.who() + " in `" + sighting.phase().map(Phase::label).orElse("") + "`")
          .collect(Collectors.joining(", "));
      String preparedText =
          prepared == 0 ? "" : prepared + " prepared transactions (pg_prepared_xacts)";
      return sessionsText + (sessions.isEmpty() || prepared == 0 ? "" : ", ") + preparedText;
    }
  }

  /** A look, without waiting. */
  Missing below(Home home, Phase phase) throws SQLException {
    return new Missing(witnesses.below(home.subject(), phase), witnesses.prepared());
  }

  /** Raises the floor, if it is lower, and waits until nobody is below it; who is, when patience has run out. */
  Missing raise(Home home, Phase floor) throws SQLException {
    Phase now = floors.read(home).map(Floor::phase).orElse(Phase.EXPAND);
    if (now.compareTo(floor) < 0) {
      floors.set(home, floor);
    }
    return await(home, () -> below(home, floor));
  }

  /** Waits until the edit has reached everyone; whom it hasn't, when patience has run out. */
  Missing follow(Home home, Phase phase) throws SQLException {
    return await(
        home,
        () -> new Missing(
            witnesses.shown(home.subject()).stream()
                .filter(sighting -> !sighting.phase().equals(Optional.of(phase)))
                .toList(),
            0));
  }

  /** A look at who is missing. */
  @FunctionalInterface
  private interface Look {
    Missing missing() throws SQLException;
  }

  private Missing await(Home home, Look look) throws SQLException {
    long end = System.nanoTime() + patience.toNanos();
    String told = "";
    while (true) {
      Missing missing = look.missing();
      if (missing.isNobody()
          || System.nanoTime() > end
          || Thread.currentThread().isInterrupted()) {
        return missing;
      }
      String who = missing.who();
      if (!who.equals(told)) {
        progress.accept("waiting for " + who + " (" + home.migration().name() + ")");
        told = who;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
