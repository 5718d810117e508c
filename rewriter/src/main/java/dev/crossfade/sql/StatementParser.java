package dev.crossfade.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads statements: queries and writes in full, some commands around them, all others by their words. */
final class StatementParser {
  private final TokenCursor cursor;
  private final Grammar grammar;
  private final UtilityParser utilities;

  StatementParser(Grammar grammar) {
    this.grammar = grammar;
    this.cursor = grammar.cursor;
    this.utilities = new UtilityParser(grammar);
  }

  /** Reads one statement of any kind. */
  Statement statement() throws SqlSyntaxException {
    int start = cursor.mark();
    if (cursor.atSymbol("(")
        || cursor.atOne(
            0, "select", "values", "table", "with", "insert", "update", "delete", "merge")) {
      return preparable();
    }
    if (cursor.atSymbol("{")) {
      return utilities.jdbcCall();
    }
    if (!cursor.at(Token.Kind.IDENTIFIER)) {
      throw cursor.unexpected("a statement");
    }
    return switch (cursor.peek().text()) {
      case "explain" -> explain(start);
      case "declare" -> declare(start);
      case "prepare" ->
        cursor.at(1, "transaction") && cursor.peek(2).kind() == Token.Kind.STRING
            ? utilities.utility()
            : prepare(start);
      case "execute" -> execute(start);
      case "copy" -> copy(start);
      case "create" -> create(start);
      case "truncate" -> truncate(start);
      case "lock" -> maintenance(start, "table");
      case "analyze", "analyse" -> maintenance(start, "verbose");
      case "vacuum" -> maintenance(start, "full", "freeze", "verbose", "analyze", "analyse");
      default -> utilities.utility();
    };
  }

  /** PreparableStmt: SELECT, INSERT, UPDATE, DELETE, MERGE, VALUES, TABLE, with WITH or without. */
  Statement preparable() throws SqlSyntaxException {
    int start = cursor.mark();
    cursor.descend();
    Optional<Query.With> with = grammar.queries.with();
    Statement statement = body(start, with);
    cursor.ascend();
    return statement;
  }

  private Statement body(int start, Optional<Query.With> with) throws SqlSyntaxException {
    if (!cursor.at(Token.Kind.IDENTIFIER)) {
      return grammar.queries.query(start, with);
    }
    return switch (cursor.peek().text()) {
      case "insert" -> grammar.writes.insert(start, with);
      case "update" -> grammar.writes.update(start, with);
      case "delete" -> grammar.writes.delete(start, with);
      case "merge" -> grammar.merges.merge(start, with);
      default -> grammar.queries.query(start, with);
    };
  }

  private Statement explain(int start) throws SqlSyntaxException {
    cursor.next();
    if (cursor.atSymbol("(") && !grammar.queries.aheadInParentheses()) {
      cursor.skipParentheses();
    } else {
      cursor.acceptOne("analyze", "analyse");
      cursor.accept("verbose");
    }
    if (cursor.at("refresh")) {
      return utilities.rest(start, "EXPLAIN");
    }
    boolean known = cursor.atSymbol("(")
        || cursor.atOne(
            0, "select", "values", "table", "with", "insert", "update", "delete", "merge")
        || cursor.atOne(0, "declare", "execute", "create");
    if (!known) {
      throw cursor.unexpected("a statement to explain");
    }
    Statement body = statement();
    if (body instanceof Statement.Execute execute) {
      return new Statement.Execute(execute.name(), execute.arguments(), cursor.from(start));
    }
    return new Statement.Wrapper(
        Statement.Wrapper.Kind.EXPLAIN, Optional.empty(), body, cursor.from(start));
  }

  private Statement truncate(int start) throws SqlSyntaxException {
    cursor.next();
    cursor.accept("table");
    List<QualifiedName> tables = new ArrayList<>();
    do {
      tables.add(table());
    } while (cursor.acceptSymbol(","));
    if (cursor.accept("restart") || cursor.accept("continue")) {
      cursor.accept("identity");
    }
    boolean cascade = cursor.accept("cascade");
    utilities.skip();
    return new Statement.Truncate(List.copyOf(tables), cascade, cursor.from(start));
  }

  private Statement declare(int start) throws SqlSyntaxException {
    cursor.next();
    QualifiedName name = single(cursor.columnName());
    while (!cursor.at("cursor")) {
      if (!cursor.acceptOne("binary", "insensitive", "asensitive", "scroll")
          && !cursor.acceptAll("no", "scroll")) {
        throw cursor.unexpected("CURSOR");
      }
    }
    cursor.next();
    if (cursor.acceptOne("with", "without")) {
      cursor.expect("hold");
    }
    cursor.expect("for");
    Query body = grammar.queries.query();
    return new Statement.Wrapper(
        Statement.Wrapper.Kind.DECLARE_CURSOR, Optional.of(name), body, cursor.from(start));
  }

  private Statement prepare(int start) throws SqlSyntaxException {
    cursor.next();
    QualifiedName name = single(cursor.columnName());
    if (cursor.acceptSymbol("(")) {
      do {
        grammar.types.type();
      } while (cursor.acceptSymbol(","));
      cursor.expectSymbol(")");
    }
    cursor.expect("as");
    Statement body = preparable();
    return new Statement.Wrapper(
        Statement.Wrapper.Kind.PREPARE, Optional.of(name), body, cursor.from(start));
  }

  /** @param words that may stand before the tables */
  private Statement maintenance(int start, String... words) throws SqlSyntaxException {
    cursor.next();
    if (cursor.atSymbol("(")) {
      parenthesised();
    }
    while (cursor.acceptOne(words)) {
      continue;
    }
    List<QualifiedName> tables = new ArrayList<>();
    while (cursor.at("only") || cursor.atColumnName(0)) {
      tables.add(table());
      if (cursor.atSymbol("(")) {
        cursor.parenthesisedNames();
      }
      if (!cursor.acceptSymbol(",")) {
        break;
      }
    }
    utilities.skip();
    return new Statement.Maintenance(List.copyOf(tables), cursor.from(start));
  }

  private void parenthesised() throws SqlSyntaxException {
    int open = 0;
    do {
      open += cursor.atSymbol("(") ? 1 : cursor.atSymbol(")") ? -1 : 0;
      cursor.next();
    } while (open > 0 && !cursor.atEnd());
  }

  /** A table with or without its children. */
  private QualifiedName table() throws SqlSyntaxException {
    boolean only = cursor.accept("only");
    boolean enclosed = only && cursor.acceptSymbol("(");
    QualifiedName name = cursor.qualifiedName();
    if (enclosed) {
      cursor.expectSymbol(")");
    }
    cursor.acceptSymbol("*");
    return name;
  }

  private Statement.Execute execute(int start) throws SqlSyntaxException {
    cursor.next();
    Name name = cursor.columnName();
    List<Expr> arguments =
        cursor.atSymbol("(") ? grammar.expressions.parenthesisedList() : List.of();
    return new Statement.Execute(name, arguments, cursor.from(start));
  }

  private Statement copy(int start) throws SqlSyntaxException {
    cursor.next();
    Optional<QualifiedName> table = Optional.empty();
    Optional<Statement> query = Optional.empty();
    if (cursor.acceptSymbol("(")) {
      query = Optional.of(preparable());
      cursor.expectSymbol(")");
    } else {
      if (cursor.at("binary") && cursor.atColumnName(1)) {
        cursor.next();
      }
      table = Optional.of(cursor.qualifiedName());
      if (cursor.atSymbol("(")) {
        cursor.parenthesisedNames();
      }
    }
    boolean from = cursor.accept("from");
    if (!from) {
      cursor.expect("to");
    }
    utilities.skip();
    return new Statement.Copy(table, query, from, cursor.from(start));
  }

  private Statement create(int start) throws SqlSyntaxException {
    int ahead = 1;
    if (cursor.at(ahead, "or") && cursor.at(ahead + 1, "replace")) {
      ahead += 2;
    }
    while (cursor.atOne(ahead, "temporary", "temp", "local", "global", "unlogged", "recursive")) {
      ahead++;
    }
    if (cursor.at(ahead, "table") && utilities.hasQuery()) {
      cursor.skip(ahead + 1);
      return createAs(start, Statement.Wrapper.Kind.CREATE_TABLE_AS);
    }
    if (cursor.at(ahead, "view")) {
      cursor.skip(ahead + 1);
      return createAs(start, Statement.Wrapper.Kind.CREATE_VIEW);
    }
    if (cursor.at(ahead, "materialized") && cursor.at(ahead + 1, "view")) {
      cursor.skip(ahead + 2);
      return createAs(start, Statement.Wrapper.Kind.CREATE_MATERIALIZED_VIEW);
    }
    return utilities.utility();
  }

  private Statement createAs(int start, Statement.Wrapper.Kind kind) throws SqlSyntaxException {
    cursor.acceptAll("if", "not", "exists");
    QualifiedName name = cursor.qualifiedName();
    utilities.skipToAs();
    if (cursor.at("execute") && kind == Statement.Wrapper.Kind.CREATE_TABLE_AS) {
      Statement.Execute execute = execute(cursor.mark());
      withData();
      return new Statement.Execute(execute.name(), execute.arguments(), cursor.from(start));
    }
    Query body = grammar.queries.query();
    if (kind == Statement.Wrapper.Kind.CREATE_VIEW) {
      checkOption();
    } else {
      withData();
    }
    return new Statement.Wrapper(kind, Optional.of(name), body, cursor.from(start));
  }

  private void withData() throws SqlSyntaxException {
    if (cursor.accept("with")) {
      cursor.accept("no");
      cursor.expect("data");
    }
  }

  private void checkOption() throws SqlSyntaxException {
    if (cursor.accept("with")) {
      cursor.acceptOne("cascaded", "local");
      cursor.expectAll("check", "option");
    }
  }

  private static QualifiedName single(Name name) {
    return new QualifiedName(List.of(name), name.span());
  }
}
