package dev.crossfade.migrator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VerifyTest {
  private static final String PRICE = """
      version: 1
      migrations:
        price:
          table: products
          phase: dual-write
          old: [price]
          new: { dollars: price / 100.0 }
          back: { price: round(dollars * 100) }
          lossless: old
      """;

  @TempDir
  private Path directory;

  private TestDatabase database;

  @BeforeEach
  void makeProducts() throws Exception {
    database = TestDatabase.create("verify", directory);
    database.mapping(PRICE);
    database.execute(
        "CREATE TABLE products (id int PRIMARY KEY, price int, dollars numeric(10,2))",
        "INSERT INTO products SELECT i, i, i / 100.0 FROM generate_series(1, 120000) i",
        "UPDATE products SET dollars = NULL WHERE id IN (7, 60000, 120000)",
        "UPDATE products SET dollars = 1 WHERE id = 99999",
        "ANALYZE products");
  }

  @AfterEach
  void drop() throws Exception {
    database.close();
  }

  @Test
  void driftIsCountedByKindListedByKeyAndMended() throws Exception {
    assertEquals(0, database.run("init", "--execute").status());
    var run = database.run("verify");
    assertEquals(1, run.status(), run.err());
    assertEquals("""
        `price`: NOT clean. 120,000 rows of public.products compared: 3 missing, 0 extra, 1 different, 0 lossy, 0 failed.
          missing  "public"."products" (120000)\s\s
          missing  "public"."products" (60000)\s\s
          missing  "public"."products" (7)\s\s
          different  "public"."products" (99999)\s\s
        """, sorted(run.out()));
    var dry = database.run("verify", "--repair", "--restart");
    assertEquals(1, dry.status());
    assertTrue(dry.out().contains("A repair would write 4 rows."), dry.out());
    var repaired = database.run("verify", "--repair", "--execute", "--json");
    assertEquals(0, repaired.status(), repaired.err() + repaired.out());
    assertTrue(repaired.out().contains("\"repaired\" : 4"), repaired.out());
    assertEquals(
        List.of("drift", "drift", "drift", "done", "clean"),
        database.query("SELECT outcome FROM crossfade.history ORDER BY id"));
  }

  private static String sorted(String answer) {
    List<String> lines = answer.lines().toList();
    return lines.get(0) + "\n"
        + String.join("\n", lines.subList(1, 4).stream().sorted().toList()) + "\n"
        + lines.get(4) + "\n";
  }

  @Test
  void withoutTheSchemaNothingIsKept() throws Exception {
    var run = database.run("verify", "--keys", "1");
    assertEquals(1, run.status(), run.err());
    assertTrue(run.out().contains("120,000 rows"), run.out());
    assertEquals(3, run.out().lines().count(), run.out());
    assertEquals(
        List.of(), database.query("SELECT 1 FROM pg_namespace WHERE nspname = 'crossfade'"));
  }

  @Test
  void aSampleIsNoCleanVerify() throws Exception {
    assertEquals(0, database.run("init", "--execute").status());
    database.execute("UPDATE products SET dollars = price / 100.0");
    var run = database.run("verify", "--sample", "20%", "--json");
    assertEquals(0, run.status(), run.out() + run.err());
    assertTrue(run.out().contains("\"sampled\" : true"), run.out());
    assertEquals(List.of("0"), database.query("SELECT count(*) FROM crossfade.history"));
    assertEquals(2, database.run("verify", "--sample", "none").status());
  }

  @Test
  void aBrokenPromiseIsNotClean() throws Exception {
    database.execute("UPDATE products SET dollars = price / 100.0");
    database.mapping(PRICE.replace("price / 100.0", "price / 1000.0").replace("* 100)", "* 1000)"));
    database.execute("UPDATE products SET dollars = price / 1000.0");
    var run = database.run("verify", "--keys", "0");
    assertEquals(1, run.status(), run.err());
    assertTrue(run.out().contains("0 missing, 0 extra, 0 different, 108,000 lossy"), run.out());
    database.mapping(PRICE
        .replace("price / 100.0", "price / 1000.0")
        .replace("* 100)", "* 1000)")
        .replace("    lossless: old\n", ""));
    assertEquals(0, database.run("verify").status());
  }

  @Test
  void aRowOnWhichAnExpressionFailsIsListed() throws Exception {
    database.mapping(PRICE.replace("price / 100.0", "100 / price"));
    database.execute(
        "UPDATE products SET price = 1, dollars = 100",
        "UPDATE products SET price = 0 WHERE id IN (77, 100000)");
    var run = database.run("verify");
    assertEquals(1, run.status(), run.err());
    assertTrue(run.out().contains("2 failed"), run.out());
    assertTrue(run.out().contains("failed  \"public\".\"products\" (77)  22012"), run.out());
  }

  @Test
  void inContractOnlyTheWayBackIsCompared() throws Exception {
    database.mapping(PRICE.replace("dual-write", "contract")
        + "    was: { price: { position: 2, type: integer, not_null: false, unique: false } }\n");
    assertEquals(0, database.run("verify").status());
    assertEquals(1, database.run("verify", "price").status());
    var run = database.run("verify", "--reverse");
    assertEquals(1, run.status());
    assertTrue(run.out().contains("0 missing, 0 extra, 4 different"), run.out());
  }
}
