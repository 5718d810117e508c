package dev.crossfade.orm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.crossfade.equivalence.Playground;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Applications that know nothing of a migration see the same, whatever its phase is. */
final class OrmTest {
  private static final List<String> STAGES = List.of(
      "expand",
      "dual-write-half",
      "dual-write-filled",
      "coalesce-half",
      "cutover-0",
      "cutover-100",
      "contract-kept",
      "contract-dropped");

  private static final Map<String, Application> APPLICATIONS = Map.of(
      "hibernate", HibernateApplication::run,
      "jooq", JooqApplication::run,
      "mybatis", MyBatisApplication::run);

  /** Gives the journal of what it saw through a URL. */
  @FunctionalInterface
  private interface Application {
    String run(String url) throws Exception;
  }

  private record Seen(String journal, String contents) {}

  private static @Nullable Playground plain;

  @TestFactory
  Stream<DynamicTest> columnsThatMoveToATableOfTheirOwn() throws SQLException {
    plain = Playground.plain("move", "orm_plain");
    return APPLICATIONS.entrySet().stream()
        .flatMap(entry -> tests(entry.getKey(), entry.getValue()).stream());
  }

  @AfterAll
  static void drop() throws SQLException {
    if (plain != null) {
      plain.close();
    }
  }

  private static List<DynamicTest> tests(String name, Application application) {
    Playground ground = Objects.requireNonNull(plain);
    Map<String, Seen> expected = new HashMap<>();
    return STAGES.stream()
        .map(stage -> DynamicTest.dynamicTest(name + " " + stage, () -> {
          if (expected.isEmpty()) {
            expected.put(name, see(application, ground, ground.url()));
            try (Connection connection = ground.open()) {
              ground.restore(connection);
            }
          }
          try (Playground staged = Playground.staged(ground, "orm_staged", stage)) {
            Seen seen = see(application, staged, staged.crossfadeUrl(staged.mapping(stage)));
            assertFalse(seen.journal().isBlank());
            assertEquals(expected.get(name), seen);
            try (Connection connection = staged.open()) {
              assertEquals("", staged.drift(connection));
            }
          }
        }))
        .toList();
  }

  private static Seen see(Application application, Playground ground, String url) throws Exception {
    String journal = application.run(url);
    try (Connection connection = ground.open()) {
      return new Seen(journal, ground.contents(connection));
    }
  }
}
