package dev.crossfade.migrator;

import dev.crossfade.mapping.Migration;
import dev.crossfade.migrator.advance.Condition;
import dev.crossfade.migrator.cli.Answer;
import dev.crossfade.migrator.cli.CommandException;
import dev.crossfade.migrator.cli.ExitStatus;
import dev.crossfade.migrator.cli.MappingOptions;
import dev.crossfade.migrator.cli.Verb;
import dev.crossfade.migrator.status.Standing;
import dev.crossfade.migrator.status.Standings;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code crossfade status}. */
@Command(
    name = "status",
    header = "How far each migration is, who is in which phase, what the next step needs.",
    description = {
      "Reads the mapping file, floors and witnesses, jobs and history; changes nothing. A session without a witness isn't seen: plain pgjdbc, psql, crossfade.witness=false; such are counted as silent."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footerHeading = "%nExit status: 0; 2 called wrongly; 3 the database refuses.%n%nExamples:%n",
    footer = {
      "  crossfade status                   a table of all migrations",
      "  crossfade status handle --watch    one of them, every two seconds",
      "  crossfade status --json            for scripts"
    })
final class StatusCommand extends Verb {
  private static final String CLEAR = "\u001B[H\u001B[2J";

  @Parameters(paramLabel = "MIGRATION", description = "Which. Default: all.")
  private List<String> names = List.of();

  @Option(names = "--watch", description = "Again and again, until interrupted.")
  private boolean watch;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      converter = TimeSpan.class,
      defaultValue = "2s",
      description = "How often with --watch. Default: ${DEFAULT-VALUE}.")
  private Duration every = Duration.ofSeconds(2);

  @Option(
      names = "--soak",
      paramLabel = "TIME",
      converter = TimeSpan.class,
      defaultValue = "7d",
      description = "As for advance. Default: ${DEFAULT-VALUE}.")
  private Duration soak = Duration.ofDays(7);

  @Override
  protected int run(Answer answer) throws Exception {
    if (watch && answer.isJson()) {
      throw new CommandException(
          ExitStatus.USAGE, "--watch is for people; a script calls status --json again.");
    }
    try (Connection connection = database().connect()) {
      do {
        // The file too may have been edited since.
        List<Migration> migrations = MappingOptions.select(mapping().mapping(database()), names);
        Standings standings = new Standings(connection, mapping().file(database()), soak);
        List<Standing> found = new ArrayList<>();
        for (Migration migration : migrations) {
          found.add(standings.of(migration));
        }
        show(answer, found);
        if (watch) {
          LockSupport.parkNanos(every.toNanos());
        }
      } while (watch && !Thread.currentThread().isInterrupted());
    }
    return ExitStatus.OK;
  }

  private void show(Answer answer, List<Standing> standings) {
    answer.put("migrations", standings);
    if (watch && CommandLine.Help.Ansi.AUTO.enabled()) {
      answer.line(CLEAR);
    }
    if (standings.isEmpty()) {
      answer.line("The mapping file has no migrations.");
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("MIGRATION", "PHASE", "FLOOR", "SESSIONS", "BACKFILL", "DRIFT"));
    standings.forEach(standing -> rows.add(row(standing)));
    List<String> lines = aligned(rows);
    answer.line(lines.get(0));
    for (int i = 0; i < standings.size(); i++) {
      answer.line(lines.get(i + 1));
      details(standings.get(i)).forEach(answer::line);
    }
  }

  private static List<String> row(Standing standing) {
    return List.of(
        standing.migration(),
        standing.phase(),
        standing.floor().isEmpty() ? "none" : standing.floor(),
        sessions(standing),
        backfill(standing.backfill()),
        drift(standing.drift()));
  }

  private static String sessions(Standing standing) {
    Map<String, Integer> byPhase = new LinkedHashMap<>();
    standing.instances().forEach(one -> byPhase.merge(one.phase(), one.sessions(), Integer::sum));
    String shown = byPhase.entrySet().stream()
        .map(phase -> phase.getValue() + " " + phase.getKey())
        .collect(Collectors.joining(", "));
    return shown.isEmpty() ? "none seen" : shown;
  }

  private static String backfill(Standing.Backfill backfill) {
    return backfill.state().isEmpty()
        ? "none"
        : String.format(
            Locale.ROOT,
            "%s %.0f%%, %,d rows",
            backfill.state(),
            Math.floor(backfill.share() * 100),
            backfill.rows());
  }

  private static String drift(Standing.Drift drift) {
    return drift.at().isEmpty()
        ? "not verified"
        : String.format(
            Locale.ROOT,
            "%,d of %,d, %s %s",
            drift.drifted(),
            drift.rows(),
            drift.state(),
            drift.at());
  }

  private static List<String> details(Standing standing) {
    List<String> lines = new ArrayList<>();
    standing
        .instances()
        .forEach(one -> lines.add("    seen      " + one.sessions() + " × "
            + (one.application().isEmpty() ? "unnamed" : one.application())
            + (one.client().isEmpty() ? "" : " at " + one.client())
            + (one.role().isEmpty() ? "" : " as " + one.role()) + ": " + one.phase()
            + (one.sameMeaning() ? "" : ", with another meaning of the migration")));
    standing.silent().forEach(who -> lines.add("    silent    " + who));
    lines.add("    next      " + standing.next()
        + (standing.ready() ? "" : ", when these conditions hold:"));
    standing.conditions().stream()
        .filter(condition -> !condition.holds())
        .map(Condition::line)
        .forEach(line -> lines.add("            " + line));
    lines.add("    rollback  " + standing.rollback());
    return lines;
  }

  private static List<String> aligned(List<List<String>> rows) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    rows.forEach(row -> {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    });
    return rows.stream()
        .map(row -> {
          StringBuilder line = new StringBuilder();
          for (int i = 0; i < columns; i++) {
            line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
          }
          return line.toString().stripTrailing();
        })
        .toList();
  }
}
