package dev.crossfade.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads SQL/XML's functions and XMLTABLE. */
final class XmlParser {
  static final Set<String> FUNCTIONS = Set.of(
      "xmlconcat",
      "xmlelement",
      "xmlexists",
      "xmlforest",
      "xmlparse",
      "xmlpi",
      "xmlroot",
      "xmlserialize");

  private final TokenCursor cursor;
  private final Grammar grammar;

  XmlParser(Grammar grammar) {
    this.grammar = grammar;
    this.cursor = grammar.cursor;
  }

  /** Reads parentheses and arguments behind the function's word. */
  List<Expr> function(String word) throws SqlSyntaxException {
    List<Expr> arguments = new ArrayList<>();
    cursor.expectSymbol("(");
    switch (word) {
      case "xmlelement" -> element(arguments);
      case "xmlexists" -> {
        arguments.add(grammar.expressions.primary());
        passing(arguments);
      }
      case "xmlforest" -> labelled(arguments);
      case "xmlparse" -> parse(arguments);
      case "xmlpi" -> {
        cursor.expect("name");
        cursor.label();
        if (cursor.acceptSymbol(",")) {
          arguments.add(grammar.expressions.expression());
        }
      }
      case "xmlroot" -> root(arguments);
      case "xmlserialize" -> serialize(arguments);
      default -> arguments.addAll(grammar.expressions.list());
    }
    cursor.expectSymbol(")");
    return arguments;
  }

  private void element(List<Expr> arguments) throws SqlSyntaxException {
    cursor.expect("name");
    cursor.label();
    while (cursor.acceptSymbol(",")) {
      if (cursor.at("xmlattributes") && cursor.atSymbol(1, "(")) {
        cursor.skip(2);
        labelled(arguments);
        cursor.expectSymbol(")");
      } else {
        arguments.add(grammar.expressions.expression());
      }
    }
  }

  /** {@code a AS x, b}. */
  private void labelled(List<Expr> arguments) throws SqlSyntaxException {
    do {
      arguments.add(grammar.expressions.expression());
      if (cursor.accept("as")) {
        cursor.label();
      }
    } while (cursor.acceptSymbol(","));
  }

  private void documentOrContent() throws SqlSyntaxException {
    if (!cursor.acceptOne("document", "content")) {
      throw cursor.unexpected("DOCUMENT or CONTENT");
    }
  }

  private void parse(List<Expr> arguments) throws SqlSyntaxException {
    documentOrContent();
    arguments.add(grammar.expressions.expression());
    if (cursor.acceptOne("preserve", "strip")) {
      cursor.expect("whitespace");
    }
  }

  private void serialize(List<Expr> arguments) throws SqlSyntaxException {
    documentOrContent();
    arguments.add(grammar.expressions.expression());
    cursor.expect("as");
    grammar.types.type();
    if (!cursor.acceptAll("no", "indent")) {
      cursor.accept("indent");
    }
  }

  private void root(List<Expr> arguments) throws SqlSyntaxException {
    arguments.add(grammar.expressions.expression());
    cursor.expectSymbol(",");
    cursor.expect("version");
    if (!cursor.acceptAll("no", "value")) {
      arguments.add(grammar.expressions.expression());
    }
    if (cursor.acceptSymbol(",")) {
      cursor.expect("standalone");
      if (!cursor.acceptAll("no", "value") && !cursor.acceptOne("yes", "no")) {
        throw cursor.unexpected("YES or NO");
      }
    }
  }

  private void passing(List<Expr> arguments) throws SqlSyntaxException {
    cursor.expect("passing");
    mechanism();
    arguments.add(grammar.expressions.primary());
    mechanism();
  }

  private void mechanism() {
    if (cursor.at("by") && cursor.atOne(1, "ref", "value")) {
      cursor.skip(2);
    }
  }

  /** Reads XMLTABLE with its word, up to the closing parenthesis. */
  Expr.Call table(List<Name> columns) throws SqlSyntaxException {
    int start = cursor.mark();
    Name name = cursor.label();
    List<Expr> arguments = new ArrayList<>();
    cursor.expectSymbol("(");
    if (cursor.at("xmlnamespaces") && cursor.atSymbol(1, "(")) {
      cursor.skip(2);
      namespaces(arguments);
      cursor.expectSymbol(")");
      cursor.expectSymbol(",");
    }
    arguments.add(grammar.expressions.primary());
    passing(arguments);
    cursor.expect("columns");
    do {
      columns.add(cursor.columnName());
      column(arguments);
    } while (cursor.acceptSymbol(","));
    cursor.expectSymbol(")");
    return grammar.calls.plain(start, name, arguments);
  }

  private void namespaces(List<Expr> arguments) throws SqlSyntaxException {
    do {
      boolean standard = cursor.accept("default");
      arguments.add(grammar.expressions.restricted());
      if (!standard) {
        cursor.expect("as");
        cursor.label();
      }
    } while (cursor.acceptSymbol(","));
  }

  private void column(List<Expr> arguments) throws SqlSyntaxException {
    if (cursor.acceptAll("for", "ordinality")) {
      return;
    }
    grammar.types.type();
    while (!cursor.atSymbol(",") && !cursor.atSymbol(")")) {
      if (!cursor.acceptAll("not", "null") && !cursor.accept("null")) {
        cursor.label();
        arguments.add(grammar.expressions.restricted());
      }
    }
  }
}
