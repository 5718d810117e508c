package dev.crossfade.concurrency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crossfade.equivalence.Playground;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A MERGE that locks its rows first, and whose source changes while it waits for one: it meets rows that it hasn't locked, takes back what it has done and begins again. What comes out is what plain
 * pgjdbc gives when the others have been before it.
 */
class LaterSourceTest {
  private static final String READ_COMMITTED = "read committed";
  private static final List<String> STAGES = List.of("dual-write-filled", "contract-dropped");
  private static final List<String> MEETING = List.of("c1", "b1", "a1", "c2", "b2", "a2", "a3");
  private static final List<String> ONE_BY_ONE = List.of("c1", "c2", "b1", "b2", "a1", "a2", "a3");

  @Test
  void beginsAgain() throws SQLException, InterruptedException {
    Playground ground = Playground.plain("move", "later_source");
    try (Stand plain = new Stand(ground, ground.url(), "")) {
      for (String merge : List.of(
          "MERGE INTO users u USING places p ON p.user_id = u.id AND p.id IN (2, 3) WHEN MATCHED AND u.address_city = 'Bern' THEN DELETE"
              + " WHEN MATCHED THEN UPDATE SET address_street = coalesce(u.address_street, 'none') || p.street WHEN NOT MATCHED THEN INSERT (id) VALUES (90) RETURNING merge_action(), u.*",
          "MERGE INTO users u USING places p ON p.user_id = u.id AND p.id IN (2, 3) WHEN MATCHED AND u.id = 7 THEN DELETE"
              + " WHEN MATCHED THEN UPDATE SET address_street = u.address_city || '!' RETURNING u.id")) {
        Interleaving.Run want = run(merge, ONE_BY_ONE, plain);
        for (String stage : STAGES) {
          Playground staged =
              Playground.staged(ground, "later_source_" + stage.replace('-', '_'), stage);
          try (Stand stand =
              new Stand(staged, staged.crossfadeUrl(staged.mapping(stage)), "unused")) {
            Interleaving.Run got = run(merge, MEETING, stand);
            assertTrue(
                got.events().stream().anyMatch(event -> event.equals("a1 waits")),
                "nobody met: " + got.events());
            assertEquals(answers(want), answers(got), stage + ": " + merge);
            assertEquals(want.contents(), got.contents(), stage + ": " + merge);
            assertEquals("", got.drift(), stage + ": " + merge);
          }
        }
      }
    }
  }

  private static Interleaving.Run run(String merge, List<String> order, Stand stand)
      throws SQLException, InterruptedException {
    Map<String, Map<String, String>> sessions = new LinkedHashMap<>();
    sessions.put(
        "s1", Map.of("a1", merge, "a2", "SELECT * FROM users ORDER BY id", "a3", "commit"));
    sessions.put(
        "s2",
        Map.of(
            "b1",
            "UPDATE users SET address_city = CASE WHEN id = 7 THEN 'Bern' ELSE 'Bonn' END WHERE id IN (2, 7)",
            "b2",
            "commit"));
    sessions.put("s3", Map.of("c1", "UPDATE places SET user_id = 7 WHERE id = 3", "c2", "commit"));
    Scenario scenario = new Scenario(
        "later-source", List.of("move"), List.of(READ_COMMITTED), List.of(), sessions, List.of());
    try (Interleaving interleaving = new Interleaving(scenario, stand, READ_COMMITTED)) {
      return interleaving.run(order);
    }
  }

  private static List<String> answers(Interleaving.Run run) {
    return run.events().stream()
        .filter(event -> !event.endsWith(" waits"))
        .sorted()
        .toList();
  }
}
