package dev.crossfade.migrator.advance;

import dev.crossfade.mapping.Migration;
import dev.crossfade.mapping.Phase;
import dev.crossfade.migrator.cli.CommandException;
import dev.crossfade.migrator.cli.ExitStatus;
import dev.crossfade.migrator.floor.Floors;
import dev.crossfade.migrator.floor.Home;
import dev.crossfade.migrator.floor.Sighting;
import dev.crossfade.migrator.floor.Witnesses;
import dev.crossfade.migrator.state.History;
import dev.crossfade.migrator.state.Migrated;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** One step of one migration, forward or back: looked at first, then done. Needs a connection in autocommit. Not thread-safe. */
public final class PhaseChange {
  private final Connection connection;
  private final Migration migration;
  private final Stand from;
  private final Stand to;
  private final FileEdit edit;
  private final Optional<Home> home;
  private final Past past;
  private final Terms terms;
  private final Everyone everyone;

  /**
   * How the step is to be made.
   *
   * @param soak how long all reads must have been on the new shape before contract
   * @param patience how long to wait for sessions that are behind
   * @param reason why conditions are overruled; empty if they aren't
   */
  public record Terms(Duration soak, Duration patience, String reason) {
    boolean isForced() {
      return !reason.isEmpty();
    }
  }

  /** @param progress hears what is waited for */
  public PhaseChange(
      Connection connection,
      Path file,
      Migration migration,
      Stand to,
      Terms terms,
      Consumer<String> progress)
      throws SQLException {
    this.connection = connection;
    this.migration = migration;
    this.from = Stand.of(migration);
    this.to = to;
    this.terms = terms;
    this.edit = FileEdit.of(file, migration.name(), to);
    this.home = Home.find(connection, migration);
    this.past = home.isPresent()
        ? Past.of(connection, migration.name(), home.get().subject().fingerprint())
        : new Past(false, List.of());
    this.everyone = new Everyone(connection, terms.patience(), progress);
  }

  public Stand from() {
    return from;
  }

  public Stand to() {
    return to;
  }

  private boolean isForward() {
    return to.compareTo(from) >= 0;
  }

  /** The lines of the file that change. */
  public List<String> edit() {
    return edit.lines();
  }

  /** Whether the file is for others to edit. */
  public boolean isOutOfReach() {
    return edit.isOutOfReach();
  }

  /** Sessions that show no phase of this migration: if they write to its table, their writes go to one side alone. */
  public List<Sighting> silent() throws SQLException {
    return home.isPresent() ? new Witnesses(connection).silent(home.get().subject()) : List.of();
  }

  /** What must hold, as it is now; nothing is changed and nobody waited for. */
  public List<Condition> conditions(Trial trial) throws SQLException {
    return conditions(trial::objection);
  }

  /** The same, without asking the driver what it thinks of the edited file. */
  public List<Condition> untried() throws SQLException {
    return conditions(text -> Optional.empty());
  }

  /** What an instance would say of a file. */
  @FunctionalInterface
  private interface Judge {
    Optional<String> objection(String text) throws SQLException;
  }

  private List<Condition> conditions(Judge judge) throws SQLException {
    List<Condition> conditions = new ArrayList<>();
    if (isForward() && !from.equals(to) && needsEveryone()) {
      conditions.add(everyone(here -> everyone.below(here, gate())));
    }
    conditions.addAll(rest(judge));
    return conditions;
  }

  /** The same; if nothing else is in the way, after the floor has been raised to what the step stands on and all sessions have had time to get there. */
  public List<Condition> raised(Trial trial) throws SQLException {
    List<Condition> conditions = conditions(trial);
    if (isForward()
        && !from.equals(to)
        && needsEveryone()
        && home.isPresent()
        && mayGo(conditions.subList(1, conditions.size()))) {
      conditions.set(0, everyone(here -> everyone.raise(here, gate())));
    }
    return conditions;
  }

  private List<Condition> rest(Judge judge) throws SQLException {
    if (from.equals(to)) {
      return List.of();
    }
    Conditions conditions = new Conditions(connection, migration, past);
    Optional<String> objection =
        edit.problem().isPresent() ? edit.problem() : judge.objection(edit.after());
    return isForward()
        ? conditions.forward(to, terms.soak(), objection)
        : conditions.back(objection);
  }

  private boolean needsEveryone() {
    return from.phase() != Phase.EXPAND;
  }

  /** Where everyone must be before the step: a contract write is wrong for all but those who read the new side alone. */
  private Phase gate() {
    return to.phase() == Phase.CONTRACT ? Phase.CUTOVER : from.floor();
  }

  /** A look at who isn't there yet. */
  @FunctionalInterface
  private interface Look {
    Everyone.Missing at(Home here) throws SQLException;
  }

  private Condition everyone(Look look) throws SQLException {
    String name = "every session is in `" + gate().label() + "` or later";
    if (home.isEmpty()) {
      return new Condition(name, false, "the migration's table isn't there");
    }
    Everyone.Missing missing = look.at(home.get());
    return Condition.of(name, missing.isNobody(), "", missing.who());
  }

  /**
   * Makes the step.
   *
   * @return who hasn't followed yet; nobody if the file is for others to edit
   */
  public List<Sighting> execute() throws SQLException {
    if (!isForward()) {
      lower();
    }
    boolean reach = !edit.isOutOfReach();
    if (!from.equals(to) && reach) {
      edit.write();
    }
    record(reach ? "file" : "printed");
    if (!reach || home.isEmpty()) {
      return List.of();
    }
    Everyone.Missing missing = everyone.follow(home.get(), to.phase());
    if (missing.isNobody() && isForward() && to.phase() != Phase.EXPAND) {
      // Whoever starts with an old file between the look and the commit is seen by the second look.
      missing = everyone.raise(home.get(), to.floor());
    }
    return missing.sessions();
  }

  private void lower() throws SQLException {
    if (home.isPresent()) {
      Floors floors = new Floors(connection);
      var floor = floors.read(home.get());
      if (floor.isPresent() && floor.get().phase().compareTo(to.floor()) > 0) {
        floors.set(home.get(), to.floor());
      }
    }
  }

  private void record(String edited) throws SQLException {
    if (!past.kept() || home.isEmpty()) {
      return;
    }
    if (from.equals(to) && past.lastStand().equals(Optional.of(to))) {
      return;
    }
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("from", from.phase().label());
    details.put("reads", to.reads().stripTrailingZeros().toPlainString());
    details.put("edit", edited);
    details.put("soak", terms.soak().toString());
    String action = from.equals(to) ? Past.OBSERVED : isForward() ? Past.ADVANCE : Past.ROLLBACK;
    new History(connection)
        .record(
            new Migrated(migration.name(), home.get().subject().fingerprint()),
            action,
            to.phase().label(),
            terms.reason(),
            details);
  }

  /** What has to be done after the step. */
  public Optional<String> owed() {
    return from.phase() == Phase.CONTRACT && !isForward()
        ? Optional.of(
            "Rows that were written while the old columns were filled have old values in them: once more, crossfade backfill "
                + migration.name() + " --reverse --execute")
        : Optional.empty();
  }

  /**
   * Sees to it that no two commands change the phase of a migration at once, for as long as the connection is open.
   *
   * @throws CommandException if another one is at it
   */
  public void alone() throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement(
        "SELECT pg_catalog.pg_try_advisory_lock(pg_catalog.hashtextextended(?, 0))")) {
      lock.setString(1, "crossfade phase of " + migration.name());
      try (ResultSet rows = lock.executeQuery()) {
        rows.next();
        if (!rows.getBoolean(1)) {
          throw new CommandException(
              ExitStatus.NO,
              "Another command is changing the phase of `" + migration.name() + "`.");
        }
      }
    }
  }

  /** Whether all conditions hold, or are overruled. */
  public boolean mayGo(List<Condition> conditions) {
    return edit.problem().isEmpty()
        && (terms.isForced() || conditions.stream().allMatch(Condition::holds));
  }
}
