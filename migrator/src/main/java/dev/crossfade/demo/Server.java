package dev.crossfade.demo;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/** A PostgreSQL of the demo's own, in a directory of the demo's own. */
final class Server implements AutoCloseable {
  static final String USER = "postgres";

  private final EmbeddedPostgres postgres;
  private final Path data;
  private final boolean keep;

  private Server(EmbeddedPostgres postgres, Path data, boolean keep) {
    this.postgres = postgres;
    this.data = data;
    this.keep = keep;
  }

  /**
   * Starts a server.
   *
   * @param keep whether it outlives this process
   */
  static Server start(Path directory, boolean keep) throws IOException {
    var data = directory.resolve("data");
    var log = ProcessBuilder.Redirect.appendTo(directory.resolve("postgres.log").toFile());
    var postgres = EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(!keep)
        .setRegisterShutdownHook(!keep)
        .setPGStartupWait(Duration.ofSeconds(30))
        .setLocaleConfig("locale", "C")
        .setLocaleConfig("encoding", "UTF8")
        .setServerConfig("shared_buffers", "256MB")
        .setServerConfig("max_wal_size", "2GB")
        .setServerConfig("logging_collector", "off")
        .setOutputRedirector(log)
        .setErrorRedirector(log)
        .start();
    return new Server(postgres, data, keep);
  }

  String plainUrl() {
    return "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres";
  }

  String crossfadeUrl(Path mappingFile) {
    return "jdbc:crossfade:postgresql://localhost:" + postgres.getPort()
        + "/postgres?crossfade.config=" + mappingFile;
  }

  int port() {
    return postgres.getPort();
  }

  /** The server's process id, which stands in the first line of its own file. */
  String pid() throws IOException {
    return Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip();
  }

  /** A connection past Crossfade, as psql would have it. */
  Connection connect() throws SQLException {
    return DriverManager.getConnection(plainUrl(), USER, "");
  }

  @Override
  public void close() throws IOException {
    if (!keep) {
      postgres.close();
    }
  }
}
