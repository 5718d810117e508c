package dev.crossfade.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads calls of functions and aggregates, and windows. */
final class CallParser {
  private final TokenCursor cursor;
  private final Grammar grammar;

  CallParser(Grammar grammar) {
    this.grammar = grammar;
    this.cursor = grammar.cursor;
  }

  /**
   * Reads a call behind the function's name.
   *
   * @param suffix whether WITHIN GROUP, FILTER and OVER may follow; in FROM they may not
   */
  Expr call(int start, QualifiedName name, boolean suffix) throws SqlSyntaxException {
    cursor.descend();
    cursor.expectSymbol("(");
    boolean star = false;
    boolean distinct = false;
    List<Expr> arguments = List.of();
    List<Expr.SortItem> orderBy = List.of();
    if (cursor.atSymbol("*") && cursor.atSymbol(1, ")")) {
      cursor.next();
      star = true;
    } else if (!cursor.atSymbol(")")) {
      distinct = cursor.accept("distinct");
      if (!distinct) {
        cursor.accept("all");
      }
      arguments = arguments();
      orderBy = grammar.expressions.optionalOrderBy();
    }
    cursor.expectSymbol(")");
    cursor.ascend();
    if (cursor.at(Token.Kind.STRING) && suffix) {
      cursor.next();
      return new Expr.Constant(
          Expr.Constant.Kind.TYPED, Optional.of(name.last()), cursor.from(start));
    }
    Expr.Call call = new Expr.Call(
        name,
        arguments,
        star,
        distinct,
        orderBy,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        cursor.from(start));
    return suffix ? suffixed(call) : call;
  }

  /** func_arg_list. */
  List<Expr> arguments() throws SqlSyntaxException {
    List<Expr> arguments = new ArrayList<>();
    do {
      cursor.accept("variadic");
      arguments.add(argument());
    } while (cursor.acceptSymbol(","));
    return List.copyOf(arguments);
  }

  /** func_arg_expr: an argument, with its name or without. */
  Expr argument() throws SqlSyntaxException {
    if (cursor.atLabel() && (cursor.atSymbol(1, ":=") || cursor.atSymbol(1, "=>"))) {
      cursor.skip(2);
    }
    return grammar.expressions.expression();
  }

  /** Reads WITHIN GROUP, FILTER and OVER behind a call. */
  Expr.Call suffixed(Expr.Call call) throws SqlSyntaxException {
    List<Expr.SortItem> withinGroup = call.withinGroup();
    if (cursor.acceptAll("within", "group")) {
      cursor.expectSymbol("(");
      cursor.expectAll("order", "by");
      withinGroup = grammar.expressions.sortItems();
      cursor.expectSymbol(")");
    }
    Optional<Expr> filter = Optional.empty();
    if (cursor.at("filter") && cursor.atSymbol(1, "(")) {
      cursor.skip(2);
      cursor.expect("where");
      filter = Optional.of(grammar.expressions.expression());
      cursor.expectSymbol(")");
    }
    Optional<Expr.Window> over = Optional.empty();
    if (cursor.at("over") && (cursor.atSymbol(1, "(") || cursor.atColumnName(1))) {
      cursor.next();
      over = Optional.of(over());
    }
    if (withinGroup.isEmpty() && filter.isEmpty() && over.isEmpty()) {
      return call;
    }
    return new Expr.Call(
        call.name(),
        call.arguments(),
        call.star(),
        call.distinct(),
        call.orderBy(),
        withinGroup,
        filter,
        over,
        cursor.from(call.span()));
  }

  /** The same call with another span. */
  static Expr.Call spanning(Expr.Call call, Span span) {
    return new Expr.Call(
        call.name(),
        call.arguments(),
        call.star(),
        call.distinct(),
        call.orderBy(),
        call.withinGroup(),
        call.filter(),
        call.over(),
        span);
  }

  /** A call that is nothing but a name and its arguments. */
  Expr.Call plain(int start, Name name, List<Expr> arguments) {
    return new Expr.Call(
        new QualifiedName(List.of(name), name.span()),
        List.copyOf(arguments),
        false,
        false,
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        cursor.from(start));
  }

  private Expr.Window over() throws SqlSyntaxException {
    if (cursor.atSymbol("(")) {
      return window();
    }
    Name name = cursor.columnName();
    return new Expr.Window(Optional.of(name), List.of(), List.of(), List.of(), name.span());
  }

  /** A window specification in parentheses. */
  Expr.Window window() throws SqlSyntaxException {
    int start = cursor.mark();
    cursor.descend();
    cursor.expectSymbol("(");
    Optional<Name> reference = Optional.empty();
    if (cursor.atColumnName(0) && !cursor.atOne(0, "partition", "range", "rows", "groups")) {
      reference = Optional.of(cursor.columnName());
    }
    List<Expr> partitionBy =
        cursor.acceptAll("partition", "by") ? grammar.expressions.list() : List.of();
    List<Expr.SortItem> orderBy = grammar.expressions.optionalOrderBy();
    List<Expr> bounds = cursor.acceptOne("range", "rows", "groups") ? frame() : List.of();
    cursor.expectSymbol(")");
    cursor.ascend();
    return new Expr.Window(reference, partitionBy, orderBy, bounds, cursor.from(start));
  }

  private List<Expr> frame() throws SqlSyntaxException {
    List<Expr> bounds = new ArrayList<>();
    boolean between = cursor.accept("between");
    bound(bounds);
    if (between) {
      cursor.expect("and");
      bound(bounds);
    }
    if (cursor.accept("exclude")) {
      boolean known = cursor.acceptAll("current", "row")
          || cursor.acceptAll("no", "others")
          || cursor.accept("group")
          || cursor.accept("ties");
      if (!known) {
        throw cursor.unexpected("what to exclude");
      }
    }
    return List.copyOf(bounds);
  }

  private void bound(List<Expr> bounds) throws SqlSyntaxException {
    if (cursor.acceptAll("current", "row")) {
      return;
    }
    if (cursor.at("unbounded") && cursor.atOne(1, "preceding", "following")) {
      cursor.skip(2);
      return;
    }
    bounds.add(grammar.expressions.expression());
    if (!cursor.acceptOne("preceding", "following")) {
      throw cursor.unexpected("PRECEDING or FOLLOWING");
    }
  }
}
