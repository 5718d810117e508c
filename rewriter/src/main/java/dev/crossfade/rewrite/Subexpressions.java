package dev.crossfade.rewrite;

import dev.crossfade.sql.Expr;
import java.util.ArrayList;
import java.util.List;

/** Lists what a mapping's expression is made of. Stateless and thread-safe. */
public final class Subexpressions {
  private Subexpressions() {}

  /** The expression and everything in it, outermost first, in the order of the text; the query of a subquery is left out. */
  public static List<Expr> of(Expr root) {
    List<Expr> all = new ArrayList<>();
    collect(root, all);
    return all;
  }

  private static void collect(Expr expr, List<Expr> all) {
    all.add(expr);
    parts(expr).forEach(part -> collect(part, all));
  }

  private static List<Expr> parts(Expr expr) {
    List<Expr> parts = new ArrayList<>();
    if (expr instanceof Expr.Call call) {
      parts.addAll(call.arguments());
      call.orderBy().forEach(item -> parts.add(item.expr()));
      call.withinGroup().forEach(item -> parts.add(item.expr()));
      call.filter().ifPresent(parts::add);
    } else if (expr instanceof Expr.Operation operation) {
      parts.addAll(operation.operands());
    } else if (expr instanceof Expr.Cast cast) {
      parts.add(cast.operand());
    } else if (expr instanceof Expr.Collate collate) {
      parts.add(collate.operand());
    } else if (expr instanceof Expr.Case choice) {
      choice.argument().ifPresent(parts::add);
      choice.whens().forEach(when -> parts.addAll(List.of(when.condition(), when.result())));
      choice.otherwise().ifPresent(parts::add);
    } else if (expr instanceof Expr.Row row) {
      parts.addAll(row.items());
    } else if (expr instanceof Expr.Paren paren) {
      parts.add(paren.inner());
    } else if (expr instanceof Expr.Field field) {
      parts.add(field.base());
    } else if (expr instanceof Expr.Subscript subscript) {
      parts.add(subscript.base());
      parts.addAll(subscript.indices());
    } else if (expr instanceof Expr.Subquery subquery) {
      subquery.left().ifPresent(parts::add);
    }
    return parts;
  }
}
