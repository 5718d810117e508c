package dev.crossfade.sql;

import java.util.ArrayList;
import java.util.List;

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
    List<Token> tokens = Lexer.tokenize(text, standardStrings);
    Grammar grammar = new Grammar(tokens);
    TokenCursor cursor = grammar.cursor;
    List<Statement> statements = new ArrayList<>();
    while (!cursor.atEnd()) {
      if (cursor.acceptSymbol(";")) {
        continue;
      }
      statements.add(grammar.statements.statement());
      if (!cursor.atEnd()) {
        cursor.expectSymbol(";");
      }
    }
    return new Script(text, tokens, List.copyOf(statements), cursor.placeholders());
  }

  /** Reads one scalar expression, as a mapping file has them. */
  public static Expr parseExpression(String text) throws SqlSyntaxException {
    Grammar grammar = new Grammar(Lexer.tokenize(text, true));
    Expr expression = grammar.expressions.expression();
    if (!grammar.cursor.atEnd()) {
      throw grammar.cursor.unexpected("the end");
    }
    return expression;
  }
}
