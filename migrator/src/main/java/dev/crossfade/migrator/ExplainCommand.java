package dev.crossfade.migrator;

import dev.crossfade.mapping.Mapping;
import dev.crossfade.mapping.Shape;
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
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
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

  @Option(
      names = "--phase",
      split = ",",
      paramLabel = "PHASE",
      description =
          "Only these: expand, dual-write, coalesce, cutover-old, cutover (reads on the new shape), contract. Default: all.")
  private List<String> phases = List.of();

  @Option(
      names = {"-m", "--migration"},
      split = ",",
      paramLabel = "NAME",
      description =
          "Take these migrations through the phases and leave the others where the file has them. Default: all.")
  private List<String> migrations = List.of();

  @Option(
      names = "--shape",
      paramLabel = "SHAPE",
      defaultValue = "old",
      description = "The shape that the application speaks: old or new. Default: ${DEFAULT-VALUE}.")
  private String shape = "old";

  @Option(names = "--plans", description = "Show the server's plans whole, not their costs alone.")
  private boolean plans;

  @Override
  protected int run(Answer answer) throws SQLException, IOException {
    String text = text();
    List<Stand> stands = stands(phases);
    Mapping mapping = mapping().mapping(database());
    try (var connection = database().connect()) {
      var explanation = Explanation.of(connection, mapping, shape(shape), stands, migrations, text);
      explanation.print(answer, plans, Ansi.AUTO);
      return explanation.isRefused() ? ExitStatus.NO : ExitStatus.OK;
    }
  }

  static List<Stand> stands(List<String> phases) {
    List<Stand> stands = Stand.named(phases);
    if (stands.isEmpty()) {
      throw new CommandException(
          ExitStatus.USAGE,
          "A phase is one of "
              + String.join(", ", Stand.ALL.stream().map(Stand::label).toList()) + ".");
    }
    return stands;
  }

  static Shape shape(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "old" -> Shape.OLD;
      case "new" -> Shape.NEW;
      default -> throw new CommandException(ExitStatus.USAGE, "A shape is `old` or `new`.");
    };
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
