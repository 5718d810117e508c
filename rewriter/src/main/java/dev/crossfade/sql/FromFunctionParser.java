package dev.crossfade.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads functions in FROM, ROWS FROM, XMLTABLE and JSON_TABLE. */
final class FromFunctionParser {
  private final TokenCursor cursor;
  private final Grammar grammar;

  FromFunctionParser(Grammar grammar) {
    this.grammar = grammar;
    this.cursor = grammar.cursor;
  }

  /** Whether a function stands here rather than a table. */
  boolean ahead() {
    if (atRowsFrom() || grammar.keywordCalls.ahead()) {
      return true;
    }
    if (!cursor.atLabel() || cursor.at("only")) {
      return false;
    }
    int ahead = 1;
    while (cursor.atSymbol(ahead, ".")) {
      ahead += 2;
    }
    return cursor.atSymbol(ahead, "(");
  }

  private boolean atRowsFrom() {
    return cursor.atAll("rows", "from") && cursor.atSymbol(2, "(");
  }

  FromItem.FunctionRef function(int start, boolean lateral) throws SqlSyntaxException {
    List<Expr> functions = new ArrayList<>();
    List<Name> columns = new ArrayList<>();
    if (atRowsFrom()) {
      cursor.skip(3);
      do {
        functions.add(call());
        if (cursor.accept("as")) {
          definitions(columns);
        }
      } while (cursor.acceptSymbol(","));
      cursor.expectSymbol(")");
    } else if (cursor.at("xmltable") && cursor.atSymbol(1, "(")) {
      functions.add(grammar.xml.table(columns));
    } else if (cursor.at("json_table") && cursor.atSymbol(1, "(")) {
      functions.add(grammar.json.table(columns));
    } else {
      functions.add(call());
    }
    boolean ordinality = cursor.acceptAll("with", "ordinality");
    Optional<FromItem.Alias> alias = alias(columns);
    return new FromItem.FunctionRef(
        lateral,
        List.copyOf(functions),
        ordinality,
        List.copyOf(columns),
        alias,
        cursor.from(start));
  }

  private Expr call() throws SqlSyntaxException {
    if (grammar.keywordCalls.ahead()) {
      return grammar.keywordCalls.call(false);
    }
    int start = cursor.mark();
    return grammar.calls.call(start, cursor.anyName(), false);
  }

  /** func_alias_clause: an alias with names or definitions of columns, or definitions alone. */
  private Optional<FromItem.Alias> alias(List<Name> columns) throws SqlSyntaxException {
    if (cursor.at("as") && cursor.atSymbol(1, "(")) {
      cursor.next();
      definitions(columns);
      return Optional.empty();
    }
    int name = cursor.at("as") ? 1 : 0;
    boolean defined = cursor.atColumnName(name)
        && cursor.atSymbol(name + 1, "(")
        && !cursor.atSymbol(name + 3, ",")
        && !cursor.atSymbol(name + 3, ")");
    if (!defined) {
      return grammar.from.alias();
    }
    int start = cursor.mark();
    cursor.skip(name);
    Name alias = cursor.columnName();
    definitions(columns);
    return Optional.of(new FromItem.Alias(alias, List.of(), cursor.from(start)));
  }

  /** {@code (a int, b text COLLATE "C")}. */
  private void definitions(List<Name> columns) throws SqlSyntaxException {
    cursor.expectSymbol("(");
    do {
      columns.add(cursor.columnName());
      grammar.types.type();
      if (cursor.accept("collate")) {
        cursor.anyName();
      }
    } while (cursor.acceptSymbol(","));
    cursor.expectSymbol(")");
  }
}
