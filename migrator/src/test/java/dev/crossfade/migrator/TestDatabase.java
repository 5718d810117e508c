package dev.crossfade.migrator;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** A database of its own on a server that all tests of the command share, and the command run on it. */
public final class TestDatabase implements AutoCloseable {
  private static final EmbeddedPostgres SERVER = start();

  private final EmbeddedPostgres server;
  private final String name;
  private final Path directory;

  /** What a run of the command came to. */
  public record Run(int status, String out, String err) {}

  private TestDatabase(EmbeddedPostgres server, String name, Path directory) {
    this.server = server;
    this.name = name;
    this.directory = directory;
  }

  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder()
          .setServerConfig("shared_preload_libraries", "pg_stat_statements")
          .setServerConfig("max_prepared_transactions", "10")
          .setServerConfig("fsync", "off")
          .setServerConfig("max_connections", "100")
          .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
          .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An empty database of this name; {@code directory} takes its mapping file. */
  public static TestDatabase create(String name, Path directory) throws SQLException {
    return create(SERVER, name, directory);
  }

  /** The same on a server of the test's own. */
  public static TestDatabase create(EmbeddedPostgres server, String name, Path directory)
      throws SQLException {
    try (Connection connection = connect(server, "postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
      statement.execute("CREATE DATABASE " + name);
    }
    return new TestDatabase(server, name, directory);
  }

  private static Connection connect(EmbeddedPostgres server, String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://localhost:" + server.getPort() + "/" + database, "postgres", "");
  }

  public String url() {
    return "jdbc:postgresql://localhost:" + server.getPort() + "/" + name + "?user=postgres";
  }

  /** The URL of an application. */
  public String crossfadeUrl() {
    return url().replaceFirst("jdbc:", "jdbc:crossfade:") + "&crossfade.config=" + mappingFile();
  }

  public Path mappingFile() {
    return directory.resolve("crossfade.yaml");
  }

  public void mapping(String text) throws IOException {
    Files.writeString(mappingFile(), text);
  }

  /** A plain connection. */
  public Connection connect() throws SQLException {
    return connect(server, name);
  }

  public void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The rows of a query, each with its columns joined by a bar. */
  public List<String> query(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> lines = new ArrayList<>();
      while (rows.next()) {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          columns.add(String.valueOf(rows.getString(i)));
        }
        lines.add(String.join("|", columns));
      }
      return lines;
    }
  }

  /** Runs the command on this database and its mapping file. */
  public Run run(String verb, String... arguments) {
    List<String> all =
        new ArrayList<>(List.of(verb, "--url", url(), "--config", mappingFile().toString()));
    all.addAll(List.of(arguments));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = new CommandLine(new Crossfade())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
    return new Run(status, out.toString(), err.toString());
  }

  @Override
  public void close() throws SQLException {
    try (Connection connection = connect(server, "postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }
  }
}
