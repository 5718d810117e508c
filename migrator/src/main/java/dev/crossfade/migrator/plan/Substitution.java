package dev.crossfade.migrator.plan;

import dev.crossfade.rewrite.Subexpressions;
import dev.crossfade.sql.Expr;
import dev.crossfade.sql.SqlParser;
import dev.crossfade.sql.SqlSyntaxException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts other expressions in the place of columns, in expressions as the server prints them or a mapping file has them. */
final class Substitution {
  private Substitution() {}

  /** The columns that an expression names. */
  static Set<String> columns(String sql) throws Unmirrorable {
    return references(sql).stream()
        .map(reference -> reference.parts().get(0).value())
        .collect(Collectors.toSet());
  }

  /** The expression with each of these columns replaced by an expression that can stand alone. */
  static String replace(String sql, Map<String, String> by) throws Unmirrorable {
    StringBuilder replaced = new StringBuilder();
    int cursor = 0;
    for (Expr.ColumnRef reference : references(sql)) {
      String value = by.get(reference.parts().get(0).value());
      if (value != null) {
        replaced.append(sql, cursor, reference.span().start()).append(value);
        cursor = reference.span().end();
      }
    }
    return replaced.append(sql, cursor, sql.length()).toString();
  }

  private static List<Expr.ColumnRef> references(String sql) throws Unmirrorable {
    List<Expr> all;
    try {
      all = Subexpressions.of(SqlParser.parseExpression(sql));
    } catch (SqlSyntaxException e) {
      throw new Unmirrorable("an expression in it is not understood: " + e.getMessage());
    }
    List<Expr.ColumnRef> references = all.stream()
        .filter(Expr.ColumnRef.class::isInstance)
        .map(Expr.ColumnRef.class::cast)
        .sorted(Comparator.comparingInt(reference -> reference.span().start()))
        .toList();
    boolean rows = references.stream().anyMatch(reference -> reference.parts().size() > 1)
        || all.stream()
            .anyMatch(expr -> expr instanceof Expr.Star || expr instanceof Expr.Subquery);
    if (rows) {
      throw new Unmirrorable("it speaks of whole rows");
    }
    return references;
  }
}
