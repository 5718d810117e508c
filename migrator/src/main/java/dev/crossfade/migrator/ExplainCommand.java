package dev.crossfade.migrator;

import dev.crossfade.mapping.Mapping;
import dev.crossfade.migrator.cli.Answer;
import dev.crossfade.migrator.cli.CommandException;
import dev.crossfade.migrator.cli.ExitStatus;
import dev.crossfade.migrator.cli.Verb;
import dev.crossfade.migrator.explain.Explanation;
import dev.crossfade.migrator.explain.Stand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code crossfade explain}. */
@Command(
    name = "explain",
    header = "Says what a statement becomes in each phase, and why.",
    description =
        "Rewrites a statement as the driver would in each phase, and shows the text that the server would get, where its parameters go, why, and the costs of the"
            + " server's plans beside each other. Nothing is executed. Exit status 1 if a phase refuses the statement.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  crossfade explain \"UPDATE users SET username = ? WHERE id = ?\"",
      "  crossfade explain --phase contract --file query.sql",
      "  echo \"SELECT * FROM users\" | crossfade explain -",
      "  crossfade explain --migration handle --plans --json \"SELECT username FROM users WHERE id = ?\""
    })
final class ExplainCommand extends Verb {
  @Parameters(
      arity = "0..1",
      paramLabel = "SQL",
      description = "The statement, with JDBC's placeholders; - reads standard input.")
  private @Nullable String sql;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "A file that holds the statement.")
  private @Nullable Path file;

  @Mixin
  private final StandOptions where = new StandOptions();

  @Option(
      names = {"-m", "--migration"},
      split = ",",
      paramLabel = "NAME",
      description =
          "Take these migrations through the phases and leave the others where the file has them. Default: all.")
  private List<String> migrations = List.of();

  @Option(names = "--plans", description = "Show the server's plans whole, not their costs alone.")
  private boolean plans;

  @Override
  protected int run(Answer answer) throws SQLException, IOException {
    String text = text();
    List<Stand> stands = where.stands();
    Mapping mapping = mapping().mapping(database());
    try (var connection = database().connect()) {
      var explanation =
          Explanation.of(connection, mapping, where.shape(), stands, migrations, text);
      explanation.print(answer, plans, Ansi.AUTO);
      return explanation.isRefused() ? ExitStatus.NO : ExitStatus.OK;
    }
  }

  private String text() throws IOException {
    String given = sql;
    String text;
    if (file != null) {
      text = read(file);
    } else if (given == null || given.equals("-")) {
      text = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    } else {
      text = given;
    }
    if (text.isBlank()) {
      throw new CommandException(
          ExitStatus.USAGE,
          "Which statement? Give it as an argument, with --file, or on standard input.");
    }
    return text.strip();
  }

  static String read(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new CommandException(ExitStatus.USAGE, "There is no file " + file + ".");
    }
  }
}
