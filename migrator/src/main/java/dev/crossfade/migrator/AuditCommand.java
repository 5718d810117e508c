package dev.crossfade.migrator;

import dev.crossfade.driver.session.Rehearsal;
import dev.crossfade.mapping.Mapping;
import dev.crossfade.migrator.cli.Answer;
import dev.crossfade.migrator.cli.CommandException;
import dev.crossfade.migrator.cli.ExitStatus;
import dev.crossfade.migrator.cli.Verb;
import dev.crossfade.migrator.explain.Audit;
import dev.crossfade.migrator.explain.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code crossfade audit}. */
@Command(
    name = "audit",
    header = "Says which statements of the real workload would be refused.",
    description =
        "Reads the statements that pg_stat_statements has counted in this database (or a file of statements) and rewrites each as the driver would in every phase."
            + " Run it before the application's URL is swapped: afterwards the server counts rewritten statements. Nothing is executed. Exit status 1 if a statement would be refused.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  crossfade audit --url jdbc:postgresql://db/shop",
      "  crossfade audit --phase dual-write,contract --json",
      "  crossfade audit --file statements.sql"
    })
final class AuditCommand extends Verb {
  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "Statements with semicolons between, in place of pg_stat_statements.")
  private @Nullable Path file;

  @Mixin
  private final StandOptions where = new StandOptions();

  @Override
  protected int run(Answer answer) throws SQLException, IOException {
    Mapping mapping = mapping().mapping(database());
    var stands = where.stands();
    try (Connection connection = database().connect()) {
      Path given = file;
      List<Workload.Entry> workload =
          given == null ? counted(connection) : Workload.of(ExplainCommand.read(given));
      Rehearsal rehearsal = Rehearsal.open(connection, where.shape());
      Audit audit = Audit.of(rehearsal, mapping, stands, workload);
      audit.print(answer);
      return audit.isRefused() ? ExitStatus.NO : ExitStatus.OK;
    }
  }

  private static List<Workload.Entry> counted(Connection connection) throws SQLException {
    List<Workload.Entry> workload = Workload.counted(connection);
    if (workload.isEmpty()) {
      throw new CommandException(
          ExitStatus.DATABASE,
          "pg_stat_statements has counted nothing in this database. It needs shared_preload_libraries = 'pg_stat_statements' and CREATE EXTENSION pg_stat_statements;"
              + " or give the statements with --file.");
    }
    return workload;
  }
}
