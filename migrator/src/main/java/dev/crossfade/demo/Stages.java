package dev.crossfade.demo;

import static dev.crossfade.migrator.plan.Stage.AFTER_BACKFILL;
import static dev.crossfade.migrator.plan.Stage.BEFORE_CONTRACT;
import static dev.crossfade.migrator.plan.Stage.CONTRACT;
import static dev.crossfade.migrator.plan.Stage.EXPAND;

import dev.crossfade.mapping.Mapping;
import dev.crossfade.mapping.MappingException;
import dev.crossfade.mapping.MappingLoader;
import dev.crossfade.mapping.MappingSource;
import dev.crossfade.migrator.backfill.Backfill;
import dev.crossfade.migrator.backfill.FileWatch;
import dev.crossfade.migrator.backfill.Limits;
import dev.crossfade.migrator.backfill.Pace;
import dev.crossfade.migrator.plan.Plan;
import dev.crossfade.migrator.plan.PlanMaker;
import dev.crossfade.migrator.plan.Runner;
import dev.crossfade.migrator.shape.Binder;
import dev.crossfade.migrator.state.JobKind;
import dev.crossfade.migrator.state.StateSchema;
import dev.crossfade.rewrite.SqlExpressionSyntax;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** What the person does: edits of the mapping file, and what {@code crossfade plan} and {@code apply} derive from it. */
final class Stages {
  private final Server server;
  private final Connection connection;
  private final MappingFile file;
  private final Optional<Reload> reload;
  private final Board board;

  /**
   * The script.
   *
   * @param connection past Crossfade, for this script alone
   * @param reload tells when an edit holds; absent if the application doesn't read the file
   */
  Stages(
      Server server,
      Connection connection,
      MappingFile file,
      Optional<Reload> reload,
      Board board) {
    this.server = server;
    this.connection = connection;
    this.file = file;
    this.reload = reload;
    this.board = board;
  }

  List<Stage> all() {
    return List.of(
        new Stage("before", Stage.Columns.OLD, () -> {}),
        new Stage("expand", Stage.Columns.FILLING, this::expand),
        new Stage("dual-write", Stage.Columns.FILLING, () -> edit(Step.DUAL_WRITE)),
        new Stage("backfill", Stage.Columns.BOTH, this::backfill),
        new Stage("coalesce", Stage.Columns.BOTH, () -> edit(Step.COALESCE)),
        cutover("cutover 1%", 1),
        cutover("cutover 25%", 25),
        cutover("cutover 100%", 100),
        cutover("back to 0%", 0),
        cutover("up again 100%", 100),
        new Stage("contract", Stage.Columns.NEW, this::contract),
        new Stage("drop columns", Stage.Columns.NEW, this::drop));
  }

  private Stage cutover(String name, int percent) {
    return new Stage(name, Stage.Columns.BOTH, () -> edit(Step.cutover(percent)));
  }

  private void edit(Step step) throws Exception {
    board.doing("edit " + file.path().getFileName() + ": " + step);
    if (reload.isPresent()) {
      reload.get().await(step, () -> file.edit(step));
    } else {
      file.edit(step);
    }
    board.inForce(step);
  }

  private void expand() throws Exception {
    // First the file, then the columns: an application that reads SELECT * would see them
    // otherwise.
    edit(Step.EXPAND);
    carryOut(EXPAND);
  }

  /** What {@code crossfade init} and {@code crossfade backfill --execute} do. */
  private void backfill() throws Exception {
    StateSchema.create(connection);
    var mapping = mapping();
    for (var change : Change.ALL) {
      var migration = mapping.migrations().stream()
          .filter(one -> one.name().equals(change.name()))
          .findFirst()
          .orElseThrow();
      var bound = new Binder(mapping, connection).bind(migration);
      var watch = new FileWatch(() -> MappingSource.of(file.path()), bound, JobKind.BACKFILL);
      board.doing("crossfade backfill " + change.name() + " --execute");
      // From here on nobody may still be in expand. One process runs this application, and the edit
      // before has been awaited; without Crossfade nobody is in any phase.
      var written = new AtomicLong();
      var result = new Backfill(
              server::connect,
              bound,
              JobKind.BACKFILL,
              Pace.DEFAULT,
              new Backfill.Guards(watch, Limits.DEFAULT, reload.isEmpty()),
              status -> tell(change, written, status.progress().changed()))
          .run(false);
      tell(change, written, result.progress().changed());
      result.stop().ifPresent(stop -> {
        throw new IllegalStateException(stop.reason());
      });
    }
    carryOut(AFTER_BACKFILL);
  }

  private void tell(Change change, AtomicLong told, long written) {
    board.filled(change, (int) (written - told.getAndSet(written)));
  }

  private Mapping mapping() throws MappingException {
    return MappingLoader.load(MappingSource.of(file.path()), new SqlExpressionSyntax());
  }

  private void contract() throws Exception {
    var plan = plan(BEFORE_CONTRACT);
    for (var change : Change.ALL) {
      file.remember(change, plan.was().getOrDefault(change.name(), List.of()));
    }
    edit(Step.cutover(100));
    carryOut(BEFORE_CONTRACT);
    edit(Step.CONTRACT);
  }

  private void drop() throws Exception {
    carryOut(CONTRACT);
  }

  private Plan plan(dev.crossfade.migrator.plan.Stage stage) throws SQLException, IOException {
    var mapping = mapping();
    return new PlanMaker(connection, mapping, Map.of("price_decimal", "numeric(10,2)"))
        .plan(mapping.migrations(), Set.of(stage));
  }

  /** What {@code crossfade apply --execute} does. */
  private void carryOut(dev.crossfade.migrator.plan.Stage stage)
      throws SQLException, IOException, InterruptedException {
    var plan = plan(stage);
    if (!plan.problems().isEmpty()) {
      throw new IllegalStateException(plan.problems().get(0).text());
    }
    for (var step : plan.steps()) {
      board.doing(step.sql());
      try (Runner runner = new Runner(connection, Runner.Patience.usual(), board::doing)) {
        runner.run(List.of(step));
      }
    }
  }
}
