package dev.crossfade.rewrite;

import dev.crossfade.mapping.Phase;
import dev.crossfade.rewrite.Item.Col;
import dev.crossfade.rewrite.Scope.Meaning;
import dev.crossfade.sql.Expr;
import dev.crossfade.sql.Name;
import dev.crossfade.sql.Token;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Edits the column references of expressions. */
final class Expressions {
  /** Functions that show a row by its columns' names and values, whatever its type is called. */
  private static final Set<String> OVER_RECORDS = Set.of(
      "row_to_json to_json to_jsonb json_agg jsonb_agg json_agg_strict jsonb_agg_strict json_build_array jsonb_build_array json_build_object jsonb_build_object json_object_agg jsonb_object_agg json_array json_arrayagg json_object json_objectagg concat concat_ws format num_nulls num_nonnulls"
          .split(" "));

  private static final Set<String> SYSTEM_COLUMNS =
      Set.of("ctid", "xmin", "xmax", "cmin", "cmax", "tableoid");

  private static final Set<String> RECORD_OPERATORS = Set.of(
      "=",
      "<>",
      "!=",
      "<",
      ">",
      "<=",
      ">=",
      "*=",
      "*<>",
      "is null",
      "is not null",
      "is distinct from",
      "is not distinct from",
      "in",
      "not in",
      "isnull",
      "notnull");

  private final Rewriting work;
  private final Comparisons comparisons;
  private boolean filtering;

  Expressions(Rewriting work) {
    this.work = work;
    this.comparisons = new Comparisons(work);
  }

  void walk(Optional<Expr> expr, Scope scope) {
    expr.ifPresent(e -> walk(e, scope));
  }

  /** A condition that rows are filtered by before they are grouped: here a comparison may take another form. */
  void filter(Optional<Expr> condition, Scope scope) {
    boolean before = filtering;
    filtering = true;
    walk(condition, scope);
    filtering = before;
  }

  void walkAll(List<? extends Expr> exprs, Scope scope) {
    exprs.forEach(e -> walk(e, scope));
  }

  /** Makes every reference in the expression mean on the server what it means to the application, by the seek source. */
  void walk(Expr expr, Scope scope) {
    if (expr instanceof Expr.ColumnRef column) {
      reference(column, scope);
    } else if (expr instanceof Expr.Star star) {
      refuseHiddenRow(scope, star);
    } else if (expr instanceof Expr.Call call) {
      call(call, scope);
    } else if (expr instanceof Expr.Operation operation) {
      operation(operation, scope);
    } else if (expr instanceof Expr.Field field) {
      field(field, scope);
    } else if (expr instanceof Expr.Cast cast) {
      cast(cast, scope);
    } else if (expr instanceof Expr.Row row) {
      row(row, scope);
    } else if (expr instanceof Expr.Subscript subscript) {
      subscript(subscript, scope);
    } else if (expr instanceof Expr.Subquery subquery) {
      subquery.left().ifPresent(left -> operand(left, scope));
      nested(subquery, scope);
    } else {
      walkAll(Children.of(expr), scope);
    }
  }

  /** A column may be subscripted as it stands, an expression in parentheses only. */
  private void subscript(Expr.Subscript subscript, Scope scope) {
    walkAll(Children.of(subscript), scope);
    if (subscript.base() instanceof Expr.ColumnRef base && work.edits.touch(base.span())) {
      work.edits.before(base.span().start(), Fragment.of("("));
      work.edits.after(base.span().end(), Fragment.of(")"));
    }
  }

  private void nested(Expr.Subquery subquery, Scope scope) {
    boolean before = filtering;
    filtering = false;
    work.queries.nested(subquery.query(), scope);
    filtering = before;
  }

  private void reference(Expr.ColumnRef reference, Scope scope) {
    Meaning meaning = scope.resolve(reference);
    if (meaning instanceof Meaning.Column column) {
      place(reference, column, column.col().seek(), scope);
      column.col().view().ifPresent(view -> work.touched.read(view, false));
    } else if (meaning instanceof Meaning.WholeRow row && hidesColumns(row.item())) {
      throw new Refusal("a whole row of " + row.item().qualifier()
          + " shows the table's row type; name the columns");
    } else {
      systemColumn(reference, scope);
      reportUnclear(reference, meaning);
    }
  }

  /** Edits a reference whose column is known, if the server would not take it for {@code rendered}. Returns whether it did. */
  boolean place(Expr.ColumnRef reference, Meaning.Column column, Fragment rendered, Scope scope) {
    Col col = column.col();
    boolean bare = reference.parts().size() == 1;
    boolean bySchema = reference.parts().size() > 2 && col.item().isAliasOnly();
    if (col.isPlain(rendered) && !(bare && column.captured()) && !bySchema) {
      return false;
    }
    if (col.isPlain(rendered) && col.item().isBare()) {
      throw new Refusal("column " + col.name()
          + " of a join is hard to tell from a new column of the same name; qualify it");
    }
    if (bare
        && !col.item().isBare()
        && col.merged().isEmpty()
        && scope
            .item(col.item().alias().orElse(""), Optional.empty())
            .filter(i -> i == col.item())
            .isEmpty()) {
      throw new Refusal("column " + col.name()
          + " belongs to a table whose name another one hides; give the table an alias");
    }
    work.edits.replace(
        reference.span(), bare || bySchema ? rendered : asWritten(reference, col, rendered));
    return true;
  }

  /** A qualifier with a schema means another item than the bare one only where both stand in FROM; keep what was written then. */
  private Fragment asWritten(Expr.ColumnRef reference, Col col, Fragment rendered) {
    if (reference.parts().size() == 2) {
      return rendered;
    }
    String written = work.text(reference
        .parts()
        .get(0)
        .span()
        .to(reference.parts().get(reference.parts().size() - 2).span()));
    return new Fragment(
        rendered.sql().replace(col.item().qualifier() + ".", written + "."), rendered.sources());
  }

  void reportUnclear(Expr.ColumnRef reference, Meaning meaning) {
    String name = reference.parts().get(reference.parts().size() - 1).value();
    if (meaning instanceof Meaning.Unclear) {
      throw new Refusal(
          "column " + name + " may belong to a function in FROM or to a mapped table; qualify it");
    }
    if (meaning instanceof Meaning.Ambiguous) {
      String quoted = Identifiers.alwaysQuote(name);
      work.edits.replace(
          reference.span(),
          Fragment.of("(SELECT " + quoted + " FROM (SELECT 1 AS " + quoted + ") x, (SELECT 1 AS "
              + quoted + ") y)"));
    }
  }

  /** A query that stands for a table has no system columns, and those of a table that another is joined to need its name. */
  private void systemColumn(Expr.ColumnRef reference, Scope scope) {
    String name = reference.parts().get(reference.parts().size() - 1).value();
    if (!SYSTEM_COLUMNS.contains(name)) {
      return;
    }
    scope.items.stream().filter(Item::isDerived).findFirst().ifPresent(item -> {
      throw new Refusal("system column " + name + " of table " + item.qualifier()
          + ", to which rows are still being moved");
    });
    if (reference.parts().size() == 1
        && scope.items.size() == 1
        && scope.items.get(0).mayBeJoined()) {
      work.edits.replace(
          reference.span(), Fragment.of(scope.items.get(0).qualifier() + "." + name));
    }
  }

  private static boolean hidesColumns(Item item) {
    return item.isDerived()
        || item.view()
            .filter(view -> !view.sameColumns()
                || view.isRenamed()
                || view.migrations().stream().anyMatch(m -> m.phase() != Phase.EXPAND))
            .isPresent();
  }

  private void refuseHiddenRow(Scope scope, Expr.Star star) {
    starItem(star, scope).filter(Expressions::hidesColumns).ifPresent(item -> {
      throw new Refusal(
          "a whole row of " + item.qualifier() + " shows the table's row type; name the columns");
    });
  }

  private static Optional<Item> starItem(Expr.Star star, Scope scope) {
    List<Name> parts = star.qualifier();
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> schema =
        parts.size() > 1 ? Optional.of(parts.get(parts.size() - 2).value()) : Optional.empty();
    return scope.item(parts.get(parts.size() - 1).value(), schema);
  }

  /** The mapped item whose whole row the expression is, where its row isn't what the server would show. */
  Optional<Item> hiddenRow(Expr expr, Scope scope) {
    if (expr instanceof Expr.Paren paren) {
      return hiddenRow(paren.inner(), scope);
    }
    Optional<Item> item = Optional.empty();
    if (expr instanceof Expr.Star star) {
      item = starItem(star, scope);
    } else if (expr instanceof Expr.ColumnRef column
        && scope.resolve(column) instanceof Meaning.WholeRow row) {
      item = Optional.of(row.item());
    }
    return item.filter(Expressions::hidesColumns);
  }

  /** Walks an operand that may be a whole row and is used as a record. */
  private void operand(Expr expr, Scope scope) {
    Optional<Item> row = hiddenRow(expr, scope);
    if (row.isPresent()) {
      work.edits.replace(expr.span(), record(row.get()));
    } else {
      walk(expr, scope);
    }
  }

  /** The row in the application's shape, as a record with the table's own names, which an alias list doesn't change; null where the row is, as behind an outer join. */
  private Fragment record(Item item) {
    Fragment.Builder sql = new Fragment.Builder()
        .add("CASE WHEN " + item.qualifier()
            + ".* IS DISTINCT FROM NULL THEN (SELECT x FROM (SELECT ");
    List<Fragment> columns = item.columns().stream()
        .map(col -> new Fragment.Builder()
            .add(col.seek())
            .add(" AS "
                + Identifiers.alwaysQuote(
                    col.view().map(TableView.ColumnView::name).orElse(col.name())))
            .build())
        .toList();
    return sql.add(Fragment.join(", ", columns)).add(") x) END").build();
  }

  private void call(Expr.Call call, Scope scope) {
    String name = call.name().last();
    boolean counts = name.equals("count");
    boolean records = OVER_RECORDS.contains(name);
    for (Expr argument : call.arguments()) {
      boolean row = hiddenRow(argument, scope).isPresent();
      if (row && (counts || work.isAbsent(call.name()))) {
        continue;
      }
      if (row && records) {
        operand(argument, scope);
      } else {
        walk(argument, scope);
      }
    }
    xmlNames(call);
    for (Expr.SortItem item : call.orderBy()) {
      operand(item.expr(), scope);
    }
    call.withinGroup().forEach(item -> walk(item.expr(), scope));
    walk(call.filter(), scope);
    call.over().ifPresent(window -> walkAll(Children.ofWindow(window), scope));
  }

  /** XMLFOREST and XMLATTRIBUTES call a value by its column's name where no other is given. */
  private void xmlNames(Expr.Call call) {
    if (!call.name().last().equals("xmlforest") && !call.name().last().equals("xmlelement")) {
      return;
    }
    List<Token> tokens = work.script.tokens().stream()
        .filter(token -> token.span().start() >= call.span().start()
            && token.span().end() <= call.span().end())
        .toList();
    for (Expr argument : call.arguments()) {
      boolean named = call.name().last().equals("xmlforest") || isAttribute(argument, tokens);
      boolean alias = tokens.stream()
          .filter(token -> token.span().start() >= argument.span().end())
          .findFirst()
          .filter(token -> token.text().equals("as"))
          .isPresent();
      if (argument instanceof Expr.ColumnRef column
          && named
          && !alias
          && work.edits.touch(argument.span())) {
        String name = column.parts().get(column.parts().size() - 1).value();
        work.edits.after(
            argument.span().end(), Fragment.of(" AS " + Identifiers.alwaysQuote(name)));
      }
    }
  }

  private static boolean isAttribute(Expr argument, List<Token> tokens) {
    int depth = 0;
    int attributes = -1;
    for (int i = 0;
        i < tokens.size() && tokens.get(i).span().start() < argument.span().start();
        i++) {
      String text = tokens.get(i).text();
      depth += text.equals("(") ? 1 : text.equals(")") ? -1 : 0;
      if (text.equals("xmlattributes")) {
        attributes = depth;
      } else if (depth == attributes && text.equals(")")) {
        attributes = -1;
      }
    }
    return attributes >= 0;
  }

  private void operation(Expr.Operation operation, Scope scope) {
    if (filtering && comparisons.rewrite(operation, scope)) {
      return;
    }
    boolean records = RECORD_OPERATORS.contains(operation.operator());
    for (Expr operand : operation.operands()) {
      if (records) {
        operand(operand, scope);
      } else {
        walk(operand, scope);
      }
    }
    comparisons.keepValue(operation);
  }

  /** {@code (u).name} is {@code u.name}. */
  private void field(Expr.Field field, Scope scope) {
    Optional<Item> row = hiddenRow(field.base(), scope);
    if (row.isEmpty()) {
      walk(field.base(), scope);
      return;
    }
    String name = field
        .field()
        .map(Name::value)
        .orElseThrow(() -> new Refusal(
            "a whole row of " + row.get().qualifier() + " is expanded inside an expression"));
    row.get().column(name).ifPresent(col -> {
      col.view().ifPresent(view -> work.touched.read(view, false));
      work.edits.replace(field.span(), col.seek());
    });
  }

  private void cast(Expr.Cast cast, Scope scope) {
    refuseRowType(cast.typeName());
    String type = cast.typeName().toLowerCase(Locale.ROOT);
    if (type.equals("text") || type.equals("varchar") || type.equals("bpchar")) {
      operand(cast.operand(), scope);
    } else {
      walk(cast.operand(), scope);
    }
  }

  /** A value of a mapped table's row type has the server's columns, not the application's. */
  private void refuseRowType(String typeName) {
    if (work.context.snapshot().names().contains(typeName)) {
      work.context.snapshot().tables().values().stream()
          .filter(table -> table.relation().name().equals(typeName))
          .filter(table -> !new TableView(table, work.context).sameColumns())
          .findFirst()
          .ifPresent(table -> {
            throw new Refusal("the row type of table " + typeName
                + " has other columns than the application's; use a type of your own");
          });
    }
  }

  private void row(Expr.Row row, Scope scope) {
    for (Expr item : row.items()) {
      Optional<Item> whole = item instanceof Expr.Star ? hiddenRow(item, scope) : Optional.empty();
      if (whole.isPresent()) {
        work.edits.replace(
            item.span(),
            Fragment.join(", ", whole.get().columns().stream().map(Col::seek).toList()));
      } else {
        walk(item, scope);
      }
    }
  }
}
