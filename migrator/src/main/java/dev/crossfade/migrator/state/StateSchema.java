package dev.crossfade.migrator.state;

import dev.crossfade.migrator.cli.CommandException;
import dev.crossfade.migrator.cli.ExitStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The schema {@code crossfade} itself. Its version stands in its comment. Stateless and thread-safe. */
public final class StateSchema {
  /** The version that this command reads and writes. */
  public static final int VERSION = 1;

  /** The statement that removes the schema. */
  public static final String DROP = "DROP SCHEMA crossfade CASCADE";

  private static final Pattern MARK = Pattern.compile("\\[version (\\d+)\\]");
  private static final String FOUND = """
      SELECT coalesce(pg_catalog.obj_description(n.oid, 'pg_namespace'), '') FROM pg_catalog.pg_namespace n WHERE n.nspname = 'crossfade'
      """;

  private StateSchema() {}

  /** How things stand. */
  public enum Standing {
    /** There is no such schema. */
    ABSENT,
    /** It is there, and of this version. */
    CURRENT,
    /** There is a schema of this name that is of another version or nothing of ours. */
    FOREIGN
  }

  /** What is in the database. */
  public static Standing standing(Connection connection) throws SQLException {
    Optional<String> comment = comment(connection);
    if (comment.isEmpty()) {
      return Standing.ABSENT;
    }
    Matcher mark = MARK.matcher(comment.get());
    return mark.find() && Integer.parseInt(mark.group(1)) == VERSION
        ? Standing.CURRENT
        : Standing.FOREIGN;
  }

  /** Whether jobs and history can be kept. */
  public static boolean isThere(Connection connection) throws SQLException {
    return standing(connection) == Standing.CURRENT;
  }

  /**
   * Makes sure that jobs and history can be kept.
   *
   * @throws CommandException if they can't
   */
  public static void require(Connection connection) throws SQLException {
    switch (standing(connection)) {
      case CURRENT -> {}
      case ABSENT ->
        throw new CommandException(
            ExitStatus.DATABASE,
            "The schema `crossfade`, where progress is kept, is missing. Run: crossfade init --execute");
      case FOREIGN -> throw foreign();
    }
  }

  /** What to say of a schema that isn't this command's. */
  public static CommandException foreign() {
    return new CommandException(
        ExitStatus.DATABASE,
        "There is a schema `crossfade` that this version of the command didn't make (it knows version "
            + VERSION
            + "). Use the command that made it, or remove it: crossfade init --drop --execute");
  }

  /** The statements that make the schema, as they are run. */
  public static String ddl() {
    try (InputStream text = StateSchema.class.getResourceAsStream("schema.sql")) {
      if (text == null) {
        throw new IllegalStateException("schema.sql is not beside its class");
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes the schema, all of it or nothing. */
  public static void create(Connection connection) throws SQLException {
    execute(connection, "BEGIN;\n" + ddl() + "COMMIT");
  }

  /** Removes the schema and all that is in it. */
  public static void drop(Connection connection) throws SQLException {
    execute(connection, DROP);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      try (Statement rollback = connection.createStatement()) {
        rollback.execute("ROLLBACK");
      } catch (SQLException also) {
        e.addSuppressed(also);
      }
      throw e;
    }
  }

  private static Optional<String> comment(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(FOUND);
        ResultSet rows = select.executeQuery()) {
      return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
    }
  }
}
