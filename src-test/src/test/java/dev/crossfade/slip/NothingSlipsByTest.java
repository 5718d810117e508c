package dev.crossfade.slip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crossfade.equivalence.Playground;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.PGConnection;

/**
 * Statements that hide what they touch, by every way to the server. From below it is seen which of them reached a mapped table, by the locks that they hold and by
 * the server's log; each of those must be one that the driver counts under the table's migration, and none may leave drift.
 */
class NothingSlipsByTest {
  private static final String LONG =
      "a_name_of_sixty_three_bytes_which_is_all_that_the_server_keeps_";
  private static final List<String> MORE = List.of(
      "CREATE TABLE " + LONG + " (id int PRIMARY KEY, old_name text, new_name text)",
      "INSERT INTO " + LONG + " VALUES (1, 'a', 'a')",
      "CREATE SCHEMA elsewhere",
      "CREATE SCHEMA elsewhere_too",
      "CREATE TABLE elsewhere.users (id int, username text)",
      "INSERT INTO elsewhere.users VALUES (1, 'theirs')",
      "CREATE VIEW emails_again AS SELECT * FROM user_emails WHERE id > 0");
  private static final String LONG_MIGRATION =
      "  long:%n    table: %s%n    rename: { old_name: new_name }%n    phase: %s%n%s";

  /** What functions and rules do, and text that the server puts together, is invisible from the driver: DESIGN says so, and {@code check} lists them. */
  private static final Set<String> INVISIBLE = Set.of(
      "a function",
      "a DO block that puts its text together",
      "a query as a string",
      "a rule that writes",
      "a function with a body of SQL");

  /** What changes the table itself, or empties both sides at once, goes through: the driver notices the new shape. */
  private static final Set<String> DDL = Set.of(
      "the table moves to another name",
      "the table moves to another schema",
      "a child of the table",
      "truncate",
      "lock",
      "a materialized view",
      "a new view",
      "a schema with a view in it",
      "a change of the column's values by DDL");

  private static final String LOCKS =
      "SELECT count(*) FROM pg_locks l WHERE l.pid = ? AND l.locktype = 'relation' AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
          + " AND l.relation = ANY (ARRAY['public.users'::regclass::oid, '" + LONG
          + "'::regclass::oid])";

  private static final String BROKEN = "broken";

  /** A statement, in steps, and what it is called. */
  private record Attack(String name, List<String> steps) {}

  @Test
  void allAttacksAreRead() {
    assertEquals(84, attacks("db").size());
    assertEquals(
        attacks("db").size(),
        attacks("db").stream().map(Attack::name).distinct().count());
    assertTrue(attacks("db").stream().map(Attack::name).toList().containsAll(INVISIBLE));
    assertTrue(attacks("db").stream().map(Attack::name).toList().containsAll(DDL));
  }

  @ParameterizedTest
  @CsvSource({
    "dual-write-half, ''",
    "contract-dropped, ''",
    "dual-write-filled, &preferQueryMode=simple"
  })
  void whatReachesAMappedTableIsClassified(String stage, String parameters)
      throws SQLException, IOException {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Metrics.addRegistry(registry);
    try (Playground plain = Playground.plain("rename", "slip_plain");
        Playground ground = Playground.staged(plain, "slip_" + stage.replace('-', '_'), stage)) {
      try (Connection admin = ground.open()) {
        prepare(admin, stage);
        Path mapping = ground.mapping(stage);
        String phase = stage.replaceAll("-(half|filled|dropped)", "");
        String was =
            phase.equals("contract") ? "    was: { old_name: { position: 2, type: text } }\n" : "";
        Files.writeString(
            mapping, LONG_MIGRATION.formatted(LONG, phase, was), StandardOpenOption.APPEND);
        new Watch(ground, admin, registry, ground.crossfadeUrl(mapping) + parameters, stage).run();
      }
    } finally {
      Metrics.removeRegistry(registry);
    }
  }

  private static void prepare(Connection admin, String stage) throws SQLException {
    try (Statement statement = admin.createStatement()) {
      for (String sql : MORE) {
        statement.execute(sql);
      }
      if (stage.startsWith("contract")) {
        statement.execute("ALTER TABLE " + LONG + " DROP COLUMN old_name");
      }
      statement.execute("ALTER DATABASE " + admin.getCatalog() + " SET log_statement = 'all'");
      statement.execute("SET log_statement = 'none'");
    }
  }

  private static List<Attack> attacks(String database) {
    String text;
    try (InputStream stream = Objects.requireNonNull(
        NothingSlipsByTest.class.getResourceAsStream("/slip/statements.sql"))) {
      text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    List<Attack> attacks = new ArrayList<>();
    for (String block : text.split("\n\n+")) {
      String[] parts = block.strip().split("\n", 2);
      String body = parts[1]
          .replace("${database}", database)
          .replace("${long}", LONG)
          .replace("${cr}", "\r")
          .replace("${ff}", "\f")
          .replace("${vt}", "\u000b")
          .replace("${tab}", "\t");
      attacks.add(new Attack(
          parts[0].substring(3),
          Arrays.stream(body.split("\n;;\n")).map(String::strip).toList()));
    }
    return attacks;
  }

  private interface Work {
    void on(Connection app) throws SQLException, IOException;
  }

  /** One run over all attacks and channels. */
  private static final class Watch {
    private final Playground ground;
    private final Connection admin;
    private final SimpleMeterRegistry registry;
    private final String url;
    private final String stage;
    private final List<String> slipped = new ArrayList<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private Connection app;
    private int pid;
    private long read;
    private int marks;

    Watch(
        Playground ground,
        Connection admin,
        SimpleMeterRegistry registry,
        String url,
        String stage) {
      this.ground = ground;
      this.admin = admin;
      this.registry = registry;
      this.url = url;
      this.stage = stage;
    }

    void run() throws SQLException, IOException {
      open();
      read = logSize();
      for (Attack attack : attacks(ground.name())) {
        for (Channel channel : Channel.values()) {
          if (channel == Channel.DESCRIBED && url.contains("preferQueryMode=simple")) {
            // There pgjdbc describes a statement by executing it, and the execution to come is the
            // one that counts.
            continue;
          }
          attack(attack, channel.name(), app -> {
            for (String step : attack.steps()) {
              channel.take(app, step);
            }
          });
        }
        if (attack.steps().size() > 1) {
          attack(attack, "ONE_BATCH", app -> Channel.takeAll(app, attack.steps()));
        }
      }
      app.close();
      System.out.println("slip, " + stage + ": " + counts);
      assertEquals("", String.join("\n", slipped));
      assertTrue(counts.getOrDefault("reached and classified", 0) > 500, counts::toString);
      assertTrue(counts.getOrDefault("refused", 0) > 100, counts::toString);
      assertTrue(counts.getOrDefault("reached, invisible", 0) > 20, counts::toString);
      assertTrue(counts.getOrDefault("texts in the log", 0) > 500, counts::toString);
    }

    private void open() throws SQLException {
      app = DriverManager.getConnection(url);
      app.setAutoCommit(false);
      pid = app.unwrap(PGConnection.class).getBackendPID();
    }

    /** Some of the ways begin no transaction by themselves, and what they do must not outlast the attack. */
    private void begin() throws SQLException {
      try (Statement statement = app.createStatement()) {
        statement.execute("SELECT 1");
      }
    }

    private void attack(Attack attack, String channel, Work work) throws SQLException, IOException {
      String place = stage + " " + channel + " " + attack.name();
      begin();
      Map<String, Double> before = counted();
      mark();
      String state = take(place, work);
      boolean reached = reached();
      Map<String, Double> after = counted();
      double classified = grown(before, after, "unchanged")
          + grown(before, after, "rewritten")
          + grown(before, after, "passed");
      double refused = grown(before, after, "refused");
      boolean known = INVISIBLE.contains(attack.name()) || DDL.contains(attack.name());
      if (state.equals("XF001") || refused > 0) {
        count("refused");
      }
      if (reached && classified > 0) {
        count("reached and classified");
      } else if (reached && known) {
        count("reached, invisible");
      } else if (reached) {
        slipped.add(place + " reached the table and isn't classified (" + state + ")");
      }
      List<String> texts = naming(mark());
      counts.merge("texts in the log", texts.size(), Integer::sum);
      boolean elsewhere =
          attack.name().startsWith("another table") || attack.name().startsWith("the path moves");
      if (!known && !elsewhere && texts.size() > classified) {
        slipped.add(place + " (" + state + "): the server saw " + texts + ", the driver classified "
            + classified);
      }
      if (isUsable(state) && !DDL.contains(attack.name()) && !INVISIBLE.contains(attack.name())) {
        String drift = drift(place);
        if (!drift.isEmpty()) {
          slipped.add(place + " drifted: " + drift);
        }
        count("looked for drift");
      }
      end(state);
    }

    private String drift(String place) {
      try {
        return ground.drift(app);
      } catch (SQLException e) {
        throw new IllegalStateException("after " + place, e);
      }
    }

    private boolean isUsable(String state) throws SQLException {
      return !app.isClosed()
          && app.unwrap(org.postgresql.core.BaseConnection.class).getTransactionState()
              != org.postgresql.core.TransactionState.FAILED
          && !state.equals(BROKEN);
    }

    private String take(String place, Work work) throws IOException {
      try {
        work.on(app);
        return "00000";
      } catch (SQLException e) {
        return String.valueOf(e.getSQLState());
      } catch (ClassCastException e) {
        // pgjdbc's own, for a batch of a text with several statements; the connection is out of
        // step after it.
        count("broken by pgjdbc");
        return BROKEN;
      } catch (RuntimeException e) {
        slipped.add(place + " throws " + e + " at " + e.getStackTrace()[0]);
        return "thrown";
      }
    }

    private void end(String state) throws SQLException {
      if (state.equals(BROKEN)) {
        app.close();
        open();
        return;
      }
      try {
        app.rollback();
        try (Statement statement = app.createStatement()) {
          statement.execute("DEALLOCATE ALL");
        }
        app.commit();
      } catch (SQLException e) {
        app.close();
        open();
      }
    }

    private void count(String what) {
      counts.merge(what, 1, Integer::sum);
    }

    private boolean reached() throws SQLException {
      try (var statement = admin.prepareStatement(LOCKS)) {
        statement.setInt(1, pid);
        try (ResultSet result = statement.executeQuery()) {
          result.next();
          return result.getInt(1) > 0;
        }
      }
    }

    /** Executions under a migration, by outcome. */
    private Map<String, Double> counted() {
      Map<String, Double> sums = new LinkedHashMap<>();
      for (Counter counter : registry.find("crossfade.statements").counters()) {
        if (!"none".equals(counter.getId().getTag("migration"))) {
          sums.merge(
              String.valueOf(counter.getId().getTag("outcome")), counter.count(), Double::sum);
        }
      }
      return sums;
    }

    private static double grown(
        Map<String, Double> before, Map<String, Double> after, String outcome) {
      return after.getOrDefault(outcome, 0.0) - before.getOrDefault(outcome, 0.0);
    }

    private long logSize() throws SQLException {
      try (Statement statement = admin.createStatement();
          ResultSet result =
              statement.executeQuery("SELECT (pg_stat_file(pg_current_logfile('jsonlog'))).size")) {
        result.next();
        return result.getLong(1);
      }
    }

    /** Waits until the log is written up to now, and gives what is new in it. */
    private String mark() throws SQLException {
      String mark = "mark " + ++marks + ".";
      StringBuilder log = new StringBuilder();
      try (Statement statement = admin.createStatement()) {
        statement.execute("DO $$ BEGIN RAISE LOG '" + mark + "'; END $$");
        while (log.indexOf(mark) < 0) {
          try (ResultSet result = statement.executeQuery(
              "SELECT convert_from(part, 'UTF8'), length(part) FROM pg_read_binary_file(pg_current_logfile('jsonlog'), "
                  + read + ", 10000000) AS part")) {
            result.next();
            log.append(result.getString(1));
            read += result.getLong(2);
          }
        }
      }
      return log.toString();
    }

    /** The different texts that the server has executed for the application and that name a mapped table in its own spelling. */
    private List<String> naming(String log) throws SQLException {
      String sql =
          "SELECT DISTINCT substring(line::json ->> 'message' FROM ': (.*)') FROM regexp_split_to_table(?, E'\\n') AS line"
              + " WHERE line LIKE '{%}' AND (line::json ->> 'pid')::int = ? AND line::json ->> 'error_severity' = 'LOG'"
              + " AND line::json ->> 'message' ~ '^(statement|execute [^:]*): '";
      List<String> texts = new ArrayList<>();
      try (var statement = admin.prepareStatement(sql)) {
        statement.setString(1, log);
        statement.setInt(2, pid);
        try (ResultSet result = statement.executeQuery()) {
          while (result.next()) {
            if (names(result.getString(1))) {
              texts.add(result.getString(1));
            }
          }
        }
      }
      return texts;
    }

    private static boolean names(String text) {
      String bare = text.toLowerCase(Locale.ROOT)
          .replace("elsewhere.users", "")
          .replace("elsewhere_too.users", "");
      // In simple query mode the driver's own look-ups show the names that they ask for.
      return !bare.contains("pg_catalog.")
          && (bare.matches("(?s).*\\busers\\b.*") || bare.contains(LONG));
    }
  }
}
