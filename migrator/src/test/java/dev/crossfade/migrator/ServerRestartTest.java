package dev.crossfade.migrator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A server of its own, because it goes away and comes back under a backfill. */
@Timeout(120)
final class ServerRestartTest {
  private static final String MAPPING = """
      version: 1
      migrations: { m: { table: t, phase: dual-write, rename: { x: y } } }
      """;

  @TempDir
  private Path directory;

  @Test
  void aBackfillOutlivesARestartOfTheServer() throws Exception {
    Path file = Files.writeString(directory.resolve("crossfade.yaml"), MAPPING);
    var threads = Executors.newSingleThreadExecutor();
    StringWriter said = new StringWriter();
    Future<Integer> run;
    String url;
    int port;
    try (EmbeddedPostgres first = start(0)) {
      port = first.getPort();
      url = "jdbc:postgresql://localhost:" + port + "/postgres?user=postgres";
      execute(
          url,
          "CREATE TABLE t (id int PRIMARY KEY, x text, y text)",
          "INSERT INTO t SELECT i, 'v' || i FROM generate_series(1, 4000) i");
      assertEquals(0, command(said, url, file, "init"));
      run = threads.submit(() -> command(said, url, file, "backfill", "--batch-rows", "5"));
      while (value(url, "SELECT coalesce(sum(changed), 0) FROM crossfade.chunks")
          .equals("0")) {
        Thread.onSpinWait();
      }
    }
    try (EmbeddedPostgres second = start(port)) {
      assertEquals(0, run.get(), said.toString());
      assertEquals("0", value(url, "SELECT count(*) FROM t WHERE x IS DISTINCT FROM y"));
      assertEquals("4000", value(url, "SELECT sum(changed) FROM crossfade.chunks"));
      assertEquals(port, second.getPort());
    }
    threads.shutdown();
  }

  private EmbeddedPostgres start(int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setPort(port)
        .setDataDirectory(directory.resolve("data"))
        .setCleanDataDirectory(false)
        .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
        .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static int command(
      StringWriter said, String url, Path file, String verb, String... more) {
    return new CommandLine(new Crossfade())
        .setOut(new PrintWriter(said))
        .setErr(new PrintWriter(said))
        .execute(Stream.concat(
                Stream.of(verb, "--url", url, "--config", file.toString(), "--execute"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private static void execute(String url, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static String value(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
