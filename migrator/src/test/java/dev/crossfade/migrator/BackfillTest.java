package dev.crossfade.migrator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the verb does on a quiet database. */
final class BackfillTest {
  private static final String SPLIT = """
      version: 1
      migrations:
        split:
          table: users
          phase: dual-write
          old: [full_name]
          new:
            first_name: split_part(full_name, ' ', 1)
            last_name: substr(full_name, length(split_part(full_name, ' ', 1)) + 2)
          back:
            full_name: first_name || coalesce(' ' || nullif(last_name, ''), '')
          lossless: old
      """;

  private static final String DRIFTED =
      "SELECT count(*) FROM users WHERE (first_name, last_name) IS DISTINCT FROM (split_part(full_name, ' ', 1), substr(full_name, length(split_part(full_name, ' ', 1)) + 2))";

  @TempDir
  private Path directory;

  private TestDatabase database;

  @BeforeEach
  void makeUsers() throws Exception {
    database = TestDatabase.create("backfill", directory);
    database.mapping(SPLIT);
    database.execute(
        "CREATE TABLE users (id int PRIMARY KEY, full_name text, first_name text, last_name text)",
        "INSERT INTO users SELECT i, 'Name' || i || ' of ' || i FROM generate_series(1, 7000) i",
        "UPDATE users SET first_name = 'stale', last_name = 'row' WHERE id % 1000 = 1",
        "UPDATE users SET full_name = 'Mary Ann Lee', first_name = 'Mary Ann', last_name = 'Lee' WHERE id = 3",
        "VACUUM ANALYZE users");
    assertEquals(0, database.run("init", "--execute").status());
  }

  @AfterEach
  void drop() throws Exception {
    database.close();
  }

  @Test
  void withoutExecuteItCountsAndWritesNothing() throws Exception {
    var run = database.run("backfill");
    assertEquals(0, run.status(), run.err());
    assertTrue(
        run.out()
            .contains(
                "`split`: 6,999 of 7,000 rows of public.users would be written (6,992 missing, 0 extra, 7 different)"),
        run.out());
    assertEquals(List.of("7000"), database.query(DRIFTED));
    assertEquals(List.of("0"), database.query("SELECT count(*) FROM crossfade.jobs"));
  }

  @Test
  void itFillsWhatHasDriftedAndNothingElse() throws Exception {
    String untouched = "SELECT xmin FROM users WHERE id = 3";
    var before = database.query(untouched);
    var run = database.run("backfill", "--execute", "--workers", "2");
    assertEquals(0, run.status(), run.err() + run.out());
    assertTrue(run.out().contains("looked at 7,000 rows and wrote 6,999"), run.out());
    assertEquals(List.of("1"), database.query(DRIFTED));
    assertEquals(before, database.query(untouched));
    assertEquals(
        List.of("split|backfill|done|6999"),
        database.query(
            "SELECT migration, action, outcome, details->>'changed' FROM crossfade.history"));
    var again = database.run("backfill", "--execute", "--json");
    assertEquals(0, again.status(), again.err());
    assertTrue(again.out().contains("\"changed\" : 0"), again.out());
  }

  @Test
  void rowsThatCannotBeWrittenAreListedByKeyAndTheRestIsFilled() throws Exception {
    database.execute(
        "ALTER TABLE users ADD CONSTRAINT short CHECK (length(first_name) < 9 OR first_name IS NULL) NOT VALID",
        "UPDATE users SET full_name = 'Secretary X' WHERE id IN (5, 6, 6999)");
    var run = database.run("backfill", "--execute");
    assertEquals(1, run.status(), run.err());
    assertTrue(
        run.out()
            .contains(
                "3 rows can't be written, by key, and why:\n  \"public\".\"users\" (5)  23514"),
        run.out());
    assertTrue(!run.out().contains("Secretary") && !run.err().contains("Secretary"), run.out());
    assertEquals(List.of("4"), database.query(DRIFTED));
    assertEquals(
        List.of("{5}", "{6}", "{6999}"),
        database.query("SELECT key FROM crossfade.findings ORDER BY key"));
  }

  @Test
  void tablesWithoutAKeyWithACompositeOneAndInPartitions() throws Exception {
    for (String table : List.of(
        "CREATE TABLE t (a int, x text, y text)",
        "CREATE TABLE t (a int, x text, y text, b text DEFAULT md5(random()::text), PRIMARY KEY (b, a))",
        "CREATE TABLE t (a int PRIMARY KEY, x text, y text) PARTITION BY RANGE (a); CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (4000); CREATE TABLE t2 PARTITION OF t DEFAULT")) {
      database.mapping("""
          version: 1
          migrations: { m: { table: t, phase: dual-write, rename: { x: y } } }
          """);
      database.execute(
          "DROP TABLE IF EXISTS t",
          table,
          "INSERT INTO t (a, x) SELECT i, 'v' || i FROM generate_series(1, 9000) i");
      var run = database.run("backfill", "--execute", "--workers", "2");
      assertEquals(0, run.status(), run.err() + run.out());
      assertEquals(
          List.of("0"), database.query("SELECT count(*) FROM t WHERE x IS DISTINCT FROM y"));
    }
  }

  @Test
  void aTableWithARule() throws Exception {
    database.execute(
        "CREATE TABLE noted (id int)",
        "CREATE RULE note AS ON UPDATE TO users DO ALSO INSERT INTO noted VALUES (NEW.id)");
    var run = database.run("backfill", "--execute");
    assertEquals(0, run.status(), run.err() + run.out());
    assertEquals(
        List.of("0"), database.query("SELECT count(*) FROM users WHERE first_name IS NULL"));
  }

  @Test
  void columnsThatMoveToATableOfTheirOwn() throws Exception {
    database.mapping("""
        version: 1
        migrations:
          addresses: { table: users, new_table: addresses, key: { id: user_id }, phase: dual-write, rename: { full_name: line } }
        """);
    database.execute(
        "CREATE TABLE addresses (user_id int PRIMARY KEY REFERENCES users DEFERRABLE, line text)",
        "UPDATE users SET full_name = NULL WHERE id % 3 = 0",
        "INSERT INTO addresses SELECT i, 'stale' FROM generate_series(1, 7000, 2) i",
        "ANALYZE addresses");
    var run = database.run("backfill", "--execute", "--workers", "2");
    assertEquals(0, run.status(), run.err() + run.out());
    assertEquals(
        List.of("0"),
        database.query(
            "SELECT count(*) FROM users u FULL JOIN addresses a ON a.user_id = u.id WHERE a.line IS DISTINCT FROM u.full_name"));
  }

  @Test
  void columnsOfTwoTablesThatComeTogether() throws Exception {
    database.execute(
        "CREATE TABLE emails (user_id int PRIMARY KEY, email text NOT NULL)",
        "CREATE TABLE phones (owner int PRIMARY KEY, phone text)",
        "INSERT INTO emails SELECT i, 'e' || i FROM generate_series(1, 3000) i",
        "INSERT INTO phones SELECT i, CASE WHEN i % 2 = 0 THEN 'p' || i END FROM generate_series(2000, 5000) i");
    String contacts = """
        version: 1
        migrations:
          emails: { table: emails, new_table: contacts, key: { user_id: user_id }, phase: %1$s, rename: { email: email } }
          phones: { table: phones, new_table: contacts, key: { owner: user_id }, phase: %1$s, rename: { phone: phone } }
        """;
    database.mapping(contacts.formatted("expand"));
    var expand = database.run("apply", "--stage", "expand", "--execute");
    assertEquals(0, expand.status(), expand.err() + expand.out());
    database.mapping(contacts.formatted("dual-write"));
    var emails = database.run("backfill", "emails", "--execute", "--workers", "2");
    assertEquals(0, emails.status(), emails.err() + emails.out());
    assertEquals(1, database.run("verify").status());
    var phones = database.run("backfill", "phones", "--execute", "--workers", "2");
    assertEquals(0, phones.status(), phones.err() + phones.out());
    assertEquals(0, database.run("verify").status());
    assertEquals(
        List.of("0"),
        database.query(
            "SELECT count(*) FROM (SELECT coalesce(user_id, owner) AS id, email, phone FROM emails FULL JOIN phones ON owner = user_id WHERE num_nonnulls(email, phone) > 0) o FULL JOIN contacts n ON n.user_id = o.id WHERE ROW(n.user_id, n.email, n.phone) IS DISTINCT FROM ROW(o.id, o.email, o.phone)"));
    database.execute(
        "DELETE FROM emails WHERE user_id IN (1, 2000)",
        "UPDATE phones SET phone = NULL WHERE owner IN (2000, 2002, 4000)",
        "UPDATE contacts SET email = 'stale' WHERE user_id IN (3, 4002)");
    var verify = database.run("verify", "--keys", "1");
    assertEquals(1, verify.status(), verify.out());
    assertTrue(verify.out().contains("0 missing, 4 extra, 1 different"), verify.out());
    var repaired = database.run("verify", "--repair", "--execute");
    assertEquals(0, repaired.status(), repaired.err() + repaired.out());
    assertEquals(
        List.of("0"),
        database.query(
            "SELECT count(*) FROM (SELECT coalesce(user_id, owner) AS id, email, phone FROM emails FULL JOIN phones ON owner = user_id WHERE num_nonnulls(email, phone) > 0) o FULL JOIN contacts n ON n.user_id = o.id WHERE ROW(n.user_id, n.email, n.phone) IS DISTINCT FROM ROW(o.id, o.email, o.phone)"));
  }

  @Test
  void theWayBackFillsTheOldColumns() throws Exception {
    database.mapping(SPLIT.replace("dual-write", "contract")
        + "    was: { full_name: { position: 2, type: text, not_null: false, unique: false } }\n");
    database.execute("UPDATE users SET first_name = 'New', last_name = id::text, full_name = NULL");
    assertEquals(1, database.run("backfill", "split").status());
    var run = database.run("backfill", "split", "--reverse", "--execute");
    assertEquals(0, run.status(), run.err() + run.out());
    assertEquals(
        List.of("7000"),
        database.query("SELECT count(*) FROM users WHERE full_name = 'New ' || id"));
  }

  @Test
  void inExpandThereIsNothingToFill() throws Exception {
    database.mapping(SPLIT.replace("dual-write", "expand"));
    assertEquals(0, database.run("backfill", "--execute").status());
    var run = database.run("backfill", "split", "--execute");
    assertEquals(1, run.status());
    assertTrue(run.err().contains("first `dual-write`"), run.err());
  }

  @Test
  void withoutInitItSaysSo() throws Exception {
    assertEquals(0, database.run("init", "--drop", "--execute").status());
    var run = database.run("backfill", "--execute");
    assertEquals(3, run.status());
    assertTrue(run.err().contains("crossfade init --execute"), run.err());
  }
}
