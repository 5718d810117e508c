package dev.crossfade.concurrency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crossfade.equivalence.Playground;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Sessions that meet: the same answers, waits and SQLSTATEs as plain pgjdbc gives on the old schema, in every level and stage, and no drift at the end.
 *
 * <p>Each order of steps runs in some of the stages, and over all stages several times; {@code -Dconcurrency.all=true} runs each in every stage, and
 * {@code -Dconcurrency.filter=rename/coalesce-half.*upsert} only what matches {@code seed/stage/level/scenario}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConcurrencyTest {
  private static final List<String> STAGES = List.of(
      "dual-write-half",
      "dual-write-filled",
      "coalesce-half",
      "coalesce-filled",
      "cutover-0",
      "cutover-100",
      "contract-dropped");
  private static final String CONTACTS =
      "WITH moved AS (UPDATE emails SET email = email WHERE email IS NOT NULL AND ?"
          + " AND NOT EXISTS (SELECT FROM contacts c WHERE c.user_id = emails.user_id AND c.email IS NOT NULL) RETURNING user_id, email)"
          + " INSERT INTO contacts (user_id, email) SELECT * FROM moved ON CONFLICT (user_id) DO UPDATE SET email = excluded.email";
  private static final Map<String, String> BACKFILL = Map.of(
      "rename",
      "UPDATE users SET handle = username WHERE handle IS NULL AND ?",
      "price",
      "UPDATE products SET price_decimal = price / 100.0 WHERE price_decimal IS NULL AND ?",
      "split",
      "UPDATE users SET first_name = split_part(full_name, ' ', 1), last_name = substr(full_name, length(split_part(full_name, ' ', 1)) + 2)"
          + " WHERE num_nonnulls(first_name, last_name) = 0 AND ?",
      "move",
      "WITH moved AS (UPDATE users SET address_street = address_street WHERE num_nonnulls(address_street, address_city, address_postal_code) > 0 AND ?"
          + " AND NOT EXISTS (SELECT FROM addresses WHERE user_id = id) RETURNING id, address_street, address_city, address_postal_code)"
          + " INSERT INTO addresses (user_id, street, city, postal_code) SELECT * FROM moved ON CONFLICT (user_id) DO NOTHING",
      "move-own",
      "INSERT INTO addresses (user_id, street, city, postal_code) SELECT id, address_street, address_city, address_postal_code FROM users"
          + " WHERE num_nonnulls(address_street, address_city, address_postal_code) > 0 AND ?"
          + " ON CONFLICT (user_id) DO UPDATE SET street = excluded.street, city = excluded.city, postal_code = excluded.postal_code",
      "move-pair",
      CONTACTS,
      "move-apart",
      CONTACTS);

  /** Seeds of which Crossfade refuses some statements. */
  private static final Set<String> PARTLY_SERVED =
      Set.of("move", "move-own", "move-pair", "move-apart");

  /** A prime that divides no number of stages or levels, so that every order of steps meets every one of them. */
  private static final int STRIDE = Boolean.getBoolean("concurrency.all") ? 1 : 11;

  private final Pattern filter = Pattern.compile(System.getProperty("concurrency.filter", ""));
  private final List<Scenario> scenarios = Scenario.all();
  private final Map<String, Interleaving.Run> expected = new LinkedHashMap<>();
  private final Map<String, Stand> plain = new LinkedHashMap<>();
  private int turn;
  private int compared;
  private int waited;
  private int failed;
  private int serialization;
  private int refused;
  private int deadlocks;
  private int overtaken;
  private final Map<String, Integer> exceptions = new TreeMap<>();
  private int runs;

  @TestFactory
  Stream<DynamicTest> sessionsThatMeetAnswerAsPlain() {
    return BACKFILL.keySet().stream()
        .sorted()
        .flatMap(seed -> STAGES.stream()
            .filter(stage -> filter.matcher("").find() || matches(seed, stage))
            .map(stage -> DynamicTest.dynamicTest(seed + " " + stage, () -> compare(seed, stage))));
  }

  private boolean matches(String seed, String stage) {
    return scenarios.stream()
        .anyMatch(s -> s.levels().stream()
            .anyMatch(l -> filter.matcher(place(seed, stage, l, s)).find()));
  }

  private static String place(String seed, String stage, String level, Scenario scenario) {
    return seed + "/" + stage + "/" + level.replace(' ', '-') + "/" + scenario.name();
  }

  private void compare(String seed, String stage) throws SQLException, InterruptedException {
    List<String> differences = new ArrayList<>();
    Stand plain = plain(seed);
    try (Stand staged = staged(plain, seed, stage)) {
      for (Scenario scenario : scenarios) {
        for (String level : scenario.levels()) {
          if (scenario.runsIn(seed, stage)
              && filter.matcher(place(seed, stage, level, scenario)).find()) {
            for (List<String> permutation : scenario.permutations()) {
              if (turn++ % STRIDE == 0) {
                differences.addAll(
                    compare(scenario, level, permutation, plain, staged, seed, stage));
              }
            }
          }
        }
      }
    }
    assertEquals("", String.join("\n\n", differences));
  }

  private Stand plain(String seed) throws SQLException {
    Stand known = plain.get(seed);
    if (known == null) {
      Playground ground = Playground.plain(seed, "concurrency_" + seed.replace('-', '_'));
      known = new Stand(ground, ground.url(), "");
      plain.put(seed, known);
    }
    return known;
  }

  private static Stand staged(Stand plain, String seed, String stage) throws SQLException {
    Playground ground = Playground.staged(
        plain.ground,
        "concurrency_" + seed.replace('-', '_') + "_" + stage.replace('-', '_'),
        stage);
    return new Stand(ground, ground.crossfadeUrl(ground.mapping(stage)), BACKFILL.get(seed));
  }

  private List<String> compare(
      Scenario scenario,
      String level,
      List<String> permutation,
      Stand plain,
      Stand staged,
      String seed,
      String stage)
      throws SQLException, InterruptedException {
    String id = seed + " " + scenario.name() + " " + level + " " + permutation;
    Interleaving.Run want = expected.get(id);
    if (want == null) {
      want = run(scenario, level, permutation, plain);
      expected.put(id, want);
    }
    if (!want.possible()) {
      return List.of();
    }
    Interleaving.Run got = run(scenario, level, permutation, staged);
    runs++;
    compared += got.events().size();
    waited += (int) got.events().stream().filter(e -> e.endsWith(" waits")).count();
    failed +=
        (int) got.events().stream().filter(e -> e.contains(" fails with ")).count();
    List<String> differences = new ArrayList<>();
    if (!got.drift().isEmpty()) {
      differences.add("drift: " + got.drift());
    }
    // The new table's row may be newer than the snapshot where the old one, in between, was gone.
    boolean excepted = (scenario.backfills() || PARTLY_SERVED.contains(seed))
        && !level.equals("read committed")
        && got.events().stream().anyMatch(e -> e.endsWith("fails with 40001"));
    boolean withheld = PARTLY_SERVED.contains(seed)
        && got.events().stream().anyMatch(e -> e.endsWith("fails with XF001"));
    boolean same = shown(want, scenario).equals(shown(got, scenario));
    if (excepted && !same) {
      serialization++;
      exceptions.merge(scenario.name() + " " + level, 1, Integer::sum);
    } else if (withheld) {
      refused++;
    } else if (PARTLY_SERVED.contains(seed) && !got.possible()) {
      // Of two that wait for one row the other one went first, and the steps don't fit any more.
      overtaken++;
    } else if (isDeadlock(want) && isDeadlock(got)) {
      // Whom the server ends depends on who has waited for how long.
      deadlocks++;
    } else if (!same) {
      differences.add("expected " + want.events() + "\n     got " + got.events());
    } else if (!want.contents().equals(got.contents())) {
      differences.add("contents: expected " + want.contents() + "\ngot " + got.contents());
    }
    return differences.stream()
        .map(d -> place(seed, stage, level, scenario) + " " + permutation + "\n" + d)
        .toList();
  }

  private static boolean isDeadlock(Interleaving.Run run) {
    return run.events().stream().anyMatch(e -> e.endsWith("fails with 40P01"));
  }

  private static Interleaving.Run run(
      Scenario scenario, String level, List<String> permutation, Stand stand)
      throws SQLException, InterruptedException {
    try (Interleaving interleaving = new Interleaving(scenario, stand, level)) {
      return interleaving.run(permutation);
    }
  }

  /** While rows are filled a writer may wait for the backfill, and of two that wait for one row either may answer first, so the order of answers is its own. */
  private static List<String> shown(Interleaving.Run run, Scenario scenario) {
    return scenario.backfills() || PARTLY_SERVED.containsAll(scenario.seeds())
        ? run.events().stream().filter(e -> !e.endsWith(" waits")).sorted().toList()
        : run.events();
  }

  @AfterAll
  void somethingRan() throws SQLException {
    for (Stand stand : plain.values()) {
      stand.close();
    }
    System.out.println("concurrency: " + PARTLY_SERVED + " not compared in " + refused
        + " runs in which a statement was refused; 40001 of its own in " + exceptions + "; "
        + deadlocks + " deadlocks, " + overtaken + " overtaken");
    assertTrue(
        refused <= runs / 10 || !filter.pattern().isEmpty(),
        refused + " of " + runs + " runs refused");
    System.out.println("concurrency: " + runs + " runs, " + compared + " events compared, " + waited
        + " waits, " + failed + " failures as plain, " + serialization
        + " runs excepted for a 40001 beside a backfill or of a moved row");
    if (filter.pattern().isEmpty()) {
      assertTrue(
          runs > 500 && waited > 150 && failed > 150,
          "too few runs: " + runs + ", waits " + waited + ", failures " + failed);
    }
  }
}
