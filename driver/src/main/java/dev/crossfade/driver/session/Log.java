package dev.crossfade.driver.session;

import dev.crossfade.mapping.MappingException;
import dev.crossfade.mapping.Migration;
import dev.crossfade.mapping.Problem;
import dev.crossfade.rewrite.Snapshot;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.stream.Collectors;

/** What Crossfade says in the log. No parameter value, literal of a statement or password is ever part of it. */
final class Log {
  private static final System.Logger LOGGER = System.getLogger("dev.crossfade");

  private Log() {}

  static void inForce(String database, String file, Snapshot snapshot) {
    String phases =
        snapshot.mapping().migrations().stream().map(Log::phase).collect(Collectors.joining(", "));
    LOGGER.log(
        Level.INFO,
        "{0}: {1} in force as version {2}: {3}",
        database,
        file,
        Long.toString(snapshot.version()),
        phases.isEmpty() ? "no migrations" : phases);
  }

  private static String phase(Migration migration) {
    String share = migration.phase() == dev.crossfade.mapping.Phase.CUTOVER
        ? " " + migration.reads().toPlainString() + "%"
        : "";
    return migration.name() + " " + migration.phase().label() + share;
  }

  static void rejected(String file, MappingException problems) {
    LOGGER.log(
        Level.ERROR,
        "{0} is refused, the last good mapping stays in force:\n{1}",
        file,
        problems.getMessage());
  }

  static void rejected(String database, String file, List<Problem> problems) {
    LOGGER.log(
        Level.ERROR,
        "{0}: {1} is refused, the last good mapping stays in force:\n{2}",
        database,
        file,
        lines(problems));
  }

  static void notShown(String database, List<Problem> problems) {
    LOGGER.log(
        Level.WARNING,
        "{0}: a session stays with the mapping before:\n{1}",
        database,
        lines(problems));
  }

  static void catalogDisagrees(String database, List<Problem> problems) {
    LOGGER.log(
        Level.ERROR,
        "{0}: the catalog no longer agrees with the mapping:\n{1}",
        database,
        lines(problems));
  }

  static void passed(String reason) {
    LOGGER.log(Level.WARNING, "a read that can''t be rewritten goes through as it is: {0}", reason);
  }

  static void refused(String reason) {
    LOGGER.log(Level.WARNING, "a statement is refused (XF001): {0}", reason);
  }

  static void unwatched(Exception e) {
    LOGGER.log(Level.ERROR, "watching the mapping files failed and is tried again", e);
  }

  static void unchecked(String database, Exception e) {
    LOGGER.log(Level.DEBUG, database + ": a look at the catalog failed and is tried again", e);
  }

  private static String lines(List<Problem> problems) {
    return problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
  }
}
