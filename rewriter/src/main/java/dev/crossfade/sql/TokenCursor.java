package dev.crossfade.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** A place in a list of tokens, and how deep the reading is nested there. */
final class TokenCursor {
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_ ]+");
  /** Levels of nesting; each takes about a kibibyte of stack. */
  private static final int MAXIMUM_DEPTH = 500;

  /** How far a tree may lean to the left, so that those who walk it have stack enough, too. */
  private static final int MAXIMUM_CHAIN = 1000;

  private final Token[] tokens;
  private final int[] ordinals;
  private final int placeholders;
  private int position;
  private int depth;

  TokenCursor(List<Token> list) {
    int length = list.isEmpty() ? 0 : list.get(list.size() - 1).span().end();
    tokens = list.toArray(new Token[list.size() + 1]);
    tokens[list.size()] = new Token(Token.Kind.PUNCTUATION, "", new Span(length, length));
    ordinals = new int[tokens.length];
    int count = 0;
    for (int index = 0; index < tokens.length; index++) {
      ordinals[index] = count;
      if (tokens[index].kind() == Token.Kind.PLACEHOLDER) {
        count++;
      }
    }
    placeholders = count;
  }

  int placeholders() {
    return placeholders;
  }

  /** The index of the placeholder that stands here. */
  int placeholder() {
    return ordinals[position];
  }

  Token peek() {
    return tokens[position];
  }

  Token peek(int ahead) {
    return tokens[Math.min(position + ahead, tokens.length - 1)];
  }

  Token next() {
    Token token = tokens[position];
    if (position < tokens.length - 1) {
      position++;
    }
    return token;
  }

  void skip(int count) {
    position = Math.min(position + count, tokens.length - 1);
  }

  /** The place behind the last token. */
  int end() {
    return tokens.length - 1;
  }

  boolean atEnd() {
    return position == tokens.length - 1;
  }

  boolean at(Token.Kind kind) {
    return tokens[position].kind() == kind;
  }

  boolean at(String word) {
    return isWord(tokens[position], word);
  }

  boolean at(int ahead, String word) {
    return isWord(peek(ahead), word);
  }

  /** Whether these words come next, in this order. */
  boolean atAll(String... words) {
    for (int ahead = 0; ahead < words.length; ahead++) {
      if (!at(ahead, words[ahead])) {
        return false;
      }
    }
    return true;
  }

  /** Whether one of these words stands some tokens ahead. */
  boolean atOne(int ahead, String... words) {
    for (String word : words) {
      if (at(ahead, word)) {
        return true;
      }
    }
    return false;
  }

  boolean atSymbol(String symbol) {
    return isSymbol(tokens[position], symbol);
  }

  boolean atSymbol(int ahead, String symbol) {
    return isSymbol(peek(ahead), symbol);
  }

  boolean accept(String word) {
    if (at(word)) {
      position++;
      return true;
    }
    return false;
  }

  /** Passes over all of these words, or none. */
  boolean acceptAll(String... words) {
    if (atAll(words)) {
      position += words.length;
      return true;
    }
    return false;
  }

  boolean acceptOne(String... words) {
    if (atOne(0, words)) {
      position++;
      return true;
    }
    return false;
  }

  boolean acceptSymbol(String symbol) {
    if (atSymbol(symbol)) {
      position++;
      return true;
    }
    return false;
  }

  void expect(String word) throws SqlSyntaxException {
    if (!accept(word)) {
      throw unexpected(word.toUpperCase(Locale.ROOT));
    }
  }

  void expectAll(String... words) throws SqlSyntaxException {
    for (String word : words) {
      expect(word);
    }
  }

  void expectSymbol(String symbol) throws SqlSyntaxException {
    if (!acceptSymbol(symbol)) {
      throw unexpected("\"" + symbol + "\"");
    }
  }

  void expectKind(Token.Kind kind, String expected) throws SqlSyntaxException {
    if (!at(kind)) {
      throw unexpected(expected);
    }
    position++;
  }

  int mark() {
    return position;
  }

  /** From the token at {@code mark} to the last one read. */
  Span from(int mark) {
    return new Span(
        tokens[mark].span().start(), tokens[Math.max(mark, position - 1)].span().end());
  }

  /** From the start of {@code first} to the last token read. */
  Span from(Span first) {
    return new Span(first.start(), tokens[position - 1].span().end());
  }

  /** Whether a name of a column, table or alias stands some tokens ahead (ColId). */
  boolean atColumnName(int ahead) {
    Token token = peek(ahead);
    if (token.kind() != Token.Kind.IDENTIFIER) {
      return token.kind() == Token.Kind.QUOTED_IDENTIFIER;
    }
    KeywordCategory category = KeywordCategory.of(token.text());
    return category == KeywordCategory.UNRESERVED || category == KeywordCategory.COLUMN_NAME;
  }

  /** Whether a name or keyword of any kind stands here (ColLabel). */
  boolean atLabel() {
    return at(Token.Kind.IDENTIFIER) || at(Token.Kind.QUOTED_IDENTIFIER);
  }

  /** A name of a column, table or alias (ColId). */
  Name columnName() throws SqlSyntaxException {
    if (!atColumnName(0)) {
      throw unexpected("a name");
    }
    return name();
  }

  /** A name, keyword or not (ColLabel). */
  Name label() throws SqlSyntaxException {
    if (!atLabel()) {
      throw unexpected("a name");
    }
    return name();
  }

  private Name name() {
    Token token = next();
    return new Name(token.text(), token.span());
  }

  /** A possibly qualified name whose first part is a ColId. */
  QualifiedName qualifiedName() throws SqlSyntaxException {
    return qualified(columnName());
  }

  /** A possibly qualified name of any words, as types, functions and collations have. */
  QualifiedName anyName() throws SqlSyntaxException {
    return qualified(label());
  }

  private QualifiedName qualified(Name first) throws SqlSyntaxException {
    if (!atSymbol(".")) {
      return new QualifiedName(List.of(first), first.span());
    }
    List<Name> parts = new ArrayList<>(3);
    parts.add(first);
    while (acceptSymbol(".")) {
      parts.add(label());
    }
    return new QualifiedName(List.copyOf(parts), from(first.span()));
  }

  /** {@code (a, b)}. */
  List<Name> parenthesisedNames() throws SqlSyntaxException {
    expectSymbol("(");
    List<Name> names = names();
    expectSymbol(")");
    return names;
  }

  List<Name> names() throws SqlSyntaxException {
    List<Name> names = new ArrayList<>();
    do {
      names.add(columnName());
    } while (acceptSymbol(","));
    return List.copyOf(names);
  }

  /** Passes over a balanced group in parentheses. */
  void skipParentheses() throws SqlSyntaxException {
    expectSymbol("(");
    int open = 1;
    while (open > 0) {
      if (atEnd()) {
        throw unexpected("\")\"");
      }
      if (atSymbol("(")) {
        open++;
      } else if (atSymbol(")")) {
        open--;
      }
      position++;
    }
  }

  /** One level down; the way back up is {@link #ascend}. */
  void descend() throws SqlSyntaxException {
    if (++depth > MAXIMUM_DEPTH) {
      throw tooDeep();
    }
  }

  void ascend() {
    depth--;
  }

  /** Refuses a chain of operators, joins or set operations whose tree would be too deep. */
  void link(int links) throws SqlSyntaxException {
    if (links > MAXIMUM_CHAIN) {
      throw tooDeep();
    }
  }

  private SqlSyntaxException tooDeep() {
    return new SqlSyntaxException("nested too deeply", peek().span().start());
  }

  SqlSyntaxException unexpected(String expected) {
    return new SqlSyntaxException(
        "found " + describe(peek()) + ", expected " + expected, peek().span().start());
  }

  private String describe(Token token) {
    if (atEnd()) {
      return "the end";
    }
    return switch (token.kind()) {
      case IDENTIFIER, OPERATOR, PUNCTUATION -> "\"" + token.text() + "\"";
      // Where quotes are out of order, what stands between two of them may hold a string.
      case QUOTED_IDENTIFIER ->
        PLAIN.matcher(token.text()).matches() ? "\"" + token.text() + "\"" : "a quoted name";
      case STRING, BIT_STRING -> "a string";
      case INTEGER, NUMERIC -> "a number";
      case PLACEHOLDER, PARAMETER -> "a parameter";
    };
  }

  private static boolean isWord(Token token, String word) {
    return token.kind() == Token.Kind.IDENTIFIER && token.text().equals(word);
  }

  private static boolean isSymbol(Token token, String symbol) {
    return (token.kind() == Token.Kind.PUNCTUATION || token.kind() == Token.Kind.OPERATOR)
        && token.text().equals(symbol);
  }
}
