package dev.crossfade.migrator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A backfill waits for a standby, for the archive and for a vacuum, says so, and goes on: on a primary that archives and has a standby. */
@Timeout(120)
final class LoadSignsTest {
  private static final String MAPPING = """
      version: 1
      migrations: { m: { table: t, phase: dual-write, rename: { x: y } } }
      """;
  private static final String UNFILLED = "SELECT count(*) FROM t WHERE x IS DISTINCT FROM y";

  @TempDir
  private static Path servers;

  private static EmbeddedPostgres primary;
  private static EmbeddedPostgres standby;

  @TempDir
  private Path directory;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final StringWriter said = new StringWriter();
  private TestDatabase database;

  @BeforeAll
  static void startServers() throws Exception {
    Path data = servers.resolve("primary");
    server(data, 0).close();
    Path copy = copy(data, servers.resolve("standby"));
    primary = server(data, 0);
    Files.writeString(
        copy.resolve("postgresql.auto.conf"),
        "primary_conninfo = 'host=localhost port=" + primary.getPort()
            + " user=postgres'\nhot_standby_feedback = off\nwal_receiver_status_interval = 1s\n",
        StandardOpenOption.APPEND);
    Files.createFile(copy.resolve("standby.signal"));
    standby = server(copy, 0);
  }

  private static EmbeddedPostgres server(Path data, int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setPort(port)
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setServerConfig("archive_mode", "on")
        .setServerConfig("wal_level", "replica")
        .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
        .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** A copy of a server that is down, which is as good as a base backup. */
  private static Path copy(Path from, Path to) throws IOException {
    Files.walkFileTree(from, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes)
          throws IOException {
        Files.createDirectory(
            to.resolve(from.relativize(each)),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path each, BasicFileAttributes attributes)
          throws IOException {
        Files.copy(each, to.resolve(from.relativize(each)));
        return FileVisitResult.CONTINUE;
      }
    });
    return to;
  }

  @AfterAll
  static void stopServers() throws IOException {
    standby.close();
    primary.close();
  }

  @BeforeEach
  void makeTable() throws Exception {
    database = TestDatabase.create(primary, "signs", directory);
    database.mapping(MAPPING);
    database.execute(
        "ALTER SYSTEM SET archive_command = 'true'",
        "SELECT pg_reload_conf()",
        "CREATE TABLE t (id int PRIMARY KEY, x text, y text)",
        "INSERT INTO t SELECT i, 'v' || i FROM generate_series(1, 4000) i",
        "ANALYZE t");
    assertEquals(0, database.run("init", "--execute").status());
  }

  @AfterEach
  void drop() throws Exception {
    threads.shutdownNow();
    database.close();
  }

  @Test
  void aStandbyThatIsBehind() throws Exception {
    try (Connection behind = DriverManager.getConnection(
            "jdbc:postgresql://localhost:" + standby.getPort() + "/postgres", "postgres", "");
        var statement = behind.createStatement()) {
      statement.execute("SELECT pg_wal_replay_pause()");
      Future<Integer> run = start("--max-lag", "500ms", "--batch-rows", "1");
      await(run, "waits: a standby is ");
      assertWaits(run);
      statement.execute("SELECT pg_wal_replay_resume()");
      assertFilled(run);
    }
  }

  @Test
  void anArchiveThatFailsFromTheBeginning() throws Exception {
    failToArchive(4);
    Future<Integer> run = start("--max-archive-queue", "3", "--batch-rows", "1");
    await(run, " WAL files wait to be archived (limit 3)");
    assertWaits(run);
    archive();
    assertFilled(run);
  }

  @Test
  void anArchiveThatFallsBehind() throws Exception {
    long archived = archived();
    switchFile();
    while (archived() == archived) {
      Thread.onSpinWait();
    }
    failToArchive(4);
    Future<Integer> run = start("--max-archive-queue", "3", "--batch-rows", "1");
    await(run, " WAL files wait to be archived (limit 3)");
    assertWaits(run);
    archive();
    assertFilled(run);
  }

  @Test
  void aVacuumOfTheTable() throws Exception {
    try (Connection connection = database.connect();
        var vacuum = connection.createStatement()) {
      vacuum.execute("SET vacuum_cost_delay = 100; SET vacuum_cost_limit = 1");
      Future<?> vacuuming = threads.submit(() -> vacuum.execute("VACUUM (FREEZE) t"));
      while (database.query("SELECT pid FROM pg_stat_progress_vacuum").isEmpty()) {
        Thread.onSpinWait();
      }
      Future<Integer> run = start();
      await(run, "waits: a vacuum works on the table");
      assertWaits(run);
      assertEquals(0, database.run("backfill", "--execute", "--during-vacuum").status());
      assertEquals(List.of("0"), database.query(UNFILLED));
      vacuum.cancel();
      assertFilled(run);
      assertEquals(true, vacuuming.isDone() || vacuuming.cancel(true));
    }
  }

  private void failToArchive(int files) throws SQLException {
    long failed = failed();
    database.execute("ALTER SYSTEM SET archive_command = 'false'", "SELECT pg_reload_conf()");
    // The archiver takes the new command when it comes to it: until then files are archived.
    long archived = archived();
    switchFile();
    while (failed() == failed) {
      if (archived() > archived) {
        archived = archived();
        switchFile();
      }
    }
    for (int i = 0; i < files; i++) {
      switchFile();
    }
  }

  private void switchFile() throws SQLException {
    database.execute("CREATE TABLE one (x int)", "DROP TABLE one", "SELECT pg_switch_wal()");
  }

  private void archive() throws SQLException {
    database.execute("ALTER SYSTEM SET archive_command = 'true'", "SELECT pg_reload_conf()");
    switchFile();
  }

  private long failed() throws SQLException {
    return Long.parseLong(
        database.query("SELECT failed_count FROM pg_stat_archiver").get(0));
  }

  private long archived() throws SQLException {
    return Long.parseLong(
        database.query("SELECT archived_count FROM pg_stat_archiver").get(0));
  }

  private Future<Integer> start(String... more) {
    List<String> all = new ArrayList<>(List.of(
        "backfill",
        "--url",
        database.url(),
        "--config",
        database.mappingFile().toString(),
        "--execute"));
    all.addAll(List.of(more));
    return threads.submit(() -> new CommandLine(new Crossfade())
        .setErr(new PrintWriter(said))
        .setOut(new PrintWriter(said))
        .execute(all.toArray(String[]::new)));
  }

  private void await(Future<Integer> run, String text) {
    while (!said.toString().contains(text)) {
      assertFalse(run.isDone() && !said.toString().contains(text), said.toString());
      Thread.onSpinWait();
    }
  }

  /** It has begun to wait, looks several times whether to go on, and writes nothing meanwhile. */
  private void assertWaits(Future<Integer> run) throws SQLException {
    String written = "SELECT coalesce(sum(changed), 0) FROM crossfade.chunks";
    List<String> before = database.query(written);
    database.execute("CREATE TABLE since AS SELECT clock_timestamp() AS at");
    while (database
        .query("SELECT FROM since WHERE clock_timestamp() > at + interval '1 s'")
        .isEmpty()) {
      assertEquals(before, database.query(written));
    }
    assertEquals(false, run.isDone(), said.toString());
  }

  private void assertFilled(Future<Integer> run) throws Exception {
    assertEquals(0, run.get(), said.toString());
    assertEquals(List.of("0"), database.query(UNFILLED));
  }
}
