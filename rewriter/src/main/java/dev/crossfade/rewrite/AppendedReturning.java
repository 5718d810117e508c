package dev.crossfade.rewrite;

import dev.crossfade.sql.Script;
import dev.crossfade.sql.Span;
import dev.crossfade.sql.Statement;
import dev.crossfade.sql.Token;
import java.util.List;
import java.util.Set;

/**
 * To which statements pgjdbc appends a RETURNING clause when generated keys are wanted ({@code org.postgresql.core.Parser} of 42.7.14): it goes by the first of a few
 * words, wherever that stands, so that a MERGE has keys if it says UPDATE before SELECT.
 */
final class AppendedReturning {
  private static final Set<String> KINDS =
      Set.of("create", "alter", "update", "delete", "move", "select", "with", "insert");
  private static final Set<String> BEHIND_WITH = Set.of("update", "delete", "insert", "select");
  private static final Set<String> APPENDED = Set.of("insert", "update", "delete", "with");

  private AppendedReturning() {}

  /** Whether pgjdbc appends the clause to this statement of a script. */
  static boolean isFor(Statement statement, Script script) {
    Span span = statement.span();
    List<Token> tokens = script.tokens().stream()
        .filter(token -> token.span().start() >= span.start() && token.span().end() <= span.end())
        .toList();
    // Behind another statement INSERT says nothing to pgjdbc.
    boolean first = script.statements().get(0) == statement;
    String kind = "";
    int depth = 0;
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.kind() == Token.Kind.PUNCTUATION) {
        depth += token.text().equals("(") ? 1 : token.text().equals(")") ? -1 : 0;
      } else if (token.kind() == Token.Kind.IDENTIFIER) {
        String word = token.text();
        if (depth == 0 && word.equals("returning")) {
          return false;
        }
        boolean decides = kind.isEmpty()
            ? KINDS.contains(word) && (first || !word.equals("insert"))
            : kind.equals("with") && depth == 0 && isCommand(tokens, i);
        kind = decides ? word : kind;
      }
    }
    return APPENDED.contains(kind);
  }

  /** A command's word that is no CTE's name. */
  private static boolean isCommand(List<Token> tokens, int index) {
    boolean name = index + 1 < tokens.size()
        && tokens.get(index + 1).kind() == Token.Kind.IDENTIFIER
        && tokens.get(index + 1).text().equals("as");
    return BEHIND_WITH.contains(tokens.get(index).text()) && !name;
  }
}
