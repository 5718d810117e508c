package dev.crossfade.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what stands in FROM. */
final class FromParser {
  /** What stands in parentheses in FROM: a query, or a table or join. */
  private sealed interface Group {}

  private record OfQuery(Query query, Span span) implements Group {}

  private record OfItem(FromItem item, Span span) implements Group {}

  private final TokenCursor cursor;
  private final Grammar grammar;

  FromParser(Grammar grammar) {
    this.grammar = grammar;
    this.cursor = grammar.cursor;
  }

  /** from_list. */
  List<FromItem> list() throws SqlSyntaxException {
    List<FromItem> items = new ArrayList<>();
    do {
      items.add(item());
    } while (cursor.acceptSymbol(","));
    return List.copyOf(items);
  }

  /** table_ref. */
  FromItem item() throws SqlSyntaxException {
    cursor.descend();
    FromItem item = joins(primary());
    cursor.ascend();
    return item;
  }

  private FromItem joins(FromItem first) throws SqlSyntaxException {
    FromItem left = first;
    int links = 0;
    while (atJoin()) {
      cursor.link(++links);
      left = join(left);
    }
    return left;
  }

  private boolean atJoin() {
    return cursor.atOne(0, "join", "cross", "natural", "inner", "left", "right", "full");
  }

  private FromItem join(FromItem left) throws SqlSyntaxException {
    if (cursor.acceptAll("cross", "join")) {
      FromItem right = primary();
      return joined(FromItem.Join.Kind.CROSS, left, right, new FromItem.Condition.None());
    }
    if (cursor.at("natural")) {
      Span natural = cursor.next().span();
      FromItem.Join.Kind kind = kind();
      FromItem right = primary();
      return joined(kind, left, right, new FromItem.Condition.Natural(natural));
    }
    FromItem.Join.Kind kind = kind();
    FromItem right = primary();
    if (atJoin()) {
      // A join that waits for its condition: the next join belongs to its right side.
      cursor.descend();
      right = joins(right);
      cursor.ascend();
    }
    return joined(kind, left, right, condition());
  }

  private FromItem.Join joined(
      FromItem.Join.Kind kind, FromItem left, FromItem right, FromItem.Condition condition) {
    return new FromItem.Join(
        kind, left, right, condition, Optional.empty(), cursor.from(left.span()));
  }

  private FromItem.Join.Kind kind() throws SqlSyntaxException {
    FromItem.Join.Kind kind = FromItem.Join.Kind.INNER;
    if (cursor.atOne(0, "left", "right", "full")) {
      kind = switch (cursor.next().text()) {
        case "left" -> FromItem.Join.Kind.LEFT;
        case "right" -> FromItem.Join.Kind.RIGHT;
        default -> FromItem.Join.Kind.FULL;
      };
      cursor.accept("outer");
    } else {
      cursor.accept("inner");
    }
    cursor.expect("join");
    return kind;
  }

  private FromItem.Condition condition() throws SqlSyntaxException {
    int start = cursor.mark();
    if (cursor.accept("on")) {
      Expr expr = grammar.expressions.expression();
      return new FromItem.Condition.On(expr, cursor.from(start));
    }
    if (cursor.accept("using")) {
      List<Name> columns = cursor.parenthesisedNames();
      Optional<Name> alias =
          cursor.accept("as") ? Optional.of(cursor.columnName()) : Optional.empty();
      return new FromItem.Condition.Using(columns, alias, cursor.from(start));
    }
    throw cursor.unexpected("ON or USING");
  }

  private FromItem primary() throws SqlSyntaxException {
    if (cursor.atSymbol("(")) {
      Group group = group();
      if (group instanceof OfItem item) {
        return parenthesised(item);
      }
      OfQuery query = (OfQuery) group;
      return subquery(query, query.span(), false);
    }
    if (cursor.atSymbol("{") && cursor.at(1, "oj")) {
      int start = cursor.mark();
      cursor.skip(2);
      FromItem item = item();
      cursor.expectSymbol("}");
      return new FromItem.Nested(item, cursor.from(start));
    }
    if (cursor.at("lateral")) {
      return lateral();
    }
    return grammar.fromFunctions.ahead()
        ? grammar.fromFunctions.function(cursor.mark(), false)
        : table();
  }

  private FromItem lateral() throws SqlSyntaxException {
    int start = cursor.mark();
    cursor.next();
    if (!cursor.atSymbol("(")) {
      return grammar.fromFunctions.function(start, true);
    }
    if (!(group() instanceof OfQuery query)) {
      throw cursor.unexpected("a query in the parentheses before");
    }
    return subquery(query, cursor.from(start), true);
  }

  private FromItem subquery(OfQuery query, Span start, boolean lateral) throws SqlSyntaxException {
    Optional<FromItem.Alias> alias = alias();
    return new FromItem.SubqueryRef(lateral, query.query(), alias, cursor.from(start));
  }

  private FromItem parenthesised(OfItem group) throws SqlSyntaxException {
    Optional<FromItem.Alias> alias = alias();
    if (alias.isEmpty()) {
      return new FromItem.Nested(group.item(), group.span());
    }
    FromItem inner = group.item();
    while (inner instanceof FromItem.Nested nested) {
      inner = nested.inner();
    }
    if (!(inner instanceof FromItem.Join join)) {
      throw cursor.unexpected("a join in the parentheses before");
    }
    return new FromItem.Join(
        join.kind(), join.left(), join.right(), join.condition(), alias, cursor.from(group.span()));
  }

  /** Reads parentheses; whether they hold a query or a join is seen behind the inner ones. */
  private Group group() throws SqlSyntaxException {
    int start = cursor.mark();
    cursor.descend();
    cursor.expectSymbol("(");
    Group group;
    if (grammar.queries.ahead()) {
      group = closed(grammar.queries.query(), start);
    } else if (cursor.atSymbol("(")) {
      group = nestedGroup(start);
    } else {
      group = closed(item(), start);
    }
    cursor.ascend();
    return group;
  }

  private Group nestedGroup(int start) throws SqlSyntaxException {
    int inner = cursor.mark();
    Group group = group();
    if (group instanceof OfItem item) {
      return closed(joins(parenthesised(item)), start);
    }
    OfQuery query = (OfQuery) group;
    if (grammar.queries.continues()) {
      return closed(
          grammar.queries.continued(inner, new Query.Nested(query.query(), query.span())), start);
    }
    if (cursor.atSymbol(")")) {
      return closed(query.query(), start);
    }
    return closed(joins(subquery(query, query.span(), false)), start);
  }

  private Group closed(Query query, int start) throws SqlSyntaxException {
    cursor.expectSymbol(")");
    return new OfQuery(query, cursor.from(start));
  }

  private Group closed(FromItem item, int start) throws SqlSyntaxException {
    cursor.expectSymbol(")");
    return new OfItem(item, cursor.from(start));
  }

  private FromItem.TableRef table() throws SqlSyntaxException {
    int start = cursor.mark();
    FromItem.TableRef relation = relation();
    Optional<FromItem.Alias> alias = alias();
    List<Expr> sample = List.of();
    if (cursor.accept("tablesample")) {
      cursor.anyName();
      sample = new ArrayList<>(grammar.expressions.parenthesisedList());
      if (cursor.accept("repeatable")) {
        sample.addAll(grammar.expressions.parenthesisedList());
      }
    }
    return new FromItem.TableRef(
        relation.name(), relation.only(), alias, List.copyOf(sample), cursor.from(start));
  }

  /** relation_expr: a table with ONLY or an asterisk, without an alias. */
  FromItem.TableRef relation() throws SqlSyntaxException {
    int start = cursor.mark();
    boolean only = cursor.accept("only");
    boolean parenthesis = only && cursor.acceptSymbol("(");
    QualifiedName name = cursor.qualifiedName();
    if (parenthesis) {
      cursor.expectSymbol(")");
    }
    if (!only) {
      cursor.acceptSymbol("*");
    }
    return new FromItem.TableRef(name, only, Optional.empty(), List.of(), cursor.from(start));
  }

  /** The target of UPDATE, DELETE and MERGE (relation_expr_opt_alias): the alias has no columns, and is never SET without AS. */
  FromItem.TableRef target() throws SqlSyntaxException {
    int start = cursor.mark();
    FromItem.TableRef relation = relation();
    Optional<FromItem.Alias> alias = Optional.empty();
    if (cursor.at("as") || cursor.atColumnName(0) && !cursor.at("set")) {
      alias = Optional.of(plainAlias());
    }
    return new FromItem.TableRef(
        relation.name(), relation.only(), alias, List.of(), cursor.from(start));
  }

  /** The target of INSERT: an alias needs AS. */
  FromItem.TableRef insertTarget() throws SqlSyntaxException {
    int start = cursor.mark();
    QualifiedName name = cursor.qualifiedName();
    Optional<FromItem.Alias> alias = cursor.at("as") ? Optional.of(plainAlias()) : Optional.empty();
    return new FromItem.TableRef(name, false, alias, List.of(), cursor.from(start));
  }

  private FromItem.Alias plainAlias() throws SqlSyntaxException {
    int start = cursor.mark();
    cursor.accept("as");
    return new FromItem.Alias(cursor.columnName(), List.of(), cursor.from(start));
  }

  /** opt_alias_clause. */
  Optional<FromItem.Alias> alias() throws SqlSyntaxException {
    int start = cursor.mark();
    if (!cursor.accept("as") && !cursor.atColumnName(0)) {
      return Optional.empty();
    }
    Name name = cursor.columnName();
    List<Name> columns = cursor.atSymbol("(") ? cursor.parenthesisedNames() : List.of();
    return Optional.of(new FromItem.Alias(name, columns, cursor.from(start)));
  }
}
