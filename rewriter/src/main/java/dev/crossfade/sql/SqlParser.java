package dev.crossfade.sql;

/** Reads PostgreSQL's SQL with JDBC's placeholders and escapes into a tree. Stateless and thread-safe. */
public final class SqlParser {
  private SqlParser() {}

  /**
   * Reads all statements of a text.
   *
   * @param standardStrings whether {@code standard_conforming_strings} is on
   * @throws SqlSyntaxException if the text is not understood, or is nested deeper than the parser follows
   */
  public static Script parse(String text, boolean standardStrings) throws SqlSyntaxException {
    throw new SqlSyntaxException("not yet", 0);
  }

  /** Reads one scalar expression, as a mapping file has them. */
  public static Expr parseExpression(String text) throws SqlSyntaxException {
    throw new SqlSyntaxException("not yet", 0);
  }
}
