package dev.crossfade.plans;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crossfade.equivalence.Server;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Reads of a table of which columns have moved, on 100,000 analysed rows: what doesn't need them reads the old table alone, and what needs them costs no more than the join that a person would write.
 */
class PlanTest {
  private static final String DATABASE = "plans";
  private static final List<String> SCHEMA = List.of(
      "CREATE TABLE users (id int PRIMARY KEY, username text UNIQUE, address_street text, address_city text, age int)",
      "CREATE INDEX users_street ON users (address_street)",
      "CREATE TABLE addresses (user_id int PRIMARY KEY, street text, city text)",
      "CREATE INDEX addresses_street ON addresses (street)",
      "CREATE TABLE orders (id int PRIMARY KEY, user_id int, total numeric(10,2))",
      "INSERT INTO users SELECT i, 'user' || i, CASE WHEN i % 5 > 0 THEN 'Street ' || i / 3 END, CASE WHEN i % 5 > 0 THEN 'City ' || i % 100 END, i % 80"
          + " FROM generate_series(1, 100000) i",
      "INSERT INTO addresses SELECT id, address_street, address_city FROM users WHERE address_street IS NOT NULL",
      "INSERT INTO orders SELECT i, 1 + i * 7 % 100000, i % 1000 FROM generate_series(1, 50000) i",
      "ANALYZE");
  private static final Pattern COST = Pattern.compile("\\.\\.([0-9.]+) rows=");

  /** Expressions beside the join, such as CASE, are estimated too. */
  private static final double ROUNDING = 1.001;

  private static String url = "";
  private static int compared;

  /** @param byHand the join that a person would write; empty if the old table is enough */
  private record Query(String phase, String sql, Optional<String> byHand) {}

  @BeforeAll
  static void fill() throws SQLException {
    Server.shared().create(DATABASE);
    url = "jdbc:" + Server.shared().address(DATABASE);
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String sql : SCHEMA) {
        statement.execute(sql);
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> readsCostWhatAPersonWouldPay() throws IOException {
    return queries().stream()
        .map(query ->
            DynamicTest.dynamicTest(query.phase() + " " + query.sql(), () -> check(query)));
  }

  private static void check(Query query) throws SQLException, IOException {
    String got = plan(crossfade(query.phase()), query.sql());
    compared++;
    if (query.byHand().isEmpty()) {
      assertTrue(got.contains("on users"), got);
      assertFalse(got.contains("addresses"), got);
      assertEquals(cost(plan(url, query.sql())), cost(got), 0.001, got);
      return;
    }
    String want = plan(url, query.byHand().get());
    assertTrue(cost(got) <= cost(want) * ROUNDING, "expected at most\n" + want + "\ngot\n" + got);
  }

  private static String crossfade(String phase) throws IOException {
    Path file = Path.of("target", "plans-" + phase + ".yaml").toAbsolutePath();
    Files.createDirectories(file.getParent());
    String was =
        "    was: { address_street: { position: 3, type: text }, address_city: { position: 4, type: text } }\n";
    Files.writeString(
        file,
        "version: 1\nmigrations:\n  addresses:\n    table: users\n    new_table: addresses\n    key: { id: user_id }\n"
            + "    rename: { address_street: street, address_city: city }\n    phase: " + phase
            + "\n"
            + (phase.equals("cutover") ? "    reads: 100%\n" : "")
            + (phase.equals("contract") ? was : ""));
    return url.replace("jdbc:", "jdbc:crossfade:") + "&crossfade.config=" + file;
  }

  private static String plan(String address, String sql) throws SQLException {
    StringBuilder plan = new StringBuilder();
    try (Connection connection = DriverManager.getConnection(address);
        Statement statement = connection.createStatement();
        ResultSet lines = statement.executeQuery("EXPLAIN " + sql)) {
      while (lines.next()) {
        plan.append(lines.getString(1)).append('\n');
      }
    }
    return plan.toString();
  }

  private static double cost(String plan) {
    Matcher matcher = COST.matcher(plan);
    assertTrue(matcher.find(), plan);
    return Double.parseDouble(matcher.group(1));
  }

  private static List<Query> queries() throws IOException {
    List<Query> queries = new ArrayList<>();
    List<String> phases = List.of();
    List<String> block = new ArrayList<>();
    for (String line : Files.readAllLines(file())) {
      if (line.startsWith("-- phases: ")) {
        expand(phases, block, queries);
        phases = Arrays.asList(line.substring(11).split(", "));
      } else if (line.startsWith("-- by hand: ") || line.endsWith(";")) {
        block.add(line);
      }
    }
    expand(phases, block, queries);
    return queries;
  }

  private static void expand(List<String> phases, List<String> block, List<Query> into) {
    for (String phase : phases) {
      for (int i = 0; i < block.size(); i++) {
        String line = block.get(i);
        if (line.endsWith(";")) {
          Optional<String> byHand =
              i + 1 < block.size() && block.get(i + 1).startsWith("-- by hand: ")
                  ? Optional.of(block.get(i + 1).substring(12))
                  : Optional.empty();
          into.add(new Query(phase, line.substring(0, line.length() - 1), byHand));
        }
      }
    }
    block.clear();
  }

  private static Path file() {
    try {
      return Path.of(
          Objects.requireNonNull(PlanTest.class.getResource("/plans/move.sql")).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterAll
  static void drop() throws SQLException {
    Server.shared().drop(DATABASE);
    assertTrue(compared >= 60, "only " + compared + " plans compared");
  }
}
