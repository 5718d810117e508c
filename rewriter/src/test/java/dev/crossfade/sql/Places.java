package dev.crossfade.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** What must hold for the places of any script's nodes. */
final class Places {
  private Places() {}

  static void check(Script script) throws SqlSyntaxException {
    Set<Integer> starts = new HashSet<>();
    Set<Integer> ends = new HashSet<>();
    for (Token token : script.tokens()) {
      starts.add(token.span().start());
      ends.add(token.span().end());
    }
    for (Trees.Visit visit : Trees.visits(script)) {
      Span span = visit.node().span();
      Span around = visit.parent().span();
      assertTrue(span.start() < span.end(), () -> "empty: " + visit.node());
      assertTrue(
          around.start() <= span.start() && span.end() <= around.end(),
          () -> visit.node() + " is not inside of " + visit.parent());
      assertTrue(
          starts.contains(span.start()) && ends.contains(span.end()),
          () -> "cuts a token: " + visit.node());
    }
    columns(script);
    placeholders(script);
  }

  /** The text of a column is its name. */
  private static void columns(Script script) throws SqlSyntaxException {
    for (Expr.ColumnRef column : Trees.all(script, Expr.ColumnRef.class)) {
      List<String> words = Lexer.tokenize(column.span().of(script.text()), true).stream()
          .filter(t -> t.kind() != Token.Kind.PUNCTUATION)
          .map(Token::text)
          .toList();
      assertEquals(words, column.parts().stream().map(Name::value).toList());
    }
  }

  /** Placeholders are counted from 0, in the text's order; commands that are not read inside have some, too. */
  private static void placeholders(Script script) {
    long tokens = script.tokens().stream()
        .filter(token -> token.kind() == Token.Kind.PLACEHOLDER)
        .count();
    assertEquals(tokens, script.placeholders());
    if (script.statements().stream().noneMatch(Statement.Utility.class::isInstance)) {
      List<Integer> indices = Trees.all(script, Expr.Placeholder.class).stream()
          .map(Expr.Placeholder::index)
          .sorted()
          .toList();
      assertEquals(IntStream.range(0, script.placeholders()).boxed().toList(), indices);
    }
  }
}
