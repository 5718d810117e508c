package dev.crossfade.rewrite;

/** What a string constant says, for a look at the code in it. Reads escapes also where the server might not: too much is seen rather than too little. */
final class StringConstant {
  private final String source;
  private final StringBuilder value = new StringBuilder();
  private int at;

  private StringConstant(String source) {
    this.source = source;
  }

  /** The characters between the quotes, of all parts where the constant goes on over line breaks. */
  static String valueOf(String source) {
    if (source.startsWith("$")) {
      int tag = source.indexOf('$', 1) + 1;
      return source.substring(tag, Math.max(tag, source.length() - tag));
    }
    StringConstant constant = new StringConstant(source);
    constant.read();
    return constant.value.toString();
  }

  private void read() {
    boolean inside = false;
    while (at < source.length()) {
      char c = source.charAt(at++);
      if (c == '\'') {
        if (inside && at < source.length() && source.charAt(at) == '\'') {
          value.append(c);
          at++;
        } else {
          inside = !inside;
        }
      } else if (inside && c == '\\' && at < source.length()) {
        escape();
      } else if (inside) {
        value.append(c);
      }
    }
  }

  private void escape() {
    char c = source.charAt(at++);
    switch (c) {
      case 'x' -> code(16, 2);
      case 'u' -> code(16, 4);
      case 'U' -> code(16, 8);
      case '+' -> code(16, 6);
      case 'n', 'r', 't', 'f', 'b' -> value.append(' ');
      default -> {
        at--;
        // U&'\0075' has four hexadecimal digits, E'\165' up to three octal ones.
        if (source.startsWith("U&") || source.startsWith("u&")) {
          code(16, 4);
        } else if (Character.digit(c, 8) >= 0) {
          code(8, 3);
        } else {
          value.append(c);
          at++;
        }
      }
    }
  }

  private void code(int radix, int most) {
    int end = at;
    while (end < source.length()
        && end < at + most
        && Character.digit(source.charAt(end), radix) >= 0) {
      end++;
    }
    if (end == at) {
      value.append(source.charAt(at - 1));
      return;
    }
    int code = (int) Long.parseLong(source.substring(at, end), radix);
    value.append(Character.isValidCodePoint(code) ? Character.toString(code) : "?");
    at = end;
  }
}
