package dev.crossfade.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads expressions by tokens alone, as much as the mapping file's own rules need: a word that isn't a keyword, a type or a function is a column. */
final class TokenSyntax implements ExpressionSyntax {
  private static final Pattern TOKEN = Pattern.compile(
      "\\s+|(?<text>'(?:[^']|'')*')|(?<quoted>\"(?:[^\"]|\"\")+\")|(?<word>[A-Za-z_][A-Za-z0-9_$]*)|(?<number>[0-9.][0-9A-Za-z_.]*)|(?<sign>::|\\|\\||.)");
  private static final Set<String> KEYWORDS = Set.of(
      "varying", "and", "or", "not", "is", "null", "true", "false", "case", "when", "then", "else",
      "end", "in");

  @Override
  public Reading read(String sql) {
    List<Reference> columns = new ArrayList<>();
    Matcher token = TOKEN.matcher(sql);
    int depth = 0;
    int at = 0;
    String before = "";
    while (at < sql.length() && token.find(at) && token.start() == at) {
      String word = token.group("word") == null ? "" : token.group("word").toLowerCase(Locale.ROOT);
      String rest = sql.substring(token.end()).stripLeading();
      String sign = token.group("sign") == null ? "" : token.group("sign");
      depth += sign.equals("(") ? 1 : sign.equals(")") ? -1 : 0;
      if (depth < 0
          || (Set.of("'", "\"", ";", "?", ",").contains(sign)
              && (depth == 0 || !sign.equals(",")))) {
        return new Mistake(at, "`" + sign + "`", "one scalar SQL expression");
      }
      if (word.equals("select") || word.equals("over")) {
        return new Mistake(
            at, "`" + word + "`", "an expression without subquery or window function");
      }
      boolean name = token.group("quoted") != null
          || (!word.isEmpty() && !KEYWORDS.contains(word) && !rest.startsWith("("));
      if (name && rest.startsWith(".")) {
        return new Mistake(at, "a qualified name", "a column's name alone");
      }
      if (name && !before.equals("::")) {
        String quoted = token.group("quoted");
        columns.add(new Reference(
            quoted == null ? word : quoted.substring(1, quoted.length() - 1).replace("\"\"", "\""),
            at));
      }
      before = token.group().isBlank() ? before : token.group();
      at = token.end();
    }
    return depth > 0 || before.isEmpty()
        ? new Mistake(sql.length(), "the end", "one scalar SQL expression")
        : new References(columns);
  }
}
