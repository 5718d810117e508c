package dev.crossfade.migrator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.crossfade.migrator.TestDatabase.Run;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A process of the command that is killed, or interrupted from the keyboard, at each step that it goes through: the same call goes on, and nothing is lost or done twice. */
@Timeout(120)
final class KilledTest {
  private static final String WITHIN = """
      version: 1
      migrations: { m: { table: t, phase: dual-write, rename: { x: y } } }
      """;
  private static final String ACROSS = """
      version: 1
      migrations: { m: { table: t, new_table: n, key: { id: id }, phase: dual-write, rename: { x: y } } }
      """;

  @TempDir
  private Path directory;

  private TestDatabase database;

  @BeforeEach
  void makeTables() throws Exception {
    database = TestDatabase.create("killed", directory);
    database.execute(
        "CREATE TABLE t (id int PRIMARY KEY, x text, y text)",
        "INSERT INTO t SELECT i, 'v' || i FROM generate_series(1, 1000) i",
        "CREATE TABLE n (id int PRIMARY KEY, y text)",
        "ANALYZE t, n",
        "CREATE TABLE hold (step text)",
        // Looks anew each time, so that it goes on when the row is gone.
        """
        CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          WHILE EXISTS (SELECT FROM hold) LOOP PERFORM pg_sleep(0.01); END LOOP;
          RETURN coalesce(NEW, OLD); END $$
        """);
    assertEquals(0, database.run("init", "--execute").status());
  }

  @AfterEach
  void drop() throws Exception {
    database.execute("DELETE FROM hold");
    database.close();
  }

  /** Each step by what it writes; there the server waits while the process is killed. */
  static Stream<Arguments> steps() {
    return Stream.of(WITHIN, ACROSS)
        .flatMap(mapping -> Stream.of(
                "BEFORE INSERT ON crossfade.jobs",
                "BEFORE INSERT ON crossfade.walks",
                "BEFORE UPDATE ON crossfade.walks",
                "BEFORE INSERT ON crossfade.chunks",
                mapping.equals(WITHIN)
                    ? "BEFORE UPDATE ON t FOR EACH ROW WHEN (NEW.id = 377)"
                    : "BEFORE INSERT ON n FOR EACH ROW WHEN (NEW.id = 377)",
                mapping.equals(WITHIN)
                    ? "AFTER UPDATE ON t FOR EACH ROW WHEN (NEW.id = 500)"
                    : "AFTER INSERT ON n FOR EACH ROW WHEN (NEW.id = 500)",
                "BEFORE UPDATE ON crossfade.chunks FOR EACH ROW WHEN (NEW.scanned > 300)",
                "AFTER UPDATE ON crossfade.chunks FOR EACH ROW WHEN (NEW.scanned > 300)",
                "BEFORE UPDATE ON crossfade.chunks FOR EACH ROW WHEN (NEW.done_at IS NOT NULL)",
                "AFTER UPDATE ON crossfade.chunks FOR EACH ROW WHEN (NEW.done_at IS NOT NULL)",
                "BEFORE UPDATE ON crossfade.jobs",
                "BEFORE INSERT ON crossfade.history")
            .map(step -> Arguments.of(step, mapping)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("steps")
  void backfillIsKilledAtThisStep(String step, String mapping) throws Exception {
    database.mapping(mapping);
    database.execute(
        "CREATE TRIGGER step " + step + (step.contains("FOR EACH ROW") ? "" : " FOR EACH ROW")
            + " EXECUTE FUNCTION wait()",
        "INSERT INTO hold VALUES ('here')");
    Process process = start("backfill", "--execute", "--batch-rows", "100");
    await(
        "SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()");
    process.destroyForcibly().waitFor();
    database.execute("DELETE FROM hold");
    // What the server had got it may still do; then the backend sees that nobody is there.
    await(
        "SELECT count(*) = 0 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
    Run run = database.run("backfill", "--execute", "--batch-rows", "100");
    assertEquals(0, run.status(), run.out() + run.err());
    assertEquals(List.of("0"), database.query(drifted(mapping)));
    assertEquals(
        List.of("1000"),
        database.query("SELECT sum(changed) FROM crossfade.chunks"),
        "each row is written once, and counted once");
    // A job that was over when the process was killed is followed by another, which finds nothing.
    assertEquals(
        database.query("SELECT outcome FROM crossfade.jobs ORDER BY id"),
        database.query("SELECT outcome FROM crossfade.history ORDER BY id"));
    assertEquals(
        List.of("t"), database.query("SELECT bool_and(outcome = 'done') FROM crossfade.jobs"));
  }

  private static String drifted(String mapping) {
    return mapping.equals(WITHIN)
        ? "SELECT count(*) FROM t WHERE x IS DISTINCT FROM y"
        : "SELECT count(*) FROM t FULL JOIN n USING (id) WHERE t.x IS DISTINCT FROM n.y";
  }

  private Process start(String verb, String... more) throws Exception {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        "dev.crossfade.migrator.Crossfade",
        verb,
        "--url",
        database.url(),
        "--config",
        database.mappingFile().toString()));
    command.addAll(List.of(more));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("output").toFile())
        .start();
  }

  private void await(String condition) throws SQLException {
    while (!database.query(condition).equals(List.of("t"))) {
      assertFalse(Thread.currentThread().isInterrupted(), condition);
    }
  }
}
