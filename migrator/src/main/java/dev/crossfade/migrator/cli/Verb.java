package dev.crossfade.migrator.cli;

import dev.crossfade.mapping.MappingException;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A verb of the command: options that all have, one way to answer and one to fail. */
public abstract class Verb implements Callable<Integer> {
  // Picocli fills it in before it calls.
  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Mixin
  private final DatabaseOptions database = new DatabaseOptions();

  @Mixin
  private final MappingOptions mapping = new MappingOptions();

  @Option(names = "--json", description = "Answer with one JSON object.")
  private boolean json;

  /** Which database. */
  protected final DatabaseOptions database() {
    return database;
  }

  /** Which mapping file. */
  protected final MappingOptions mapping() {
    return mapping;
  }

  /** This verb's place on the command line. */
  protected final CommandSpec spec() {
    return spec;
  }

  /**
   * Does the work.
   *
   * @return one of {@link ExitStatus}
   */
  protected abstract int run(Answer answer) throws Exception;

  @Override
  public final Integer call() throws Exception {
    var out = spec.commandLine().getOut();
    var err = spec.commandLine().getErr();
    Answer answer = new Answer(out, err, json);
    try {
      int status = run(answer);
      answer.close();
      return status;
    } catch (CommandException e) {
      return fail(answer, String.valueOf(e.getMessage()), "", e.status());
    } catch (MappingException e) {
      return fail(
          answer, String.valueOf(e.getMessage()), MappingException.SQL_STATE, ExitStatus.USAGE);
    } catch (SQLException e) {
      String state = e.getSQLState() == null ? "" : e.getSQLState();
      return fail(answer, ServerMessage.of(e), state, ExitStatus.DATABASE);
    }
  }

  private static int fail(Answer answer, String message, String state, int status) {
    answer.progress("crossfade: " + message + (state.isEmpty() ? "" : " (" + state + ")"));
    answer.put("error", message).put("sqlstate", state).close();
    return status;
  }
}
