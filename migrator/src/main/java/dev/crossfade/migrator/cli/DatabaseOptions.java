package dev.crossfade.migrator.cli;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which database, and as whom. The command speaks plain pgjdbc: it sees both shapes as they are. */
public final class DatabaseOptions {
  private static final String CROSSFADE = "jdbc:crossfade:";

  @Option(
      names = {"-d", "--url"},
      paramLabel = "URL",
      defaultValue = "${env:CROSSFADE_URL}",
      description =
          "The database: jdbc:postgresql://host/db, or the application's own jdbc:crossfade:postgresql://... URL. Default: the environment's CROSSFADE_URL.")
  private @Nullable String url;

  @Option(
      names = {"-U", "--user"},
      paramLabel = "NAME",
      defaultValue = "${env:CROSSFADE_USER}",
      description =
          "The role to connect as, the owner of the tables or one like it. Default: the environment's CROSSFADE_USER.")
  private @Nullable String user;

  @Option(
      names = {"-W", "--password"},
      interactive = true,
      arity = "0",
      defaultValue = "${env:CROSSFADE_PASSWORD}",
      description =
          "Asks for the password. Without it: the environment's CROSSFADE_PASSWORD, or ~/.pgpass.")
  private char @Nullable [] password;

  /** Whether a database was named at all. */
  public boolean isGiven() {
    return url != null && !url.isBlank();
  }

  /**
   * Opens a connection that nobody else uses, in autocommit, READ COMMITTED.
   *
   * @throws CommandException if no database was named
   * @throws SQLException as the server says
   */
  public Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "crossfade");
    user().ifPresent(name -> properties.setProperty("user", name));
    password().ifPresent(secret -> properties.setProperty("password", secret));
    return DriverManager.getConnection(url(), properties);
  }

  /**
   * The URL for plain pgjdbc.
   *
   * @throws CommandException if it is none
   */
  public String url() {
    String given = url;
    if (given == null || given.isBlank()) {
      throw new CommandException(
          ExitStatus.USAGE,
          "Which database? Say --url jdbc:postgresql://host/db, or set CROSSFADE_URL.");
    }
    String plain =
        given.startsWith(CROSSFADE) ? "jdbc:" + given.substring(CROSSFADE.length()) : given;
    if (!plain.startsWith("jdbc:postgresql:")) {
      throw new CommandException(
          ExitStatus.USAGE,
          "The URL must begin with jdbc:postgresql: or jdbc:crossfade:postgresql:.");
    }
    return withoutOwnParameters(plain);
  }

  /** The role, if one was named. */
  public Optional<String> user() {
    return Optional.ofNullable(user).filter(name -> !name.isBlank());
  }

  /** The password, if one was given. */
  public Optional<String> password() {
    return Optional.ofNullable(password).map(String::new).filter(secret -> !secret.isEmpty());
  }

  /** The mapping file that the URL names, if it does. */
  public Optional<String> configuration() {
    String given = url == null ? "" : url;
    int query = given.indexOf('?');
    if (query < 0) {
      return Optional.empty();
    }
    for (String parameter : given.substring(query + 1).split("&")) {
      if (parameter.startsWith("crossfade.config=")) {
        return Optional.of(URLDecoder.decode(
            parameter.substring("crossfade.config=".length()), StandardCharsets.UTF_8));
      }
    }
    return Optional.empty();
  }

  private static String withoutOwnParameters(String url) {
    int query = url.indexOf('?');
    if (query < 0) {
      return url;
    }
    StringBuilder kept = new StringBuilder();
    for (String parameter : url.substring(query + 1).split("&")) {
      if (!parameter.startsWith("crossfade.")) {
        kept.append(kept.isEmpty() ? '?' : '&').append(parameter);
      }
    }
    return url.substring(0, query) + kept;
  }
}
