package dev.crossfade.rewrite;

import dev.crossfade.sql.Expr;
import java.util.ArrayList;
import java.util.List;

/** The expressions directly inside an expression that share its scope; what stands inside a subquery's query does not. */
final class Children {
  private Children() {}

  static List<Expr> of(Expr expr) {
    if (expr instanceof Expr.Call call) {
      return ofCall(call);
    } else if (expr instanceof Expr.Operation operation) {
      return operation.operands();
    } else if (expr instanceof Expr.Cast cast) {
      return List.of(cast.operand());
    } else if (expr instanceof Expr.Collate collate) {
      return List.of(collate.operand());
    } else if (expr instanceof Expr.Case choice) {
      return ofCase(choice);
    } else if (expr instanceof Expr.Row row) {
      return row.items();
    } else if (expr instanceof Expr.Paren paren) {
      return List.of(paren.inner());
    } else if (expr instanceof Expr.Field field) {
      return List.of(field.base());
    } else if (expr instanceof Expr.Subscript subscript) {
      List<Expr> children = new ArrayList<>();
      children.add(subscript.base());
      children.addAll(subscript.indices());
      return children;
    } else if (expr instanceof Expr.Subquery subquery) {
      return subquery.left().map(List::of).orElse(List.of());
    }
    return List.of();
  }

  static List<Expr> ofWindow(Expr.Window window) {
    List<Expr> children = new ArrayList<>(window.partitionBy());
    window.orderBy().forEach(item -> children.add(item.expr()));
    children.addAll(window.frameBounds());
    return children;
  }

  private static List<Expr> ofCall(Expr.Call call) {
    List<Expr> children = new ArrayList<>(call.arguments());
    call.orderBy().forEach(item -> children.add(item.expr()));
    call.withinGroup().forEach(item -> children.add(item.expr()));
    call.filter().ifPresent(children::add);
    call.over().ifPresent(window -> children.addAll(ofWindow(window)));
    return children;
  }

  private static List<Expr> ofCase(Expr.Case choice) {
    List<Expr> children = new ArrayList<>();
    choice.argument().ifPresent(children::add);
    for (Expr.Case.When when : choice.whens()) {
      children.add(when.condition());
      children.add(when.result());
    }
    choice.otherwise().ifPresent(children::add);
    return children;
  }
}
