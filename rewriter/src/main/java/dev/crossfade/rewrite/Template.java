package dev.crossfade.rewrite;

import dev.crossfade.sql.Expr;
import dev.crossfade.sql.Span;
import dev.crossfade.sql.SqlParser;
import dev.crossfade.sql.SqlSyntaxException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A mapping file's expression with holes where its columns stand. */
final class Template {
  private static final Set<String> ARITHMETIC = Set.of("+", "-", "*", "/");

  private final String sql;
  private final Expr tree;
  private final List<Expr.ColumnRef> holes;

  private Template(String sql, Expr tree, List<Expr.ColumnRef> holes) {
    this.sql = sql;
    this.tree = tree;
    this.holes = holes;
  }

  static Template of(String sql) {
    try {
      List<Expr.ColumnRef> holes = new ArrayList<>();
      Expr tree = SqlParser.parseExpression(sql);
      collect(tree, holes);
      holes.sort(Comparator.comparingInt(hole -> hole.span().start()));
      return new Template(sql, tree, List.copyOf(holes));
    } catch (SqlSyntaxException e) {
      throw new Refusal("the mapping file's expression is not understood: " + e.getMessage());
    }
  }

  private static void collect(Expr expr, List<Expr.ColumnRef> into) {
    if (expr instanceof Expr.ColumnRef column) {
      into.add(column);
    }
    Children.of(expr).forEach(child -> collect(child, into));
  }

  /** The column that the expression is, if it is nothing else. */
  Optional<String> column() {
    return holes.stream()
        .findFirst()
        .filter(hole -> hole.span().equals(new Span(0, sql.length())))
        .map(hole -> hole.parts().get(0).value());
  }

  boolean readsColumns() {
    return !holes.isEmpty();
  }

  /** Whether it is arithmetic on numbers, so that it fails on no value that the column can hold, short of an overflow. */
  boolean isArithmetic() {
    return isArithmetic(tree);
  }

  private static boolean isArithmetic(Expr expr) {
    if (expr instanceof Expr.Constant constant) {
      return constant.kind() == Expr.Constant.Kind.INTEGER
          || constant.kind() == Expr.Constant.Kind.NUMERIC;
    }
    boolean known = expr instanceof Expr.ColumnRef
        || expr instanceof Expr.Paren
        || expr instanceof Expr.Operation operation && ARITHMETIC.contains(operation.operator())
        || expr instanceof Expr.Cast cast && cast.typeName().equals("numeric");
    return known && Children.of(expr).stream().allMatch(Template::isArithmetic);
  }

  /** The expression over these arguments; {@code argument} gives an operand that can stand alone for each column name. */
  Fragment apply(Function<String, Fragment> argument) {
    Fragment.Builder out = new Fragment.Builder();
    int cursor = 0;
    for (Expr.ColumnRef hole : holes) {
      out.add(sql, cursor, hole.span().start());
      Fragment operand = argument.apply(hole.parts().get(0).value());
      out.add(isSubscripted(hole) ? operand.operand() : operand);
      cursor = hole.span().end();
    }
    return out.add(sql, cursor, sql.length()).build();
  }

  /** Brackets bind to a column, but not to an expression without parentheses. */
  private boolean isSubscripted(Expr.ColumnRef hole) {
    return sql.substring(hole.span().end()).stripLeading().startsWith("[");
  }
}
