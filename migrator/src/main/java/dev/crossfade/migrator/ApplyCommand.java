package dev.crossfade.migrator;

import dev.crossfade.mapping.Migration;
import dev.crossfade.migrator.cli.Answer;
import dev.crossfade.migrator.cli.CommandException;
import dev.crossfade.migrator.cli.ExitStatus;
import dev.crossfade.migrator.cli.MappingOptions;
import dev.crossfade.migrator.cli.ServerMessage;
import dev.crossfade.migrator.cli.Verb;
import dev.crossfade.migrator.floor.Home;
import dev.crossfade.migrator.plan.Plan;
import dev.crossfade.migrator.plan.PlanMaker;
import dev.crossfade.migrator.plan.Readiness;
import dev.crossfade.migrator.plan.Runner;
import dev.crossfade.migrator.plan.Stage;
import dev.crossfade.migrator.plan.Step;
import dev.crossfade.migrator.state.History;
import dev.crossfade.migrator.state.Migrated;
import dev.crossfade.migrator.state.StateSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code crossfade apply}. */
@Command(
    name = "apply",
    header = "Runs the plan of a stage beside the traffic.",
    description =
        "Runs what `crossfade plan` says is left of a stage, step by step. A step queues for its lock only briefly, since everybody else queues behind it, tries again with a"
            + " growing and random pause, and doesn't queue behind a long transaction at all, but says whose it is. Whatever happens, the same call goes on where it"
            + " stopped. Without --execute it only says what it would do. Exit status 4 if it stopped and can go on.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  crossfade apply --stage expand                        what would be done",
      "  crossfade apply handle --stage expand --execute       does it",
      "  crossfade apply --stage after-backfill --execute --lock-timeout 200 --tries 100"
    })
final class ApplyCommand extends Verb {
  @Parameters(arity = "0..*", paramLabel = "MIGRATION", description = "Only these. Default: all.")
  private List<String> names = List.of();

  @Option(
      names = "--stage",
      required = true,
      split = ",",
      paramLabel = "STAGE",
      description = "expand, after-backfill, before-contract or contract.")
  private List<String> stages = List.of();

  @Option(names = "--execute", description = "Do it.")
  private boolean execute;

  @Option(
      names = "--type",
      paramLabel = "COLUMN=TYPE",
      description = "The type of a new column that isn't there yet.")
  private Map<String, String> types = new LinkedHashMap<>();

  @Option(
      names = "--lock-timeout",
      paramLabel = "MS",
      defaultValue = "500",
      description =
          "Milliseconds that a step may queue for its lock; under the server's deadlock_timeout, so that it is the DDL that gives way. Default: ${DEFAULT-VALUE}.")
  private int lockTimeout;

  @Option(
      names = "--tries",
      paramLabel = "N",
      defaultValue = "30",
      description = "How often a step is tried. Default: ${DEFAULT-VALUE}.")
  private int tries;

  @Option(
      names = "--wait",
      paramLabel = "S",
      defaultValue = "60",
      description =
          "Seconds to wait for long transactions on the table to end. Default: ${DEFAULT-VALUE}.")
  private int wait;

  @Override
  protected int run(Answer answer) throws SQLException, InterruptedException {
    var mapping = mapping().mapping(database());
    List<Migration> migrations = MappingOptions.select(mapping, names);
    Set<Stage> chosen = PlanCommand.stages(stages, spec().commandLine());
    try (var connection = database().connect()) {
      Plan plan = new PlanMaker(connection, mapping, types).plan(migrations, chosen);
      List<String> against = against(connection, plan, migrations, chosen);
      answer.put("executed", execute).put("against", against);
      answer.put("steps", plan.steps().stream().map(PlanCommand::json).toList());
      if (!execute) {
        dryRun(plan, against, answer);
        return against.isEmpty() ? ExitStatus.OK : ExitStatus.NO;
      }
      if (!against.isEmpty()) {
        throw new CommandException(ExitStatus.NO, String.join("\n  ", against));
      }
      execute(connection, plan.steps(), migrations, answer);
      plan.remarks()
          .forEach(remark -> answer.progress("note, " + remark.migration() + ": " + remark.text()));
      answer.line(plan.steps().isEmpty() ? "Nothing left to do." : "Done.");
      return ExitStatus.OK;
    }
  }

  private static List<String> against(
      Connection connection, Plan plan, List<Migration> migrations, Set<Stage> chosen)
      throws SQLException {
    List<String> against = new ArrayList<>();
    plan.problems().forEach(problem -> against.add(problem.migration() + ": " + problem.text()));
    Readiness readiness = new Readiness(connection);
    for (Stage stage : chosen) {
      Set<String> busy = plan.of(stage).stream().map(Step::migration).collect(Collectors.toSet());
      for (Migration migration : migrations) {
        if (busy.contains(migration.name())) {
          against.addAll(readiness.missing(migration, stage));
        }
      }
    }
    return against;
  }

  private void dryRun(Plan plan, List<String> against, Answer answer) {
    for (Step step : plan.steps()) {
      answer.line(step.migration() + ": " + step.title());
      answer.line("  " + step.sql() + ";");
      step.locks().forEach(held -> answer.line("  lock: " + held.words()));
    }
    plan.remarks()
        .forEach(remark -> answer.line("note, " + remark.migration() + ": " + remark.text()));
    against.forEach(reason -> answer.line("NOT YET: " + reason));
    answer.line(
        plan.steps().isEmpty() ? "Nothing left to do." : "Nothing was changed. --execute does it.");
  }

  private void execute(
      Connection connection, List<Step> steps, List<Migration> migrations, Answer answer)
      throws SQLException, InterruptedException {
    Runner.Patience patience = new Runner.Patience(
        Duration.ofMillis(lockTimeout),
        tries,
        Runner.Patience.usual().old(),
        Duration.ofSeconds(wait));
    Runner runner = new Runner(connection, patience, answer::progress);
    Thread onInterrupt = new Thread(runner::stop, "crossfade-apply-stop");
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    try (runner) {
      try {
        runner.run(steps);
      } catch (CommandException e) {
        note(migrations, steps, runner.done(), answer);
        throw e;
      }
      note(migrations, steps, runner.done(), answer);
    } finally {
      removeHook(onInterrupt);
    }
  }

  /** Into the history, where there is one. On a connection of its own: the other may be what it failed for. */
  private void note(List<Migration> migrations, List<Step> steps, int done, Answer answer) {
    try (var connection = database().connect()) {
      if (!StateSchema.isThere(connection)) {
        return;
      }
      for (Migration migration : migrations) {
        Optional<Home> home = Home.find(connection, migration);
        for (Stage stage : Stage.values()) {
          List<Integer> own = IntStream.range(0, steps.size())
              .filter(i -> steps.get(i).migration().equals(migration.name())
                  && steps.get(i).stage() == stage)
              .boxed()
              .toList();
          long behind = own.stream().filter(i -> i < done).count();
          if (!own.isEmpty()) {
            new History(connection)
                .record(
                    new Migrated(
                        migration.name(),
                        home.map(found -> found.subject().fingerprint()).orElse("")),
                    "apply",
                    behind == own.size() ? "done" : "stopped",
                    "",
                    Map.of("stage", stage.label(), "steps", behind, "of", own.size()));
          }
        }
      }
    } catch (SQLException e) {
      answer.progress("What was done isn't in the history: " + ServerMessage.of(e));
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It is running, and waits for this thread.
      return;
    }
  }
}
