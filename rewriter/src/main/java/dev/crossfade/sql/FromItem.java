package dev.crossfade.sql;

import java.util.List;
import java.util.Optional;

/** An element of FROM, of USING in DELETE and MERGE, or the target of a write. */
public sealed interface FromItem extends Node {

  /**
   * @param only whether ONLY stands before the name
   * @param sampleArguments the expressions of TABLESAMPLE and REPEATABLE
   */
  record TableRef(
      QualifiedName name,
      boolean only,
      Optional<Alias> alias,
      List<Expr> sampleArguments,
      Span span)
      implements FromItem {}

  record SubqueryRef(boolean lateral, Query query, Optional<Alias> alias, Span span)
      implements FromItem {}

  /**
   * A function in FROM, ROWS FROM (...), XMLTABLE or JSON_TABLE.
   *
   * @param functions the calls; for XMLTABLE and JSON_TABLE one call with every expression as argument
   * @param columns output columns that the text itself defines: {@code AS t(a int, b text)}, XMLTABLE's and JSON_TABLE's COLUMNS
   */
  record FunctionRef(
      boolean lateral,
      List<Expr> functions,
      boolean ordinality,
      List<Name> columns,
      Optional<Alias> alias,
      Span span)
      implements FromItem {}

  /** @param alias the alias of a join in parentheses; the span then covers parentheses and alias */
  record Join(
      Kind kind,
      FromItem left,
      FromItem right,
      Condition condition,
      Optional<Alias> alias,
      Span span)
      implements FromItem {
    public enum Kind {
      INNER,
      LEFT,
      RIGHT,
      FULL,
      CROSS
    }
  }

  /** A join in parentheses without an alias; the span covers the parentheses. */
  record Nested(FromItem inner, Span span) implements FromItem {}

  sealed interface Condition {
    record On(Expr expr, Span span) implements Condition, Node {}

    /** {@code USING (a, b) AS j}; the span covers all of it. */
    record Using(List<Name> columns, Optional<Name> alias, Span span) implements Condition, Node {}

    /** The word NATURAL. */
    record Natural(Span span) implements Condition, Node {}

    record None() implements Condition {}
  }

  /** {@code AS t(a, b)}; {@code columns} is empty where no list stands. The span runs from AS or the name to the end. */
  record Alias(Name name, List<Name> columns, Span span) implements Node {}
}
