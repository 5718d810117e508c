package dev.crossfade.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads INSERT, UPDATE, DELETE and RETURNING. */
final class WriteParser {
  private final TokenCursor cursor;
  private final Grammar grammar;

  WriteParser(Grammar grammar) {
    this.grammar = grammar;
    this.cursor = grammar.cursor;
  }

  Statement.Insert insert(int start, Optional<Query.With> with) throws SqlSyntaxException {
    cursor.expectAll("insert", "into");
    FromItem.TableRef target = grammar.from.insertTarget();
    List<Statement.Target> columns = List.of();
    Optional<Span> columnList = Optional.empty();
    if (cursor.atSymbol("(") && !grammar.queries.aheadInParentheses()) {
      int list = cursor.mark();
      columns = parenthesisedTargets();
      columnList = Optional.of(cursor.from(list));
    }
    Optional<Span> overriding = overriding();
    Statement.Source source = source();
    Optional<Statement.OnConflict> onConflict =
        cursor.at("on") ? Optional.of(onConflict()) : Optional.empty();
    Optional<Statement.Returning> returning = returning();
    return new Statement.Insert(
        with,
        target,
        columns,
        columnList,
        overriding,
        source,
        onConflict,
        returning,
        cursor.from(start));
  }

  private Statement.Source source() throws SqlSyntaxException {
    int start = cursor.mark();
    if (cursor.acceptAll("default", "values")) {
      return new Statement.Source.DefaultValues(cursor.from(start));
    }
    Query query = grammar.queries.query();
    return new Statement.Source.Rows(query, cursor.from(start));
  }

  /** {@code OVERRIDING SYSTEM VALUE}, or nothing. */
  Optional<Span> overriding() throws SqlSyntaxException {
    int start = cursor.mark();
    if (!cursor.accept("overriding")) {
      return Optional.empty();
    }
    if (!cursor.acceptOne("user", "system")) {
      throw cursor.unexpected("USER or SYSTEM");
    }
    cursor.expect("value");
    return Optional.of(cursor.from(start));
  }

  /** {@code (a, b[1], c.d)}. */
  List<Statement.Target> parenthesisedTargets() throws SqlSyntaxException {
    cursor.expectSymbol("(");
    List<Statement.Target> targets = new ArrayList<>();
    do {
      targets.add(target());
    } while (cursor.acceptSymbol(","));
    cursor.expectSymbol(")");
    return List.copyOf(targets);
  }

  private Statement.Target target() throws SqlSyntaxException {
    int start = cursor.mark();
    Name column = cursor.columnName();
    int indirection = cursor.mark();
    List<Expr> subscripts = new ArrayList<>();
    while (true) {
      if (cursor.atSymbol("[")) {
        subscripts.addAll(grammar.expressions.subscripts());
      } else if (cursor.acceptSymbol(".")) {
        cursor.label();
      } else {
        break;
      }
    }
    Optional<Span> place =
        cursor.mark() == indirection ? Optional.empty() : Optional.of(cursor.from(indirection));
    return new Statement.Target(column, place, List.copyOf(subscripts), cursor.from(start));
  }

  private Statement.OnConflict onConflict() throws SqlSyntaxException {
    int start = cursor.mark();
    cursor.expectAll("on", "conflict");
    List<Statement.Inference> inference = List.of();
    Optional<Expr> where = Optional.empty();
    Optional<Name> constraint = Optional.empty();
    if (cursor.atSymbol("(")) {
      inference = inference();
      where = where();
    } else if (cursor.acceptAll("on", "constraint")) {
      constraint = Optional.of(cursor.columnName());
    }
    cursor.expect("do");
    List<Statement.Assignment> updates = List.of();
    Optional<Expr> updateWhere = Optional.empty();
    if (!cursor.accept("nothing")) {
      cursor.expectAll("update", "set");
      updates = assignments();
      updateWhere = where();
    }
    return new Statement.OnConflict(
        inference, where, constraint, updates, updateWhere, cursor.from(start));
  }

  private List<Statement.Inference> inference() throws SqlSyntaxException {
    cursor.expectSymbol("(");
    List<Statement.Inference> elements = new ArrayList<>();
    do {
      int start = cursor.mark();
      Expr expr = grammar.expressions.primary();
      if (cursor.accept("collate")) {
        cursor.anyName();
      }
      if (cursor.atLabel() && !cursor.atOne(0, "asc", "desc", "nulls")) {
        cursor.anyName();
        if (cursor.atSymbol("(")) {
          cursor.skipParentheses();
        }
      }
      cursor.acceptOne("asc", "desc");
      if (cursor.accept("nulls") && !cursor.acceptOne("first", "last")) {
        throw cursor.unexpected("FIRST or LAST");
      }
      elements.add(new Statement.Inference(expr, cursor.from(start)));
    } while (cursor.acceptSymbol(","));
    cursor.expectSymbol(")");
    return List.copyOf(elements);
  }

  /** set_clause_list. */
  List<Statement.Assignment> assignments() throws SqlSyntaxException {
    List<Statement.Assignment> assignments = new ArrayList<>();
    do {
      assignments.add(assignment());
    } while (cursor.acceptSymbol(","));
    return List.copyOf(assignments);
  }

  private Statement.Assignment assignment() throws SqlSyntaxException {
    int start = cursor.mark();
    if (cursor.atSymbol("(")) {
      List<Statement.Target> targets = parenthesisedTargets();
      Span targetList = cursor.from(start);
      cursor.expectSymbol("=");
      Expr value = grammar.expressions.expression();
      return new Statement.Assignment.Multiple(targets, value, targetList, cursor.from(start));
    }
    Statement.Target target = target();
    cursor.expectSymbol("=");
    Expr value = grammar.expressions.expression();
    return new Statement.Assignment.Single(target, value, cursor.from(start));
  }

  Statement.Update update(int start, Optional<Query.With> with) throws SqlSyntaxException {
    cursor.expect("update");
    FromItem.TableRef target = grammar.from.target();
    cursor.expect("set");
    List<Statement.Assignment> assignments = assignments();
    List<FromItem> from = cursor.accept("from") ? grammar.from.list() : List.of();
    Optional<Expr> where = whereOrCurrent();
    Optional<Statement.Returning> returning = returning();
    return new Statement.Update(
        with, target, assignments, from, where, returning, cursor.from(start));
  }

  Statement.Delete delete(int start, Optional<Query.With> with) throws SqlSyntaxException {
    cursor.expectAll("delete", "from");
    FromItem.TableRef target = grammar.from.target();
    List<FromItem> using = cursor.accept("using") ? grammar.from.list() : List.of();
    Optional<Expr> where = whereOrCurrent();
    Optional<Statement.Returning> returning = returning();
    return new Statement.Delete(with, target, using, where, returning, cursor.from(start));
  }

  private Optional<Expr> where() throws SqlSyntaxException {
    return cursor.accept("where")
        ? Optional.of(grammar.expressions.expression())
        : Optional.empty();
  }

  private Optional<Expr> whereOrCurrent() throws SqlSyntaxException {
    if (!cursor.atAll("where", "current", "of")) {
      return where();
    }
    cursor.next();
    int start = cursor.mark();
    cursor.skip(2);
    cursor.columnName();
    return Optional.of(new Expr.Operation("current of", List.of(), cursor.from(start)));
  }

  /** RETURNING, or nothing. */
  Optional<Statement.Returning> returning() throws SqlSyntaxException {
    if (!cursor.at("returning")) {
      return Optional.empty();
    }
    int start = cursor.mark();
    cursor.next();
    Optional<Name> oldAlias = Optional.empty();
    Optional<Name> newAlias = Optional.empty();
    if (cursor.at("with") && cursor.atSymbol(1, "(")) {
      cursor.skip(2);
      do {
        boolean old = cursor.accept("old");
        if (!old) {
          cursor.expect("new");
        }
        cursor.expect("as");
        Optional<Name> alias = Optional.of(cursor.columnName());
        oldAlias = old ? alias : oldAlias;
        newAlias = old ? newAlias : alias;
      } while (cursor.acceptSymbol(","));
      cursor.expectSymbol(")");
    }
    List<Query.SelectItem> items = grammar.queries.items();
    return Optional.of(new Statement.Returning(oldAlias, newAlias, items, cursor.from(start)));
  }
}
