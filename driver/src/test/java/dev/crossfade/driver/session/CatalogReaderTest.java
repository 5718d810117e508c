package dev.crossfade.driver.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crossfade.catalog.Column;
import dev.crossfade.catalog.Function;
import dev.crossfade.catalog.ObjectName;
import dev.crossfade.catalog.Relation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

class CatalogReaderTest {
  private static Shop shop;
  private Connection connection;
  private CatalogReader reader;

  @BeforeAll
  static void create() throws Exception {
    shop = new Shop(
        "CREATE SCHEMA shop; CREATE TYPE shop.mood AS ENUM ('fine'); CREATE DOMAIN shop.code AS varchar(5) DEFAULT 'none';"
            + "CREATE FUNCTION shop.next() RETURNS int LANGUAGE sql VOLATILE AS 'SELECT 1'; CREATE FUNCTION shop.same() RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';"
            + "CREATE FUNCTION shop.\"Odd one\"() RETURNS int LANGUAGE sql VOLATILE AS 'SELECT 1';"
            + "CREATE FUNCTION shop.outs(OUT a int, OUT b text) LANGUAGE sql AS 'SELECT 1, ''''';"
            + "CREATE FUNCTION shop.any() RETURNS record LANGUAGE sql STABLE AS 'SELECT 1, 2';"
            + "CREATE TABLE shop.users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, username varchar(50) NOT NULL DEFAULT 'anon', feelings shop.mood[],"
            + " code shop.code, n int DEFAULT shop.next(), s int DEFAULT shop.same(), o int DEFAULT shop.\"Odd one\"(), u uuid DEFAULT gen_random_uuid(),"
            + " made timestamptz DEFAULT now(), shout text GENERATED ALWAYS AS (upper(username)) STORED, price numeric(10,2), gone int);"
            + "ALTER TABLE shop.users DROP COLUMN gone; CREATE FUNCTION shop.rows() RETURNS SETOF shop.users LANGUAGE sql STABLE AS 'SELECT * FROM shop.users';"
            + "CREATE VIEW shop.seen AS SELECT id FROM shop.users; CREATE MATERIALIZED VIEW public.far AS SELECT * FROM shop.seen; CREATE TABLE public.users (x int);"
            + "CREATE SEQUENCE shop.counter");
  }

  @AfterAll
  static void drop() throws Exception {
    shop.close();
  }

  @BeforeEach
  void connect() throws SQLException {
    connection = shop.connect();
    reader = new CatalogReader(new Probe(connection.unwrap(BaseConnection.class)));
  }

  @AfterEach
  void disconnect() throws SQLException {
    connection.close();
  }

  private Relation relation(String schema, String name) throws SQLException {
    ObjectName asked = new ObjectName(Optional.of(schema).filter(s -> !s.isEmpty()), name);
    return reader
        .relations(List.of(), List.of(asked), List.of())
        .byName()
        .get(asked)
        .value();
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String one(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Test
  void columnsAreReadAsUnderAnEmptySearchPath() throws SQLException {
    run("SET search_path = shop, public");
    Relation users = relation("", "users");
    assertEquals("shop", users.schema());
    assertEquals(
        List.of("id", "username", "feelings", "code", "n", "s", "o", "u", "made", "shout", "price"),
        users.columns().stream().map(Column::name).toList());
    assertEquals(
        List.of("bigint", "character varying(50)", "shop.mood[]", "shop.code", "numeric(10,2)"),
        List.of("id", "username", "feelings", "code", "price").stream()
            .map(name -> users.column(name).orElseThrow().type())
            .toList());
    assertEquals(
        Optional.of("'anon'::character varying"),
        users.column("username").orElseThrow().defaultExpression());
    assertEquals(
        Optional.of("'none'::character varying"),
        users.column("code").orElseThrow().defaultExpression());
    assertEquals(Optional.of("shop.next()"), users.column("n").orElseThrow().defaultExpression());
    assertTrue(users.column("id").orElseThrow().identity());
    assertTrue(users.column("shout").orElseThrow().generated());
    assertTrue(users.column("username").orElseThrow().notNull());
    assertEquals(
        Set.of("n", "o", "u"),
        Set.copyOf(users.columns().stream()
            .filter(Column::volatileDefault)
            .map(Column::name)
            .toList()));
    assertEquals("shop, public", one("SHOW search_path"));
  }

  @Test
  void namesResolveThroughTheSearchPath() throws SQLException {
    assertEquals("public", relation("", "users").schema());
    run("SET search_path = shop, public");
    assertEquals("shop", relation("", "users").schema());
    run("CREATE TEMPORARY TABLE users (t int)");
    assertEquals("t", relation("", "users").columns().get(0).name());
    assertEquals("t", relation("pg_temp", "users").columns().get(0).name());
    assertEquals("shop", relation("shop", "users").schema());
    run("SET search_path = shop, pg_temp");
    assertEquals(
        "shop", relation("", "users").schema(), "pg_temp comes last where it is named last");
  }

  @Test
  void absentNamesAreLeftOut() throws SQLException {
    ObjectName nothing = new ObjectName(Optional.empty(), "nothing");
    assertTrue(reader.relations(List.of(), List.of(nothing), List.of()).byName().isEmpty());
    assertTrue(reader.functions(List.of(nothing)).isEmpty());
  }

  @Test
  void viewsReachTheirTables() throws SQLException {
    long users = relation("shop", "users").oid();
    assertTrue(relation("shop", "seen").reaches().contains(users));
    assertTrue(relation("public", "far").reaches().contains(users));
    assertEquals(Relation.Kind.MATERIALIZED_VIEW, relation("public", "far").kind());
    assertEquals(Relation.Kind.SEQUENCE, relation("shop", "counter").kind());
    assertTrue(relation("shop", "users").reaches().isEmpty());
    assertEquals(Set.of("users", "seen", "far"), reader.namesReaching(List.of(users)));
  }

  @Test
  void functionsOfOneNameAreReadAsOne() throws SQLException {
    List<ObjectName> names = List.of("outs", "any", "rows", "next").stream()
        .map(name -> new ObjectName(Optional.of("shop"), name))
        .toList();
    Map<ObjectName, CatalogReader.Dated<Function>> functions = reader.functions(names);
    assertEquals(Set.of("a", "b"), functions.get(names.get(0)).value().outputs());
    assertFalse(functions.get(names.get(0)).value().anyRecord());
    assertTrue(functions.get(names.get(1)).value().anyRecord());
    assertTrue(functions
        .get(names.get(2))
        .value()
        .outputs()
        .containsAll(Set.of("id", "username", "price")));
    assertFalse(functions.get(names.get(2)).value().outputs().contains("gone"));
    assertTrue(functions.get(names.get(3)).value().mayBeVolatile());
    ObjectName count = new ObjectName(Optional.empty(), "count");
    assertTrue(reader.functions(List.of(count)).get(count).value().aggregate());
  }

  @Test
  void aTransactionsSearchPathIsAsItWas() throws SQLException {
    run("SET search_path = public");
    connection.setAutoCommit(false);
    run("SET LOCAL search_path = shop");
    assertEquals("shop", relation("", "users").schema());
    assertEquals("shop", one("SHOW search_path"));
    connection.commit();
    assertEquals("public", one("SHOW search_path"));
    run("SET search_path = shop, public");
    relation("", "users");
    connection.commit();
    assertEquals("shop, public", one("SHOW search_path"), "SET in a transaction outlives it");
    run("SET search_path = public");
    relation("", "users");
    connection.rollback();
    assertEquals("shop, public", one("SHOW search_path"));
  }

  @Test
  void theReportedSearchPathFollowsAtOnce() throws SQLException {
    ReportedPath reported = new ReportedPath(connection.unwrap(BaseConnection.class));
    for (String path : List.of("shop", "public", "shop, public")) {
      run("SET search_path = " + path);
      assertEquals(path, reported.value());
      assertEquals(path, connection.unwrap(BaseConnection.class).getParameterStatus("search_path"));
    }
  }

  @Test
  void aLookBeginsNoTransaction() throws SQLException {
    connection.setAutoCommit(false);
    relation("shop", "users");
    reader.names();
    assertEquals(
        TransactionState.IDLE, connection.unwrap(BaseConnection.class).getTransactionState());
  }

  @Test
  void digestsTellOfChange() throws SQLException {
    ObjectName name = new ObjectName(Optional.of("public"), "changing");
    run("CREATE TABLE public.changing (a int)");
    String before =
        reader.relations(List.of(), List.of(name), List.of()).byName().get(name).digest();
    assertEquals(before, reader.digests(List.of(name)).get(name));
    run("INSERT INTO public.changing VALUES (1)");
    run("ANALYZE public.changing");
    assertEquals(
        before, reader.digests(List.of(name)).get(name), "rows are no change of the catalog");
    run("ALTER TABLE public.changing ADD COLUMN b int");
    String after = reader.digests(List.of(name)).get(name);
    assertNotEquals(before, after);
    run("ALTER TABLE public.changing ALTER COLUMN b SET DEFAULT 1");
    assertNotEquals(after, reader.digests(List.of(name)).get(name));
    run("DROP TABLE public.changing");
    assertTrue(reader.digests(List.of(name)).isEmpty());
  }

  @Test
  void aSearchPathCantPutAnythingInTheCatalogsPlace() throws SQLException {
    run(
        "CREATE SCHEMA trap; CREATE TABLE trap.pg_class (oid int); CREATE FUNCTION trap.left(text, int) RETURNS text LANGUAGE sql AS 'SELECT ''trapped'''");
    run("SET search_path = trap, pg_catalog");
    assertEquals("shop", relation("shop", "users").schema());
    assertEquals("trap, pg_catalog", one("SHOW search_path"));
  }

  @Test
  void nonstandardStringsDontMatter() throws SQLException {
    run("SET standard_conforming_strings = off");
    assertTrue(relation("shop", "users").column("n").orElseThrow().volatileDefault());
    assertFalse(relation("shop", "users").column("s").orElseThrow().volatileDefault());
  }
}
