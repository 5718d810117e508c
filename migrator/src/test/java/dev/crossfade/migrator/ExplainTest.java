package dev.crossfade.migrator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.crossfade.driver.CrossfadeDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

final class ExplainTest {
  private static final Map<String, String> PHASES = phases();
  private static final List<String> STATEMENTS = List.of(
      "SELECT username FROM users WHERE id = 7",
      "SELECT * FROM users ORDER BY username LIMIT 3",
      "UPDATE users SET username = 'b' WHERE id = 7",
      "INSERT INTO users VALUES (2000, 'c') ON CONFLICT (username) DO NOTHING",
      "SELECT count(*) FROM users WHERE username LIKE 'a%'",
      "DELETE FROM users WHERE username = 'zz'");

  @TempDir
  Path directory;

  private TestDatabase database;

  private static Map<String, String> phases() {
    Map<String, String> phases = new LinkedHashMap<>();
    phases.put("expand", "expand");
    phases.put("dual-write", "dual-write");
    phases.put("coalesce", "coalesce");
    phases.put("cutover-old", "cutover\n    reads: 0%");
    phases.put("cutover", "cutover\n    reads: 100%");
    phases.put("contract", "contract");
    return phases;
  }

  @BeforeEach
  void createDatabase() throws SQLException, IOException {
    database = TestDatabase.create("explain", directory);
    database.execute(
        "CREATE TABLE users (id int PRIMARY KEY, username varchar(50), handle varchar(50))",
        "CREATE UNIQUE INDEX ON users (username)",
        "CREATE INDEX ON users (handle)",
        "INSERT INTO users SELECT i, 'a' || i, 'a' || i FROM generate_series(1, 1000) i",
        "ANALYZE users");
    file("expand", "expand");
  }

  @AfterEach
  void drop() throws SQLException {
    database.close();
  }

  private void file(String phase, String text) throws IOException {
    String was = phase.equals("contract")
        ? "    was: { username: { position: 2, type: varchar(50), unique: false, not_null: false } }\n"
        : "";
    database.mapping("version: 1\nmigrations:\n  handle:\n    table: users\n    phase: " + text
        + "\n    rename: { username: handle }\n" + was);
  }

  /** What it prints is what the driver sends when the file really says so. */
  @Test
  void saysWhatTheServerGets() throws Exception {
    Map<String, Map<String, String>> said = new LinkedHashMap<>();
    for (String sql : STATEMENTS) {
      said.put(sql, bySentText(sql));
    }
    database.execute("DROP INDEX users_username_idx", "CREATE UNIQUE INDEX ON users (handle)");
    for (Map.Entry<String, String> phase : PHASES.entrySet()) {
      if (!phase.getKey().equals("contract")) {
        database.execute(
            "CREATE UNIQUE INDEX IF NOT EXISTS users_username_idx ON users (username)");
      } else {
        database.execute("DROP INDEX users_username_idx");
      }
      file(phase.getKey(), phase.getValue());
      for (String sql : STATEMENTS) {
        assertEquals(
            said.get(sql).get(phase.getKey()), sent(sql), () -> phase.getKey() + ": " + sql);
      }
    }
  }

  private Map<String, String> bySentText(String sql) throws IOException {
    TestDatabase.Run run = database.run("explain", "--json", sql);
    assertEquals(0, run.status(), run.err());
    Map<String, Object> answer = JSON.std.mapFrom(run.out());
    Map<String, String> texts = new LinkedHashMap<>();
    for (Object row : (List<?>) Objects.requireNonNull(answer.get("phases"))) {
      Map<?, ?> phase = (Map<?, ?>) row;
      texts.put(String.valueOf(phase.get("phase")), String.valueOf(phase.get("sql")));
      // In contract the arbiter of ON CONFLICT is an index that this database doesn't have yet.
      assertTrue("contract".equals(phase.get("phase"))
          || Double.parseDouble(String.valueOf(phase.get("cost"))) > 0);
    }
    assertEquals(PHASES.keySet(), texts.keySet());
    return texts;
  }

  /** Executes through the driver and asks the server what it got. */
  private String sent(String sql) throws SQLException {
    try (Connection connection = Objects.requireNonNull(
            new CrossfadeDriver().connect(database.crossfadeUrl(), new Properties()));
        Statement statement = connection.createStatement()) {
      int pid = connection.unwrap(PGConnection.class).getBackendPID();
      connection.setAutoCommit(false);
      statement.execute(sql);
      String query = database
          .query("SELECT query FROM pg_stat_activity WHERE pid = " + pid)
          .get(0);
      connection.rollback();
      return query;
    }
  }

  @Test
  void aRefusalIsAnAnswer() {
    TestDatabase.Run run = database.run("explain", "UPDATE users SET username = ?, handle = ?");
    assertEquals(1, run.status());
    assertTrue(run.out().contains("dual-write: refused"), run::out);
    assertTrue(run.out().contains("XF001"), run::out);
  }

  @Test
  void parametersAreFollowed() {
    TestDatabase.Run run = database.run(
        "explain", "--phase", "dual-write", "UPDATE users SET username = ? WHERE id = ?");
    assertEquals(0, run.status(), run::err);
    assertTrue(run.out().contains("parameters: ?1, ?1, ?2"), run::out);
  }

  /** A write of two tables is more than one statement, and all of them are what the driver sends. */
  @Test
  void whatRunsBesideIsSaid() throws Exception {
    database.execute("CREATE TABLE names (user_id int PRIMARY KEY, name varchar(50))");
    database.mapping(
        "version: 1\nmigrations:\n  names:\n    table: users\n    new_table: names\n    key: { id: user_id }\n    phase: dual-write\n    rename: { username: name }\n");
    String sql = "UPDATE users SET username = 'zoe' WHERE id = 1";
    TestDatabase.Run run = database.run("explain", "--json", "--phase", "dual-write", sql);
    assertEquals(0, run.status(), run.err());
    List<?> phases =
        (List<?>) Objects.requireNonNull(JSON.std.mapFrom(run.out()).get("phases"));
    assertEquals(List.of(sent(sql).strip()), ((Map<?, ?>) phases.get(0)).get("behind"));
    run = database.run("explain", "--phase", "contract", sql);
    assertTrue(run.out().contains("before it, in one transaction:\n    SELECT"), run::out);
    assertTrue(run.out().contains("parameters: the keys"), run::out);
  }

  @Test
  void nothingIsExecuted() throws SQLException {
    List<String> before = database.query("SELECT count(*), max(handle) FROM users");
    database.run("explain", "DELETE FROM users");
    assertEquals(before, database.query("SELECT count(*), max(handle) FROM users"));
  }

  @Test
  void aMistakeSaysWhatToDo() throws IOException {
    assertEquals(2, database.run("explain", "--phase", "backfill", "SELECT 1").status());
    assertEquals(2, database.run("explain", "--migration", "handel", "SELECT 1").status());
    assertEquals(2, database.run("explain", "--file", "nowhere.sql").status());
    database.mapping("version: 1\nmigrations:\n  handle:\n    tabel: users\n");
    TestDatabase.Run run = database.run("explain", "SELECT 1");
    assertEquals(2, run.status());
    assertTrue(run.err().contains("did you mean `table`?"), run::err);
    assertTrue(run.err().contains("XF002"), run::err);
  }

  @Test
  void auditReadsTheRealWorkload() throws Exception {
    database.execute("CREATE EXTENSION pg_stat_statements");
    database.execute(
        "SELECT username FROM users WHERE id = 3",
        "SELECT username FROM users WHERE id = 4",
        "SELECT u FROM users u LIMIT 1");
    TestDatabase.Run run = database.run("audit", "--json");
    assertEquals(1, run.status(), run::err);
    Map<String, Object> answer = JSON.std.mapFrom(run.out());
    List<?> refused = (List<?>) Objects.requireNonNull(answer.get("refused"));
    assertEquals(1, refused.size(), run::out);
    assertTrue(run.out().contains("SELECT u FROM users u LIMIT $1"), run::out);
    assertFalse(run.out().contains("id = 3"), run::out);
  }

  @Test
  void auditTakesLiteralsOfATypeAndLeavesOutTheCommandsOwnStatements() throws Exception {
    assertEquals(0, database.run("init", "--execute").status());
    database.execute(
        "CREATE EXTENSION pg_stat_statements",
        "SELECT pg_stat_statements_reset()",
        "SELECT username, now() - interval '1 day' FROM users WHERE date '2020-01-01' < now() AND TIMESTAMP WITH TIME ZONE '2020-01-01' < now()");
    database.run("plan");
    assertEquals(0, database.run("status").status());
    assertEquals(
        List.of("t", "t"),
        database.query(
            "SELECT count(*) > 0 FROM pg_stat_statements WHERE query LIKE '%interval $%date $%ZONE $%' UNION ALL SELECT count(*) > 0 FROM pg_stat_statements WHERE query LIKE '%crossfade.%'"));
    TestDatabase.Run run = database.run("audit");
    assertEquals(0, run.status(), run::out);
    assertFalse(run.out().contains("crossfade."), run::out);
  }

  @Test
  void auditReadsAFile() throws Exception {
    Path file = directory.resolve("statements.sql");
    Files.writeString(
        file, "SELECT username FROM users WHERE id = $1;\nSELECT ';' ; SELECT * FROM users;\n");
    TestDatabase.Run run = database.run("audit", "--phase", "contract", "--file", file.toString());
    assertEquals(0, run.status(), run::err);
    assertTrue(run.out().startsWith("3 statements, 3 calls"), run::out);
    assertTrue(run.out().contains("2 (2 calls)"), run::out);
  }

  @Test
  void auditWithoutCountsSaysHowToGetThem() {
    TestDatabase.Run run = database.run("audit");
    assertEquals(3, run.status());
    assertTrue(run.err().contains("CREATE EXTENSION pg_stat_statements"), run::err);
  }
}
