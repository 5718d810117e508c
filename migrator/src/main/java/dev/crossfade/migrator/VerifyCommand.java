package dev.crossfade.migrator;

import dev.crossfade.mapping.Mapping;
import dev.crossfade.mapping.Migration;
import dev.crossfade.migrator.backfill.Backfill;
import dev.crossfade.migrator.backfill.FileWatch;
import dev.crossfade.migrator.backfill.Limits;
import dev.crossfade.migrator.backfill.Pace;
import dev.crossfade.migrator.cli.Answer;
import dev.crossfade.migrator.cli.CommandException;
import dev.crossfade.migrator.cli.ExitStatus;
import dev.crossfade.migrator.cli.MappingOptions;
import dev.crossfade.migrator.cli.Verb;
import dev.crossfade.migrator.shape.Binder;
import dev.crossfade.migrator.shape.Bound;
import dev.crossfade.migrator.shape.DriftKind;
import dev.crossfade.migrator.state.Findings.Finding;
import dev.crossfade.migrator.state.JobKind;
import dev.crossfade.migrator.state.JobProgress;
import dev.crossfade.migrator.state.StateSchema;
import dev.crossfade.migrator.verify.DriftGauges;
import dev.crossfade.migrator.verify.Survey;
import dev.crossfade.migrator.verify.Tally;
import dev.crossfade.migrator.verify.Verification;
import dev.crossfade.migrator.work.ProgressView;
import io.micrometer.core.instrument.Metrics;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code crossfade verify}. */
@Command(
    name = "verify",
    header = "Compares both shapes, row by row.",
    description = {
      "Each chunk of rows is compared by one query that sees one moment, so it is right while the application writes. Counts rows by kind: missing (the new side isn't written), extra (a row of a new"
          + " table that the old side doesn't call for), different (each contradicts the other), lossy (they agree, but the old value doesn't survive the round trip). Lists the first keys of each kind,"
          + " and no other value.",
      "A run over all rows is noted in the history, where advance looks for it. Where the schema `crossfade` isn't there, nothing is noted."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footerHeading =
        "%nExit status: 0 clean; 1 drift; 2 called wrongly; 3 the database refuses; 4 stopped, and the same call goes on.%n%nExamples:%n",
    footer = {
      "  crossfade verify                             every row of every migration",
      "  crossfade verify handle --sample 1%%          some pages of the table, chosen at random",
      "  crossfade verify --watch --sample 0.1%%       again and again; feeds Micrometer's global registry",
      "  crossfade verify --repair                    says what a repair would write",
      "  crossfade verify --repair --execute          writes it, by the backfill's rule, and compares again",
      "  crossfade verify login --reverse             in contract: whether the old columns are what the new ones say"
    })
final class VerifyCommand extends Verb {
  @Parameters(
      paramLabel = "MIGRATION",
      description = "Which. Default: all that have two shapes to compare.")
  private List<String> names = List.of();

  @Option(
      names = "--sample",
      paramLabel = "PERCENT",
      description =
          "Compare only about this share of the table's pages, chosen at random. Not noted as a clean verify.")
  private @Nullable String sample;

  @Option(
      names = "--keys",
      paramLabel = "N",
      defaultValue = "10",
      description = "Keys to list of each kind. Default: ${DEFAULT-VALUE}.")
  private int keys;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "2",
      description = "Workers in this process. Default: ${DEFAULT-VALUE}.")
  private int workers;

  @Option(names = "--repair", description = "Write rows that have drifted, as backfill does.")
  private boolean repair;

  @Option(names = "--execute", description = "With --repair: do it.")
  private boolean execute;

  @Option(
      names = "--reverse",
      description = "Compare the old columns with what the new ones say. For contract and cutover.")
  private boolean reverse;

  @Option(
      names = "--restart",
      description = "Begin at the beginning although an interrupted run could be gone on with.")
  private boolean restart;

  @Option(names = "--watch", description = "Keep sampling until interrupted.")
  private boolean watch;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = TimeSpan.class,
      description = "With --watch: how often. Default: ${DEFAULT-VALUE}.")
  private Duration every = Duration.ZERO;

  @Override
  protected int run(Answer answer) throws Exception {
    Mapping mapping = mapping().mapping(database());
    List<Bound> subjects = bind(mapping, answer);
    if (watch) {
      return watch(subjects, answer);
    }
    List<Map<String, Object>> results = new ArrayList<>();
    answer.put("migrations", results);
    int status = ExitStatus.OK;
    for (Bound bound : subjects) {
      Map<String, Object> result = new LinkedHashMap<>();
      results.add(result);
      result.put("migration", bound.migration().name());
      status = Math.max(status, verify(bound, answer, result));
      if (status == ExitStatus.INTERRUPTED) {
        return status;
      }
    }
    return status;
  }

  private JobKind kind() {
    return reverse ? JobKind.VERIFY_REVERSE : JobKind.VERIFY;
  }

  private List<Bound> bind(Mapping mapping, Answer answer) throws SQLException {
    List<Bound> subjects = new ArrayList<>();
    try (Connection connection = database().connect()) {
      Binder binder = new Binder(mapping, connection);
      for (Migration migration : MappingOptions.select(mapping, names)) {
        Optional<String> objection = FileWatch.objection(migration.phase(), kind());
        if (objection.isPresent() && names.isEmpty()) {
          answer.line("`" + migration.name() + "`: not compared, " + objection.get() + ".");
          continue;
        }
        objection.ifPresent(why -> {
          throw new CommandException(ExitStatus.NO, "`" + migration.name() + "`: " + why + ".");
        });
        Bound bound = binder.bind(migration);
        if (reverse && !bound.hasOldColumns()) {
          throw new CommandException(
              ExitStatus.DATABASE, "`" + migration.name() + "`: the old columns are dropped.");
        }
        subjects.add(bound);
      }
    }
    return subjects;
  }

  private int verify(Bound bound, Answer answer, Map<String, Object> result)
      throws SQLException, InterruptedException {
    Optional<Findings> found = sample == null && isKept() ? all(bound, answer) : looked(bound);
    if (found.isEmpty()) {
      answer.line("Stopped. The same call goes on where it stopped.");
      result.put("finished", false);
      return ExitStatus.INTERRUPTED;
    }
    Findings findings = found.get();
    report(bound, findings, answer, result);
    if (findings.clean() || !repair) {
      return findings.clean() ? ExitStatus.OK : ExitStatus.NO;
    }
    if (!execute) {
      answer.line(String.format(
          Locale.ROOT,
          "  A repair would write %,d rows. Add --execute to do it.",
          findings.tally().drifted()));
      return ExitStatus.NO;
    }
    repair(bound, answer, result);
    Findings after = (isKept() ? all(bound, answer) : looked(bound)).orElse(findings);
    report(bound, after, answer, result);
    return after.clean() ? ExitStatus.OK : ExitStatus.NO;
  }

  /** What came of a comparison. */
  private record Findings(Tally tally, boolean clean, String of) {}

  private boolean isKept() throws SQLException {
    try (Connection connection = database().connect()) {
      return StateSchema.isThere(connection);
    }
  }

  private Optional<Findings> all(Bound bound, Answer answer)
      throws SQLException, InterruptedException {
    Verification verification = new Verification(database()::connect, bound, kind(), workers, keys);
    try (ProgressView view = new ProgressView(
            spec().commandLine().getErr(), Ansi.AUTO.enabled() && !answer.isJson(), "verify");
        LastWords words = new LastWords(verification.course())) {
      Verification.Result done = verification.run(restart, view::show);
      if (done.stop().isPresent()) {
        answer.progress("crossfade: " + done.stop().get().reason());
        return Optional.empty();
      }
      return Optional.of(new Findings(tally(done), done.clean(), "rows"));
    }
  }

  private static Tally tally(Verification.Result done) {
    JobProgress.Drift drift = done.progress().drift();
    Map<DriftKind, Long> kinds = Map.of(
        DriftKind.MISSING, drift.missing(),
        DriftKind.EXTRA, drift.extra(),
        DriftKind.DIFFERENT, drift.different(),
        DriftKind.LOSSY, drift.lossy());
    return new Tally(done.progress().scanned(), kinds, done.progress().failed(), done.findings());
  }

  private Optional<Findings> looked(Bound bound) throws SQLException {
    try (Connection connection = database().connect()) {
      var walks = Verification.walks(bound, kind());
      Tally tally = sample == null
          ? Survey.of(connection, walks, keys, rows -> {})
          : Survey.sample(connection, walks, percent(), keys);
      boolean clean = Verification.isClean(
          bound, tally.drifted(), tally.failed(), tally.count(DriftKind.LOSSY));
      return Optional.of(new Findings(tally, clean, sample == null ? "rows" : "sampled rows"));
    }
  }

  private double percent() {
    String text = sample == null ? "1" : sample.replace("%", "").strip();
    try {
      double percent = Double.parseDouble(text);
      if (percent > 0 && percent <= 100) {
        return percent;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new CommandException(ExitStatus.USAGE, "--sample is a percentage above 0%, such as 1%.");
  }

  private void report(Bound bound, Findings findings, Answer answer, Map<String, Object> result) {
    Tally tally = findings.tally();
    answer.line(String.format(
        Locale.ROOT,
        "`%s`: %s. %,d %s of %s compared: %,d missing, %,d extra, %,d different, %,d lossy, %,d failed.",
        bound.migration().name(),
        findings.clean() ? "clean" : "NOT clean",
        tally.rows(),
        findings.of(),
        bound.table(),
        tally.count(DriftKind.MISSING),
        tally.count(DriftKind.EXTRA),
        tally.count(DriftKind.DIFFERENT),
        tally.count(DriftKind.LOSSY),
        tally.failed()));
    for (Finding finding : tally.findings()) {
      answer.line("  " + finding.kind() + "  " + finding.relation() + " ("
          + String.join(", ", finding.key()) + ")  " + finding.sqlState());
    }
    result.put("clean", findings.clean());
    result.put("sampled", sample != null);
    result.put("rows", tally.rows());
    for (DriftKind kind : DriftKind.values()) {
      result.put(kind.label(), tally.count(kind));
    }
    result.put("failed", tally.failed());
    result.put("findings", tally.findings());
  }

  private void repair(Bound bound, Answer answer, Map<String, Object> result)
      throws SQLException, InterruptedException {
    JobKind fill = reverse ? JobKind.REVERSE : JobKind.BACKFILL;
    try (ProgressView view = new ProgressView(
        spec().commandLine().getErr(), Ansi.AUTO.enabled() && !answer.isJson(), "repair")) {
      Backfill backfill = new Backfill(
          database()::connect,
          bound,
          fill,
          Pace.DEFAULT,
          new Backfill.Guards(
              new FileWatch(() -> mapping().source(database()), bound, fill),
              Limits.DEFAULT,
              false),
          view::show);
      try (Connection connection = database().connect();
          LastWords words = new LastWords(backfill.course())) {
        StateSchema.require(connection);
        backfill.objection(connection).ifPresent(why -> {
          throw new CommandException(
              ExitStatus.NO,
              "`" + bound.migration().name() + "` can't be repaired yet: " + why + ".");
        });
        long changed = backfill.run(true).progress().changed();
        result.put("repaired", changed);
        answer.line(String.format(Locale.ROOT, "  Wrote %,d rows.", changed));
      }
    }
  }

  private int watch(List<Bound> subjects, Answer answer) throws SQLException, InterruptedException {
    Map<Bound, DriftGauges> gauges = new LinkedHashMap<>();
    subjects.forEach(bound -> gauges.put(
        bound, new DriftGauges(Metrics.globalRegistry, bound.migration().name())));
    if (sample == null) {
      sample = "1%";
    }
    while (!Thread.currentThread().isInterrupted()) {
      for (Map.Entry<Bound, DriftGauges> subject : gauges.entrySet()) {
        Findings findings = looked(subject.getKey()).orElseThrow();
        subject.getValue().show(findings.tally());
        answer.progress(
            LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS) + "  `"
                + subject.getKey().migration().name() + "`  "
                + (findings.clean() ? "clean" : findings.tally().drifted() + " drifted") + " of "
                + findings.tally().rows() + " sampled rows");
      }
      Thread.sleep(every.toMillis());
    }
    return ExitStatus.INTERRUPTED;
  }
}
