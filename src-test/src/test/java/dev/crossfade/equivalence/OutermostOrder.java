package dev.crossfade.equivalence;

import java.util.Locale;

/** Whether a text has ORDER BY outside all parentheses, strings and comments, so that its rows come in a defined order. */
final class OutermostOrder {
  private OutermostOrder() {}

  static boolean of(String sql) {
    StringBuilder outside = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < sql.length(); i++) {
      char c = sql.charAt(i);
      if (c == '\'' || c == '"') {
        i = Math.max(i, sql.indexOf(c, i + 1));
        outside.append(' ');
      } else if (sql.startsWith("--", i)) {
        int end = sql.indexOf('\n', i);
        i = end < 0 ? sql.length() : end;
        outside.append(' ');
      } else if (sql.startsWith("/*", i)) {
        int end = sql.indexOf("*/", i);
        i = end < 0 ? sql.length() : end + 1;
        outside.append(' ');
      } else if (c == '(' || c == ')') {
        depth += c == '(' ? 1 : -1;
        outside.append(' ');
      } else if (depth == 0) {
        outside.append(c);
      }
    }
    return outside.toString().toLowerCase(Locale.ROOT).matches("(?s).*\\border\\s+by\\b.*");
  }
}
