package dev.crossfade.migrator.explain;

import dev.crossfade.sql.Lexer;
import dev.crossfade.sql.SqlSyntaxException;
import dev.crossfade.sql.Token;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/** Shows in colour which tokens of a rewritten text the application didn't write. */
final class Difference {
  private static final String NEW = "\u001b[32m";
  private static final String PLAIN = "\u001b[0m";

  private Difference() {}

  /** The rewritten text, with what is new in it in green where {@code ansi} allows colour. */
  static String mark(String before, String after, Ansi ansi) {
    if (!ansi.enabled() || before.equals(after)) {
      return after;
    }
    try {
      List<Token> old = Lexer.tokenize(before, true);
      List<Token> all = Lexer.tokenize(after, true);
      return paint(after, all, kept(old, all));
    } catch (SqlSyntaxException e) {
      return after;
    }
  }

  private static String paint(String text, List<Token> tokens, boolean[] kept) {
    StringBuilder out = new StringBuilder();
    int cursor = 0;
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      out.append(text, cursor, token.span().start());
      String word = token.span().of(text);
      out.append(kept[i] ? word : NEW + word + PLAIN);
      cursor = token.span().end();
    }
    return out.append(text, cursor, text.length()).toString();
  }

  /** Which of the new tokens stand in the longest common subsequence with the old ones. */
  private static boolean[] kept(List<Token> old, List<Token> all) {
    int[][] length = new int[old.size() + 1][all.size() + 1];
    for (int i = old.size() - 1; i >= 0; i--) {
      for (int j = all.size() - 1; j >= 0; j--) {
        length[i][j] = same(old.get(i), all.get(j))
            ? length[i + 1][j + 1] + 1
            : Math.max(length[i + 1][j], length[i][j + 1]);
      }
    }
    boolean[] kept = new boolean[all.size()];
    int i = 0;
    int j = 0;
    while (i < old.size() && j < all.size()) {
      if (same(old.get(i), all.get(j))) {
        kept[j++] = true;
        i++;
      } else if (length[i + 1][j] >= length[i][j + 1]) {
        i++;
      } else {
        j++;
      }
    }
    return kept;
  }

  private static boolean same(Token one, Token other) {
    return one.kind() == other.kind() && one.text().equals(other.text());
  }

  /** Cuts a text to one line of at most {@code width} characters. */
  static String line(String text, int width) {
    String flat = text.strip().replaceAll("\\s+", " ");
    return flat.length() <= width ? flat : flat.substring(0, width - 1) + "…";
  }

  /** Indents each line of a text. */
  static List<String> indented(String text, String indent) {
    List<String> lines = new ArrayList<>();
    text.strip().lines().forEach(line -> lines.add(indent + line));
    return lines;
  }
}
