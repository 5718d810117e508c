package dev.crossfade.migrator;

import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code crossfade} command; its verbs are classes of their own. */
@Command(
    name = "crossfade",
    description =
        "Carries an application through an expand-and-contract migration of a PostgreSQL schema.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      InitCommand.class,
      CheckCommand.class,
      PlanCommand.class,
      ApplyCommand.class,
      BackfillCommand.class,
      VerifyCommand.class,
      ExplainCommand.class,
      AuditCommand.class,
      StatusCommand.class,
      AdvanceCommand.class,
      RollbackCommand.class,
      DemoCommand.class,
      CompletionCommand.class,
      CommandLine.HelpCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  crossfade demo                  watch a shop live through five migrations, in under two minutes",
      "  crossfade demo --keep           the same, and leave the server and the mapping file to play with",
      "  crossfade help demo             all that the demo can be told"
    })
public final class Crossfade implements Runnable {
  private static final int WIDTH = 110;

  // Kept, for java.util.logging forgets the level of a logger that nobody holds.
  private static final Logger DRIVER = Logger.getLogger("dev.crossfade");

  // Picocli fills it in before it calls.
  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  /** Runs one verb; the exit status is 0 when it did what it should, 1 when not, 2 when it was called wrongly. */
  public static void main(String[] args) {
    // What the driver says to applications isn't an answer of a verb.
    DRIVER.setLevel(Level.WARNING);
    System.exit(new CommandLine(new Crossfade()).setUsageHelpWidth(WIDTH).execute(args));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which verb?");
  }
}
