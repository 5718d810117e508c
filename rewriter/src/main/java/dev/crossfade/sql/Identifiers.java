package dev.crossfade.sql;

import java.nio.charset.StandardCharsets;

/** What the server does to a name before it looks it up. */
final class Identifiers {
  /** NAMEDATALEN - 1. */
  private static final int MAXIMUM_BYTES = 63;

  private Identifiers() {}

  /** Lower case for ASCII only, as in a database with a multi-byte encoding. */
  static String fold(String name) {
    StringBuilder folded = new StringBuilder(name.length());
    for (int index = 0; index < name.length(); index++) {
      char c = name.charAt(index);
      folded.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
    }
    return folded.toString();
  }

  static String truncate(String name) {
    if (name.length() * 3 <= MAXIMUM_BYTES
        || name.getBytes(StandardCharsets.UTF_8).length <= MAXIMUM_BYTES) {
      return name;
    }
    int bytes = 0;
    int end = 0;
    while (end < name.length()) {
      int point = name.codePointAt(end);
      bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      if (bytes > MAXIMUM_BYTES) {
        break;
      }
      end += Character.charCount(point);
    }
    return name.substring(0, end);
  }

  /** Resolves the escapes of {@code U&"..."}. */
  static String decode(String name, char escape, int offset) throws SqlSyntaxException {
    StringBuilder decoded = new StringBuilder(name.length());
    int index = 0;
    while (index < name.length()) {
      char c = name.charAt(index);
      if (c != escape) {
        decoded.append(c);
        index++;
      } else if (index + 1 < name.length() && name.charAt(index + 1) == escape) {
        decoded.append(escape);
        index += 2;
      } else {
        boolean wide = index + 1 < name.length() && name.charAt(index + 1) == '+';
        int start = index + (wide ? 2 : 1);
        index = start + (wide ? 6 : 4);
        decoded.appendCodePoint(codePoint(name, start, index, offset));
      }
    }
    return decoded.toString();
  }

  private static int codePoint(String name, int start, int end, int offset)
      throws SqlSyntaxException {
    int point = 0;
    for (int index = start; index < end; index++) {
      int digit = index < name.length() && name.charAt(index) < 0x80
          ? Character.digit(name.charAt(index), 16)
          : -1;
      if (digit < 0) {
        throw new SqlSyntaxException("a Unicode escape that isn't one", offset);
      }
      point = point * 16 + digit;
    }
    if (point == 0 || !Character.isValidCodePoint(point)) {
      throw new SqlSyntaxException("a Unicode escape that isn't one", offset);
    }
    return point;
  }
}
