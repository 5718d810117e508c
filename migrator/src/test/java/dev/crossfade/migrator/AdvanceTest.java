package dev.crossfade.migrator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crossfade.mapping.Phase;
import dev.crossfade.mapping.floor.Floor;
import dev.crossfade.migrator.cli.ExitStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdvanceTest {
  private static final String COMMENT = "What one is called.";

  @TempDir
  Path directory = Path.of("");

  private TestDatabase database;

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.create("advance", directory);
    database.execute(
        "CREATE TABLE users (id int PRIMARY KEY, username text, handle text)",
        "COMMENT ON COLUMN users.handle IS '" + COMMENT + "'",
        "INSERT INTO users SELECT i, 'user ' || i FROM generate_series(1, 20) i");
    phase("expand");
    assertEquals(ExitStatus.OK, database.run("init", "--execute").status());
  }

  @AfterEach
  void close() throws Exception {
    database.close();
  }

  private static String text(String phase) {
    return "version: 1\nmigrations:\n\n  handle: # people's names\n    table: users\n    phase: "
        + phase + "\n    rename: { username: handle }\n";
  }

  private void phase(String phase) throws Exception {
    database.mapping(text(phase));
  }

  private String file() throws Exception {
    return Files.readString(database.mappingFile());
  }

  private Optional<Floor> floor() throws SQLException {
    String comment = database
        .query("SELECT coalesce(col_description('users'::regclass, 3), '')")
        .get(0);
    assertEquals(COMMENT, Floor.stripped(comment));
    return Floor.of(comment);
  }

  private Optional<Phase> floorPhase() throws SQLException {
    return floor().map(Floor::phase);
  }

  private TestDatabase.Run advance(String... arguments) {
    return change("advance", arguments);
  }

  private TestDatabase.Run change(String verb, String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "handle";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return database.run(verb, all);
  }

  private static void assertDone(TestDatabase.Run run) {
    assertEquals(ExitStatus.OK, run.status(), run.out() + run.err());
  }

  private static void assertNot(String condition, TestDatabase.Run run) {
    assertEquals(ExitStatus.NO, run.status(), run.out() + run.err());
    assertTrue(
        run.out().lines().anyMatch(line -> line.startsWith("  NO") && line.contains(condition)),
        run.out());
  }

  private Connection application(Path file) throws SQLException {
    return DriverManager.getConnection(database.url().replaceFirst("jdbc:", "jdbc:crossfade:")
        + "&ApplicationName=shop&crossfade.config=" + file);
  }

  @Test
  void aMigrationGoesAllTheWayAndBack() throws Exception {
    try (Connection application = application(database.mappingFile())) {
      assertDone(advance());
      assertEquals(text("expand"), file());
      assertEquals(Optional.empty(), floor());

      assertDone(advance("--execute"));
      assertEquals(text("dual-write"), file());
      assertEquals(Optional.of(Phase.DUAL_WRITE), floorPhase());

      assertNot("every row is filled", advance("--execute"));
      assertDone(database.run("backfill", "--execute"));
      assertDone(advance("--execute"));
      assertDone(advance("--execute"));
      assertEquals(text("cutover\n    reads: 0%"), file());
      assertEquals(Optional.of(Phase.DUAL_WRITE), floorPhase());

      assertNot("the last verify was clean", advance("--reads", "25%", "--execute"));
      database.execute("UPDATE users SET username = 'past' WHERE id = 2");
      assertEquals(ExitStatus.NO, database.run("verify").status());
      assertNot("found drift", advance("--reads", "25%", "--execute"));
      assertDone(database.run("backfill", "--execute"));
      assertDone(database.run("verify"));
      assertDone(advance("--reads", "25%", "--execute"));
      assertDone(advance("--reads", "100", "--execute"));
      assertEquals(text("cutover\n    reads: 100%"), file());

      TestDatabase.Run early = advance();
      assertNot("all reads have been on the new shape for 7 d", early);
      assertNot("a verify was clean while all reads", early);
      assertNot("the file says what the old columns were", early);
      assertEquals(Optional.of(Phase.DUAL_WRITE), floorPhase());
      assertDone(database.run("verify"));
      database.mapping(file() + "    was:\n      username: { position: 2, type: text }\n");
      assertNot("all reads have been", advance("--execute"));
      assertDone(advance("--soak", "0s", "--execute"));
      assertEquals(Optional.of(Phase.CONTRACT), floorPhase());
      try (Statement statement = application.createStatement()) {
        statement.execute("UPDATE users SET username = 'new' WHERE id = 1");
      }

      assertNot("the old columns are filled again", change("rollback", "--execute"));
      assertDone(database.run("backfill", "--reverse", "--execute"));
      try (Statement statement = application.createStatement()) {
        statement.execute("UPDATE users SET username = 'newer' WHERE id = 2");
      }
      assertTrue(change("rollback", "--execute").out().contains("once more"));
      assertTrue(file().contains("phase: cutover\n    reads: 100%\n"), file());
      assertEquals(Optional.of(Phase.DUAL_WRITE), floorPhase());
      TestDatabase.Run destructive = database.run("backfill", "--execute");
      assertNotEquals(ExitStatus.OK, destructive.status());
      assertTrue((destructive.out() + destructive.err()).contains("come back from `contract`"));
      assertDone(database.run("backfill", "--reverse", "--execute"));
      assertEquals(
          List.of("newer|newer"),
          database.query("SELECT username, handle FROM users WHERE id = 2"));
      assertDone(database.run("verify"));
      assertDone(change("rollback", "--reads", "10%", "--execute"));
      for (int i = 0; i < 3; i++) {
        assertDone(change("rollback", "--execute"));
      }
      assertTrue(file().contains("phase: expand\n    rename"), file());
      assertEquals(Optional.empty(), floor());
    }
    assertEquals(
        List.of(
            "advance|dual-write",
            "advance|coalesce",
            "advance|cutover",
            "advance|cutover",
            "advance|cutover",
            "advance|contract",
            "rollback|cutover",
            "rollback|cutover",
            "rollback|coalesce",
            "rollback|dual-write",
            "rollback|expand"),
        database.query(
            "SELECT action, outcome FROM crossfade.history WHERE action IN ('advance', 'rollback') ORDER BY id"));
  }

  @Test
  void whoIsBehindIsNamedAndWaitedFor() throws Exception {
    phase("dual-write");
    Path stale = directory.resolve("stale.yaml");
    Files.writeString(stale, text("expand"));
    try (Connection behind = application(stale)) {
      TestDatabase.Run run = advance("--execute", "--wait", "300ms", "--force", "--reason", "test");
      assertTrue(
          run.out().contains("NO  every session is in `dual-write` or later: 1 × shop"), run.out());
      assertEquals(Optional.of(Phase.DUAL_WRITE), floorPhase());
      assertEquals(
          List.of("advance|coalesce|test"),
          database.query(
              "SELECT action, outcome, reason FROM crossfade.history WHERE action = 'advance'"));
      assertThrows(SQLException.class, () -> application(stale));
      assertFalse(behind.isClosed());
    }
  }

  @Test
  void aPreparedTransactionIsWaitedFor() throws Exception {
    phase("dual-write");
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      connection.createStatement().execute("UPDATE users SET username = 'x' WHERE id = 1");
      connection.createStatement().execute("PREPARE TRANSACTION 'advance'");
    }
    assertNot("1 prepared transactions", advance("--execute", "--wait", "100ms"));
    database.execute("ROLLBACK PREPARED 'advance'");
    assertNot("every row is filled", advance("--execute", "--wait", "100ms"));
  }

  @Test
  void whatAnInstanceWouldRefuseIsSaidBefore() throws Exception {
    database.execute("ALTER TABLE users DROP COLUMN handle");
    assertNot("an instance takes the edited file", advance("--execute"));
    assertEquals(text("expand"), file());
  }

  @Test
  void whatDependsOnOldColumnsHoldsContractUp() throws Exception {
    database.mapping(text("cutover\n    reads: 100%")
        + "    was:\n      username: { position: 2, type: text }\n");
    database.execute(
        "CREATE VIEW names AS SELECT username FROM users",
        "ALTER TABLE users ADD CONSTRAINT users_username_key UNIQUE (username)");
    TestDatabase.Run run = advance("--soak", "0s");
    assertNot(
        "nothing in the database depends on the old columns: rule _RETURN on view names", run);
    assertNot("users_username_key", run);
  }

  @Test
  void aLinkIsNotEdited() throws Exception {
    Path elsewhere = directory.resolve("..data");
    Files.move(database.mappingFile(), elsewhere);
    Files.createSymbolicLink(database.mappingFile(), elsewhere);
    Files.writeString(elsewhere, text("dual-write"));
    TestDatabase.Run run = advance("--execute", "--force", "--reason", "no rows yet");
    assertDone(run);
    assertTrue(run.out().contains("-    phase: dual-write\n+    phase: coalesce"), run.out());
    assertEquals(text("dual-write"), file());
    assertTrue(Files.isSymbolicLink(database.mappingFile()));
    assertEquals(Optional.of(Phase.DUAL_WRITE), floorPhase());
  }

  @Test
  void wrongCallsAreToldSo() {
    for (String[] wrong : new String[][] {
      {"--force"},
      {"--reason", "x"},
      {"--to", "cutover"},
      {"--to", "never"},
      {"--to", "dual-write", "--reads", "5%"},
      {"--reads", "101%"}
    }) {
      TestDatabase.Run run = advance(wrong);
      assertEquals(ExitStatus.USAGE, run.status(), String.join(" ", wrong) + run.err());
    }
    assertEquals(ExitStatus.USAGE, change("rollback").status());
  }

  @Test
  void scriptsGetOneObject() {
    TestDatabase.Run run = advance("--json");
    assertTrue(run.out().startsWith("{") && run.out().contains("\"mayGo\" : true"), run.out());
  }

  @Test
  void statusSaysWhoIsWhereAndWhatIsNext() throws Exception {
    phase("dual-write");
    try (Connection application = application(database.mappingFile());
        Connection plain = database.connect()) {
      plain.createStatement().execute("SET application_name = 'etl'");
      assertDone(advance("--to", "dual-write", "--execute"));
      TestDatabase.Run run = database.run("status");
      assertDone(run);
      assertTrue(
          run.out()
              .lines()
              .anyMatch(line ->
                  line.matches("handle +dual-write +dual-write +1 dual-write +none +not verified")),
          run.out());
      for (String line : List.of(
          "    seen      1 × shop at 127.0.0.1 as postgres: dual-write",
          "    silent    1 × etl at 127.0.0.1 as postgres",
          "    next      coalesce, when these conditions hold:",
          "    rollback  to expand")) {
        assertTrue(run.out().contains(line), run.out());
      }
      TestDatabase.Run json = database.run("status", "handle", "--json");
      assertTrue(json.out().contains("\"application\" : \"shop\""), json.out());
      assertTrue(json.out().contains("\"ready\" : false"), json.out());
      assertFalse(application.isClosed());
    }
    assertEquals(ExitStatus.USAGE, database.run("status", "--watch", "--json").status());
    assertEquals(ExitStatus.USAGE, database.run("status", "nobody").status());
  }

  @Test
  void statusIsWatchedUntilInterrupted() throws Exception {
    var watching = new Thread(() -> database.run("status", "--watch", "--every", "10ms"));
    watching.start();
    while (database
        .query(
            "SELECT 1 FROM pg_stat_activity WHERE application_name = 'crossfade' AND datname = 'advance'")
        .isEmpty()) {
      assertTrue(watching.isAlive());
    }
    watching.interrupt();
    watching.join();
  }
}
