package dev.crossfade.migrator;

import dev.crossfade.demo.Demo;
import dev.crossfade.demo.DemoOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.logging.FileHandler;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code crossfade demo}. */
@Command(
    name = "demo",
    header = "Takes five migrations through all their stages under a shop that is open.",
    description =
        "Starts a PostgreSQL of its own, opens a shop of eight threads on it, and takes five migrations from expand to the drop of the old"
            + " columns while the shop is open. Exit status 0 only if the shop saw no error, no row drifted, and the old shape reads what the new"
            + " one holds.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  crossfade demo",
      "  crossfade demo --users 5000 --seconds 1    a short one",
      "  crossfade demo --rate 0                    as many requests as the machine can do",
      "  crossfade demo --without-crossfade         the same migrations under a shop on plain pgjdbc: what Crossfade is for",
      "  crossfade demo --keep                      leaves the server running and says how to connect"
    })
final class DemoCommand implements Callable<Integer> {
  private static final int FEWEST_USERS = 2_000;

  // Picocli fills it in before it calls.
  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--users",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Users of the shop. Default: ${DEFAULT-VALUE}.")
  private int users;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "3",
      description =
          "Seconds of traffic in each of the twelve stages, beside the stage's own work. Default: ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "800",
      description =
          "Requests per second of all threads together; 0 means as many as the machine can do. Default: ${DEFAULT-VALUE}.")
  private int rate;

  @Option(
      names = "--without-crossfade",
      description = "Let the shop connect by plain pgjdbc, to see how it fares.")
  private boolean withoutCrossfade;

  @Option(names = "--keep", description = "Leave the server running and the files where they are.")
  private boolean keep;

  @Override
  public Integer call() throws Exception {
    if (users < FEWEST_USERS || seconds <= 0 || rate < 0) {
      throw new ParameterException(
          spec.commandLine(),
          "--users starts at " + FEWEST_USERS + ", --seconds above 0, --rate at 0");
    }
    var directory = Files.createTempDirectory("crossfade-demo-");
    logTo(directory.resolve("demo.log"));
    var options = new DemoOptions(
        directory, users, seconds, rate, withoutCrossfade, keep, Ansi.AUTO.enabled());
    boolean good = new Demo(options, System.out).run();
    if (!good) {
      System.out.println("Logs: " + directory);
    } else if (!keep) {
      delete(directory);
    }
    return good ? 0 : 1;
  }

  /** Sends what the pool and the driver log to a file: on the screen it would tear the view. */
  private static void logTo(Path file) throws IOException {
    LogManager.getLogManager().reset();
    var handler = new FileHandler(file.toString());
    handler.setFormatter(new SimpleFormatter());
    Logger.getLogger("").addHandler(handler);
  }

  private static void delete(Path directory) throws IOException {
    try (var paths = Files.walk(directory)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
