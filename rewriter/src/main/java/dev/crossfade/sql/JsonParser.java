package dev.crossfade.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads SQL/JSON's functions and JSON_TABLE. */
final class JsonParser {
  static final Set<String> FUNCTIONS = Set.of(
      "json",
      "json_array",
      "json_arrayagg",
      "json_exists",
      "json_object",
      "json_objectagg",
      "json_query",
      "json_scalar",
      "json_serialize",
      "json_value");

  private final TokenCursor cursor;
  private final Grammar grammar;

  JsonParser(Grammar grammar) {
    this.grammar = grammar;
    this.cursor = grammar.cursor;
  }

  /** Reads parentheses and arguments behind the function's word. */
  List<Expr> function(String word) throws SqlSyntaxException {
    List<Expr> arguments = new ArrayList<>();
    cursor.expectSymbol("(");
    if (word.startsWith("json_array") && grammar.queries.ahead()) {
      int start = cursor.mark();
      Query query = grammar.queries.query();
      arguments.add(new Expr.Subquery(
          Expr.Subquery.Kind.ARRAY, Optional.empty(), "json_array", query, cursor.from(start)));
    } else if (!cursor.atSymbol(")") && !cursor.at("returning")) {
      items(arguments);
    }
    clauses(arguments);
    cursor.expectSymbol(")");
    return arguments;
  }

  /** Values, paths and pairs of key and value. */
  private void items(List<Expr> arguments) throws SqlSyntaxException {
    do {
      if (cursor.atAll("absent", "on", "null")) {
        return;
      }
      value(arguments);
      if (cursor.acceptSymbol(":") || cursor.accept("value")) {
        value(arguments);
      }
    } while (cursor.acceptSymbol(","));
    for (Expr.SortItem item : grammar.expressions.optionalOrderBy()) {
      arguments.add(item.expr());
    }
  }

  private void value(List<Expr> arguments) throws SqlSyntaxException {
    arguments.add(grammar.calls.argument());
    format();
  }

  private void format() throws SqlSyntaxException {
    if (cursor.acceptAll("format", "json") && cursor.accept("encoding")) {
      cursor.label();
    }
  }

  /** Everything that may follow the values, in any order. */
  private void clauses(List<Expr> arguments) throws SqlSyntaxException {
    while (clause(arguments)) {
      format();
    }
  }

  private boolean clause(List<Expr> arguments) throws SqlSyntaxException {
    if (cursor.accept("passing")) {
      do {
        value(arguments);
        cursor.expect("as");
        cursor.label();
      } while (cursor.acceptSymbol(","));
      return true;
    }
    if (cursor.accept("returning")) {
      grammar.types.type();
      return true;
    }
    if (cursor.acceptAll("absent", "on", "null") || cursor.acceptAll("null", "on", "null")) {
      return true;
    }
    return uniqueKeys() || wrapper() || quotes() || behavior(arguments);
  }

  /** {@code WITH UNIQUE KEYS}. */
  boolean uniqueKeys() {
    if (cursor.atOne(0, "with", "without") && cursor.at(1, "unique")) {
      cursor.skip(2);
      cursor.accept("keys");
      return true;
    }
    return false;
  }

  private boolean wrapper() throws SqlSyntaxException {
    boolean ahead = cursor.atOne(0, "with", "without")
        && cursor.atOne(1, "conditional", "unconditional", "array", "wrapper");
    if (!ahead) {
      return false;
    }
    cursor.next();
    cursor.acceptOne("conditional", "unconditional");
    cursor.accept("array");
    cursor.expect("wrapper");
    return true;
  }

  private boolean quotes() {
    if (cursor.atOne(0, "keep", "omit") && cursor.at(1, "quotes")) {
      cursor.skip(2);
      cursor.acceptAll("on", "scalar", "string");
      return true;
    }
    return false;
  }

  private boolean behavior(List<Expr> arguments) throws SqlSyntaxException {
    if (cursor.accept("default")) {
      arguments.add(grammar.expressions.expression());
    } else if (cursor.accept("empty")) {
      cursor.acceptOne("array", "object");
    } else if (!cursor.acceptOne("null", "error", "true", "false", "unknown")) {
      return false;
    }
    cursor.expect("on");
    if (!cursor.acceptOne("empty", "error")) {
      throw cursor.unexpected("EMPTY or ERROR");
    }
    return true;
  }

  /** Reads JSON_TABLE with its word, up to the closing parenthesis. */
  Expr.Call table(List<Name> columns) throws SqlSyntaxException {
    int start = cursor.mark();
    Name name = cursor.label();
    List<Expr> arguments = new ArrayList<>();
    cursor.expectSymbol("(");
    value(arguments);
    cursor.expectSymbol(",");
    arguments.add(grammar.expressions.expression());
    if (cursor.accept("as")) {
      cursor.columnName();
    }
    clauses(arguments);
    columns(arguments, columns);
    clauses(arguments);
    cursor.expectSymbol(")");
    return grammar.calls.plain(start, name, arguments);
  }

  private void columns(List<Expr> arguments, List<Name> columns) throws SqlSyntaxException {
    cursor.descend();
    cursor.expect("columns");
    cursor.expectSymbol("(");
    do {
      column(arguments, columns);
    } while (cursor.acceptSymbol(","));
    cursor.expectSymbol(")");
    cursor.ascend();
  }

  private void column(List<Expr> arguments, List<Name> columns) throws SqlSyntaxException {
    boolean nested =
        cursor.at("nested") && (cursor.at(1, "path") || cursor.peek(1).kind() == Token.Kind.STRING);
    if (nested) {
      cursor.next();
      cursor.accept("path");
      cursor.expectKind(Token.Kind.STRING, "a path");
      if (cursor.accept("as")) {
        cursor.columnName();
      }
      columns(arguments, columns);
      return;
    }
    columns.add(cursor.columnName());
    if (cursor.acceptAll("for", "ordinality")) {
      return;
    }
    grammar.types.type();
    format();
    cursor.accept("exists");
    if (cursor.accept("path")) {
      cursor.expectKind(Token.Kind.STRING, "a path");
    }
    clauses(arguments);
  }
}
