package dev.crossfade.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what operators connect: constants, names, calls, groups in parentheses, CASE, ARRAY, ROW. */
final class PrimaryParser {
  /** What stands in parentheses; the span covers them. */
  sealed interface Group {}

  record OfQuery(Query query, Span span) implements Group {}

  record OfItems(List<Expr> items, Span span) implements Group {}

  private final Grammar grammar;
  private final TokenCursor cursor;
  private final ExpressionParser expressions;

  PrimaryParser(Grammar grammar, ExpressionParser expressions) {
    this.grammar = grammar;
    this.cursor = grammar.cursor;
    this.expressions = expressions;
  }

  Expr primary() throws SqlSyntaxException {
    Token token = cursor.peek();
    return switch (token.kind()) {
      case STRING -> string();
      case BIT_STRING -> constant(Expr.Constant.Kind.BIT_STRING);
      case INTEGER -> constant(Expr.Constant.Kind.INTEGER);
      case NUMERIC -> constant(Expr.Constant.Kind.NUMERIC);
      case PLACEHOLDER -> {
        int index = cursor.placeholder();
        yield indirection(new Expr.Placeholder(index, cursor.next().span()));
      }
      case PARAMETER -> indirection(parameter());
      case QUOTED_IDENTIFIER -> named();
      case IDENTIFIER -> word(token.text());
      case PUNCTUATION -> punctuation();
      case OPERATOR -> throw cursor.unexpected("an expression");
    };
  }

  private Expr punctuation() throws SqlSyntaxException {
    if (cursor.atSymbol("(")) {
      return parenthesised();
    }
    if (cursor.atSymbol("{")) {
      return escape();
    }
    throw cursor.unexpected("an expression");
  }

  private Expr constant(Expr.Constant.Kind kind) {
    return new Expr.Constant(kind, Optional.empty(), cursor.next().span());
  }

  private Expr string() {
    Token token = cursor.next();
    char prefix = token.text().charAt(0);
    boolean national = prefix == 'n' || prefix == 'N';
    return new Expr.Constant(
        national ? Expr.Constant.Kind.TYPED : Expr.Constant.Kind.STRING,
        national ? Optional.of("bpchar") : Optional.empty(),
        token.span());
  }

  private Expr parameter() throws SqlSyntaxException {
    Token token = cursor.peek();
    try {
      Expr parameter =
          new Expr.Parameter(Integer.parseInt(token.text().substring(1)), token.span());
      cursor.next();
      return parameter;
    } catch (NumberFormatException e) {
      throw cursor.unexpected("a smaller parameter number");
    }
  }

  private Expr word(String word) throws SqlSyntaxException {
    switch (word) {
      case "null":
        return constant(Expr.Constant.Kind.NULL);
      case "true", "false":
        return constant(Expr.Constant.Kind.BOOLEAN);
      case "default":
        return new Expr.Default(cursor.next().span());
      case "case":
        return caseExpression();
      case "array":
        return array();
      case "row":
        if (cursor.atSymbol(1, "(")) {
          return row();
        }
        break;
      case "exists":
        if (cursor.atSymbol(1, "(")) {
          int start = cursor.mark();
          cursor.next();
          return subquery(start, Expr.Subquery.Kind.EXISTS, "exists");
        }
        break;
      default:
        break;
    }
    if (grammar.types.atKeywordConstant()) {
      return grammar.types.keywordConstant();
    }
    if (grammar.keywordCalls.ahead()) {
      return grammar.keywordCalls.call(true);
    }
    return named();
  }

  /** A name: of a column, of a function that is called, of a type before a string. */
  private Expr named() throws SqlSyntaxException {
    int start = cursor.mark();
    boolean column = cursor.atColumnName(0);
    boolean function =
        cursor.at(Token.Kind.QUOTED_IDENTIFIER) || isFunctionName(cursor.peek().text());
    if (!column && !function) {
      throw cursor.unexpected("an expression");
    }
    List<Name> parts = new ArrayList<>(2);
    parts.add(cursor.label());
    while (cursor.atSymbol(".")) {
      cursor.next();
      if (cursor.acceptSymbol("*")) {
        return new Expr.Star(List.copyOf(parts), cursor.from(start));
      }
      parts.add(cursor.label());
    }
    if (cursor.atSymbol("(") && (function || parts.size() > 1)) {
      return grammar.calls.call(
          start, new QualifiedName(List.copyOf(parts), cursor.from(start)), true);
    }
    if (cursor.at(Token.Kind.STRING) && (function || parts.size() > 1)) {
      cursor.next();
      return new Expr.Constant(
          Expr.Constant.Kind.TYPED,
          Optional.of(parts.get(parts.size() - 1).value()),
          cursor.from(start));
    }
    if (!column) {
      throw cursor.unexpected("\"(\"");
    }
    return indirection(new Expr.ColumnRef(List.copyOf(parts), cursor.from(start)));
  }

  private static boolean isFunctionName(String word) {
    KeywordCategory category = KeywordCategory.of(word);
    return category == KeywordCategory.UNRESERVED || category == KeywordCategory.TYPE_OR_FUNCTION;
  }

  /** Subscripts and fields behind an expression. */
  private Expr indirection(Expr base) throws SqlSyntaxException {
    Expr expr = base;
    int links = 0;
    while (true) {
      if (cursor.atSymbol("[")) {
        List<Expr> indices = subscripts();
        expr = new Expr.Subscript(expr, indices, cursor.from(base.span()));
      } else if (cursor.acceptSymbol(".")) {
        Optional<Name> field =
            cursor.acceptSymbol("*") ? Optional.empty() : Optional.of(cursor.label());
        expr = new Expr.Field(expr, field, cursor.from(base.span()));
      } else {
        return expr;
      }
      cursor.link(++links);
    }
  }

  /** {@code [1][2:3]}. */
  List<Expr> subscripts() throws SqlSyntaxException {
    List<Expr> indices = new ArrayList<>();
    while (cursor.acceptSymbol("[")) {
      if (!cursor.atSymbol(":")) {
        indices.add(expressions.expression());
      }
      if (cursor.acceptSymbol(":") && !cursor.atSymbol("]")) {
        indices.add(expressions.expression());
      }
      cursor.expectSymbol("]");
    }
    return List.copyOf(indices);
  }

  private Expr parenthesised() throws SqlSyntaxException {
    return indirection(expression(group()));
  }

  private static Expr expression(Group group) {
    if (group instanceof OfQuery query) {
      return new Expr.Subquery(
          Expr.Subquery.Kind.SCALAR, Optional.empty(), "", query.query(), query.span());
    }
    OfItems items = (OfItems) group;
    return items.items().size() == 1
        ? new Expr.Paren(items.items().get(0), items.span())
        : new Expr.Row(items.items(), false, items.span());
  }

  /** Reads parentheses. Whether they hold a query or an expression is seen behind the inner ones, never by reading twice. */
  Group group() throws SqlSyntaxException {
    int start = cursor.mark();
    cursor.descend();
    cursor.expectSymbol("(");
    Group group;
    if (grammar.queries.ahead()) {
      group = closed(grammar.queries.query(), start);
    } else if (cursor.atSymbol("(")) {
      group = nestedGroup(start);
    } else {
      group = items(start, expressions.expression());
    }
    cursor.ascend();
    return group;
  }

  private Group nestedGroup(int start) throws SqlSyntaxException {
    int inner = cursor.mark();
    Group group = group();
    if (group instanceof OfQuery query) {
      if (grammar.queries.continues()) {
        return closed(
            grammar.queries.continued(inner, new Query.Nested(query.query(), query.span())), start);
      }
      if (cursor.atSymbol(")")) {
        return closed(query.query(), start);
      }
    }
    Expr first = indirection(expression(group));
    return items(start, expressions.continued(expressions.overlaps(first)));
  }

  private OfQuery closed(Query query, int start) throws SqlSyntaxException {
    cursor.expectSymbol(")");
    return new OfQuery(query, cursor.from(start));
  }

  private OfItems items(int start, Expr first) throws SqlSyntaxException {
    List<Expr> items = List.of(first);
    if (cursor.atSymbol(",")) {
      items = new ArrayList<>(items);
      while (cursor.acceptSymbol(",")) {
        items.add(expressions.expression());
      }
    }
    cursor.expectSymbol(")");
    return new OfItems(List.copyOf(items), cursor.from(start));
  }

  private Expr subquery(int start, Expr.Subquery.Kind kind, String operator)
      throws SqlSyntaxException {
    if (!(group() instanceof OfQuery query)) {
      throw cursor.unexpected("a query in the parentheses before");
    }
    return new Expr.Subquery(kind, Optional.empty(), operator, query.query(), cursor.from(start));
  }

  private Expr caseExpression() throws SqlSyntaxException {
    int start = cursor.mark();
    cursor.descend();
    cursor.expect("case");
    Optional<Expr> argument =
        cursor.at("when") ? Optional.empty() : Optional.of(expressions.expression());
    List<Expr.Case.When> whens = new ArrayList<>();
    while (cursor.accept("when")) {
      Expr condition = expressions.expression();
      cursor.expect("then");
      whens.add(new Expr.Case.When(condition, expressions.expression()));
    }
    Optional<Expr> otherwise =
        cursor.accept("else") ? Optional.of(expressions.expression()) : Optional.empty();
    if (whens.isEmpty()) {
      throw cursor.unexpected("WHEN");
    }
    cursor.expect("end");
    cursor.ascend();
    return new Expr.Case(argument, List.copyOf(whens), otherwise, cursor.from(start));
  }

  private Expr array() throws SqlSyntaxException {
    int start = cursor.mark();
    cursor.expect("array");
    return cursor.atSymbol("(")
        ? subquery(start, Expr.Subquery.Kind.ARRAY, "array")
        : indirection(elements(start));
  }

  /** {@code [1, 2]} or {@code [[1], [2]]}. */
  private Expr elements(int start) throws SqlSyntaxException {
    cursor.descend();
    cursor.expectSymbol("[");
    List<Expr> elements = new ArrayList<>();
    if (!cursor.atSymbol("]")) {
      do {
        elements.add(cursor.atSymbol("[") ? elements(cursor.mark()) : expressions.expression());
      } while (cursor.acceptSymbol(","));
    }
    cursor.expectSymbol("]");
    cursor.ascend();
    return new Expr.Operation("array", List.copyOf(elements), cursor.from(start));
  }

  private Expr row() throws SqlSyntaxException {
    int start = cursor.mark();
    cursor.next();
    cursor.expectSymbol("(");
    List<Expr> items = cursor.atSymbol(")") ? List.of() : expressions.list();
    cursor.expectSymbol(")");
    return new Expr.Row(items, true, cursor.from(start));
  }

  /** JDBC's <code>{d '...'}</code>, <code>{t '...'}</code>, <code>{ts '...'}</code> and <code>{fn f(x)}</code>. */
  private Expr escape() throws SqlSyntaxException {
    int start = cursor.mark();
    cursor.next();
    if (cursor.accept("fn")) {
      Expr call = escapedCall();
      cursor.expectSymbol("}");
      return call instanceof Expr.Call function
          ? CallParser.spanning(function, cursor.from(start))
          : new Expr.Paren(call, cursor.from(start));
    }
    String type = switch (cursor.peek().text()) {
      case "d" -> "date";
      case "t" -> "time";
      case "ts" -> "timestamp";
      default -> throw cursor.unexpected("a JDBC escape");
    };
    cursor.next();
    cursor.expectKind(Token.Kind.STRING, "a string");
    cursor.expectSymbol("}");
    return new Expr.Constant(Expr.Constant.Kind.TYPED, Optional.of(type), cursor.from(start));
  }

  private Expr escapedCall() throws SqlSyntaxException {
    if (grammar.keywordCalls.ahead()
        && !cursor.atOne(0, "user", "current_date", "current_time", "current_timestamp")) {
      return grammar.keywordCalls.call(true);
    }
    int start = cursor.mark();
    QualifiedName name = cursor.anyName();
    return grammar.calls.call(start, name, true);
  }
}
