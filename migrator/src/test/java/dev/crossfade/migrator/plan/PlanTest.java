package dev.crossfade.migrator.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crossfade.mapping.Mapping;
import dev.crossfade.mapping.MappingLoader;
import dev.crossfade.mapping.MappingSource;
import dev.crossfade.migrator.TestDatabase;
import dev.crossfade.rewrite.SqlExpressionSyntax;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlanTest {
  private static final String COLUMN = """
      SELECT format_type(atttypid, atttypmod), attcollation::regcollation, attnotnull, attstattarget, attoptions, attstorage, pg_get_expr(adbin, adrelid),
        col_description(attrelid, attnum), attacl
      FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum WHERE attrelid = 'users'::regclass AND attname = '%s'
      """;

  private static final String RENAME = """
      version: 1
      migrations:
        handle:
          table: users
          phase: expand
          rename: { username: handle, country: nation }
      """;

  private static final String OTHERS = """
      version: 1
      migrations:
        dollars:
          table: products
          phase: expand
          old: [price]
          new: { price_decimal: price / 100.0 }
          back: { price: round(price_decimal * 100) }
          lossless: true
        split:
          table: products
          phase: expand
          old: [title]
          new: { first: "split_part(title, ' ', 1)", rest: "nullif(substr(title, length(split_part(title, ' ', 1)) + 2), '')" }
          back: { title: "first || coalesce(' ' || rest, '')" }
          lossless: old
        shipping:
          table: products
          phase: expand
          new: { shipping: "'standard'" }
      """;

  @TempDir
  Path directory;

  private TestDatabase database;

  @BeforeEach
  void createDatabase() throws SQLException {
    database = TestDatabase.create("plan", directory);
    database.execute(
        "CREATE TABLE countries (code text PRIMARY KEY)",
        "INSERT INTO countries VALUES ('de'), ('ch')",
        """
        CREATE TABLE users (id bigint PRIMARY KEY, username varchar(40) COLLATE "C" NOT NULL DEFAULT 'anon' CONSTRAINT users_username_key UNIQUE,
          country text REFERENCES countries ON DELETE SET NULL, joined date, CONSTRAINT username_is_something CHECK (username <> '' AND id > 0))
        """,
        "COMMENT ON COLUMN users.username IS 'the login''s name'",
        "ALTER TABLE users ALTER username SET STATISTICS 300, ALTER username SET STORAGE EXTERNAL, ALTER username SET (n_distinct = -1)",
        """
        CREATE INDEX users_username_lower ON users (lower(username) text_pattern_ops DESC NULLS LAST, joined) INCLUDE (country, username) WITH (fillfactor = 70)
          WHERE username <> 'x' AND id > 5
        """,
        "CREATE INDEX users_username_hash ON users USING hash (username)",
        "CREATE UNIQUE INDEX users_username_part ON users (username DESC) NULLS NOT DISTINCT WHERE joined > '2020-01-01'",
        "CREATE TABLE orders (id bigint PRIMARY KEY, username varchar(40) CONSTRAINT orders_username_fkey REFERENCES users (username) ON UPDATE CASCADE)",
        "INSERT INTO users SELECT i, 'u' || i, 'de', '2021-01-01' FROM generate_series(1, 500) i",
        "INSERT INTO orders SELECT i, 'u' || i FROM generate_series(1, 100) i",
        "GRANT SELECT (username), UPDATE (username) ON users TO pg_monitor",
        """
        CREATE TABLE products (id serial PRIMARY KEY, price integer NOT NULL DEFAULT 5 CHECK (price >= 0) UNIQUE, title text NOT NULL, other text)
        """,
        "CREATE INDEX products_price_title ON products (price, title)",
        "CREATE INDEX products_title ON products (title text_pattern_ops)",
        "INSERT INTO products (price, title, other) SELECT i, 'The Kettle ' || i, 'o' FROM generate_series(1, 300) i");
  }

  @AfterEach
  void drop() throws SQLException {
    database.close();
  }

  private static Mapping mapping(String text) throws Exception {
    return MappingLoader.load(new MappingSource("test.yaml", text), new SqlExpressionSyntax());
  }

  private Plan plan(String text, Stage... stages) throws Exception {
    Mapping mapping = mapping(text);
    try (Connection connection = database.connect()) {
      return new PlanMaker(connection, mapping, Map.of("price_decimal", "numeric(10,2)"))
          .plan(
              mapping.migrations(), stages.length == 0 ? Set.of() : EnumSet.of(stages[0], stages));
    }
  }

  /** Runs a stage step by step; each time what is left is what was left before but for the step, and the locks are those that were said. */
  private void carryOutEach(String text, Stage stage) throws Exception {
    List<Step> left = plan(text, stage).steps();
    while (!left.isEmpty()) {
      execute(left.get(0));
      List<Step> next = plan(text, stage).steps();
      assertEquals(
          sql(left.subList(1, left.size())), sql(next), "after " + left.get(0).sql());
      left = next;
    }
  }

  /** Runs a stage; nothing is left then, and the locks are those that were said. */
  private void carryOut(String text, Stage stage) throws Exception {
    Plan plan = plan(text, stage);
    assertEquals(List.of(), plan.problems());
    assertFalse(plan.steps().isEmpty());
    for (Step step : plan.steps()) {
      execute(step);
    }
    assertEquals(List.of(), sql(plan(text, stage).steps()));
  }

  private static List<String> sql(List<Step> steps) {
    return steps.stream().map(Step::sql).toList();
  }

  private void execute(Step step) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(!step.transactional());
      statement.execute(step.sql());
      if (step.transactional()) {
        Map<String, String> said = new TreeMap<>();
        step.locks().forEach(held -> said.put(held.relation(), held.lock().mode()));
        // A table that is gone has no name any more.
        if (!step.sql().startsWith("DROP TABLE")) {
          assertEquals(said, locks(statement, said.keySet()), step.sql());
        }
        connection.commit();
      }
    }
  }

  /** The strongest lock on each of these tables, and on every other in the schema that holds up a writer. */
  private static Map<String, String> locks(Statement statement, Set<String> named)
      throws SQLException {
    List<String> order = List.of(
        "AccessShareLock",
        "RowShareLock",
        "RowExclusiveLock",
        "ShareUpdateExclusiveLock",
        "ShareLock",
        "ShareRowExclusiveLock",
        "AccessExclusiveLock");
    Map<String, String> locks = new TreeMap<>();
    try (var rows = statement.executeQuery(
        "SELECT 'public.' || relname, mode, c.xmin::text = pg_current_xact_id()::xid::text FROM pg_locks JOIN pg_class c ON c.oid = relation WHERE pid = pg_backend_pid() AND relkind IN ('r', 'p') AND NOT relispartition"
            + " AND relnamespace = 'public'::regnamespace AND granted")) {
      while (rows.next()) {
        String table = rows.getString(1);
        boolean holdsUp = order.indexOf(rows.getString(2)) > 2;
        if (named.contains(table) || holdsUp && !isNew(table)) {
          locks.merge(
              table, rows.getString(2), (a, b) -> order.indexOf(a) > order.indexOf(b) ? a : b);
        }
      }
    }
    return locks;
  }

  private static boolean isNew(String table) {
    return table.equals("public.people") || table.equals("public.addresses");
  }

  private void fill() throws SQLException {
    database.execute("UPDATE users SET handle = username, nation = country");
  }

  @Test
  void renamedColumnHasAllThatTheOldOneHas() throws Exception {
    carryOutEach(RENAME, Stage.EXPAND);
    fill();
    List<String> old = database.query(COLUMN.formatted("username"));
    List<String> indexes = database.query(
        "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = 'users'::regclass AND NOT indisprimary AND indexrelid <> 'users_username_part'::regclass ORDER BY 1");
    List<String> constraints = database.query(
        "SELECT conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint WHERE conrelid = 'users'::regclass AND contype IN ('c', 'f', 'u') ORDER BY 1");
    carryOutEach(RENAME, Stage.AFTER_BACKFILL);
    assertEquals(old, database.query(COLUMN.formatted("handle")));
    assertEquals(
        new TreeSet<>(renamed(indexes)),
        new TreeSet<>(
            database.query(
                "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = 'users'::regclass AND pg_get_indexdef(indexrelid) LIKE '%handle%'")));
    Set<String> wanted = new TreeSet<>(renamed(constraints).stream()
        .map(line -> line.replace("UNIQUE (handle)", "UNIQUE (handle) DEFERRABLE"))
        .toList());
    assertEquals(
        wanted,
        new TreeSet<>(
            database.query(
                "SELECT conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint WHERE conrelid = 'users'::regclass AND contype IN ('c', 'f', 'u') AND pg_get_constraintdef(oid) ~ 'handle|nation'")));
  }

  private static List<String> renamed(List<String> definitions) {
    return definitions.stream()
        .map(text -> text.replace("username", "handle")
            .replace("INCLUDE (country", "INCLUDE (nation")
            .replace("users_country_fkey", "users_nation_fkey")
            .replace("KEY (country)", "KEY (nation)"))
        .toList();
  }

  @Test
  void renamedColumnTakesOver() throws Exception {
    carryOut(RENAME, Stage.EXPAND);
    fill();
    carryOut(RENAME, Stage.AFTER_BACKFILL);
    List<String> was = plan(RENAME, Stage.BEFORE_CONTRACT).was().get("handle");
    carryOutEach(RENAME, Stage.BEFORE_CONTRACT);
    assertEquals(
        List.of("users_handle_key|UNIQUE (handle)"),
        database.query(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'users'::regclass AND contype = 'u'"));
    assertEquals(
        List.of(
            "orders_handle_fkey|FOREIGN KEY (username) REFERENCES users(handle) ON UPDATE CASCADE|t"),
        database.query(
            "SELECT conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint WHERE conrelid = 'orders'::regclass AND contype = 'f'"));
    database.execute(
        "INSERT INTO users (id, handle, joined) VALUES (1000, 'new', now()), (1001, 'other', now())");
    String contract =
        WasEdit.apply(RENAME, "handle", was).replace("phase: expand", "phase: contract");
    carryOut(contract, Stage.CONTRACT);
    assertEquals(
        List.of("id", "joined", "handle", "nation"),
        database.query(
            "SELECT attname FROM pg_attribute WHERE attrelid = 'users'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum"));
    assertEquals(
        List.of(
            "users_handle_hash",
            "users_handle_key",
            "users_handle_lower",
            "users_handle_part",
            "users_pkey"),
        database.query(
            "SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE indrelid = 'users'::regclass AND indisvalid ORDER BY 1"));
  }

  /** What the driver seeks by is what the server finds an index for. */
  @Test
  void convertedColumnsAreFoundByTheirIndexes() throws Exception {
    carryOut(OTHERS, Stage.EXPAND);
    database.execute(
        "UPDATE products SET price_decimal = price / 100.0, first = split_part(title, ' ', 1), rest = nullif(substr(title, length(split_part(title, ' ', 1)) + 2), ''), shipping = 'standard'");
    carryOut(OTHERS, Stage.AFTER_BACKFILL);
    assertEquals(
        List.of(
            "price_decimal|t|(5)::numeric / 100.0",
            "first|t|null",
            "rest|f|null",
            "shipping|t|'standard'::text"),
        database
            .query(
                "SELECT attname, attnotnull, pg_get_expr(adbin, adrelid) FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum WHERE attrelid = 'products'::regclass AND attnum > 4 ORDER BY attnum")
            .stream()
            .map(line -> line.replaceAll("\\((\\(5\\).*)\\)$", "$1"))
            .toList());
    carryOut(OTHERS, Stage.BEFORE_CONTRACT);
    database.execute("ALTER DATABASE plan SET enable_seqscan = off");
    Map<String, String> seeks = Map.of(
        "CAST(round(price_decimal * 100) AS integer) = 7", "Index Cond",
        "price_decimal = 7", "Index Cond",
        "CAST(first || coalesce(' ' || rest, '') AS text) LIKE 'The Kettle 7%'", "Index Cond");
    for (var seek : seeks.entrySet()) {
      String plan = String.join(
          "\n", database.query("EXPLAIN SELECT * FROM products WHERE " + seek.getKey()));
      assertTrue(plan.contains(seek.getValue()), plan);
    }
    database.execute(
        "INSERT INTO products (price_decimal, first, shipping) VALUES (77, 'Pot', 'standard')");
  }

  /** What b makes of a row that isn't filled counts for nothing. */
  @Test
  void rowsWithoutAValueBreakNothing() throws Exception {
    database.execute(
        "ALTER TABLE products ADD tag text UNIQUE CHECK (tag <> '')",
        "UPDATE products SET tag = 'a-' || id");
    String tags = """
        version: 1
        migrations:
          tags:
            table: products
            phase: expand
            old: [tag]
            new: { a: "split_part(tag, '-', 1)", b: "split_part(tag, '-', 2)" }
            back: { tag: "coalesce(a, '') || coalesce('-' || b, '')" }
            lossless: old
        """;
    carryOut(tags, Stage.EXPAND);
    database.execute("UPDATE products SET a = 'a', b = id::text");
    carryOut(tags, Stage.AFTER_BACKFILL);
    carryOut(tags, Stage.BEFORE_CONTRACT);
    assertTrue(plan(tags, Stage.BEFORE_CONTRACT).remarks().stream()
        .anyMatch(remark -> remark.text().contains("b makes something of NULL")));
    database.execute(
        "INSERT INTO products (price, title) VALUES (2001, 'x')",
        "INSERT INTO products (price, title) VALUES (2002, 'y')");
    SQLException refused = org.junit.jupiter.api.Assertions.assertThrows(
        SQLException.class,
        () -> database.execute("INSERT INTO products (price, title, a) VALUES (2003, 'z', '')"));
    assertEquals("23514", refused.getSQLState());
  }

  @Test
  void wasIsWhatTheColumnsAre() throws Exception {
    database.mapping(RENAME.replace("    phase: expand", "    phase: expand   # soon\n"));
    carryOut(RENAME, Stage.EXPAND);
    assertEquals(0, database.run("plan", "--write-was").status());
    String written = Files.readString(database.mappingFile());
    assertTrue(written.contains("phase: expand   # soon\n\n"));
    var was = mapping(written).migrations().get(0).was();
    var username = was.get("username");
    assertEquals(2, username.position());
    assertEquals("character varying(40)", username.type());
    assertEquals(
        List.of("'anon'::character varying"),
        username.defaultExpression().stream().toList());
    assertEquals(
        new TreeSet<>(
            database.query(
                "SELECT replace(pg_get_indexdef(indexrelid), 'ON users', 'ON public.users') FROM pg_index WHERE indrelid = 'users'::regclass AND indexrelid::regclass::text ~ 'lower|hash|part'")),
        new TreeSet<>(username.indexes()));
    assertEquals(3, was.get("country").position());
    assertTrue(username.unique() && username.notNull());
    database.execute("ALTER TABLE users ALTER username DROP NOT NULL");
    assertEquals(0, database.run("plan", "--write-was").status());
    assertEquals(written, Files.readString(database.mappingFile()));
  }

  @Test
  void brokenIndexIsRebuiltAndAnotherIsInTheWay() throws Exception {
    carryOut(RENAME, Stage.EXPAND);
    database.execute("UPDATE users SET handle = 'same'");
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE UNIQUE INDEX CONCURRENTLY users_handle_key ON users (handle)");
    } catch (SQLException e) {
      assertEquals("23505", e.getSQLState());
    }
    database.execute("CREATE INDEX users_handle_hash ON users (joined)");
    fill();
    Plan plan = plan(RENAME, Stage.AFTER_BACKFILL);
    assertEquals(
        List.of(
            "DROP INDEX CONCURRENTLY public.users_handle_key",
            "CREATE UNIQUE INDEX CONCURRENTLY users_handle_key ON public.users USING btree (handle)"),
        sql(plan.steps()).subList(0, 2));
    assertEquals(1, plan.problems().size());
    assertTrue(plan.problems()
        .get(0)
        .text()
        .contains("users_handle_hash exists with another definition: USING btree (joined)"));
    database.execute("DROP INDEX users_handle_hash");
    carryOut(RENAME, Stage.AFTER_BACKFILL);
  }

  @Test
  void whatIsThereWithAnotherTypeIsAProblem() throws Exception {
    database.execute("ALTER TABLE users ADD handle text, ADD nation text");
    assertTrue(plan(RENAME, Stage.EXPAND)
        .problems()
        .get(0)
        .text()
        .startsWith("the column handle exists as text; the rename wants character varying(40)"));
  }

  @Test
  void viewKeepsTheColumnFromGoing() throws Exception {
    database.execute("CREATE VIEW names AS SELECT username FROM users");
    String text = plan(RENAME, Stage.CONTRACT).problems().get(0).text();
    assertTrue(text.startsWith("view public.names stands on the old column username"), text);
  }

  @Test
  void whatOnlyPeopleCanCarryOverIsNamed() throws Exception {
    database.execute(
        "ALTER TABLE users ADD CONSTRAINT one_each EXCLUDE USING btree (country WITH =) WHERE (id < 0)",
        "CREATE STATISTICS together (dependencies) ON username, country FROM users",
        "CREATE POLICY own ON users USING (username = current_user)",
        "CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "CREATE TRIGGER noted AFTER UPDATE OF username ON users FOR EACH ROW EXECUTE FUNCTION nothing()",
        "CREATE TRIGGER looked_at AFTER UPDATE ON users FOR EACH ROW WHEN (old.country <> new.country) EXECUTE FUNCTION nothing()",
        "CREATE TRIGGER elsewhere AFTER UPDATE OF joined ON users FOR EACH ROW EXECUTE FUNCTION nothing()");
    assertEquals(
        Set.of(
            "index one_each",
            "extended statistics together",
            "row policy own",
            "trigger noted",
            "trigger looked_at"),
        named());
    carryOut(RENAME, Stage.EXPAND);
    database.execute(
        "CREATE STATISTICS together_new (dependencies) ON handle, nation FROM users",
        "CREATE POLICY own_new ON users USING (handle = current_user)",
        "CREATE TRIGGER noted_new AFTER UPDATE OF handle ON users FOR EACH ROW EXECUTE FUNCTION nothing()");
  }

  /** What the plan says has no counterpart. */
  private Set<String> named() throws Exception {
    return plan(RENAME, Stage.AFTER_BACKFILL).remarks().stream()
        .filter(remark -> remark.text().contains(" has no counterpart "))
        .map(remark -> remark.text().replaceFirst("^the (.*) has no counterpart .*", "$1"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void uniquenessOfPartitionsIsNamed() throws Exception {
    database.execute(
        "CREATE TABLE parts (id int, code text, UNIQUE (id, code)) PARTITION BY RANGE (id)",
        "CREATE TABLE parts_1 PARTITION OF parts DEFAULT");
    String text = """
        version: 1
        migrations: { code: { table: parts, phase: expand, rename: { code: mark } } }
        """;
    assertTrue(
        plan(text, Stage.AFTER_BACKFILL).remarks().stream()
            .anyMatch(
                remark -> remark
                    .text()
                    .equals(
                        "uniqueness of the partitioned table (parts_id_code_key) has to be carried over by hand")),
        () -> "no remark");
  }

  @Test
  void sequenceOutlivesItsColumn() throws Exception {
    String rename = """
        version: 1
        migrations:
          number:
            table: products
            phase: expand
            rename: { number: no }
        """;
    database.execute("ALTER TABLE products ADD number serial NOT NULL");
    carryOut(rename, Stage.EXPAND);
    database.execute("UPDATE products SET no = number");
    carryOut(rename, Stage.AFTER_BACKFILL);
    carryOut(rename, Stage.BEFORE_CONTRACT);
    String was = WasEdit.apply(rename, "number", plan(rename).was().get("number"));
    carryOut(was.replace("phase: expand", "phase: contract"), Stage.CONTRACT);
    database.execute("INSERT INTO products (title, price) VALUES ('x', 1000)");
    assertEquals(List.of("301"), database.query("SELECT no FROM products WHERE title = 'x'"));
  }

  @Test
  void keyIsCarriedOver() throws Exception {
    String rename = """
        version: 1
        migrations:
          key:
            table: countries
            phase: expand
            rename: { code: iso }
        """;
    carryOut(rename, Stage.EXPAND);
    database.execute("UPDATE countries SET iso = code");
    carryOut(rename, Stage.AFTER_BACKFILL);
    carryOut(rename, Stage.BEFORE_CONTRACT);
    assertEquals(
        List.of(
            "f|FOREIGN KEY (country) REFERENCES countries(iso) ON DELETE SET NULL",
            "n|NOT NULL iso",
            "p|PRIMARY KEY (iso)",
            "u|UNIQUE (iso)"),
        database.query(
            "SELECT contype, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'countries'::regclass AND contype <> 'n' OR confrelid = 'countries'::regclass OR pg_get_constraintdef(oid) = 'NOT NULL iso' ORDER BY 1"));
  }

  @Test
  void partitionsAreIndexedOneByOne() throws Exception {
    database.execute(
        "CREATE TABLE events (day date NOT NULL, kind text, note text) PARTITION BY RANGE (day)",
        "CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')",
        "CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2021-01-01') TO ('2022-01-01')",
        "CREATE INDEX events_kind ON events (kind)",
        "INSERT INTO events SELECT date '2020-06-01' + i, 'a', 'b' FROM generate_series(1, 500) i");
    String rename = """
        version: 1
        migrations:
          kind:
            table: events
            phase: expand
            rename: { kind: sort }
        """;
    carryOut(rename, Stage.EXPAND);
    database.execute("UPDATE events SET sort = kind");
    Plan plan = plan(rename, Stage.AFTER_BACKFILL);
    for (Step step : plan.steps()) {
      try (Connection connection = database.connect();
          Statement statement = connection.createStatement()) {
        statement.execute(step.sql());
      }
    }
    assertEquals(
        List.of("events_1_events_sort|t", "events_2_events_sort|t", "events_sort|t"),
        database.query(
            "SELECT relname, indisvalid FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE relname ~ '^events.*sort' ORDER BY 1"));
    assertEquals(List.of(), sql(plan(rename, Stage.AFTER_BACKFILL).steps()));
  }

  @Test
  void tablesOfTheirOwn() throws Exception {
    database.execute(
        "ALTER TABLE users ADD street text, ADD city text DEFAULT 'Rome' CHECK (city <> '')",
        "UPDATE users SET street = 'Ring ' || id, city = 'Bern'",
        "CREATE INDEX users_city ON users (city, lower(street))",
        "GRANT SELECT ON users TO pg_monitor");
    String move = """
        version: 1
        migrations:
          addresses:
            table: users
            new_table: addresses
            key: { id: user_id }
            phase: expand
            rename: { street: street, city: town }
          people:
            table: products
            new_table: people
            phase: expand
            rename: "*"
        """;
    carryOut(move, Stage.EXPAND);
    database.execute(
        "INSERT INTO addresses SELECT id, street, city FROM users WHERE street IS NOT NULL OR city IS NOT NULL",
        "INSERT INTO people SELECT * FROM products");
    carryOut(move, Stage.AFTER_BACKFILL);
    assertEquals(
        List.of(
            "CREATE INDEX addresses_town ON public.addresses USING btree (town, lower(street))",
            "CREATE UNIQUE INDEX addresses_pkey ON public.addresses USING btree (user_id)"),
        database.query(
            "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = 'addresses'::regclass ORDER BY 1"));
    assertEquals(
        List.of(
            "CREATE INDEX people_price_title ON public.people USING btree (price, title)",
            "CREATE INDEX people_title ON public.people USING btree (title text_pattern_ops)",
            "CREATE UNIQUE INDEX people_pkey ON public.people USING btree (id)",
            "CREATE UNIQUE INDEX people_price_key ON public.people USING btree (price)"),
        database.query(
            "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = 'people'::regclass ORDER BY 1"));
    assertEquals(
        List.of("addresses|t", "people|f"),
        database.query(
            "SELECT relname, has_table_privilege('pg_monitor', oid, 'SELECT') FROM pg_class WHERE relname IN ('addresses', 'people') ORDER BY 1"));
    String remarks = plan(move, Stage.BEFORE_CONTRACT).remarks().toString();
    assertTrue(remarks.contains("the default of city is best left"), remarks);
    carryOut(move, Stage.BEFORE_CONTRACT);
    assertEquals(
        List.of("PRIMARY KEY (id)", "UNIQUE (price)"),
        database.query(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'people'::regclass AND contype IN ('p', 'u') ORDER BY 1"));
    carryOut(move, Stage.CONTRACT);
    assertEquals(List.of("null"), database.query("SELECT to_regclass('products')"));
    database.execute("INSERT INTO people (title, price) VALUES ('after', 1001)");
    assertEquals(List.of("301"), database.query("SELECT id FROM people WHERE title = 'after'"));
  }

  /** The files that tools take lead to the same end. */
  @Test
  void filesDoWhatThePlanSays() throws Exception {
    carryOut(RENAME, Stage.EXPAND);
    fill();
    Plan plan = plan(RENAME, Stage.AFTER_BACKFILL);
    Map<String, String> files = FileForm.FLYWAY.files(plan, "42");
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      for (var file : files.entrySet()) {
        if (file.getKey().endsWith(".sql")) {
          assertTrue(file.getKey().matches("V42\\.\\d+__[a-z0-9_]+\\.sql"), file.getKey());
          boolean alone = "executeInTransaction=false\n".equals(files.get(file.getKey() + ".conf"));
          connection.setAutoCommit(alone);
          statement.execute(file.getValue());
          if (!alone) {
            connection.commit();
          }
        }
      }
    }
    assertEquals(List.of(), plan(RENAME, Stage.AFTER_BACKFILL).steps());
    long changes = plan.steps().stream().filter(step -> !step.transactional()).count();
    String liquibase = FileForm.LIQUIBASE.files(plan, "").get("2-after-backfill.sql");
    assertTrue(liquibase.startsWith("--liquibase formatted sql\n"));
    assertEquals(
        changes,
        liquibase
            .lines()
            .filter(line -> line.matches(
                "--changeset crossfade:\\S+ splitStatements:false runInTransaction:false"))
            .count());
    assertEquals(
        plan.steps().size(),
        liquibase
            .lines()
            .filter(line -> line.startsWith("--changeset crossfade:"))
            .distinct()
            .count());
    String psql = FileForm.PSQL.files(plan, "").get("2-after-backfill.sql");
    assertEquals(
        sql(plan.steps()).stream().map(sql -> sql + ";").collect(Collectors.toList()),
        psql.lines()
            .filter(line -> !line.isEmpty() && !line.matches("(--|SET |\\\\set).*"))
            .toList());
  }
}
