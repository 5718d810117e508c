package dev.crossfade.migrator.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.crossfade.driver.CrossfadeDriver;
import dev.crossfade.migrator.Crossfade;
import dev.crossfade.migrator.TestDatabase;
import dev.crossfade.migrator.TestDatabase.Run;
import dev.crossfade.migrator.cli.ExitStatus;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class CheckTest {
  private static final String MAPPING = """
      version: 1
      migrations:
        dollars:
          table: products
          phase: dual-write
          old: [price]
          new: { price_decimal: price / 100.0 }
          back: { price: round(price_decimal * 100) }
          lossless: true
        split:
          table: products
          phase: dual-write
          old: [title]
          new: { first: "split_part(title, ' ', 1)", rest: "substr(title, length(split_part(title, ' ', 1)) + 2)" }
          back: { title: "first || coalesce(' ' || nullif(rest, ''), '')" }
          lossless: old
        number:
          table: products
          phase: dual-write
          old: [code]
          new: { number: "code::integer" }
          back: { code: "number::text" }
          accept: [lossy]
      """;

  @TempDir
  Path directory;

  private TestDatabase database;

  @BeforeEach
  void createDatabase() throws Exception {
    database = TestDatabase.create("checks", directory);
    database.execute(
        """
        CREATE TABLE products (id int PRIMARY KEY, price integer NOT NULL, title varchar(40) NOT NULL, code text,
          price_decimal numeric(10,2), first varchar(6), rest text, number integer)
        """,
        "INSERT INTO products SELECT i, i, 'The Kettle ' || i, i FROM generate_series(1, 3000) i");
    database.mapping(MAPPING);
  }

  @AfterEach
  void drop() throws SQLException {
    database.close();
  }

  private List<Map<String, Object>> findings(Run run) throws Exception {
    return JSON.std.mapFrom(run.out()).get("findings") instanceof List<?> list
        ? list.stream().map(CheckTest::map).toList()
        : List.of();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  private Map<String, Object> finding(Run run, String migration, String text) throws Exception {
    List<Map<String, Object>> found = findings(run).stream()
        .filter(f ->
            f.get("migration").equals(migration) && f.get("text").toString().contains(text))
        .toList();
    assertEquals(1, found.size(), () -> text + " in " + run.out() + run.err());
    return found.get(0);
  }

  @Test
  void soundMappingHasNoProblem() throws Exception {
    Run run = database.run("check");
    assertEquals(ExitStatus.OK, run.status(), run.out() + run.err());
    assertTrue(
        run.out().contains("`monotone: true` can be said: price_decimal keeps the order of price"),
        run.out());
    assertTrue(run.err().contains("3000 rows"), run.err());
    assertEquals(
        run.out()
            .lines()
            .filter(line -> line.contains("proposal") || line.contains("monotone"))
            .count(),
        1);
  }

  @Test
  void findsRowsOnWhichForwardFails() throws Exception {
    database.execute(
        "UPDATE products SET code = 'no number' WHERE id IN (7, 2900)",
        "UPDATE products SET title = 'Everlasting light' WHERE id = 1500");
    Run run = database.run("check", "--json");
    assertEquals(ExitStatus.NO, run.status());
    Map<String, Object> number =
        finding(run, "number", "forward fails with SQLSTATE 22P02 on 2 rows");
    assertEquals(2, number.get("rows"));
    assertEquals(new TreeSet<>(List.of("7", "2900")), new TreeSet<>((List<?>) number.get("keys")));
    assertEquals(
        List.of("1500"), finding(run, "split", "SQLSTATE 22001 on 1 row").get("keys"));
    assertFalse(run.out().contains("no number") || run.err().contains("no number"));
  }

  /** A row that calls for no row in the new table is not converted. */
  @Test
  void columnsThatMove() throws Exception {
    database.execute(
        "CREATE TABLE numbers (product int PRIMARY KEY, number int)",
        "UPDATE products SET code = CASE WHEN id = 9 THEN 'none' WHEN id = 10 THEN 'x' ELSE id::text END");
    database.mapping("""
        version: 1
        migrations:
          moved:
            table: products
            new_table: numbers
            key: { id: product }
            present: code <> 'none'
            phase: dual-write
            old: [code]
            new: { number: "code::integer" }
            back: { code: "number::text" }
            accept: [lossy]
        """);
    Run run = database.run("check", "--json");
    assertEquals(
        List.of("10"),
        finding(run, "moved", "forward fails with SQLSTATE 22P02 on 1 row").get("keys"));
  }

  /** Counts of what the mapping promises, as the server itself counts them. */
  @Test
  void findsRowsThatDoNotSurvive() throws Exception {
    database.execute(
        "UPDATE products SET title = 'Two ' WHERE id % 1000 = 0",
        "UPDATE products SET code = '0' || id WHERE id <= 10",
        "UPDATE products SET price_decimal = 0.01 WHERE id = 5");
    Run run = database.run("check", "--json", "--show-values");
    assertEquals(ExitStatus.NO, run.status());
    String lossy = database
        .query(
            "SELECT count(*) FROM products WHERE split_part(title, ' ', 1) || coalesce(' ' || nullif(substr(title, length(split_part(title, ' ', 1)) + 2), ''), '') <> title")
        .get(0);
    Map<String, Object> split = finding(run, "split", "b(f(O)) isn't O");
    assertEquals(lossy, String.valueOf(split.get("rows")));
    Map<String, Object> number = finding(run, "number", "b(f(O)) isn't O");
    assertEquals("note", number.get("severity"));
    assertEquals(10, number.get("rows"));
    assertTrue(number.get("keys").toString().contains("(01) becomes (1)"), number.toString());
  }

  @Test
  void newConstraintsMustHold() throws Exception {
    database.execute(
        "ALTER TABLE products ADD CHECK (price_decimal < 29.95), ADD UNIQUE (number), ALTER number DROP NOT NULL",
        "CREATE TABLE firsts (name varchar(6) PRIMARY KEY)",
        "ALTER TABLE products ADD FOREIGN KEY (first) REFERENCES firsts",
        "UPDATE products SET code = 1 WHERE id = 2");
    Run run = database.run("check", "--json");
    assertEquals(
        6,
        finding(run, "dollars", "f breaks the check products_price_decimal_check")
            .get("rows"));
    assertEquals(1, finding(run, "number", "f gives the same for several rows").get("rows"));
    assertEquals(
        3000, finding(run, "split", "f gives what public.firsts doesn't have").get("rows"));
  }

  @Test
  void listsWhatGoesPastTheDriver() throws Exception {
    database.execute(
        "CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "CREATE TRIGGER audit AFTER UPDATE ON products FOR EACH ROW EXECUTE FUNCTION audit()",
        "CREATE FUNCTION cheapest() RETURNS int LANGUAGE sql AS 'SELECT min(price) FROM products'",
        "CREATE FUNCTION dearest() RETURNS int LANGUAGE sql RETURN (SELECT max(price) FROM products)",
        "CREATE FUNCTION other() RETURNS int LANGUAGE sql AS 'SELECT 1 AS byproducts'",
        "CREATE VIEW titles AS SELECT title FROM products",
        "CREATE MATERIALIZED VIEW prices AS SELECT price FROM products",
        "CREATE TABLE parts (title varchar(40))",
        "CREATE UNIQUE INDEX ON products (title)",
        "ALTER TABLE parts ADD CONSTRAINT parts_fk FOREIGN KEY (title) REFERENCES products (title)",
        "CREATE PUBLICATION everything FOR TABLE products",
        "CREATE STATISTICS both_of ON price, title FROM products",
        "CREATE FUNCTION ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
        "CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION ddl()");
    Run run = database.run("check", "--no-data", "--json");
    for (String text : List.of(
        "the trigger audit (AFTER, calls audit)",
        "the function cheapest() names the table",
        "the function dearest() names the table",
        "the view titles reads title",
        "the foreign key parts_fk of parts refers to a mapped column",
        "the publication everything",
        "the statistics object both_of")) {
      finding(run, "split", text);
    }
    finding(run, "dollars", "the materialized view prices reads price");
    finding(run, "", "the event trigger watch (ddl_command_end)");
    assertFalse(run.out().contains("other()"));
    assertEquals(ExitStatus.OK, run.status(), run.out());
  }

  /** A problem here is one on which the driver doesn't connect, and the other way round. */
  @Test
  void whatTheDriverRefusesIsAProblem() throws Exception {
    for (String ddl : List.of(
        "ALTER TABLE products DROP COLUMN rest CASCADE",
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER f BEFORE UPDATE ON products FOR EACH ROW EXECUTE FUNCTION f()")) {
      database.close();
      createDatabase();
      new CrossfadeDriver().connect(database.crossfadeUrl(), new Properties()).close();
      assertEquals(ExitStatus.OK, database.run("check", "--no-data").status());
      database.execute(ddl);
      Run run = database.run("check", "--no-data");
      assertEquals(ExitStatus.NO, run.status());
      SQLException refused = org.junit.jupiter.api.Assertions.assertThrows(
          SQLException.class,
          () -> new CrossfadeDriver().connect(database.crossfadeUrl(), new Properties()));
      for (String line :
          refused.getMessage().lines().filter(l -> l.contains(": found")).toList()) {
        assertTrue(run.out().contains(line.substring(line.indexOf(": found"))), run.out() + line);
      }
    }
  }

  private static Run offline(Path file, String... options) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] all = new String[options.length + 5];
    System.arraycopy(
        new String[] {"check", "--url", "", "--config", file.toString()}, 0, all, 0, 5);
    System.arraycopy(options, 0, all, 5, options.length);
    int status = new CommandLine(new Crossfade())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all);
    return new Run(status, out.toString(), err.toString());
  }

  @Test
  void fileAlone() throws Exception {
    Run run = offline(database.mappingFile());
    assertEquals(ExitStatus.OK, run.status(), run.out() + run.err());
    assertTrue(run.out().contains("aren't known without a database (--url)"), run.out());
    assertTrue(run.out().contains("`monotone: true` can be said: price_decimal"), run.out());
    database.mapping(MAPPING.replace("code::integer", "code::integer + random() - random()"));
    assertTrue(offline(database.mappingFile())
        .out()
        .contains("PROBLEM, number: the expression of number doesn't always yield the same"));
    database.mapping(MAPPING.replace("lossless: old", "losless: old"));
    run = offline(database.mappingFile(), "--json");
    assertEquals(ExitStatus.NO, run.status());
    assertTrue(run.out().contains("did you mean `lossless`?"), run.out());
  }

  @Test
  void calciteProvesOnlyWhatIsSo() {
    Calcite calcite = new Calcite();
    Map<String, Boolean> increasing = Map.ofEntries(
        Map.entry("x / 100.0", true),
        Map.entry("x * 2 + 1", true),
        Map.entry("x - 5", true),
        Map.entry("CAST(x AS bigint)", true),
        Map.entry("x::numeric(12,2) / 4", true),
        Map.entry("- (- x)", true),
        Map.entry("100 - x", false),
        Map.entry("x * -2", false),
        Map.entry("x / -2", false),
        Map.entry("x * x", false),
        Map.entry("x % 7", false),
        Map.entry("x::text", false),
        Map.entry("CASE WHEN x > 0 THEN x ELSE 0 END", false),
        Map.entry("2 / x", false),
        Map.entry("abs(x)", false));
    increasing.forEach((sql, so) -> assertEquals(
        so,
        calcite.read(sql, Map.of("x", "integer"), java.util.Optional.empty()).increasing(),
        sql));
    Map<String, String> text = Map.of("x", "text");
    assertFalse(calcite.read("lower(x)", text, java.util.Optional.empty()).nullable());
    assertTrue(calcite.read("nullif(x, '')", text, java.util.Optional.empty()).nullable());
    assertFalse(calcite
        .read("coalesce(nullif(x, ''), 'a')", text, java.util.Optional.empty())
        .nullable());
    assertFalse(calcite.read("random()", text, java.util.Optional.empty()).deterministic());
    assertFalse(calcite
        .read("x || current_date::text", text, java.util.Optional.empty())
        .deterministic());
    assertFalse(calcite.read("x ~ 'a'", text, java.util.Optional.empty()).isUnderstood());
    assertFalse(calcite.read("slug(x)", text, java.util.Optional.empty()).isUnderstood());
    assertFalse(
        calcite.read("x", Map.of("x", "jsonb"), java.util.Optional.empty()).isUnderstood());
    assertEquals(
        "INTEGER", calcite.read("length(x)", text, java.util.Optional.empty()).type());
  }
}
