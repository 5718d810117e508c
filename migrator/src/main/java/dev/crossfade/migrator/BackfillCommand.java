package dev.crossfade.migrator;

import dev.crossfade.mapping.Mapping;
import dev.crossfade.mapping.Migration;
import dev.crossfade.migrator.backfill.Backfill;
import dev.crossfade.migrator.backfill.FileWatch;
import dev.crossfade.migrator.cli.Answer;
import dev.crossfade.migrator.cli.CommandException;
import dev.crossfade.migrator.cli.ExitStatus;
import dev.crossfade.migrator.cli.MappingOptions;
import dev.crossfade.migrator.cli.Verb;
import dev.crossfade.migrator.shape.Binder;
import dev.crossfade.migrator.shape.Bound;
import dev.crossfade.migrator.shape.DriftKind;
import dev.crossfade.migrator.state.Findings.Finding;
import dev.crossfade.migrator.state.History;
import dev.crossfade.migrator.state.JobKind;
import dev.crossfade.migrator.state.Migrated;
import dev.crossfade.migrator.state.StateSchema;
import dev.crossfade.migrator.verify.Survey;
import dev.crossfade.migrator.verify.Tally;
import dev.crossfade.migrator.work.ProgressView;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code crossfade backfill}. */
@Command(
    name = "backfill",
    header = "Fills the new columns of the rows that have drifted, while the application works.",
    description = {
      "Walks each migration's table by its key, in batches of their own transactions, and writes only rows whose shapes contradict each other: it can be run again at any time, mends stale rows, and"
          + " leaves alone what a new application wrote. Progress is kept in the database: several processes share one job, and what was interrupted goes on where it stopped.",
      "Without --execute it counts what it would write. It starts only where every session writes both shapes."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footerHeading =
        "%nExit status: 0 done; 1 some rows can't be written (they are listed); 2 called wrongly; 3 the database refuses; 4 stopped, and the same call goes on.%n%nExamples:%n",
    footer = {
      "  crossfade backfill                                     how many rows of each migration have drifted",
      "  crossfade backfill handle --execute                    fills one of them",
      "  crossfade backfill --execute --workers 4 --target 50ms on a quiet server",
      "  crossfade backfill --execute --max-lag 2s --pause-file /tmp/wait",
      "  crossfade backfill --execute --load-query \"SELECT count(*) FROM pg_stat_activity WHERE state = 'active'\" --load-max 20",
      "  crossfade backfill login --reverse --execute           fills the old columns, for the way back from contract"
    })
final class BackfillCommand extends Verb {
  private static final int KEYS = 10;

  @Parameters(
      paramLabel = "MIGRATION",
      description = "Which. Default: all that are in a phase for it.")
  private List<String> names = List.of();

  @Option(names = "--execute", description = "Do it.")
  private boolean execute;

  @Option(
      names = "--reverse",
      description =
          "Fill the old columns from the new ones: the way back from contract. Allowed in contract, while the old columns are there, and in cutover, for what contract wrote until the last session"
              + " had gone back.")
  private boolean reverse;

  @Option(
      names = "--restart",
      description = "Begin at the beginning although an interrupted run could be gone on with.")
  private boolean restart;

  @Option(
      names = "--force",
      paramLabel = "REASON",
      description =
          "Start although someone may write one shape alone. The reason goes into the history.")
  private @Nullable String reason;

  @Mixin
  private final PaceOptions pace = new PaceOptions();

  @Mixin
  private final LimitOptions limits = new LimitOptions();

  @Override
  protected int run(Answer answer) throws Exception {
    Mapping mapping = mapping().mapping(database());
    int status = ExitStatus.OK;
    List<Map<String, Object>> results = new ArrayList<>();
    answer.put("executed", execute).put("migrations", results);
    for (Migration migration : MappingOptions.select(mapping, names)) {
      Optional<String> objection = FileWatch.objection(migration.phase(), kind());
      if (objection.isPresent() && names.isEmpty()) {
        answer.line("`" + migration.name() + "`: nothing, " + objection.get() + ".");
        continue;
      }
      objection.ifPresent(why -> {
        throw new CommandException(ExitStatus.NO, "`" + migration.name() + "`: " + why + ".");
      });
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("migration", migration.name());
      results.add(result);
      Bound bound = bind(mapping, migration);
      status =
          Math.max(status, execute ? fill(bound, answer, result) : count(bound, answer, result));
      if (status == ExitStatus.INTERRUPTED) {
        return status;
      }
    }
    if (!execute) {
      answer.line("Nothing was written. Add --execute to do it.");
    }
    return status;
  }

  private JobKind kind() {
    return reverse ? JobKind.REVERSE : JobKind.BACKFILL;
  }

  private Bound bind(Mapping mapping, Migration migration) throws SQLException {
    try (Connection connection = database().connect()) {
      Bound bound = new Binder(mapping, connection).bind(migration);
      if (reverse && !bound.hasOldColumns()) {
        throw new CommandException(
            ExitStatus.DATABASE,
            "`" + migration.name() + "`: the old columns are dropped; there is no way back.");
      }
      return bound;
    }
  }

  private int count(Bound bound, Answer answer, Map<String, Object> result) throws SQLException {
    String name = bound.migration().name();
    try (Connection connection = database().connect()) {
      Tally tally =
          Survey.of(connection, reverse ? bound.reverseWalks() : bound.walks(), KEYS, rows -> {});
      result.put("rows", tally.rows());
      result.put("drifted", tally.drifted());
      result.put("failed", tally.failed());
      answer.line(String.format(
          Locale.ROOT,
          "`%s`: %,d of %,d rows of %s would be written (%,d missing, %,d extra, %,d different)",
          name,
          tally.drifted(),
          tally.rows(),
          bound.table(),
          tally.count(DriftKind.MISSING),
          tally.count(DriftKind.EXTRA),
          tally.count(DriftKind.DIFFERENT)));
      if (tally.failed() > 0) {
        answer.line(tally.failed() + " rows can't be written:");
        list(
            answer,
            tally.findings().stream().filter(one -> one.kind().equals("failed")).toList());
      }
      return ExitStatus.OK;
    }
  }

  private int fill(Bound bound, Answer answer, Map<String, Object> result)
      throws SQLException, InterruptedException {
    FileWatch file = new FileWatch(() -> mapping().source(database()), bound, kind());
    try (ProgressView view = new ProgressView(
        spec().commandLine().getErr(), Ansi.AUTO.enabled() && !answer.isJson(), "backfill")) {
      Backfill backfill = new Backfill(
          database()::connect,
          bound,
          kind(),
          pace.pace(),
          new Backfill.Guards(file, limits.limits(), reason != null),
          view::show);
      prepare(bound, backfill, answer);
      try (LastWords words = new LastWords(backfill.course())) {
        Backfill.Result done = backfill.run(restart);
        view.close();
        return report(bound, done, answer, result);
      }
    }
  }

  private void prepare(Bound bound, Backfill backfill, Answer answer) throws SQLException {
    try (Connection connection = database().connect()) {
      StateSchema.require(connection);
      Optional<String> objection = backfill.objection(connection);
      if (objection.isPresent() && reason == null) {
        throw new CommandException(
            ExitStatus.NO,
            "`" + bound.migration().name() + "` can't be filled yet: " + objection.get()
                + ". To do it all the same: --force REASON");
      }
      if (objection.isPresent() && reason != null) {
        new History(connection)
            .record(
                Migrated.of(bound),
                kind().label(),
                "forced",
                reason,
                Map.of("in spite of", objection.get()));
      }
      Backfill.blindSpot(connection).ifPresent(what -> answer.progress("crossfade: " + what));
    }
  }

  private int report(Bound bound, Backfill.Result done, Answer answer, Map<String, Object> result) {
    var progress = done.progress();
    Duration took =
        Duration.between(progress.startedAt(), progress.finishedAt().orElseGet(Instant::now));
    result.put("rows", progress.scanned());
    result.put("changed", progress.changed());
    result.put("failed", progress.failed());
    result.put("finished", done.stop().isEmpty());
    result.put("gave_way", done.gaveWay());
    result.put("failures", done.failures());
    done.stop().ifPresent(stop -> result.put("stopped", stop.reason()));
    answer.line(String.format(
        Locale.ROOT,
        "`%s`: looked at %,d rows and wrote %,d, in %.1f s; gave way %,d times.",
        bound.migration().name(),
        progress.scanned(),
        progress.changed(),
        took.toMillis() / 1000.0,
        done.gaveWay()));
    if (progress.failed() > 0) {
      answer.line(progress.failed() + " rows can't be written, by key, and why:");
      list(answer, done.failures());
    }
    if (done.stop().isPresent()) {
      answer.line(
          "Stopped: " + done.stop().get().reason() + " The same call goes on where it stopped.");
      return ExitStatus.INTERRUPTED;
    }
    return progress.failed() > 0 ? ExitStatus.NO : ExitStatus.OK;
  }

  private static void list(Answer answer, List<Finding> findings) {
    findings.forEach(finding -> answer.line("  " + finding.relation() + " ("
        + String.join(", ", finding.key()) + ")  " + finding.sqlState()));
  }
}
