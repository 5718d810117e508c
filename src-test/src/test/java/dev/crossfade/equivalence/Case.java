package dev.crossfade.equivalence;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A small script that has to give the same answers on both sides.
 *
 * @param autocommit runs outside a transaction and has its data restored afterwards
 * @param fresh leaves session state behind, so the connection is not used again
 * @param rebuild leaves DDL behind, so the database is made anew
 * @param stages patterns of the stages it runs in, {@code !} in front excludes; empty for all
 * @param contents whether the tables' contents must agree afterwards
 */
record Case(
    String file,
    String name,
    boolean autocommit,
    boolean fresh,
    boolean rebuild,
    List<String> stages,
    boolean contents,
    List<Statement> statements) {

  private static final Pattern WRITING =
      Pattern.compile("(?i)\\b(insert|update|delete|merge|truncate|execute|copy|do)\\b");

  private static final Pattern MAKING =
      Pattern.compile("(?i)\\b(create|declare|into (temporary|made)|prepare)\\b");

  private static final Pattern UNKNOWN_BASES =
      Pattern.compile("(?i)^\\s*(fetch|execute)\\b|\\brows from\\b|;\\s*[^;\\s]|^\\\\");

  /**
   * An SQLSTATE that differs from the plain side's by design.
   *
   * @param where found in {@code seed/stage} or {@code seed/stage/new}
   */
  record Verdict(String state, Pattern where) {}

  /**
   * One text handed to JDBC.
   *
   * @param plainSql what the plain side runs instead, where the application could not have said the same there
   * @param rows parameter values; several rows are a batch or repeated executions
   * @param keys the generated keys wanted: {@code *} or column names
   * @param verdicts what Crossfade must answer instead of what the plain side does, by design
   * @param flags volatile, anyrows, unordered, ordered, texts: a batch of texts, one a line; repeats: a batch that has a key twice, so that it is no batch to make INSERTs of several rows of
   */
  record Statement(
      String sql,
      Optional<String> plainSql,
      List<List<Parameter>> rows,
      boolean batch,
      Optional<String> keys,
      int fetchSize,
      int maxRows,
      String method,
      List<Verdict> verdicts,
      Set<String> flags) {

    /** The SQLSTATE that Crossfade must give in this seed and stage, whatever the plain side gives. */
    Optional<String> answersWith(String place) {
      return verdicts.stream()
          .filter(f -> f.where().matcher(place).find())
          .map(Verdict::state)
          .findFirst();
    }

    /** Whether the server gives expressions whose base tables JDBC can't be told: it answers for a statement prepared or declared earlier, or for one of several. Nor are they the same where the plain side runs another text. */
    boolean basesUnknown() {
      return plainSql.isPresent() || UNKNOWN_BASES.matcher(sql).find();
    }

    boolean ordered() {
      return !flags.contains("unordered") && (flags.contains("ordered") || OutermostOrder.of(sql));
    }

    String shown() {
      return sql + (rows.isEmpty() ? "" : "   -- " + (batch ? "batch " : "params ") + rows);
    }
  }

  boolean runsIn(Stage stage) {
    boolean anyPositive = false;
    boolean matched = false;
    for (String pattern : stages) {
      boolean negative = pattern.startsWith("!");
      boolean hit = stage.label().startsWith(negative ? pattern.substring(1) : pattern);
      if (negative && hit) {
        return false;
      }
      anyPositive |= !negative;
      matched |= !negative && hit;
    }
    return matched || !anyPositive;
  }

  /** Whether a statement's text could change a table. */
  boolean writes() {
    return statements.stream().anyMatch(s -> WRITING.matcher(s.sql()).find());
  }

  /** Whether it makes tables or cursors whose names another case may use for something else, which plans on the server would remember. */
  boolean makesNames() {
    return statements.stream().anyMatch(s -> MAKING.matcher(s.sql()).find());
  }

  boolean hasParameters() {
    return statements.stream().anyMatch(s -> !s.rows().isEmpty());
  }

  /** Whether a batch has a key twice, which is a mistake where one INSERT is made of its rows. */
  boolean repeatsKeys() {
    return statements.stream().anyMatch(s -> s.flags().contains("repeats"));
  }

  String id() {
    return file + ":" + name;
  }
}
