package dev.crossfade.rewrite;

import java.util.function.UnaryOperator;

/** Writes a mapping file's expression over other operands than its columns' plain names. Stateless and thread-safe. */
public final class ExpressionText {
  private ExpressionText() {}

  /**
   * The expression with an operand in place of each column; everything else stays as it is written.
   *
   * @param sql a single scalar expression, as {@link SqlExpressionSyntax} reads them
   * @param operand gives for a column's name, folded and unquoted, an operand that can stand alone: a qualified column, a call, a cast or something in parentheses
   * @throws IllegalArgumentException if the text is no expression, which the loader would have refused
   */
  public static String over(String sql, UnaryOperator<String> operand) {
    try {
      return Template.of(sql)
          .apply(column -> Fragment.of(operand.apply(column)))
          .sql();
    } catch (Refusal e) {
      throw new IllegalArgumentException(e.reason(), e);
    }
  }
}
