package dev.crossfade.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the functions that have a syntax of their own (func_expr_common_subexpr). */
final class KeywordCallParser {
  private static final Set<String> WITHOUT_PARENTHESES = Set.of(
      "current_date",
      "current_time",
      "current_timestamp",
      "localtime",
      "localtimestamp",
      "current_role",
      "current_user",
      "session_user",
      "system_user",
      "user",
      "current_catalog");

  private static final Set<String> PLAIN =
      Set.of("nullif", "greatest", "least", "coalesce", "grouping", "merge_action");

  private static final Set<String> OWN_SYNTAX =
      Set.of("cast", "treat", "extract", "normalize", "overlay", "position", "substring", "trim");

  private final TokenCursor cursor;
  private final Grammar grammar;

  KeywordCallParser(Grammar grammar) {
    this.grammar = grammar;
    this.cursor = grammar.cursor;
  }

  /** Whether one of these functions stands here. */
  boolean ahead() {
    if (!cursor.at(Token.Kind.IDENTIFIER)) {
      return false;
    }
    String word = cursor.peek().text();
    if (WITHOUT_PARENTHESES.contains(word)) {
      return true;
    }
    if (word.equals("current_schema")) {
      return !cursor.atSymbol(1, "(");
    }
    if (word.equals("collation")) {
      return cursor.at(1, "for") && cursor.atSymbol(2, "(");
    }
    return cursor.atSymbol(1, "(")
        && (PLAIN.contains(word)
            || OWN_SYNTAX.contains(word)
            || XmlParser.FUNCTIONS.contains(word)
            || JsonParser.FUNCTIONS.contains(word));
  }

  /** Reads what {@link #ahead} saw. */
  Expr call(boolean suffix) throws SqlSyntaxException {
    int start = cursor.mark();
    cursor.descend();
    Expr call = read(start);
    cursor.ascend();
    return suffix && call instanceof Expr.Call function && isAggregate(function)
        ? grammar.calls.suffixed(function)
        : call;
  }

  private static boolean isAggregate(Expr.Call call) {
    return call.name().last().equals("json_objectagg")
        || call.name().last().equals("json_arrayagg");
  }

  private Expr read(int start) throws SqlSyntaxException {
    Token word = cursor.next();
    Name name = new Name(word.text(), word.span());
    if (WITHOUT_PARENTHESES.contains(word.text()) || word.text().equals("current_schema")) {
      precision(word.text());
      return grammar.calls.plain(start, name, List.of());
    }
    if (word.text().equals("collation")) {
      cursor.expect("for");
      name = new Name("pg_collation_for", cursor.from(start));
    }
    if (JsonParser.FUNCTIONS.contains(word.text())) {
      return grammar.calls.plain(start, name, grammar.json.function(word.text()));
    }
    if (XmlParser.FUNCTIONS.contains(word.text())) {
      return grammar.calls.plain(start, name, grammar.xml.function(word.text()));
    }
    cursor.expectSymbol("(");
    return switch (word.text()) {
      case "cast", "treat" -> cast(start, word);
      case "trim" -> trim(start, word.span());
      default -> {
        List<Expr> arguments = arguments(word.text());
        cursor.expectSymbol(")");
        yield grammar.calls.plain(start, name, arguments);
      }
    };
  }

  /** {@code CURRENT_TIMESTAMP(3)}. */
  private void precision(String word) throws SqlSyntaxException {
    boolean timed = word.equals("current_time")
        || word.equals("current_timestamp")
        || word.startsWith("localtime");
    if (timed && cursor.acceptSymbol("(")) {
      cursor.expectKind(Token.Kind.INTEGER, "a number");
      cursor.expectSymbol(")");
    }
  }

  private Expr cast(int start, Token word) throws SqlSyntaxException {
    Expr operand = grammar.expressions.expression();
    cursor.expect("as");
    int type = cursor.mark();
    String typeName = grammar.types.type();
    Span typeSpan = cursor.from(type);
    cursor.expectSymbol(")");
    if (word.text().equals("treat")) {
      // The server reads TREAT(x AS t) as the call t(x), and labels it so.
      return grammar.calls.plain(start, new Name(typeName, typeSpan), List.of(operand));
    }
    return new Expr.Cast(operand, typeSpan, typeName, cursor.from(start));
  }

  private Expr trim(int start, Span word) throws SqlSyntaxException {
    String name = cursor.at("leading") ? "ltrim" : cursor.at("trailing") ? "rtrim" : "btrim";
    cursor.acceptOne("both", "leading", "trailing");
    List<Expr> arguments = new ArrayList<>();
    if (!cursor.at("from")) {
      arguments.addAll(grammar.expressions.list());
    }
    if (cursor.accept("from")) {
      arguments.addAll(grammar.expressions.list());
    }
    cursor.expectSymbol(")");
    return grammar.calls.plain(start, new Name(name, word), arguments);
  }

  private List<Expr> arguments(String word) throws SqlSyntaxException {
    if (cursor.atSymbol(")")) {
      return List.of();
    }
    return switch (word) {
      case "extract" -> {
        cursor.next();
        cursor.expect("from");
        yield List.of(grammar.expressions.expression());
      }
      case "position" -> position();
      case "normalize" -> normalize();
      case "overlay" -> separated("placing", "from", "for");
      case "substring" -> separated("from", "for", "similar", "escape");
      default -> grammar.calls.arguments();
    };
  }

  private List<Expr> position() throws SqlSyntaxException {
    Expr part = grammar.expressions.restricted();
    cursor.expect("in");
    return List.of(part, grammar.expressions.restricted());
  }

  private List<Expr> normalize() throws SqlSyntaxException {
    Expr text = grammar.expressions.expression();
    if (cursor.acceptSymbol(",") && !cursor.acceptOne("nfc", "nfd", "nfkc", "nfkd")) {
      throw cursor.unexpected("a normal form");
    }
    return List.of(text);
  }

  private List<Expr> separated(String... words) throws SqlSyntaxException {
    List<Expr> arguments = new ArrayList<>();
    do {
      cursor.accept("variadic");
      arguments.add(grammar.calls.argument());
    } while (cursor.acceptSymbol(",") || cursor.acceptOne(words));
    return arguments;
  }
}
