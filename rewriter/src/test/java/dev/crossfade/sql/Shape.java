package dev.crossfade.sql;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints an expression's structure: {@code a or b and c} is {@code (or a (and b c))}; what has no operands stands as in the text. */
final class Shape {
  private final String text;

  private Shape(String text) {
    this.text = text;
  }

  static String of(String expression) throws SqlSyntaxException {
    return new Shape(expression).print(SqlParser.parseExpression(expression));
  }

  private String print(Expr expr) {
    if (expr instanceof Expr.Operation operation) {
      return list(operation.operator(), operation.operands());
    }
    if (expr instanceof Expr.Call call) {
      return list(call.name().last() + "()", call.arguments());
    }
    if (expr instanceof Expr.Cast cast) {
      return "(cast:" + cast.typeName() + " " + print(cast.operand()) + ")";
    }
    if (expr instanceof Expr.Collate collate) {
      return "(collate:" + collate.collation().last() + " " + print(collate.operand()) + ")";
    }
    if (expr instanceof Expr.Row row) {
      return list("row", row.items());
    }
    if (expr instanceof Expr.Paren paren) {
      return "[" + print(paren.inner()) + "]";
    }
    if (expr instanceof Expr.Field field) {
      return "(field:" + field.field().map(Name::value).orElse("*") + " " + print(field.base())
          + ")";
    }
    if (expr instanceof Expr.Subscript subscript) {
      return list(
          "at",
          Stream.concat(Stream.of(subscript.base()), subscript.indices().stream())
              .toList());
    }
    if (expr instanceof Expr.Subquery subquery) {
      String left = subquery.left().map(operand -> " " + print(operand)).orElse("");
      String operator = subquery.operator().isEmpty() ? "" : ":" + subquery.operator();
      return "(" + subquery.kind() + operator + left + " {"
          + subquery.query().span().of(text) + "})";
    }
    if (expr instanceof Expr.Constant constant && constant.type().isPresent()) {
      return constant.type().get() + ":" + constant.span().of(text);
    }
    return expr.span().of(text);
  }

  private String list(String head, List<Expr> items) {
    return items.stream()
        .map(item -> " " + print(item))
        .collect(Collectors.joining("", "(" + head, ")"));
  }
}
