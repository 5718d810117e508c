package dev.crossfade.migrator;

import dev.crossfade.migrator.cli.Answer;
import dev.crossfade.migrator.cli.ExitStatus;
import dev.crossfade.migrator.cli.Verb;
import dev.crossfade.migrator.state.StateSchema;
import java.sql.Connection;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code crossfade init}. */
@Command(
    name = "init",
    header = "Makes the schema `crossfade`, where jobs, progress and history are kept.",
    description =
        "Once for each database, as the role that will run the command; it owns the schema. Applications and the driver never read it. Without --execute it only says what it"
            + " would run. Where the schema is there already it changes nothing.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footerHeading =
        "%nExit status: 0 done, or nothing to do; 2 called wrongly; 3 the database refuses.%n%nExamples:%n",
    footer = {
      "  crossfade init --url jdbc:postgresql://db/shop              the statements, to read or to hand to a DBA",
      "  crossfade init --url jdbc:postgresql://db/shop --execute    runs them",
      "  crossfade init --drop --execute                             removes the schema, with all progress and history"
    })
final class InitCommand extends Verb {
  @Option(names = "--execute", description = "Do it.")
  private boolean execute;

  @Option(names = "--drop", description = "Remove the schema and all that is in it.")
  private boolean drop;

  @Override
  protected int run(Answer answer) throws Exception {
    try (Connection connection = database().connect()) {
      StateSchema.Standing standing = StateSchema.standing(connection);
      boolean toDo = (standing == StateSchema.Standing.ABSENT) != drop;
      answer.put("schema", standing.name().toLowerCase(Locale.ROOT));
      if (standing == StateSchema.Standing.FOREIGN && !drop) {
        throw StateSchema.foreign();
      }
      if (!toDo) {
        answer.line("Nothing to do: the schema `crossfade` is "
            + (drop ? "not there." : "there, version " + StateSchema.VERSION + "."));
      } else if (!execute) {
        String sql = drop ? StateSchema.DROP + ";\n" : StateSchema.ddl();
        answer.line(sql);
        answer.line("-- Nothing was run. Add --execute to do it.");
        answer.put("sql", sql);
      } else if (drop) {
        StateSchema.drop(connection);
        answer.line("The schema `crossfade` is gone.");
      } else {
        StateSchema.create(connection);
        answer.line("Made the schema `crossfade`, version " + StateSchema.VERSION + ".");
      }
      answer.put("executed", toDo && execute);
      return ExitStatus.OK;
    }
  }
}
