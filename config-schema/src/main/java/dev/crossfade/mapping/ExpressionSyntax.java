package dev.crossfade.mapping;

import java.util.List;

/** Reads the SQL expressions of a mapping file; the loader knows YAML, its implementation knows SQL. Implementations are thread-safe. */
@FunctionalInterface
public interface ExpressionSyntax {

  /** Reads one text that should be a single scalar expression. */
  Reading read(String sql);

  /** What came of reading an expression. */
  sealed interface Reading permits References, Mistake {}

  /** A single scalar expression, and the columns that it names, unqualified, folded and unquoted, in the order of the text. */
  record References(List<Reference> columns) implements Reading {}

  /**
   * A column that an expression names.
   *
   * @param offset where in the expression, in UTF-16 units from 0
   */
  record Reference(String column, int offset) {}

  /**
   * A text that is no single scalar expression, or has what a mapping can't have: a qualified column, a subquery, an aggregate, a window
   * function or a placeholder.
   *
   * @param offset where in the expression, in UTF-16 units from 0
   */
  record Mistake(int offset, String found, String expected) implements Reading {}
}
