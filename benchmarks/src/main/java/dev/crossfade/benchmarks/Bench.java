package dev.crossfade.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** {@code ./crossfade bench}: starts a PostgreSQL, measures against it and prints tables of ratios. */
public final class Bench {
  private static final String USAGE = """
      Usage: crossfade bench [--quick] [--call | --database | --batches | --backfill]
        --quick     about two minutes instead of eight; wider error bounds
        --call      only the cost of a call without a database
        --database  only the operations on an embedded PostgreSQL
        --batches   only batches of 1,000 rows of a table of which columns move to another; not part of the others
        --backfill  a million rows filled and verified beside a load, against one big UPDATE; not part of the others
      """;

  private final boolean quick;
  private final PrintStream out;
  private final Path log;

  private Bench(boolean quick, PrintStream out, Path log) {
    this.quick = quick;
    this.out = out;
    this.log = log;
  }

  public static void main(String[] arguments) throws Exception {
    Set<String> flags = Set.copyOf(List.of(arguments));
    if (flags.contains("--backfill")) {
      System.exit(BackfillMeasurement.run(flags.contains("--quick")) ? 0 : 1);
    }
    if (!Set.of("--quick", "--call", "--database", "--batches").containsAll(flags)
        || flags.stream().filter(flag -> !flag.equals("--quick")).count() > 1) {
      (flags.contains("--help") ? System.out : System.err).print(USAGE);
      System.exit(flags.contains("--help") ? 0 : 2);
    }
    Path log = Files.createTempFile("crossfade-bench", ".log");
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Bench bench = new Bench(flags.contains("--quick"), out, log);
    try (EmbeddedPostgres postgres = start()) {
      String server = "localhost:" + postgres.getPort() + "/postgres?user=postgres";
      out.printf(
          "JDK %s, %d processors, PostgreSQL on loopback (fsync off, autovacuum off). ± is a 95 %% confidence interval.%n%n",
          System.getProperty("java.version"), Runtime.getRuntime().availableProcessors());
      if (flags.contains("--batches")) {
        bench.batches(server);
        return;
      }
      if (!flags.contains("--database")) {
        bench.calls(server);
      }
      if (!flags.contains("--call")) {
        bench.database(server);
      }
    } catch (RunnerException e) {
      System.err.println("crossfade: a benchmark failed: " + e.getMessage() + "; see " + log);
      System.exit(1);
    }
    Files.deleteIfExists(log);
  }

  private static EmbeddedPostgres start() throws IOException {
    return EmbeddedPostgres.builder()
        .setServerConfig("fsync", "off")
        .setServerConfig("full_page_writes", "off")
        .setServerConfig("autovacuum", "off")
        .setServerConfig("checkpoint_timeout", "1h")
        .setServerConfig("max_wal_size", "4GB")
        .setServerConfig("shared_buffers", "256MB")
        .start();
  }

  private void calls(String server) throws RunnerException {
    out.println(
        "One prepare, two sets, execute, one row read, close; over a stub of pgjdbc, without a database");
    out.println();
    CallReport report = new CallReport();
    for (Call call : Call.values()) {
      ChainedOptionsBuilder options =
          options(server, CallBenchmark.class).param("call", call.name());
      if (quick) {
        options.forks(2).warmupIterations(3).measurementIterations(4);
      } else {
        options.forks(3).warmupIterations(5).measurementIterations(8);
      }
      report.add(call, run(call.title(), options));
    }
    out.println(report);
  }

  private void database(String server) throws RunnerException {
    out.println(
        "On PostgreSQL: medians; the variants take turns in one process, so that the ratios are of neighbours");
    out.println();
    DatabaseReport report = new DatabaseReport();
    for (Operation operation : Operation.values()) {
      ChainedOptionsBuilder options =
          options(server, DatabaseBenchmark.class).param("operation", operation.name());
      if (quick) {
        options.forks(1).warmupIterations(3).measurementIterations(8);
      } else {
        options.forks(3).warmupIterations(5).measurementIterations(15);
      }
      report.add(operation, run(operation.title(), options));
    }
    out.println(report);
  }

  private void batches(String server) throws RunnerException {
    out.println(
        "Batches of 1,000 rows of a table of which columns move to another, committed: medians; by hand is a batch for each of the two tables");
    out.println();
    Table table = new Table(2, "batch", "phase", "by hand, ms", "Crossfade, ms", "/ by hand");
    for (Batch batch : Batch.values()) {
      for (BatchPhase phase : BatchPhase.values()) {
        ChainedOptionsBuilder options = options(server, BatchBenchmark.class)
            .param("batch", batch.name())
            .param("phase", phase.name());
        if (quick) {
          options.forks(1).warmupIterations(3).measurementIterations(6);
        } else {
          options.forks(2).warmupIterations(4).measurementIterations(10);
        }
        RunResult result = run(batch.title() + ", " + phase.title(), options);
        List<Double> byHand = DatabaseReport.samples("byHand", result);
        List<Double> own = DatabaseReport.samples("crossfade", result);
        table.row(
            phase == BatchPhase.DUAL_WRITE ? batch.title() : "",
            phase.title(),
            millis(byHand),
            millis(own),
            DatabaseReport.ratio(own, byHand).print(2));
      }
    }
    out.println(table);
  }

  private static String millis(List<Double> micros) {
    return Estimate.of(micros.stream().map(each -> each / 1000).toList()).print(1);
  }

  private ChainedOptionsBuilder options(String server, Class<?> benchmark) {
    return new OptionsBuilder()
        .include("^" + benchmark.getName().replace(".", "\\.") + "\\.")
        .warmupTime(TimeValue.seconds(1))
        .measurementTime(TimeValue.seconds(1))
        .shouldFailOnError(true)
        .output(log.toString())
        .jvmArgsAppend(
            "-D" + DatabaseBenchmark.SERVER + "=" + server,
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xms512m",
            "-Xmx512m");
  }

  private RunResult run(String title, ChainedOptionsBuilder options) throws RunnerException {
    System.err.println("  measuring: " + title);
    return new Runner(options.build()).runSingle();
  }
}
