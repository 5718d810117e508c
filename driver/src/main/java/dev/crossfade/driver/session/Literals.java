package dev.crossfade.driver.session;

import dev.crossfade.sql.Lexer;
import dev.crossfade.sql.SqlSyntaxException;
import dev.crossfade.sql.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A text whose strings have been taken out, so that statements that differ only in them share one plan: what a statement becomes never depends on what a string says.
 *
 * @param shape the text with a mark for each string
 * @param strings the strings as they stood, in order
 */
record Literals(String shape, List<String> strings) {
  private static final String MARK = "crossfade\u0001";

  /** In these a string is a value and nothing else. */
  private static final Set<String> KINDS =
      Set.of("select", "insert", "update", "delete", "merge", "with", "values");

  /** Empty where there is nothing to take out, or a string may be more than a value. */
  static Optional<Literals> of(String sql, boolean standardStrings) {
    if (sql.indexOf('\'') < 0
        || sql.contains(MARK)
        || sql.toLowerCase(Locale.ROOT).contains("uescape")) {
      return Optional.empty();
    }
    List<Token> tokens;
    try {
      tokens = Lexer.tokenize(sql, standardStrings);
    } catch (SqlSyntaxException e) {
      return Optional.empty();
    }
    boolean plain = !tokens.isEmpty()
        && KINDS.contains(tokens.get(0).text())
        && tokens.stream().noneMatch(token -> token.text().equals(";"));
    return plain ? Optional.of(lifted(sql, tokens)) : Optional.empty();
  }

  private static Literals lifted(String sql, List<Token> tokens) {
    List<String> strings = new ArrayList<>();
    StringBuilder shape = new StringBuilder();
    int cursor = 0;
    for (Token token : tokens) {
      if (token.kind() == Token.Kind.STRING) {
        shape.append(sql, cursor, token.span().start()).append(mark(strings.size()));
        strings.add(token.span().of(sql));
        cursor = token.span().end();
      }
    }
    return new Literals(shape.append(sql, cursor, sql.length()).toString(), List.copyOf(strings));
  }

  private static String mark(int place) {
    return "'" + MARK + place + "'";
  }

  /** Puts the strings back wherever the plan has come to need them. */
  String restore(String planned) {
    String head = "'" + MARK;
    StringBuilder restored = new StringBuilder(planned.length());
    int cursor = 0;
    for (int at = planned.indexOf(head); at >= 0; at = planned.indexOf(head, cursor)) {
      int end = planned.indexOf('\'', at + head.length());
      restored
          .append(planned, cursor, at)
          .append(strings.get(Integer.parseInt(planned.substring(at + head.length(), end))));
      cursor = end + 1;
    }
    return restored.append(planned, cursor, planned.length()).toString();
  }
}
