package dev.crossfade.migrator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crossfade.mapping.MappingLoader;
import dev.crossfade.mapping.MappingSource;
import dev.crossfade.mapping.Migration;
import dev.crossfade.mapping.Phase;
import dev.crossfade.mapping.floor.Subject;
import dev.crossfade.mapping.floor.WitnessKey;
import dev.crossfade.migrator.TestDatabase.Run;
import dev.crossfade.rewrite.SqlExpressionSyntax;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Whatever happens to a backfill, it ends with all rows filled, or says how to go on. */
@Timeout(120)
final class BackfillFaultsTest {
  private static final String MAPPING = """
      version: 1
      migrations: { m: { table: t, phase: dual-write, rename: { x: y } } }
      """;
  private static final String DRIFTED = "SELECT count(*) FROM t WHERE x IS DISTINCT FROM y";
  private static final String[] SLOWLY = {"--execute", "--batch-rows", "20"};

  @TempDir
  private Path directory;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private TestDatabase database;

  @BeforeEach
  void makeTable() throws Exception {
    database = TestDatabase.create("faults", directory);
    database.mapping(MAPPING);
    database.execute(
        "CREATE TABLE t (id int PRIMARY KEY, x text, y text, other int)",
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
  void itsBackendsAreTerminatedAgainAndAgain() throws Exception {
    Future<Run> run = start(SLOWLY);
    int terminated = 0;
    while (!run.isDone() && terminated < 8) {
      terminated += database
          .query(
              "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'crossfade backfill' AND datname = current_database()")
          .size();
      Thread.onSpinWait();
    }
    assertFilled(run.get());
    assertTrue(terminated >= 1);
  }

  @Test
  void theDiskIsFull() throws Exception {
    database.execute(
        "CREATE TABLE disk (free int)",
        "CREATE FUNCTION room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT EXISTS (SELECT FROM disk WHERE free > NEW.id) THEN RAISE EXCEPTION 'no space' USING ERRCODE = '53100'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER room BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION room()",
        "INSERT INTO disk VALUES (2000)");
    Run full = database.run("backfill", "--execute", "--patience", "1s");
    assertEquals(4, full.status(), full.out() + full.err());
    assertTrue(full.out().contains("The same call goes on where it stopped."), full.out());
    database.execute("UPDATE disk SET free = 100000");
    Run rest = database.run("backfill", "--execute", "--json");
    assertFilled(rest);
    assertTrue(rest.out().contains("\"changed\" : 4000"), rest.out());
    assertEquals(List.of("1"), database.query("SELECT count(*) FROM crossfade.jobs"));
  }

  @Test
  void theApplicationHoldsALockAndWantsAnother() throws Exception {
    try (Connection application = database.connect();
        var statement = application.createStatement()) {
      application.setAutoCommit(false);
      statement.execute("UPDATE t SET other = 1 WHERE id = 15");
      Future<Run> run = start(SLOWLY);
      await(
          "SELECT count(*) > 0 FROM pg_stat_activity WHERE application_name = 'crossfade backfill' AND wait_event_type = 'Lock' AND datname = current_database()");
      // Rows that the backfill's batch may hold: one of the two has to give way, and it isn't the
      // application.
      statement.execute("UPDATE t SET other = 1 WHERE id < 15");
      application.commit();
      Run done = run.get();
      assertFilled(done);
      assertTrue(!done.out().contains("gave way 0 times"), done.out());
    }
    assertEquals(List.of("15"), database.query("SELECT count(*) FROM t WHERE other = 1"));
  }

  @Test
  void twoAreStartedAtOnce() throws Exception {
    List<Callable<Run>> both =
        List.of(() -> database.run("backfill", SLOWLY), () -> database.run("backfill", SLOWLY));
    for (Future<Run> run : threads.invokeAll(both)) {
      assertFilled(run.get());
    }
    assertEquals(
        List.of("1|4000"),
        database.query("SELECT count(DISTINCT job_id), sum(changed) FROM crossfade.chunks"));
    assertEquals(List.of("done"), database.query("SELECT outcome FROM crossfade.history"));
  }

  @Test
  void theProcessIsKilled() throws Exception {
    for (int kill = 0; kill < 2; kill++) {
      Process process = new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:TieredStopAtLevel=1",
              "-cp",
              System.getProperty("java.class.path"),
              "dev.crossfade.migrator.Crossfade",
              "backfill",
              "--url",
              database.url(),
              "--config",
              database.mappingFile().toString(),
              "--execute",
              "--batch-rows",
              "2")
          .redirectErrorStream(true)
          .redirectOutput(new File(directory.toFile(), "output"))
          .start();
      String before = database
          .query("SELECT coalesce(sum(changed), 0) FROM crossfade.chunks")
          .get(0);
      await("SELECT coalesce(sum(changed), 0) > " + before + " + 100 FROM crossfade.chunks");
      process.destroyForcibly().waitFor();
    }
    Run run = database.run("backfill", "--execute", "--json");
    assertFilled(run);
    assertTrue(run.out().contains("\"changed\" : 4000"), run.out());
    assertEquals(
        List.of("4000|1"),
        database.query("SELECT sum(scanned), count(DISTINCT job_id) FROM crossfade.chunks"));
  }

  @Test
  void theFileIsEditedMeanwhile() throws Exception {
    Path flag = Files.createFile(directory.resolve("wait"));
    Future<Run> run = start("--execute", "--pause-file", flag.toString());
    await("SELECT count(*) > 0 FROM crossfade.jobs");
    database.mapping("version: 1\nmigrations: {");
    Files.delete(flag);
    database.mapping(MAPPING.replace("dual-write", "expand"));
    Run stopped = run.get();
    assertEquals(4, stopped.status(), stopped.out() + stopped.err());
    assertTrue(stopped.out().contains("first `dual-write`"), stopped.out());
    database.mapping(MAPPING.replace(
        "rename: { x: y }", "old: [x], new: { y: upper(x) }, back: { x: lower(y) }"));
    assertEquals(0, database.run("backfill", "--execute").status());
    assertEquals(
        List.of("given up", "done"),
        database.query("SELECT outcome FROM crossfade.jobs ORDER BY id"));
    assertEquals(List.of("4000"), database.query("SELECT count(*) FROM t WHERE y = upper(x)"));
  }

  @Test
  void itSaysWhyItWaits() throws Exception {
    Path flag = Files.createFile(directory.resolve("wait"));
    database.execute("CREATE TABLE load (now int)", "INSERT INTO load VALUES (9)");
    StringWriter said = new StringWriter();
    Future<Integer> run = threads.submit(() -> new CommandLine(new Crossfade())
        .setErr(new PrintWriter(said))
        .setOut(new PrintWriter(said))
        .execute(
            "backfill",
            "--url",
            database.url(),
            "--config",
            database.mappingFile().toString(),
            "--execute",
            "--pause-file",
            flag.toString(),
            "--load-query",
            "SELECT now FROM load",
            "--load-max",
            "3"));
    await(said, "waits: the file " + flag + " is there");
    database.mapping("version: 1\nmigrations: {");
    await(said, "waits: the mapping file can't be read as it is");
    database.mapping(MAPPING);
    Files.delete(flag);
    await(said, "waits: the load query says 9.00 (limit 3.00)");
    try (Connection ddl = database.connect();
        var statement = ddl.createStatement()) {
      ddl.setAutoCommit(false);
      statement.execute("LOCK TABLE t IN ROW EXCLUSIVE MODE");
      Future<Integer> waiter = threads.submit(() -> {
        database.execute("ALTER TABLE t ADD COLUMN later int");
        return 0;
      });
      await(said, "waits: someone waits for a lock on the table");
      database.execute("UPDATE load SET now = 0");
      assertEquals(List.of("4000"), unfilled(ddl));
      ddl.rollback();
      waiter.get();
    }
    assertEquals(0, run.get(), said.toString());
    assertEquals(List.of("0"), database.query(DRIFTED));
  }

  private static List<String> unfilled(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(DRIFTED)) {
      rows.next();
      return List.of(rows.getString(1));
    }
  }

  private static void await(StringWriter said, String text) {
    while (!said.toString().contains(text)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aSessionIsStillInExpand() throws Exception {
    Migration migration = MappingLoader.load(
            MappingSource.of(database.mappingFile()), new SqlExpressionSyntax())
        .migrations()
        .get(0);
    WitnessKey key = Subject.of(migration, "public").in(Phase.EXPAND);
    try (Connection old = database.connect();
        var statement = old.createStatement()) {
      statement.execute("SELECT pg_advisory_lock_shared(" + key.migration() + ", "
          + key.phaseAndFingerprint() + ")");
      Run refused = database.run("backfill", "--execute");
      assertEquals(1, refused.status(), refused.out() + refused.err());
      assertTrue(refused.err().contains("still in `expand`: 1 ×"), refused.err());
      assertFilled(database.run("backfill", "--execute", "--force", "it only reads"));
    }
    assertEquals(
        List.of("it only reads"),
        database.query("SELECT reason FROM crossfade.history WHERE outcome = 'forced'"));
  }

  @Test
  void theApplicationWritesAllTheTime() throws Exception {
    List<Future<Void>> writers = new ArrayList<>();
    Path stop = directory.resolve("stop");
    for (String shape : List.of("old", "new")) {
      writers.add(threads.submit(() -> write(shape, stop)));
    }
    Future<Run> run = start("--execute", "--batch-rows", "100", "--workers", "2");
    assertFilled(run.get());
    Files.createFile(stop);
    for (Future<Void> writer : writers) {
      writer.get();
    }
    Run verify = database.run("verify");
    assertEquals(0, verify.status(), verify.out());
  }

  private Void write(String shape, Path stop) throws SQLException {
    String column = shape.equals("old") ? "x" : "y";
    try (Connection connection =
            DriverManager.getConnection(database.crossfadeUrl() + "&crossfade.shape=" + shape);
        var update = connection.prepareStatement("UPDATE t SET " + column + " = ? WHERE id = ?");
        var other = connection.prepareStatement("UPDATE t SET other = ? WHERE id = ?")) {
      for (int i = 0; !Files.exists(stop); i++) {
        update.setString(1, shape + i);
        update.setInt(2, 1 + i * 31 % 4000);
        update.executeUpdate();
        other.setInt(1, i);
        other.setInt(2, 1 + i * 17 % 4000);
        other.executeUpdate();
      }
    }
    return null;
  }

  private Future<Run> start(String... arguments) {
    return threads.submit(() -> database.run("backfill", arguments));
  }

  private void assertFilled(Run run) throws SQLException {
    assertEquals(0, run.status(), run.out() + run.err());
    assertEquals(List.of("0"), database.query(DRIFTED));
  }

  private void await(String condition) throws SQLException {
    while (!database.query(condition).equals(List.of("t"))) {
      Thread.onSpinWait();
    }
  }
}
