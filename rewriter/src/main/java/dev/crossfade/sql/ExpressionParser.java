package dev.crossfade.sql;

import java.util.ArrayList;
import java.util.List;

/** Reads expressions by the precedence table of PostgreSQL's gram.y. */
final class ExpressionParser {
  private static final int NONE = -1;
  private static final int OR = 1;
  private static final int AND = 2;
  private static final int NOT = 3;
  private static final int IS = 4;
  private static final int COMPARISON = 5;
  private static final int MATCH = 6;
  private static final int OPERATOR = 8;
  private static final int SUM = 9;
  private static final int PRODUCT = 10;
  private static final int POWER = 11;
  private static final int AT = 12;
  private static final int COLLATE = 13;
  private static final int SIGN = 14;
  private static final int CAST = 16;

  private final Grammar grammar;
  private final TokenCursor cursor;
  private final PredicateParser predicates;
  private final PrimaryParser primaries;

  ExpressionParser(Grammar grammar) {
    this.grammar = grammar;
    this.cursor = grammar.cursor;
    this.predicates = new PredicateParser(grammar, this);
    this.primaries = new PrimaryParser(grammar, this);
  }

  /** a_expr. */
  Expr expression() throws SqlSyntaxException {
    return climb(0, false);
  }

  /** b_expr: no AND, OR, NOT, IS NULL, BETWEEN, IN and LIKE outside parentheses. */
  Expr restricted() throws SqlSyntaxException {
    return climb(0, true);
  }

  /** c_expr. */
  Expr primary() throws SqlSyntaxException {
    cursor.descend();
    Expr expr = primaries.primary();
    cursor.ascend();
    return expr;
  }

  List<Expr> list() throws SqlSyntaxException {
    List<Expr> items = new ArrayList<>();
    do {
      items.add(expression());
    } while (cursor.acceptSymbol(","));
    return List.copyOf(items);
  }

  /** {@code (a, b)}. */
  List<Expr> parenthesisedList() throws SqlSyntaxException {
    cursor.expectSymbol("(");
    List<Expr> items = list();
    cursor.expectSymbol(")");
    return items;
  }

  /** ORDER BY's list, the words read already. */
  List<Expr.SortItem> sortItems() throws SqlSyntaxException {
    List<Expr.SortItem> items = new ArrayList<>();
    do {
      Expr expr = expression();
      if (cursor.accept("using")) {
        operator();
      } else {
        cursor.acceptOne("asc", "desc");
      }
      if (cursor.at("nulls") && cursor.atOne(1, "first", "last")) {
        cursor.skip(2);
      }
      items.add(new Expr.SortItem(expr, cursor.from(expr.span())));
    } while (cursor.acceptSymbol(","));
    return List.copyOf(items);
  }

  /** ORDER BY and its list, or nothing. */
  List<Expr.SortItem> optionalOrderBy() throws SqlSyntaxException {
    return cursor.acceptAll("order", "by") ? sortItems() : List.of();
  }

  /** What stands in the parentheses that open here: a query, a list, or an expression. */
  PrimaryParser.Group group() throws SqlSyntaxException {
    return primaries.group();
  }

  /** {@code [1][2:3]}. */
  List<Expr> subscripts() throws SqlSyntaxException {
    return primaries.subscripts();
  }

  /** An operand that binds tighter than a pattern match, as LIKE, IN and BETWEEN have on their right. */
  Expr matchOperand() throws SqlSyntaxException {
    return climb(MATCH + 1, false);
  }

  /** An operand behind IS. */
  Expr isOperand(boolean restricted) throws SqlSyntaxException {
    return climb(IS + 1, restricted);
  }

  /** Goes on behind an expression that was read already. */
  Expr continued(Expr left) throws SqlSyntaxException {
    return infix(left, 0, false);
  }

  private Expr climb(int minimum, boolean restricted) throws SqlSyntaxException {
    cursor.descend();
    Expr expr = infix(operand(restricted), minimum, restricted);
    cursor.ascend();
    return expr;
  }

  private Expr operand(boolean restricted) throws SqlSyntaxException {
    int start = cursor.mark();
    if (cursor.at(Token.Kind.OPERATOR)) {
      String operator = cursor.peek().text();
      boolean sign = operator.equals("-") || operator.equals("+");
      if (!sign && level(restricted) != OPERATOR) {
        throw cursor.unexpected("an expression");
      }
      cursor.next();
      Expr operand = climb(sign ? SIGN : OPERATOR + 1, restricted);
      return new Expr.Operation(spelling(operator), List.of(operand), cursor.from(start));
    }
    if (cursor.at("not")) {
      cursor.next();
      Expr operand = climb(NOT, false);
      return new Expr.Operation("not", List.of(operand), cursor.from(start));
    }
    if (cursor.at("operator") && cursor.atSymbol(1, "(")) {
      String operator = operator();
      Expr operand = climb(OPERATOR + 1, restricted);
      return new Expr.Operation(operator, List.of(operand), cursor.from(start));
    }
    return overlaps(primaries.primary());
  }

  Expr overlaps(Expr left) throws SqlSyntaxException {
    if (!(left instanceof Expr.Row) || !cursor.accept("overlaps")) {
      return left;
    }
    Expr right = primary();
    return new Expr.Operation("overlaps", List.of(left, right), cursor.from(left.span()));
  }

  private Expr infix(Expr first, int minimum, boolean restricted) throws SqlSyntaxException {
    Expr left = first;
    int links = 0;
    while (true) {
      int level = level(restricted);
      if (level == NONE || level < minimum) {
        return left;
      }
      cursor.link(++links);
      left = combine(left, level, restricted);
    }
  }

  private Expr combine(Expr left, int level, boolean restricted) throws SqlSyntaxException {
    switch (level) {
      case OR:
      case AND:
        return chain(left, cursor.next().text(), level, restricted);
      case IS:
        return predicates.is(left, restricted);
      case MATCH:
        return predicates.match(left);
      case AT:
        return atTimeZone(left);
      case COLLATE:
        cursor.next();
        return new Expr.Collate(left, cursor.anyName(), cursor.from(left.span()));
      case CAST:
        return cast(left);
      default:
        String operator = operator();
        if (!restricted && predicates.atQuantifier()) {
          return predicates.quantified(left, operator);
        }
        return chain(left, operator, level, restricted);
    }
  }

  /** Gathers the operands of one operator, so that a chain of thousands is no tree of thousands of levels. */
  private Expr chain(Expr left, String operator, int level, boolean restricted)
      throws SqlSyntaxException {
    Expr right = climb(level + 1, restricted);
    if (level == COMPARISON || !sameOperator(operator, restricted)) {
      return new Expr.Operation(operator, List.of(left, right), cursor.from(left.span()));
    }
    List<Expr> operands = new ArrayList<>(List.of(left, right));
    while (sameOperator(operator, restricted)) {
      cursor.next();
      operands.add(climb(level + 1, restricted));
    }
    return new Expr.Operation(operator, List.copyOf(operands), cursor.from(left.span()));
  }

  private boolean sameOperator(String operator, boolean restricted) {
    if (level(restricted) == NONE) {
      return false;
    }
    Token token = cursor.peek();
    boolean word =
        token.kind() == Token.Kind.IDENTIFIER && (operator.equals("and") || operator.equals("or"));
    boolean symbol = token.kind() == Token.Kind.OPERATOR && !cursor.atOne(1, "any", "some", "all");
    return (word || symbol) && spelling(token.text()).equals(operator);
  }

  private Expr cast(Expr left) throws SqlSyntaxException {
    cursor.next();
    int start = cursor.mark();
    String type = grammar.types.type();
    return new Expr.Cast(left, cursor.from(start), type, cursor.from(left.span()));
  }

  private Expr atTimeZone(Expr left) throws SqlSyntaxException {
    cursor.next();
    if (cursor.accept("local")) {
      return new Expr.Operation("at local", List.of(left), cursor.from(left.span()));
    }
    cursor.expectAll("time", "zone");
    Expr zone = climb(AT + 1, false);
    return new Expr.Operation("at time zone", List.of(left, zone), cursor.from(left.span()));
  }

  /** Reads an operator, also {@code OPERATOR(s.+)}. */
  String operator() throws SqlSyntaxException {
    if (cursor.at("operator")) {
      cursor.next();
      cursor.expectSymbol("(");
      StringBuilder name = new StringBuilder("operator(");
      while (cursor.atLabel()) {
        name.append(cursor.next().text());
        cursor.expectSymbol(".");
        name.append('.');
      }
      String symbol = symbol();
      cursor.expectSymbol(")");
      return name.append(symbol).append(')').toString();
    }
    return symbol();
  }

  private String symbol() throws SqlSyntaxException {
    if (!cursor.at(Token.Kind.OPERATOR)) {
      throw cursor.unexpected("an operator");
    }
    return spelling(cursor.next().text());
  }

  private static String spelling(String operator) {
    if (operator.equals("!=")) {
      return "<>";
    }
    return operator.indexOf('?') < 0 ? operator : operator.replace("??", "?");
  }

  /** How tight the operator binds that stands here; NONE where none does. */
  private int level(boolean restricted) {
    Token token = cursor.peek();
    return switch (token.kind()) {
      case OPERATOR -> symbolLevel(token.text());
      case PUNCTUATION -> token.text().equals("::") ? CAST : NONE;
      case IDENTIFIER -> wordLevel(token.text(), restricted);
      default -> NONE;
    };
  }

  private static int symbolLevel(String operator) {
    return switch (operator) {
      case "<", ">", "=", "<=", ">=", "<>", "!=" -> COMPARISON;
      case "+", "-" -> SUM;
      case "*", "/", "%" -> PRODUCT;
      case "^" -> POWER;
      default -> OPERATOR;
    };
  }

  private int wordLevel(String word, boolean restricted) {
    int level = switch (word) {
      case "or" -> OR;
      case "and" -> AND;
      case "is" -> IS;
      case "isnull", "notnull" -> IS;
      case "between", "in", "like", "ilike" -> MATCH;
      case "similar" -> cursor.at(1, "to") ? MATCH : NONE;
      case "not" -> cursor.atOne(1, "between", "in", "like", "ilike", "similar") ? MATCH : NONE;
      case "operator" -> cursor.atSymbol(1, "(") ? OPERATOR : NONE;
      case "at" ->
        cursor.at(1, "local") || cursor.at(1, "time") && cursor.at(2, "zone") ? AT : NONE;
      case "collate" -> COLLATE;
      default -> NONE;
    };
    if (restricted && level != OPERATOR) {
      return level == IS && predicates.allowedInRestricted() ? IS : NONE;
    }
    // Most of these words are also labels without AS: SELECT a like, b FROM t
    boolean label =
        level != NONE && endsItem() && !word.equals("isnull") && !word.equals("notnull");
    return label ? NONE : level;
  }

  private boolean endsItem() {
    boolean punctuation = cursor.peek(1).kind() == Token.Kind.PUNCTUATION
        && !cursor.atSymbol(1, "(")
        && !cursor.atSymbol(1, "{");
    // Reserved words with which no operand begins.
    return punctuation
        || cursor.atOne(
            1,
            "into",
            "from",
            "where",
            "group",
            "having",
            "window",
            "union",
            "intersect",
            "except",
            "order",
            "limit",
            "offset",
            "fetch",
            "for",
            "on",
            "returning");
  }
}
