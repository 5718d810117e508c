package dev.crossfade.migrator.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crossfade.mapping.Mapping;
import dev.crossfade.mapping.MappingLoader;
import dev.crossfade.mapping.MappingSource;
import dev.crossfade.migrator.TestDatabase;
import dev.crossfade.migrator.cli.CommandException;
import dev.crossfade.rewrite.SqlExpressionSyntax;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What counts as drift, and that the mending mends it and nothing else. */
final class BoundTest {
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
  private static final String ADDRESSES = """
      version: 1
      migrations:
        addresses:
          table: users
          new_table: addresses
          key: { id: user_id }
          phase: dual-write
          rename: { street: line, city: town }
      """;
  private static final String CONTACTS = """
      version: 1
      migrations:
        emails: { table: emails, new_table: contacts, key: { user_id: id }, phase: %s, rename: { email: email } }
        phones:
          table: phones
          new_table: contacts
          key: { owner: id }
          phase: %s
          rename: { phone: phone }
      """;
  private static final String PEOPLE = """
      version: 1
      migrations:
        people: { table: persons, new_table: people, phase: dual-write, rename: "*" }
      """;

  private static final String CONTRACT = SPLIT.replace("dual-write", "contract")
      + "    was: { full_name: { position: 2, type: text, not_null: false, unique: false } }\n";

  @TempDir
  private Path directory;

  private TestDatabase database;
  private Connection connection;

  @BeforeEach
  void connect() throws Exception {
    database = TestDatabase.create("shape", directory);
    connection = database.connect();
  }

  @AfterEach
  void disconnect() throws Exception {
    connection.close();
    database.close();
  }

  private String value(String sql) throws Exception {
    return database.query(sql).get(0);
  }

  @Test
  void aRowDriftsOnlyIfItContradictsBothWays() throws Exception {
    database.execute(
        "CREATE TABLE users (id int PRIMARY KEY, full_name text, first_name text, last_name text)",
        """
        INSERT INTO users VALUES (1, 'Ada Ng', NULL, NULL), (2, 'Ada Ng', 'Bea', 'Ng'), (3, 'Mary Ann Lee', 'Mary Ann', 'Lee'), (4, 'Ada ', 'Ada', ''),
          (5, NULL, NULL, NULL), (6, 'Ada Ng', 'Ada', 'Ng'), (7, NULL, 'Bea', 'Ng')
        """);
    Bound bound = bind(SPLIT);
    assertEquals("different {2} {7} lossy {4} missing {1}", verdicts(bound.walks()));
    assertEquals(3, mend(bound.walks()));
    assertEquals("lossy {4}", verdicts(bound.walks()));
    assertEquals(
        "1 Ada/Ng, 2 Ada/Ng, 3 Mary Ann/Lee, 4 Ada/, 5 -/-, 6 Ada/Ng, 7 -/-",
        value(
            "SELECT string_agg(id || ' ' || coalesce(first_name, '-') || '/' || coalesce(last_name, '-'), ', ' ORDER BY id) FROM users"));
    assertEquals(0, mend(bound.walks()));
  }

  @Test
  void valuesAreComparedInTheColumnsOwnTypes() throws Exception {
    database.execute(
        "CREATE TABLE t (id int PRIMARY KEY, price int, dollars numeric(10,2), doc json, copy json)",
        "INSERT INTO t VALUES (1, 10, 3.33, '{\"a\": 1}', '{\"a\": 1}'), (2, 10, 3.34, '{}', '{ }'), (3, 1, NULL, NULL, NULL)");
    Bound price = bind("""
        version: 1
        migrations:
          m: { table: t, phase: dual-write, old: [price], new: { dollars: price / 3.0 }, back: { price: dollars * 3 } }
        """);
    assertEquals("missing {3}", verdicts(price.walks()));
    Bound document = bind("""
        version: 1
        migrations:
          m: { table: t, phase: dual-write, rename: { doc: copy } }
        """);
    assertEquals("different {2}", verdicts(document.walks()));
  }

  @Test
  void aColumnWithoutAnOldOneIsFilledWhereItIsNull() throws Exception {
    database.execute(
        "CREATE TABLE t (id int PRIMARY KEY, how text)",
        "INSERT INTO t VALUES (1, NULL), (2, 'express')");
    Bound bound = bind("""
        version: 1
        migrations:
          m: { table: t, phase: dual-write, new: { how: "'standard'" } }
        """);
    assertEquals("missing {1}", verdicts(bound.walks()));
    assertEquals(1, mend(bound.walks()));
    assertEquals("", verdicts(bound.walks()));
    assertTrue(bound.reverseWalks().isEmpty());
  }

  @Test
  void rowsAreWalkedByTheKeyThatThereIs() throws Exception {
    database.execute(
        "CREATE TABLE p (b text, a bigint, x int, y int, PRIMARY KEY (a, b)) PARTITION BY RANGE (a)",
        "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10)",
        "CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20)",
        "CREATE TABLE u (n int, k int NOT NULL, x int, y int)",
        "CREATE UNIQUE INDEX ON u (n)",
        "CREATE UNIQUE INDEX ON u (k DESC)",
        "CREATE UNIQUE INDEX u_k ON u (k) INCLUDE (x)",
        "CREATE TABLE h (x int, y int, e int NOT NULL UNIQUE DEFERRABLE)");
    String mapping = """
        version: 1
        migrations:
          m: { table: %s, phase: dual-write, rename: { x: y } }
        """;
    assertEquals(
        List.of("\"p1\" \"a\" \"b\"", "\"p2\" \"a\" \"b\""), keys(bind(mapping.formatted("p"))));
    assertEquals(List.of("\"u\" \"k\""), keys(bind(mapping.formatted("u"))));
    assertEquals(List.of("\"h\" \"ctid\""), keys(bind(mapping.formatted("h"))));
    database.execute(
        "INSERT INTO p VALUES ('b', 1, 1, NULL), ('c', 11, 1, 2)",
        "INSERT INTO h VALUES (1, NULL, 1)");
    assertEquals(
        "different {11,c} missing {1,b}", verdicts(bind(mapping.formatted("p")).walks()));
    assertEquals("missing {\"(0,1)\"}", verdicts(bind(mapping.formatted("h")).walks()));
  }

  @Test
  void columnsThatMoveToTheirOwnTable() throws Exception {
    database.execute(
        "CREATE TABLE users (id int PRIMARY KEY, street text, city text)",
        "CREATE TABLE addresses (user_id int PRIMARY KEY, line text, town text)",
        "INSERT INTO users VALUES (1, 'a', 'b'), (2, 'a', NULL), (3, NULL, NULL), (4, NULL, NULL), (5, 'a', 'b')",
        "INSERT INTO addresses VALUES (2, 'x', NULL), (3, 'x', 'y'), (4, NULL, NULL), (5, 'a', 'b'), (9, 'lost', NULL)");
    Bound bound = bind(ADDRESSES);
    assertEquals("different {2} extra {3} {9} missing {1}", verdicts(bound.walks()));
    assertEquals(4, mend(bound.walks()));
    assertEquals("", verdicts(bound.walks()));
    assertEquals("1ab 2a- 4-- 5ab", addresses());
    database.execute(
        "UPDATE addresses SET line = 'moved' WHERE user_id = 1",
        "DELETE FROM addresses WHERE user_id = 5");
    assertEquals("different {1} {5}", verdicts(bound.reverseWalks()));
    assertEquals(2, mend(bound.reverseWalks()));
    assertEquals("", verdicts(bound.reverseWalks()));
    assertEquals(
        "moved b, -",
        value(
            "SELECT string_agg(coalesce(street, '') || coalesce(' ' || city, '-'), ', ' ORDER BY id) FROM users WHERE id IN (1, 5)"));
  }

  @Test
  void aTableThatOthersUseTooKeepsItsRows() throws Exception {
    database.execute(
        "CREATE TABLE users (id int PRIMARY KEY, street text, city text)",
        "CREATE TABLE addresses (user_id int PRIMARY KEY, line text, town text, checked boolean)",
        "INSERT INTO users VALUES (1, NULL, NULL), (2, 'a', 'b')",
        "INSERT INTO addresses VALUES (1, 'x', 'y', true), (2, NULL, NULL, true), (9, 'other', NULL, false)");
    Bound bound = bind(ADDRESSES);
    assertEquals("different {2} extra {1}", verdicts(bound.walks()));
    assertEquals(2, mend(bound.walks()));
    assertEquals("", verdicts(bound.walks()));
    assertEquals("1-- 2ab 9other-", addresses());
  }

  @Test
  void aTableThatSeveralMigrationsFillKeepsARowForAnyOfThem() throws Exception {
    contacts();
    database.execute(
        "INSERT INTO contacts VALUES (1, 'a', NULL), (2, 'x', '0-22'), (3, 'old', NULL), (4, NULL, '0-44'), (5, NULL, '0-55'), (6, 'lost', NULL), (7, 'lost', '0-77'), (8, NULL, NULL)");
    Bound emails = bind(CONTACTS.formatted("dual-write", "dual-write"));
    assertEquals("different {2} extra {3} {6} {7} {8} missing {4} {9}", verdicts(emails.walks()));
    assertEquals(7, mend(emails.walks()));
    assertEquals("", verdicts(emails.walks()));
    assertEquals("1a- 2b0-22 4d0-44 5-0-55 7-0-77 9i-", shared());
    Bound phones = bind(CONTACTS.formatted("dual-write", "dual-write"), 1);
    assertEquals("extra {4} missing {10}", verdicts(phones.walks()));
    assertEquals(2, mend(phones.walks()));
    assertEquals("", verdicts(phones.walks()));
    assertEquals("", verdicts(emails.walks()));
    assertEquals("1a- 2b0-22 4d- 5-0-55 7-0-77 9i- 10-1", shared());
  }

  @Test
  void inContractTheNewRowTellsWhatAnotherMigrationNeeds() throws Exception {
    contacts();
    database.execute(
        "ALTER TABLE phones DROP COLUMN phone",
        "INSERT INTO contacts VALUES (1, 'a', NULL), (2, 'b', '0-22'), (3, 'old', '0-33'), (4, 'd', NULL), (5, 'old', NULL), (9, 'i', NULL)");
    String was = CONTACTS.formatted("dual-write", "contract")
        + "    was: { phone: { position: 2, type: text, not_null: false, unique: false } }\n";
    Bound emails = bind(was);
    assertEquals("extra {3} {5}", verdicts(emails.walks()));
    assertEquals(2, mend(emails.walks()));
    assertEquals("", verdicts(emails.walks()));
    assertEquals("1a- 2b0-22 3-0-33 4d- 9i-", shared());
    database.execute("ALTER TABLE phones ADD COLUMN phone text");
    Bound phones = bind(was, 1);
    assertEquals("different {2}", verdicts(phones.reverseWalks()));
    assertEquals(1, mend(phones.reverseWalks()));
  }

  private void contacts() throws Exception {
    database.execute(
        "CREATE TABLE emails (user_id int PRIMARY KEY, email text)",
        "CREATE TABLE phones (owner int PRIMARY KEY, phone text)",
        "CREATE TABLE contacts (id int PRIMARY KEY, email text, phone text)",
        "INSERT INTO emails VALUES (1, 'a'), (2, 'b'), (3, NULL), (4, 'd'), (5, NULL), (9, 'i')",
        "INSERT INTO phones VALUES (2, '0-22'), (5, '0-55'), (7, '0-77'), (10, '1')");
  }

  private String shared() throws Exception {
    return value(
        "SELECT string_agg(id || coalesce(email, '-') || coalesce(phone, '-'), ' ' ORDER BY id) FROM contacts");
  }

  @Test
  void aTableThatIsRenamed() throws Exception {
    database.execute(
        "CREATE TABLE persons (id int PRIMARY KEY, name text)",
        "CREATE TABLE people (id int PRIMARY KEY, name text)",
        "INSERT INTO persons VALUES (1, 'a'), (2, NULL), (3, 'c')",
        "INSERT INTO people VALUES (3, 'x'), (4, 'd')");
    Bound bound = bind(PEOPLE);
    assertEquals("different {3} extra {4} missing {1} {2}", verdicts(bound.walks()));
    assertEquals(4, mend(bound.walks()));
    assertEquals("", verdicts(bound.walks()));
    database.execute(
        "INSERT INTO people VALUES (5, 'e')",
        "DELETE FROM people WHERE id = 1",
        "UPDATE people SET name = 'z' WHERE id = 2");
    assertEquals(3, mend(bound.reverseWalks()));
    assertEquals("", verdicts(bound.walks()));
    assertEquals("2z 3c 5e", value("SELECT string_agg(id || name, ' ' ORDER BY id) FROM persons"));
  }

  @Test
  void theWayBackFillsTheOldColumnsAsContractShowsThem() throws Exception {
    database.execute(
        "CREATE TABLE users (id int PRIMARY KEY, full_name text, first_name text, last_name text)",
        "INSERT INTO users VALUES (1, 'stale', 'Ada', 'Ng'), (2, NULL, 'Bea', NULL), (3, 'Mary Ann Lee', 'Mary Ann', 'Lee'), (4, 'stale', NULL, NULL)");
    Bound bound = bind(CONTRACT);
    assertEquals("different {1} {2} {4}", verdicts(bound.reverseWalks()));
    assertEquals(3, mend(bound.reverseWalks()));
    assertEquals("", verdicts(bound.reverseWalks()));
    database.execute("ALTER TABLE users DROP COLUMN full_name");
    assertTrue(!bind(CONTRACT).hasOldColumns());
  }

  @Test
  void whatIsMissingIsNamed() throws Exception {
    database.execute("CREATE TABLE users (id int PRIMARY KEY, full_name text)");
    var column = assertThrows(CommandException.class, () -> bind(SPLIT));
    assertEquals(
        "Table public.users has no column `first_name`, which migration `split` names.",
        column.getMessage());
    var table = assertThrows(CommandException.class, () -> bind(PEOPLE));
    assertEquals(
        "There is no table `persons`, which migration `people` names.", table.getMessage());
  }

  private Bound bind(String yaml) throws Exception {
    return bind(yaml, 0);
  }

  private Bound bind(String yaml, int number) throws Exception {
    Path file = Files.writeString(directory.resolve("crossfade.yaml"), yaml);
    Mapping mapping = MappingLoader.load(MappingSource.of(file), new SqlExpressionSyntax());
    return new Binder(mapping, connection).bind(mapping.migrations().get(number));
  }

  private String addresses() throws Exception {
    return value(
        "SELECT string_agg(user_id || coalesce(line, '-') || coalesce(town, '-'), ' ' ORDER BY user_id) FROM addresses");
  }

  private static List<String> keys(Bound bound) {
    return bound.walks().stream()
        .map(walk -> Quoted.name(walk.segment().name()) + " "
            + walk.segment().key().list("").replace(".", "").replace(",", ""))
        .toList();
  }

  private String verdicts(List<Walk> walks) throws Exception {
    List<String> parts = new ArrayList<>();
    for (Walk walk : walks) {
      parts.add("SELECT " + walk.verdict() + " AS verdict, " + walk.keyTexts() + "::text AS key, "
          + walk.drifted() + " AS drifted FROM " + walk.from());
    }
    String rows = String.join(" UNION ALL ", parts);
    assertEquals(
        "0",
        value("SELECT count(*) FROM (" + rows
            + ") x WHERE drifted IS DISTINCT FROM coalesce(verdict <> 'lossy', false)"));
    return value(
        "SELECT coalesce(string_agg(verdict || ' ' || keys, ' ' ORDER BY verdict), '') FROM (SELECT verdict, string_agg(key, ' ' ORDER BY key) AS keys FROM ("
            + rows + ") x WHERE verdict IS NOT NULL GROUP BY verdict) y");
  }

  private long mend(List<Walk> walks) throws Exception {
    long rows = 0;
    try (var statement = connection.createStatement()) {
      for (Walk walk : walks) {
        for (RangeSql lock : walk.lock()) {
          statement.execute(lock.where("true"));
        }
        for (RangeSql mend : walk.mends()) {
          rows += statement.executeUpdate(mend.where("true"));
        }
      }
    }
    return rows;
  }
}
