package dev.crossfade.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads MERGE. */
final class MergeParser {
  private final TokenCursor cursor;
  private final Grammar grammar;

  MergeParser(Grammar grammar) {
    this.grammar = grammar;
    this.cursor = grammar.cursor;
  }

  Statement.Merge merge(int start, Optional<Query.With> with) throws SqlSyntaxException {
    cursor.expectAll("merge", "into");
    FromItem.TableRef target = grammar.from.target();
    cursor.expect("using");
    FromItem source = grammar.from.item();
    cursor.expect("on");
    Expr on = grammar.expressions.expression();
    List<Statement.MergeWhen> whens = new ArrayList<>();
    while (cursor.at("when")) {
      whens.add(when());
    }
    if (whens.isEmpty()) {
      throw cursor.unexpected("WHEN");
    }
    Optional<Statement.Returning> returning = grammar.writes.returning();
    return new Statement.Merge(
        with, target, source, on, List.copyOf(whens), returning, cursor.from(start));
  }

  private Statement.MergeWhen when() throws SqlSyntaxException {
    int start = cursor.mark();
    cursor.expect("when");
    Statement.MergeWhen.Match match = Statement.MergeWhen.Match.MATCHED;
    if (cursor.accept("not")) {
      match = Statement.MergeWhen.Match.NOT_MATCHED_BY_TARGET;
    }
    cursor.expect("matched");
    if (match != Statement.MergeWhen.Match.MATCHED && cursor.accept("by")) {
      if (cursor.accept("source")) {
        match = Statement.MergeWhen.Match.NOT_MATCHED_BY_SOURCE;
      } else {
        cursor.expect("target");
      }
    }
    Optional<Expr> condition =
        cursor.accept("and") ? Optional.of(grammar.expressions.expression()) : Optional.empty();
    cursor.expect("then");
    Statement.MergeAction action = action();
    return new Statement.MergeWhen(match, condition, action, cursor.from(start));
  }

  private Statement.MergeAction action() throws SqlSyntaxException {
    int start = cursor.mark();
    if (cursor.acceptAll("do", "nothing")) {
      return new Statement.MergeAction.DoNothing(cursor.from(start));
    }
    if (cursor.accept("delete")) {
      return new Statement.MergeAction.DeleteRow(cursor.from(start));
    }
    if (cursor.accept("update")) {
      cursor.expect("set");
      List<Statement.Assignment> assignments = grammar.writes.assignments();
      return new Statement.MergeAction.UpdateRow(assignments, cursor.from(start));
    }
    cursor.expect("insert");
    return insert(start);
  }

  private Statement.MergeAction insert(int start) throws SqlSyntaxException {
    List<Statement.Target> columns = List.of();
    Optional<Span> columnList = Optional.empty();
    if (cursor.atSymbol("(")) {
      int list = cursor.mark();
      columns = grammar.writes.parenthesisedTargets();
      columnList = Optional.of(cursor.from(list));
    }
    Optional<Span> overriding = grammar.writes.overriding();
    Optional<Query.ValuesRow> values = Optional.empty();
    if (!cursor.acceptAll("default", "values")) {
      cursor.expect("values");
      values = Optional.of(grammar.queries.row());
    }
    return new Statement.MergeAction.InsertRow(
        columns, columnList, overriding, values, cursor.from(start));
  }
}
