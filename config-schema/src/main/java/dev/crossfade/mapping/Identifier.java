package dev.crossfade.mapping;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SQL names as a mapping file writes them (PostgreSQL manual, 4.1.1): only A to Z fold, everything else is taken as it stands. */
final class Identifier {
  /** PostgreSQL truncates longer names; a mapping that relied on that would name something else than it says. */
  static final int MAX_BYTES = 63;

  private static final Pattern PART = Pattern.compile(
      "(?<plain>[A-Za-z_[^\\x00-\\x7F]][A-Za-z0-9_$[^\\x00-\\x7F]]*)|\"(?<quoted>(?:[^\"\\x00]|\"\")+)\"");
  private static final int LONGEST_TEXT = 1000;

  private Identifier() {}

  /** The dotted parts of a name, folded and unquoted; empty if the text is no name. */
  static Optional<List<String>> parts(String text) {
    if (text.length() > LONGEST_TEXT) {
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>();
    Matcher matcher = PART.matcher(text);
    int at = 0;
    while (matcher.find(at) && matcher.start() == at) {
      String quoted = matcher.group("quoted");
      parts.add(quoted == null ? fold(matcher.group("plain")) : quoted.replace("\"\"", "\""));
      at = matcher.end();
      if (at == text.length()) {
        return Optional.of(parts);
      }
      if (text.charAt(at) != '.') {
        break;
      }
      at++;
    }
    return Optional.empty();
  }

  static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static boolean isTooLong(String part) {
    return part.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES;
  }

  private static String fold(String plain) {
    StringBuilder folded = new StringBuilder(plain);
    for (int i = 0; i < folded.length(); i++) {
      char c = folded.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        folded.setCharAt(i, (char) (c + ('a' - 'A')));
      }
    }
    return folded.toString();
  }
}
