package dev.crossfade.migrator.advance;

import dev.crossfade.driver.CrossfadeDriver;
import dev.crossfade.mapping.MappingException;
import dev.crossfade.migrator.cli.DatabaseOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;

/** Opens a connection with a mapping file that nobody has yet, to hear what the driver has to say of it. */
public final class Trial {
  private final DatabaseOptions database;

  public Trial(DatabaseOptions database) {
    this.database = database;
  }

  /** Why an instance would refuse the file; absent if it wouldn't. */
  Optional<String> objection(String text) throws SQLException {
    try {
      Path file = Files.createTempFile("crossfade", ".yaml");
      try {
        Files.writeString(file, text);
        return objection(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<String> objection(Path file) throws SQLException {
    String plain = database.url();
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "crossfade");
    database.user().ifPresent(user -> properties.setProperty("user", user));
    database.password().ifPresent(password -> properties.setProperty("password", password));
    String url = "jdbc:crossfade:" + plain.substring("jdbc:".length())
        + (plain.contains("?") ? "&" : "?") + "crossfade.witness=false&crossfade.config="
        + URLEncoder.encode(file.toString(), StandardCharsets.UTF_8);
    try (Connection connection = new CrossfadeDriver().connect(url, properties)) {
      return connection == null ? Optional.of("no driver for " + plain) : Optional.empty();
    } catch (SQLException e) {
      if (!MappingException.SQL_STATE.equals(e.getSQLState())) {
        throw e;
      }
      return Optional.of(String.valueOf(e.getMessage()).replace(file.toString(), "line"));
    }
  }
}
