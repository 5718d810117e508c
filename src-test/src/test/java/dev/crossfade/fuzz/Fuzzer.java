package dev.crossfade.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run of Jazzer over one target in a process of its own, so that no agent meets the other tests. Its log, its corpus and what it finds are in
 * {@code target/fuzz/<name>}.
 */
final class Fuzzer {
  private static final Path PLACE = Path.of("target", "fuzz");
  private static final Pattern EXECUTIONS =
      Pattern.compile("stat::number_of_executed_units: (\\d+)");
  private static final Pattern INITED = Pattern.compile("#(\\d+)\tINITED cov: (\\d+)");
  private static final Pattern COVERAGE = Pattern.compile("\\bcov: (\\d+) ft: \\d+ corp: (\\d+)");

  /** In seconds of the clock, so that a machine with other work is no hang. */
  private static final int HANG = 60;

  /** More would use up a short run. */
  private static final int FEW_SEEDS = 200;

  private static final int SHORT_RUN = 5_000;
  private static final int SHORT_RUN_AT_MOST = 90;

  private final Target target;
  private final Path place;
  private final Process process;

  private Fuzzer(Target target, Path place, Process process) {
    this.target = target;
    this.place = place;
    this.process = process;
  }

  /**
   * What a run did.
   *
   * @param seeds the inputs that it began with
   * @param executions inputs in all
   * @param begun branches reached by the seeds
   * @param coverage branches reached in the end
   * @param corpus inputs that are worth keeping
   */
  record Run(
      int exit, long seeds, long executions, int begun, int coverage, int corpus, String log) {
    boolean found() {
      return exit != 0;
    }

    /** What the log says in the end. */
    String end() {
      return log.substring(Math.max(0, log.length() - 6_000));
    }

    @Override
    public String toString() {
      return "%d executions (%d seeds), %d branches reached (%d by the seeds), %d inputs kept"
          .formatted(executions, seeds, coverage, begun, corpus);
    }
  }

  /** Starts to fuzz for that long; for 0 it is a number of inputs that takes ten seconds on two idle cores. */
  static Fuzzer start(Target target, int seconds) throws IOException {
    boolean brief = seconds == 0;
    Path place = PLACE.resolve(target.name());
    Path corpus = Files.createDirectories(place.resolve("corpus"));
    Path seeds = Files.createDirectories(place.resolve("seeds"));
    Seeds.write(target, seeds, brief ? FEW_SEEDS : Integer.MAX_VALUE);
    Path dictionary = place.resolve("dictionary");
    Files.write(dictionary, Seeds.dictionary(target));
    List<String> command = List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx768m",
        "-XX:+EnableDynamicAgentLoading",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        classPath(),
        "com.code_intelligence.jazzer.Jazzer",
        "--target_class=" + target.type().getName(),
        "--instrumentation_includes=" + target.instrumented(),
        "--reproducer_path=" + place,
        "-artifact_prefix=" + place + "/",
        "-dict=" + dictionary,
        "-max_total_time=" + (brief ? SHORT_RUN_AT_MOST : seconds),
        "-runs=" + (brief ? SHORT_RUN : -1),
        "-timeout=" + HANG,
        "-report_slow_units=" + HANG,
        "-print_final_stats=1",
        corpus.toString(),
        seeds.toString());
    Process process = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(place.resolve("log").toFile())
        .start();
    return new Fuzzer(target, place, process);
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** Waits for the end. */
  Run finish() throws IOException, InterruptedException {
    int exit = process.waitFor();
    String log = Files.readString(place.resolve("log"));
    Matcher inited = INITED.matcher(log);
    boolean began = inited.find();
    Matcher coverage = COVERAGE.matcher(log);
    int reached = 0;
    int kept = 0;
    while (coverage.find()) {
      reached = Integer.parseInt(coverage.group(1));
      kept = Integer.parseInt(coverage.group(2));
    }
    Matcher executions = EXECUTIONS.matcher(log);
    return new Run(
        exit,
        began ? Long.parseLong(inited.group(1)) : 0,
        executions.find() ? Long.parseLong(executions.group(1)) : 0,
        began ? Integer.parseInt(inited.group(2)) : 0,
        reached,
        kept,
        log);
  }

  String name() {
    return target.name();
  }

  void stop() {
    process.destroy();
  }
}
