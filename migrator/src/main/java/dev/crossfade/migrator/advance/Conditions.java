package dev.crossfade.migrator.advance;

import dev.crossfade.mapping.Migration;
import dev.crossfade.mapping.Phase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What must hold before a migration goes to another stand. Reads only. */
final class Conditions {
  private static final int SHOWN = 5;

  private final Connection connection;
  private final Migration migration;
  private final Past past;
  private final List<Condition> conditions = new ArrayList<>();

  Conditions(Connection connection, Migration migration, Past past) {
    this.connection = connection;
    this.migration = migration;
    this.past = past;
  }

  /**
   * Conditions of a step forward, the one about everyone's phase left out.
   *
   * @param objection what an instance would say of the edited file
   */
  List<Condition> forward(Stand to, Duration soak, Optional<String> objection) throws SQLException {
    if (to.phase().compareTo(Phase.COALESCE) >= 0) {
      kept();
      filled();
    }
    if (to.reads().signum() > 0 && to.phase() == Phase.CUTOVER) {
      verified(Optional.empty());
    }
    if (to.phase() == Phase.CONTRACT) {
      contract(soak);
    }
    accepted(objection);
    return List.copyOf(conditions);
  }

  /** Conditions of a step back. */
  List<Condition> back(Optional<String> objection) {
    if (migration.phase() == Phase.CONTRACT) {
      conditions.add(Condition.of(
          "the old columns are filled again",
          past.filledBack().isPresent(),
          past.filledBack().map(entry -> "reverse backfill of " + entry.at()).orElse(""),
          "contract doesn't write them; run crossfade backfill " + migration.name()
              + " --reverse --execute"));
    }
    accepted(objection);
    return List.copyOf(conditions);
  }

  private void kept() {
    conditions.add(Condition.of(
        "there is a record of what was done",
        past.kept(),
        "",
        "the schema `crossfade` is missing; run crossfade init --execute"));
  }

  private void filled() {
    conditions.add(Condition.of(
        "every row is filled",
        past.filled().isPresent(),
        past.filled().map(entry -> entry.action() + " of " + entry.at()).orElse(""),
        "no finished backfill and no clean verify is on record; run crossfade backfill "
            + migration.name() + " --execute"));
  }

  private void verified(Optional<Instant> since) {
    String verify = (past.owesReverse()
            ? "contract left old columns behind: run crossfade backfill " + migration.name()
                + " --reverse --execute, then "
            : "run ")
        + "crossfade verify " + migration.name();
    String no = past.verified()
        .map(entry -> entry.outcome().equals("clean")
            ? "the last one is of " + entry.at() + ", before all reads were on the new shape; "
                + verify
            : "the last one, of " + entry.at() + ", found " + entry.outcome() + "; " + verify)
        .orElse("none is on record; " + verify);
    conditions.add(Condition.of(
        since.isPresent()
            ? "a verify was clean while all reads were on the new shape"
            : "the last verify was clean",
        past.clean(since).isPresent(),
        past.clean(since).map(entry -> "of " + entry.at()).orElse(""),
        no));
  }

  private void contract(Duration soak) throws SQLException {
    Stand now = Stand.of(migration);
    boolean all = now.phase() == Phase.CUTOVER && now.readsAll();
    conditions.add(Condition.of(
        "all reads are on the new shape",
        all,
        "",
        "the file has " + now + "; run crossfade advance " + migration.name() + " --reads 100%"));
    Optional<Instant> since = all ? past.allReadsSince() : Optional.empty();
    conditions.add(soaked(soak, since));
    verified(since.or(() -> Optional.of(Instant.MAX)));
    List<String> missing = migration.oldColumns().stream()
        .filter(column -> !migration.was().containsKey(column))
        .toList();
    conditions.add(Condition.of(
        "the file says what the old columns were",
        missing.isEmpty(),
        "",
        "no `was:` of " + String.join(", ", missing) + "; run crossfade plan " + migration.name()
            + " --write-was"));
    dependents();
  }

  private Condition soaked(Duration soak, Optional<Instant> since) throws SQLException {
    String name = "all reads have been on the new shape for " + shown(soak);
    if (since.isEmpty()) {
      return new Condition(
          name,
          false,
          "no record says since when; crossfade advance " + migration.name()
              + " --reads 100% --execute begins one");
    }
    Duration been = Duration.between(since.get(), now());
    return Condition.of(
        name,
        been.compareTo(soak) >= 0,
        "since " + since.get(),
        "only since " + since.get() + ", " + shown(soak.minus(been)) + " are missing");
  }

  private void dependents() throws SQLException {
    List<String> dependents = OldDependents.of(connection, migration);
    String more = dependents.size() > SHOWN ? " and " + (dependents.size() - SHOWN) + " more" : "";
    conditions.add(Condition.of(
        "nothing in the database depends on the old columns",
        dependents.isEmpty(),
        "",
        String.join("; ", dependents.subList(0, Math.min(SHOWN, dependents.size()))) + more
            + ": change it, or name it under `accept:`"));
  }

  private void accepted(Optional<String> objection) {
    conditions.add(Condition.of(
        "an instance takes the edited file", objection.isEmpty(), "", objection.orElse("")));
  }

  private Instant now() throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT pg_catalog.clock_timestamp()")) {
      rows.next();
      return rows.getObject(1, OffsetDateTime.class).toInstant();
    }
  }

  /** A time as people say it. */
  static String shown(Duration time) {
    if (time.toDays() > 0) {
      return time.toDays() + " d" + (time.toHoursPart() > 0 ? " " + time.toHoursPart() + " h" : "");
    }
    if (time.toHours() > 0) {
      return time.toHours() + " h"
          + (time.toMinutesPart() > 0 ? " " + time.toMinutesPart() + " min" : "");
    }
    return time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
  }
}
