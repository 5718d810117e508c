package dev.crossfade.sql;

import java.util.ArrayList;
import java.util.List;

/** Cuts a text into PostgreSQL's tokens (scan.l), JDBC's placeholders among them. {@link #tokenize} is thread-safe. */
public final class Lexer {
  private static final String OPERATOR_CHARACTERS = "+-*/<>=~!@#%^&|`?";

  /** An operator that has one of these may end in + or - (PostgreSQL manual, 4.1.3). */
  private static final String SIGN_KEEPERS = "~!@#^&|`?%";

  private final String text;
  private final boolean standardStrings;
  private final List<Token> tokens = new ArrayList<>();
  private int position;

  private Lexer(String text, boolean standardStrings) {
    this.text = text;
    this.standardStrings = standardStrings;
  }

  /**
   * Reads all tokens of a text.
   *
   * @param standardStrings whether {@code standard_conforming_strings} is on
   * @throws SqlSyntaxException for what is no token, and for a string, name or comment without an end
   */
  public static List<Token> tokenize(String text, boolean standardStrings)
      throws SqlSyntaxException {
    Lexer lexer = new Lexer(text, standardStrings);
    while (lexer.skipBlanks()) {
      lexer.token();
    }
    return List.copyOf(lexer.tokens);
  }

  /** Moves to the next token; false at the end. */
  private boolean skipBlanks() throws SqlSyntaxException {
    position = afterBlanks(position);
    return position < text.length();
  }

  private int afterBlanks(int from) throws SqlSyntaxException {
    int index = from;
    while (index < text.length()) {
      char c = text.charAt(index);
      if (isSpace(c)) {
        index++;
      } else if (c == '-' && at(index + 1) == '-') {
        index = endOfLine(index);
      } else if (c == '/' && at(index + 1) == '*') {
        index = endOfComment(index);
      } else {
        break;
      }
    }
    return index;
  }

  private int endOfLine(int from) {
    int index = from;
    while (index < text.length() && text.charAt(index) != '\n' && text.charAt(index) != '\r') {
      index++;
    }
    return index;
  }

  private int endOfComment(int from) throws SqlSyntaxException {
    int depth = 0;
    int index = from;
    while (index < text.length()) {
      char c = text.charAt(index);
      if (c == '/' && at(index + 1) == '*') {
        depth++;
        index += 2;
      } else if (c == '*' && at(index + 1) == '/') {
        depth--;
        index += 2;
        if (depth == 0) {
          return index;
        }
      } else {
        index++;
      }
    }
    throw new SqlSyntaxException("comment without an end", from);
  }

  private void token() throws SqlSyntaxException {
    char c = text.charAt(position);
    char next = at(position + 1);
    if (c == '\'') {
      string(position, position, !standardStrings, Token.Kind.STRING);
    } else if (c == '"') {
      quotedIdentifier();
    } else if (c == '$') {
      dollar();
    } else if (isDigit(c) || c == '.' && isDigit(next)) {
      number();
    } else if (isIdentifierStart(c)) {
      word(c, next);
    } else if (c == '?' && next != '?') {
      add(Token.Kind.PLACEHOLDER, position + 1);
    } else if (OPERATOR_CHARACTERS.indexOf(c) >= 0) {
      operator();
    } else {
      punctuation(c, next);
    }
  }

  private void word(char c, char next) throws SqlSyntaxException {
    if (next == '\'') {
      switch (c) {
        case 'e', 'E' -> {
          string(position, position + 1, true, Token.Kind.STRING);
          return;
        }
        case 'n', 'N' -> {
          string(position, position + 1, !standardStrings, Token.Kind.STRING);
          return;
        }
        case 'b', 'B', 'x', 'X' -> {
          string(position, position + 1, false, Token.Kind.BIT_STRING);
          return;
        }
        default -> {}
      }
    }
    if ((c == 'u' || c == 'U') && next == '&') {
      char quote = at(position + 2);
      if (quote == '\'') {
        unicodeString();
        return;
      }
      if (quote == '"') {
        unicodeIdentifier();
        return;
      }
    }
    identifier();
  }

  private void identifier() {
    int end = position + 1;
    boolean folded = isUpper(text.charAt(position));
    while (end < text.length() && isIdentifierPart(text.charAt(end))) {
      folded |= isUpper(text.charAt(end));
      end++;
    }
    String name = text.substring(position, end);
    add(Token.Kind.IDENTIFIER, Identifiers.truncate(folded ? Identifiers.fold(name) : name), end);
  }

  private void quotedIdentifier() throws SqlSyntaxException {
    int end = closingQuote(position, '"', false);
    add(Token.Kind.QUOTED_IDENTIFIER, Identifiers.truncate(quotedName(position + 1, end - 1)), end);
  }

  private void unicodeIdentifier() throws SqlSyntaxException {
    int end = closingQuote(position + 2, '"', false);
    String name = quotedName(position + 3, end - 1);
    int escape = escapeClause(end);
    char character = escape < 0 ? '\\' : text.charAt(escape - 2);
    String decoded = Identifiers.decode(name, character, position);
    add(Token.Kind.QUOTED_IDENTIFIER, Identifiers.truncate(decoded), escape < 0 ? end : escape);
  }

  private String quotedName(int start, int end) throws SqlSyntaxException {
    if (start == end) {
      throw new SqlSyntaxException("empty name in double quotes", start);
    }
    return text.substring(start, end).replace("\"\"", "\"");
  }

  private void unicodeString() throws SqlSyntaxException {
    int end = afterString(position + 2, false);
    int escape = escapeClause(end);
    add(Token.Kind.STRING, escape < 0 ? end : escape);
  }

  /** The end of {@code UESCAPE 'c'} behind {@code from}, -1 where there is none. */
  private int escapeClause(int from) throws SqlSyntaxException {
    int index = afterBlanks(from);
    if (!text.regionMatches(true, index, "uescape", 0, 7) || isIdentifierPart(at(index + 7))) {
      return -1;
    }
    index = afterBlanks(index + 7);
    boolean quoted = at(index) == '\''
        && index + 2 < text.length()
        && text.charAt(index + 1) != '\''
        && at(index + 2) == '\'';
    if (!quoted) {
      throw new SqlSyntaxException("UESCAPE without a single character in quotes", index);
    }
    return index + 3;
  }

  private void string(int start, int quote, boolean escapes, Token.Kind kind)
      throws SqlSyntaxException {
    int end = afterString(quote, escapes);
    position = start;
    add(kind, end);
  }

  private int afterString(int quote, boolean escapes) throws SqlSyntaxException {
    int end = closingQuote(quote, '\'', escapes);
    for (int next = continuation(end); next >= 0; next = continuation(end)) {
      end = closingQuote(next, '\'', escapes);
    }
    return end;
  }

  private int closingQuote(int opening, char quote, boolean escapes) throws SqlSyntaxException {
    int index = opening + 1;
    while (index < text.length()) {
      char c = text.charAt(index);
      if (c == '\\' && escapes) {
        index += 2;
      } else if (c == quote && at(index + 1) == quote) {
        index += 2;
      } else if (c == quote) {
        return index + 1;
      } else {
        index++;
      }
    }
    throw new SqlSyntaxException(
        quote == '"' ? "quoted name without an end" : "string without an end", opening);
  }

  /** The opening quote of a string that continues the one before {@code from} on a later line, -1 where there is none. */
  private int continuation(int from) {
    boolean lineBreak = false;
    int index = from;
    while (index < text.length()) {
      char c = text.charAt(index);
      if (isSpace(c)) {
        lineBreak |= c == '\n' || c == '\r';
        index++;
      } else if (c == '-' && at(index + 1) == '-') {
        index = endOfLine(index);
      } else {
        return lineBreak && c == '\'' ? index : -1;
      }
    }
    return -1;
  }

  private void dollar() throws SqlSyntaxException {
    int end = position + 1;
    if (isDigit(at(end))) {
      while (isDigit(at(end))) {
        end++;
      }
      rejectJunk(end);
      add(Token.Kind.PARAMETER, end);
      return;
    }
    if (isIdentifierStart(at(end))) {
      while (isIdentifierPart(at(end)) && at(end) != '$') {
        end++;
      }
    }
    if (at(end) != '$') {
      throw new SqlSyntaxException("a dollar sign that begins nothing", position);
    }
    String delimiter = text.substring(position, end + 1);
    int closing = text.indexOf(delimiter, end + 1);
    if (closing < 0) {
      throw new SqlSyntaxException("dollar-quoted string without an end", position);
    }
    add(Token.Kind.STRING, closing + delimiter.length());
  }

  private void number() throws SqlSyntaxException {
    char radix = at(position + 1);
    if (text.charAt(position) == '0' && "xXoObB".indexOf(radix) >= 0) {
      int end = digits(
          position + 2,
          true,
          radix == 'x' || radix == 'X' ? 16 : radix == 'o' || radix == 'O' ? 8 : 2);
      if (end == position + 2) {
        throw new SqlSyntaxException("a number without digits", position);
      }
      rejectJunk(end);
      add(Token.Kind.INTEGER, end);
      return;
    }
    Token.Kind kind = Token.Kind.INTEGER;
    int end = digits(position, false, 10);
    if (at(end) == '.' && at(end + 1) != '.') {
      kind = Token.Kind.NUMERIC;
      end = digits(end + 1, false, 10);
    }
    if (at(end) == 'e' || at(end) == 'E') {
      int exponent = at(end + 1) == '+' || at(end + 1) == '-' ? end + 2 : end + 1;
      if (isDigit(at(exponent))) {
        kind = Token.Kind.NUMERIC;
        end = digits(exponent, false, 10);
      }
    }
    rejectJunk(end);
    add(kind, end);
  }

  /** The end of a run of digits in which single underscores may stand. */
  private int digits(int from, boolean underscoreFirst, int radix) {
    int index = from;
    while (true) {
      int digit = at(index) == '_' && (underscoreFirst || index > from) ? index + 1 : index;
      if (at(digit) > 'f' || Character.digit(at(digit), radix) < 0) {
        return index;
      }
      index = digit + 1;
    }
  }

  private void rejectJunk(int end) throws SqlSyntaxException {
    if (isIdentifierStart(at(end))) {
      throw new SqlSyntaxException("a number that runs into a word", end);
    }
  }

  private void operator() {
    int end = position;
    while (end < text.length()) {
      char c = text.charAt(end);
      char next = at(end + 1);
      if (OPERATOR_CHARACTERS.indexOf(c) < 0
          || c == '-' && next == '-'
          || c == '/' && next == '*') {
        break;
      }
      if (c == '?' && next != '?') {
        break;
      }
      end += c == '?' ? 2 : 1;
    }
    while (end - position > 1
        && (text.charAt(end - 1) == '+' || text.charAt(end - 1) == '-')
        && !keepsSign(end - 1)) {
      end--;
    }
    boolean arrow = end - position == 2 && text.startsWith("=>", position);
    add(arrow ? Token.Kind.PUNCTUATION : Token.Kind.OPERATOR, end);
  }

  private boolean keepsSign(int end) {
    for (int index = position; index < end; index++) {
      if (SIGN_KEEPERS.indexOf(text.charAt(index)) >= 0) {
        return true;
      }
    }
    return false;
  }

  private void punctuation(char c, char next) throws SqlSyntaxException {
    boolean pair = c == ':' && (next == ':' || next == '=') || c == '.' && next == '.';
    if (!pair && "()[],;:.{}".indexOf(c) < 0) {
      throw new SqlSyntaxException("a character that SQL doesn't use", position);
    }
    add(Token.Kind.PUNCTUATION, position + (pair ? 2 : 1));
  }

  private void add(Token.Kind kind, int end) {
    add(kind, text.substring(position, end), end);
  }

  private void add(Token.Kind kind, String value, int end) {
    tokens.add(new Token(kind, value, new Span(position, end)));
    position = end;
  }

  /** The character at a place, NUL behind the end. */
  private char at(int index) {
    return index < text.length() ? text.charAt(index) : '\0';
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c >= '\t' && c <= '\r';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isUpper(char c) {
    return c >= 'A' && c <= 'Z';
  }

  private static boolean isIdentifierStart(char c) {
    return c >= 'a' && c <= 'z' || isUpper(c) || c == '_' || c >= 0x80;
  }

  private static boolean isIdentifierPart(char c) {
    return isIdentifierStart(c) || isDigit(c) || c == '$';
  }
}
