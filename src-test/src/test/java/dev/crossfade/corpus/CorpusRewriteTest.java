package dev.crossfade.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crossfade.catalog.ObjectName;
import dev.crossfade.mapping.Phase;
import dev.crossfade.rewrite.Context;
import dev.crossfade.rewrite.GeneratedKeys;
import dev.crossfade.rewrite.Outcome;
import dev.crossfade.rewrite.Rewriter;
import dev.crossfade.sql.Lexer;
import dev.crossfade.sql.SqlParser;
import dev.crossfade.sql.SqlSyntaxException;
import dev.crossfade.sql.Token;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the rewriter makes of the statements that {@code -Dcorpus} names, or of our own sample. */
class CorpusRewriteTest {
  private static final int OWN = 65;
  private static final int CORPUS_FLOOR = 17_000;
  private static final int WARM_UP = 500;
  private static final Duration SLOWEST = Duration.ofMillis(250);

  /** No rewriter of these statements finds the way through this tail, and the server neither. */
  private static final String NONSENSE = " ) frobnicate [ 1";

  private static final GeneratedKeys NO_KEYS = new GeneratedKeys.None();
  private static final GeneratedKeys ALL_KEYS = new GeneratedKeys.All();

  private final List<String> statements = Corpus.statements();

  @Test
  void allStatementsAreHere() {
    if (Corpus.file().isPresent()) {
      assertTrue(
          statements.size() > CORPUS_FLOOR, () -> "only " + statements.size() + " statements");
    } else {
      assertEquals(OWN, statements.size());
    }
  }

  @ParameterizedTest
  @EnumSource(value = Phase.class)
  void nothingIsThrownAndNothingTakesLong(Phase phase) {
    Context context = RegressionCatalog.mapped(phase).context();
    statements.stream().limit(WARM_UP).forEach(sql -> Rewriter.rewrite(sql, NO_KEYS, context));
    Map<String, Integer> counts = new TreeMap<>();
    List<String> slow = new ArrayList<>();
    for (String sql : statements) {
      for (GeneratedKeys keys : List.of(NO_KEYS, ALL_KEYS)) {
        long start = processorTime();
        Outcome outcome = outcome(sql, keys, context);
        if (processorTime() - start > SLOWEST.toNanos()) {
          slow.add(sql);
        }
        counts.merge(outcome.getClass().getSimpleName(), 1, Integer::sum);
        if (outcome instanceof Outcome.Rewritten rewritten) {
          checkSources(sql, rewritten);
        }
      }
    }
    System.out.println("corpus, " + phase.label() + ": " + counts);
    assertEquals(List.of(), slow);
    assertFalse(counts.containsKey("Unknown"), "the catalog knows every name");
    if (phase != Phase.EXPAND) {
      assertTrue(
          counts.getOrDefault("Rewritten", 0) > statements.size() / 40,
          () -> "hardly anything is rewritten: " + counts);
    }
  }

  /** A pause for another process or the collector isn't the rewriter's. */
  private static long processorTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static Outcome outcome(String sql, GeneratedKeys keys, Context context) {
    try {
      return Rewriter.rewrite(sql, keys, context);
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError("thrown for: " + sql, e);
    }
  }

  /** Each placeholder of the application goes somewhere, and none is made up. */
  private static void checkSources(String sql, Outcome.Rewritten rewritten) {
    int before = placeholders(sql);
    assertEquals(
        placeholders(rewritten.sql()),
        rewritten.sources().length,
        () -> sql + "\n" + rewritten.sql());
    Set<Integer> used = new LinkedHashSet<>();
    for (int source : rewritten.sources()) {
      assertTrue(source >= 0 && source < before, () -> sql + "\n" + rewritten.sql());
      used.add(source);
    }
    assertEquals(before, used.size(), () -> "a parameter is lost: " + sql + "\n" + rewritten.sql());
  }

  private static int placeholders(String sql) {
    return (int) tokens(sql).stream()
        .filter(token -> token.kind() == Token.Kind.PLACEHOLDER)
        .count();
  }

  private static List<Token> tokens(String sql) {
    try {
      return Lexer.tokenize(sql, true);
    } catch (SqlSyntaxException e) {
      throw new AssertionError(sql, e);
    }
  }

  @Test
  void withoutMappingEverythingIsUnchanged() {
    Context context = RegressionCatalog.unmapped().context();
    statements.forEach(
        sql -> assertInstanceOf(Outcome.Unchanged.class, outcome(sql, ALL_KEYS, context), sql));
  }

  @Test
  void almostEverythingIsUnderstood() {
    List<String> failures = new ArrayList<>();
    for (String sql : statements) {
      try {
        SqlParser.parse(sql, true);
      } catch (SqlSyntaxException e) {
        failures.add(e.getMessage() + " at " + e.offset() + " in " + sql);
      }
    }
    System.out.println("corpus, understood: " + (statements.size() - failures.size()) + " of "
        + statements.size());
    assertTrue(failures.size() <= statements.size() / 200, () -> String.join("\n", failures));
  }

  @Test
  void whatIsNotUnderstoodPassesOnlyIfNothingInItIsMapped() {
    Context unmapped = RegressionCatalog.unmapped().context();
    int strange = 0;
    for (String sql : statements) {
      String text = isUnderstood(sql) ? sql + NONSENSE : sql;
      assertFalse(isUnderstood(text), text);
      for (String table : tablesOf(sql)) {
        Outcome outcome = outcome(
            text, NO_KEYS, RegressionCatalog.only(table, Phase.DUAL_WRITE).context());
        assertTrue(
            outcome instanceof Outcome.NotUnderstood || outcome instanceof Outcome.Refused,
            () -> outcome + " for: " + text);
        strange++;
      }
      assertInstanceOf(Outcome.Unchanged.class, outcome(text, NO_KEYS, unmapped), text);
      assertInstanceOf(
          Outcome.Unchanged.class,
          outcome(
              text,
              NO_KEYS,
              RegressionCatalog.only("a table elsewhere", Phase.DUAL_WRITE).context()),
          text);
    }
    System.out.println("corpus, not understood and mapped: " + strange);
    assertTrue(strange > statements.size() / 4, "hardly any table was seen: " + strange);
  }

  private static boolean isUnderstood(String sql) {
    try {
      SqlParser.parse(sql, true);
      return true;
    } catch (SqlSyntaxException e) {
      return false;
    }
  }

  /** The tables that a statement names without a schema, as the rewriter finds them. */
  private static Set<String> tablesOf(String sql) {
    RegressionCatalog catalog = RegressionCatalog.only("a table elsewhere", Phase.DUAL_WRITE);
    // The name of something mapped makes the rewriter look at the whole text.
    outcome(sql + "; SELECT 1 FROM \"a table elsewhere\"", NO_KEYS, catalog.context());
    Set<String> tables = new LinkedHashSet<>();
    for (ObjectName name : catalog.asked()) {
      if (name.schema().isEmpty() && !name.name().equals("a table elsewhere")) {
        tables.add(name.name());
      }
    }
    tables.removeAll(namesOfCtes(sql));
    return tables;
  }

  /** Names that stand before {@code AS (}, with or without a list of columns between: they may hide a table, and the rewriter knows where. */
  private static Set<String> namesOfCtes(String sql) {
    Set<String> names = new LinkedHashSet<>();
    List<Token> tokens = tokens(sql);
    for (int i = 0; i + 2 < tokens.size(); i++) {
      int next = i + 1;
      if (tokens.get(next).text().equals("(")) {
        while (next < tokens.size() && !tokens.get(next).text().equals(")")) {
          next++;
        }
        next++;
      }
      if (next + 1 < tokens.size()
          && tokens.get(next).text().equals("as")
          && List.of("(", "materialized", "not").contains(tokens.get(next + 1).text())) {
        names.add(tokens.get(i).text());
      }
    }
    return names;
  }

  /** Whatever table of the statement is mapped, the rewriter sees it: an outcome other than refused names the migration. */
  @Test
  void eachTableIsSeenWhereverItStands() {
    int seen = 0;
    List<String> missed = new ArrayList<>();
    for (String sql : statements) {
      for (String table : tablesOf(sql)) {
        Outcome outcome = outcome(
            sql, NO_KEYS, RegressionCatalog.only(table, Phase.DUAL_WRITE).context());
        boolean sees = outcome instanceof Outcome.Refused
            || outcome instanceof Outcome.NotUnderstood
            || outcome instanceof Outcome.Unchanged unchanged
                && unchanged.traits().migrations().contains(table)
            || outcome instanceof Outcome.Rewritten rewritten
                && rewritten.traits().migrations().contains(table);
        if (!sees) {
          missed.add(table + " in " + sql + ": " + outcome);
        }
        seen++;
      }
    }
    System.out.println("corpus, tables seen: " + seen);
    assertEquals(List.of(), missed);
    assertTrue(seen > statements.size() / 4, "hardly any table was seen: " + seen);
  }
}
