package dev.crossfade.migrator.status;

import dev.crossfade.mapping.Migration;
import dev.crossfade.mapping.Phase;
import dev.crossfade.mapping.floor.Floor;
import dev.crossfade.migrator.advance.Condition;
import dev.crossfade.migrator.advance.PhaseChange;
import dev.crossfade.migrator.advance.Stand;
import dev.crossfade.migrator.floor.Floors;
import dev.crossfade.migrator.floor.Home;
import dev.crossfade.migrator.floor.Sighting;
import dev.crossfade.migrator.floor.Witnesses;
import dev.crossfade.migrator.shape.CatalogTables;
import dev.crossfade.migrator.shape.Table;
import dev.crossfade.migrator.state.JobKind;
import dev.crossfade.migrator.state.JobProgress;
import dev.crossfade.migrator.state.Jobs;
import dev.crossfade.migrator.state.StateSchema;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Reads how migrations stand. Changes nothing. Not thread-safe. */
public final class Standings {
  private static final int JOBS = 20;
  private static final BigDecimal ALL = BigDecimal.valueOf(100);

  private final Connection connection;
  private final Path file;
  private final Duration soak;

  /** @param soak how long all reads must have been on the new shape before contract */
  public Standings(Connection connection, Path file, Duration soak) {
    this.connection = connection;
    this.file = file;
    this.soak = soak;
  }

  /** How a migration stands now. */
  public Standing of(Migration migration) throws SQLException {
    Optional<Home> home = Home.find(connection, migration);
    Stand now = Stand.of(migration);
    List<JobProgress> jobs = StateSchema.isThere(connection)
        ? new Jobs(connection).of(migration.name(), JOBS)
        : List.of();
    Optional<Stand> next = next(now);
    List<Condition> conditions = next.isPresent() ? conditions(migration, next.get()) : List.of();
    return new Standing(
        migration.name(),
        now.toString(),
        now.share(),
        floor(home),
        instances(home),
        silent(home),
        backfill(jobs),
        drift(jobs),
        next.map(Stand::toString).orElse("drop the old columns: crossfade plan"),
        conditions,
        conditions.stream().allMatch(Condition::holds),
        rollback(migration));
  }

  private static Optional<Stand> next(Stand now) {
    return switch (now.phase()) {
      case EXPAND -> Optional.of(new Stand(Phase.DUAL_WRITE, BigDecimal.ZERO));
      case DUAL_WRITE -> Optional.of(new Stand(Phase.COALESCE, BigDecimal.ZERO));
      case COALESCE -> Optional.of(new Stand(Phase.CUTOVER, BigDecimal.ZERO));
      case CUTOVER ->
        Optional.of(
            new Stand(now.reads().compareTo(ALL) < 0 ? Phase.CUTOVER : Phase.CONTRACT, ALL));
      case CONTRACT -> Optional.empty();
    };
  }

  private List<Condition> conditions(Migration migration, Stand next) throws SQLException {
    PhaseChange.Terms terms = new PhaseChange.Terms(soak, Duration.ZERO, "");
    return new PhaseChange(connection, file, migration, next, terms, said -> {}).untried();
  }

  private String floor(Optional<Home> home) throws SQLException {
    return home.isPresent()
        ? new Floors(connection)
            .read(home.get())
            .map(Floor::phase)
            .map(Phase::label)
            .orElse("")
        : "";
  }

  private List<Standing.Instances> instances(Optional<Home> home) throws SQLException {
    if (home.isEmpty()) {
      return List.of();
    }
    return new Witnesses(connection)
        .shown(home.get().subject()).stream()
            .map(sighting -> new Standing.Instances(
                sighting.phase().map(Phase::label).orElse(""),
                sighting.application(),
                sighting.client(),
                sighting.role(),
                sighting.sessions(),
                sighting.agrees()))
            .toList();
  }

  private List<String> silent(Optional<Home> home) throws SQLException {
    return home.isEmpty()
        ? List.of()
        : new Witnesses(connection)
            .silent(home.get().subject()).stream().map(Sighting::who).toList();
  }

  private static Optional<JobProgress> last(List<JobProgress> jobs, JobKind kind) {
    return jobs.stream().filter(job -> job.kind() == kind).findFirst();
  }

  private static Standing.Backfill backfill(List<JobProgress> jobs) {
    return last(jobs, JobKind.BACKFILL)
        .map(job -> new Standing.Backfill(
            state(job), job.scanned(), job.changed(), job.failed(), job.share(), job.workers()))
        .orElse(Standing.Backfill.NONE);
  }

  private static String state(JobProgress job) {
    return job.outcome().orElse(job.workers() > 0 ? "running" : "interrupted");
  }

  private static Standing.Drift drift(List<JobProgress> jobs) {
    return last(jobs, JobKind.VERIFY)
        .map(job -> new Standing.Drift(
            job.finishedAt()
                .orElse(job.startedAt())
                .truncatedTo(ChronoUnit.SECONDS)
                .toString(),
            state(job),
            job.scanned(),
            job.drift().drifted(),
            job.drift().lossy()))
        .orElse(Standing.Drift.NONE);
  }

  private String rollback(Migration migration) throws SQLException {
    return switch (migration.phase()) {
      case EXPAND -> "take the entry out of the file and drop the new columns; costs nothing";
      case DUAL_WRITE -> "to expand; the new columns go stale, so the next attempt backfills again";
      case COALESCE -> "to dual-write; costs nothing";
      case CUTOVER ->
        "to fewer reads or to coalesce; costs nothing, the old columns are written by every write";
      case CONTRACT ->
        hasOldColumns(migration)
            ? "to cutover, after a reverse backfill: the old columns have not been written since"
            : "none: the old columns are dropped";
    };
  }

  private boolean hasOldColumns(Migration migration) throws SQLException {
    Optional<Table> table = new CatalogTables(connection).table(migration.table());
    return table.isPresent()
        && migration.oldColumns().stream()
            .allMatch(column -> table.get().column(column).isPresent());
  }
}
