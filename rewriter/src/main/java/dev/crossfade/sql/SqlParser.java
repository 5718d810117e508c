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
    List<Statement> statements = guarded(grammar, SqlParser::statements);
    return new Script(text, tokens, statements, grammar.cursor.placeholders());
  }

  private static List<Statement> statements(Grammar grammar) throws SqlSyntaxException {
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
    return List.copyOf(statements);
  }

  /** Reads one scalar expression, as a mapping file has them. */
  public static Expr parseExpression(String text) throws SqlSyntaxException {
    return guarded(new Grammar(Lexer.tokenize(text, true)), SqlParser::expression);
  }

  private static Expr expression(Grammar grammar) throws SqlSyntaxException {
    Expr expression = grammar.expressions.expression();
    if (!grammar.cursor.atEnd()) {
      throw grammar.cursor.unexpected("the end");
    }
    return expression;
  }

  private interface Reader<T> {
    T read(Grammar grammar) throws SqlSyntaxException;
  }

  /** The bound on depth suits a usual stack; a caller deep in its own may have less left, and the parser holds nothing that could break. */
  private static <T> T guarded(Grammar grammar, Reader<T> reader) throws SqlSyntaxException {
    try {
      return reader.read(grammar);
    } catch (StackOverflowError e) {
      throw new SqlSyntaxException(
          "nested too deeply", grammar.cursor.peek().span().start());
    }
  }
}
