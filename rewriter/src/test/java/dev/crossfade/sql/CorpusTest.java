package dev.crossfade.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Statements that PostgreSQL 18 accepts: the file that {@code -Dcorpus} names, or our own samples. */
class CorpusTest {
  private static final int OWN_SAMPLES = 110;
  private static final int CORPUS_FLOOR = 17_000;
  private static final Duration SLOWEST = Duration.ofMillis(250);

  @Test
  void parsesWhatTheServerAccepts() throws IOException, SqlSyntaxException {
    Optional<String> corpus = Optional.ofNullable(System.getProperty("corpus"));
    List<String> statements = new ArrayList<>();
    if (corpus.isPresent()) {
      for (String statement : Samples.corpus(Path.of(corpus.get()))) {
        statements.add(Samples.forJdbc(statement));
      }
      assertTrue(
          statements.size() > CORPUS_FLOOR, () -> "only " + statements.size() + " statements");
    } else {
      statements.addAll(Samples.own());
      assertEquals(OWN_SAMPLES, statements.size());
    }
    List<String> failures = new ArrayList<>();
    for (String statement : statements) {
      try {
        check(statement);
      } catch (SqlSyntaxException e) {
        failures.add(e.getMessage() + " at " + e.offset() + " in " + statement);
      }
    }
    int allowed = corpus.isPresent() ? statements.size() / 200 : 0;
    assertTrue(
        failures.size() <= allowed,
        () -> failures.size() + " failures:\n" + String.join("\n", failures));
  }

  private static void check(String statement) throws SqlSyntaxException {
    long start = System.nanoTime();
    Script script = SqlParser.parse(statement, true);
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(time.compareTo(SLOWEST) < 0, () -> time + " for " + statement);
    assertEquals(1, script.statements().size(), statement);
    Places.check(script);
  }
}
