package dev.crossfade.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what follows IS, the pattern matches, BETWEEN, IN, and ANY and ALL. */
final class PredicateParser {
  private final TokenCursor cursor;
  private final Grammar grammar;
  private final ExpressionParser expressions;

  PredicateParser(Grammar grammar, ExpressionParser expressions) {
    this.grammar = grammar;
    this.cursor = grammar.cursor;
    this.expressions = expressions;
  }

  /** Whether the IS that stands here is one of those that b_expr knows. */
  boolean allowedInRestricted() {
    int ahead = cursor.at(1, "not") ? 2 : 1;
    return cursor.at("is") && (cursor.at(ahead, "distinct") || cursor.at(ahead, "document"));
  }

  Expr is(Expr left, boolean restricted) throws SqlSyntaxException {
    String word = cursor.next().text();
    if (!word.equals("is")) {
      return operation(word.equals("isnull") ? "is null" : "is not null", List.of(left));
    }
    String prefix = cursor.accept("not") ? "is not " : "is ";
    if (cursor.acceptAll("distinct", "from")) {
      Expr right = expressions.isOperand(restricted);
      return operation(prefix + "distinct from", List.of(left, right));
    }
    if (cursor.atOne(0, "null", "true", "false", "unknown", "document", "normalized")) {
      return operation(prefix + cursor.next().text(), List.of(left));
    }
    if (cursor.atOne(0, "nfc", "nfd", "nfkc", "nfkd") && cursor.at(1, "normalized")) {
      cursor.skip(2);
      return operation(prefix + "normalized", List.of(left));
    }
    cursor.expect("json");
    cursor.acceptOne("value", "array", "object", "scalar");
    grammar.json.uniqueKeys();
    return operation(prefix + "json", List.of(left));
  }

  Expr match(Expr left) throws SqlSyntaxException {
    String prefix = cursor.accept("not") ? "not " : "";
    String word = cursor.next().text();
    return switch (word) {
      case "between" -> between(left, prefix + word);
      case "in" -> in(left, prefix + word);
      case "similar" -> {
        cursor.expect("to");
        yield pattern(left, prefix + "similar to");
      }
      default -> atQuantifier() ? quantified(left, prefix + word) : pattern(left, prefix + word);
    };
  }

  private Expr between(Expr left, String operator) throws SqlSyntaxException {
    boolean symmetric = cursor.accept("symmetric");
    if (!symmetric) {
      cursor.accept("asymmetric");
    }
    Expr low = expressions.restricted();
    cursor.expect("and");
    Expr high = expressions.matchOperand();
    return operation(symmetric ? operator + " symmetric" : operator, List.of(left, low, high));
  }

  private Expr pattern(Expr left, String operator) throws SqlSyntaxException {
    Expr pattern = expressions.matchOperand();
    if (cursor.accept("escape")) {
      return operation(operator, List.of(left, pattern, expressions.matchOperand()));
    }
    if (cursor.atSymbol("{") && cursor.at(1, "escape")) {
      cursor.skip(2);
      Expr escape = expressions.expression();
      cursor.expectSymbol("}");
      return operation(operator, List.of(left, pattern, escape));
    }
    return operation(operator, List.of(left, pattern));
  }

  private Expr in(Expr left, String operator) throws SqlSyntaxException {
    PrimaryParser.Group group = expressions.group();
    if (group instanceof PrimaryParser.OfQuery query) {
      Expr.Subquery.Kind kind =
          operator.equals("in") ? Expr.Subquery.Kind.IN : Expr.Subquery.Kind.NOT_IN;
      return new Expr.Subquery(
          kind, Optional.of(left), operator, query.query(), cursor.from(left.span()));
    }
    List<Expr> operands = new ArrayList<>();
    operands.add(left);
    operands.addAll(((PrimaryParser.OfItems) group).items());
    return operation(operator, List.copyOf(operands));
  }

  boolean atQuantifier() {
    return cursor.atOne(0, "any", "some", "all") && cursor.atSymbol(1, "(");
  }

  /** {@code = ANY (...)} behind the operator. */
  Expr quantified(Expr left, String operator) throws SqlSyntaxException {
    boolean all = cursor.next().text().equals("all");
    PrimaryParser.Group group = expressions.group();
    if (group instanceof PrimaryParser.OfQuery query) {
      Expr.Subquery.Kind kind = all ? Expr.Subquery.Kind.ALL : Expr.Subquery.Kind.ANY;
      return new Expr.Subquery(
          kind, Optional.of(left), operator, query.query(), cursor.from(left.span()));
    }
    List<Expr> items = ((PrimaryParser.OfItems) group).items();
    if (items.size() != 1) {
      throw cursor.unexpected("one expression in the parentheses before");
    }
    return operation(operator + (all ? " all" : " any"), List.of(left, items.get(0)));
  }

  private Expr operation(String operator, List<Expr> operands) {
    return new Expr.Operation(operator, operands, cursor.from(operands.get(0).span()));
  }
}
