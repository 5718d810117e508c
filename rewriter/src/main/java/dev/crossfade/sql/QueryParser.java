package dev.crossfade.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads SELECT, VALUES, TABLE, set operations and WITH. */
final class QueryParser {
  private static final int UNION = 1;
  private static final int INTERSECT = 2;

  private final TokenCursor cursor;
  private final Grammar grammar;
  private final ExpressionParser expressions;

  QueryParser(Grammar grammar) {
    this.grammar = grammar;
    this.cursor = grammar.cursor;
    this.expressions = grammar.expressions;
  }

  /** Whether a query begins here, not counting parentheses. */
  boolean ahead() {
    return ahead(0);
  }

  private boolean ahead(int tokens) {
    return cursor.atOne(tokens, "select", "with", "table")
        || cursor.at(tokens, "values") && cursor.atSymbol(tokens + 1, "(");
  }

  /** Whether a query begins here, also behind any number of opening parentheses. */
  boolean aheadInParentheses() {
    int tokens = 0;
    while (cursor.atSymbol(tokens, "(")) {
      tokens++;
    }
    return ahead(tokens);
  }

  /** Whether something stands here that goes on with a query in parentheses. */
  boolean continues() {
    return cursor.atOne(
        0, "union", "intersect", "except", "order", "limit", "offset", "fetch", "for");
  }

  /** Reads a whole query; parentheses around all of it leave no trace. */
  Query query() throws SqlSyntaxException {
    int start = cursor.mark();
    return query(start, with());
  }

  /** Reads a query behind its WITH. */
  Query query(int start, Optional<Query.With> with) throws SqlSyntaxException {
    cursor.descend();
    Query query = tail(start, with, setOperations(arm(), UNION));
    cursor.ascend();
    return query;
  }

  /** Goes on with a query whose first arm was read already. */
  Query continued(int start, Query.Body first) throws SqlSyntaxException {
    return tail(start, Optional.empty(), setOperations(first, UNION));
  }

  private Query tail(int start, Optional<Query.With> with, Query.Body body)
      throws SqlSyntaxException {
    int end = cursor.mark();
    List<Expr.SortItem> orderBy = expressions.optionalOrderBy();
    List<Expr> limits = new ArrayList<>();
    List<Query.Locking> locking = new ArrayList<>();
    while (limit(limits) || locking(locking)) {
      continue;
    }
    if (with.isEmpty() && cursor.mark() == end && body instanceof Query.Nested nested) {
      return nested.query();
    }
    return new Query(
        with, body, orderBy, List.copyOf(limits), List.copyOf(locking), cursor.from(start));
  }

  private boolean limit(List<Expr> limits) throws SqlSyntaxException {
    if (cursor.accept("limit")) {
      if (!cursor.accept("all")) {
        limits.add(expressions.expression());
      }
      return true;
    }
    if (cursor.accept("offset")) {
      limits.add(expressions.expression());
      cursor.acceptOne("row", "rows");
      return true;
    }
    if (cursor.accept("fetch")) {
      if (!cursor.acceptOne("first", "next")) {
        throw cursor.unexpected("FIRST or NEXT");
      }
      if (!cursor.atOne(0, "row", "rows") || cursor.atSymbol(1, "(")) {
        limits.add(expressions.expression());
      }
      if (!cursor.acceptOne("row", "rows")) {
        throw cursor.unexpected("ROWS");
      }
      if (!cursor.acceptAll("with", "ties")) {
        cursor.expect("only");
      }
      return true;
    }
    return false;
  }

  private boolean locking(List<Query.Locking> locking) throws SqlSyntaxException {
    if (!cursor.at("for")) {
      return false;
    }
    int start = cursor.mark();
    cursor.next();
    if (cursor.acceptAll("read", "only")) {
      return true;
    }
    boolean known = cursor.accept("update")
        || cursor.accept("share")
        || cursor.acceptAll("no", "key", "update")
        || cursor.acceptAll("key", "share");
    if (!known) {
      throw cursor.unexpected("UPDATE or SHARE");
    }
    List<QualifiedName> of = new ArrayList<>();
    if (cursor.accept("of")) {
      do {
        of.add(cursor.qualifiedName());
      } while (cursor.acceptSymbol(","));
    }
    if (!cursor.acceptAll("skip", "locked")) {
      cursor.accept("nowait");
    }
    locking.add(new Query.Locking(List.copyOf(of), cursor.from(start)));
    return true;
  }

  private Query.Body setOperations(Query.Body first, int minimum) throws SqlSyntaxException {
    Query.Body left = first;
    int links = 0;
    while (true) {
      int level =
          cursor.at("intersect") ? INTERSECT : cursor.atOne(0, "union", "except") ? UNION : 0;
      if (level < minimum) {
        return left;
      }
      cursor.link(++links);
      String operator = cursor.next().text();
      boolean all = cursor.accept("all");
      if (!all) {
        cursor.accept("distinct");
      }
      Query.Body right = setOperations(arm(), level + 1);
      left = new Query.SetOperation(operator, all, left, right, cursor.from(left.span()));
    }
  }

  private Query.Body arm() throws SqlSyntaxException {
    int start = cursor.mark();
    if (cursor.acceptSymbol("(")) {
      Query query = query();
      cursor.expectSymbol(")");
      return new Query.Nested(query, cursor.from(start));
    }
    if (cursor.at("values")) {
      cursor.next();
      return values(start);
    }
    if (cursor.accept("table")) {
      FromItem.TableRef table = grammar.from.relation();
      return new Query.Table(table, cursor.from(start));
    }
    if (cursor.at("select")) {
      return select();
    }
    throw cursor.unexpected("a query");
  }

  private Query.Values values(int start) throws SqlSyntaxException {
    List<Query.ValuesRow> rows = new ArrayList<>();
    do {
      rows.add(row());
    } while (cursor.acceptSymbol(","));
    return new Query.Values(List.copyOf(rows), cursor.from(start));
  }

  /** One row of VALUES. */
  Query.ValuesRow row() throws SqlSyntaxException {
    int start = cursor.mark();
    List<Expr> items = expressions.parenthesisedList();
    return new Query.ValuesRow(items, cursor.from(start));
  }

  private Query.Select select() throws SqlSyntaxException {
    int start = cursor.mark();
    cursor.expect("select");
    boolean distinct = false;
    List<Expr> distinctOn = List.of();
    if (!cursor.accept("all")) {
      distinct = cursor.accept("distinct");
      if (distinct && cursor.accept("on")) {
        distinctOn = expressions.parenthesisedList();
      }
    }
    List<Query.SelectItem> targets = atEmptyTargets() ? List.of() : items();
    Optional<QualifiedName> into = cursor.accept("into") ? Optional.of(into()) : Optional.empty();
    List<FromItem> from = cursor.accept("from") ? grammar.from.list() : List.of();
    Optional<Expr> where =
        cursor.accept("where") ? Optional.of(expressions.expression()) : Optional.empty();
    List<Expr> groupBy = cursor.acceptAll("group", "by") ? groupBy() : List.of();
    Optional<Expr> having =
        cursor.accept("having") ? Optional.of(expressions.expression()) : Optional.empty();
    List<Query.NamedWindow> windows = cursor.accept("window") ? windows() : List.of();
    return new Query.Select(
        distinct,
        distinctOn,
        targets,
        into,
        from,
        where,
        groupBy,
        having,
        windows,
        cursor.from(start));
  }

  private boolean atEmptyTargets() {
    if (cursor.at(Token.Kind.PUNCTUATION)) {
      return !cursor.atSymbol("(") && !cursor.atSymbol("{");
    }
    return continues()
        || cursor.atOne(
            0, "into", "from", "where", "group", "having", "window", "with", "on", "returning");
  }

  /** A select list, also RETURNING's. */
  List<Query.SelectItem> items() throws SqlSyntaxException {
    List<Query.SelectItem> items = new ArrayList<>();
    do {
      items.add(item());
    } while (cursor.acceptSymbol(","));
    return List.copyOf(items);
  }

  private Query.SelectItem item() throws SqlSyntaxException {
    int start = cursor.mark();
    if (cursor.acceptSymbol("*")) {
      Expr star = new Expr.Star(List.of(), cursor.from(start));
      return new Query.SelectItem(star, Optional.empty(), star.span());
    }
    Expr expr = expressions.expression();
    Optional<Name> alias = Optional.empty();
    if (cursor.accept("as")) {
      alias = Optional.of(cursor.label());
    } else if (cursor.at(Token.Kind.QUOTED_IDENTIFIER)
        || cursor.at(Token.Kind.IDENTIFIER)
            && KeywordCategory.isBareLabel(cursor.peek().text())) {
      alias = Optional.of(cursor.label());
    }
    return new Query.SelectItem(expr, alias, cursor.from(start));
  }

  private QualifiedName into() throws SqlSyntaxException {
    if (cursor.atOne(0, "local", "global") && cursor.atOne(1, "temporary", "temp")) {
      cursor.skip(1);
    }
    if (cursor.atOne(0, "temporary", "temp", "unlogged")
        && (cursor.at(1, "table") || cursor.atColumnName(1))) {
      cursor.skip(1);
    }
    cursor.accept("table");
    return cursor.qualifiedName();
  }

  private List<Expr> groupBy() throws SqlSyntaxException {
    if (!cursor.accept("all")) {
      cursor.accept("distinct");
    }
    return groupingElements();
  }

  private List<Expr> groupingElements() throws SqlSyntaxException {
    List<Expr> elements = new ArrayList<>();
    do {
      elements.add(groupingElement());
    } while (cursor.acceptSymbol(","));
    return List.copyOf(elements);
  }

  private Expr groupingElement() throws SqlSyntaxException {
    int start = cursor.mark();
    if (cursor.atSymbol("(") && cursor.atSymbol(1, ")")) {
      cursor.skip(2);
      return new Expr.Operation("()", List.of(), cursor.from(start));
    }
    if (cursor.atOne(0, "rollup", "cube") && cursor.atSymbol(1, "(")) {
      String word = cursor.next().text();
      return new Expr.Operation(word, expressions.parenthesisedList(), cursor.from(start));
    }
    if (!cursor.atAll("grouping", "sets")) {
      return expressions.expression();
    }
    cursor.descend();
    cursor.skip(2);
    cursor.expectSymbol("(");
    List<Expr> elements = groupingElements();
    cursor.expectSymbol(")");
    cursor.ascend();
    return new Expr.Operation("grouping sets", elements, cursor.from(start));
  }

  private List<Query.NamedWindow> windows() throws SqlSyntaxException {
    List<Query.NamedWindow> windows = new ArrayList<>();
    do {
      Name name = cursor.columnName();
      cursor.expect("as");
      windows.add(new Query.NamedWindow(name, grammar.calls.window()));
    } while (cursor.acceptSymbol(","));
    return List.copyOf(windows);
  }

  /** WITH and its list, or nothing. */
  Optional<Query.With> with() throws SqlSyntaxException {
    if (!cursor.at("with")) {
      return Optional.empty();
    }
    int start = cursor.mark();
    cursor.next();
    boolean recursive = cursor.accept("recursive");
    List<Query.Cte> ctes = new ArrayList<>();
    do {
      ctes.add(cte());
    } while (cursor.acceptSymbol(","));
    return Optional.of(new Query.With(recursive, List.copyOf(ctes), cursor.from(start)));
  }

  private Query.Cte cte() throws SqlSyntaxException {
    int start = cursor.mark();
    cursor.descend();
    Name name = cursor.columnName();
    List<Name> columns = cursor.atSymbol("(") ? cursor.parenthesisedNames() : List.of();
    cursor.expect("as");
    if (cursor.accept("not")) {
      cursor.expect("materialized");
    } else {
      cursor.accept("materialized");
    }
    cursor.expectSymbol("(");
    Statement body = grammar.statements.preparable();
    cursor.expectSymbol(")");
    List<Name> generated = new ArrayList<>();
    search(generated);
    cycle(generated);
    cursor.ascend();
    return new Query.Cte(name, columns, body, List.copyOf(generated), cursor.from(start));
  }

  private void search(List<Name> generated) throws SqlSyntaxException {
    if (!cursor.accept("search")) {
      return;
    }
    if (!cursor.acceptOne("depth", "breadth")) {
      throw cursor.unexpected("DEPTH or BREADTH");
    }
    cursor.expectAll("first", "by");
    cursor.names();
    cursor.expect("set");
    generated.add(cursor.columnName());
  }

  private void cycle(List<Name> generated) throws SqlSyntaxException {
    if (!cursor.accept("cycle")) {
      return;
    }
    cursor.names();
    cursor.expect("set");
    generated.add(cursor.columnName());
    if (cursor.accept("to")) {
      expressions.expression();
      cursor.expect("default");
      expressions.expression();
    }
    cursor.expect("using");
    generated.add(cursor.columnName());
  }
}
