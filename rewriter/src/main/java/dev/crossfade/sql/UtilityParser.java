package dev.crossfade.sql;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Finds the end of commands that are known by their words only. */
final class UtilityParser {
  /** Words between CREATE and the kind of object. */
  private static final Set<String> MODIFIERS = Set.of(
      "or",
      "replace",
      "temporary",
      "temp",
      "local",
      "global",
      "unlogged",
      "unique",
      "trusted",
      "procedural",
      "recursive",
      "constraint");

  /** Kinds of objects and commands of two words, by the first. */
  private static final Map<String, Set<String>> PAIRS = Map.ofEntries(
      Map.entry("access", Set.of("method")),
      Map.entry("default", Set.of("privileges")),
      Map.entry("event", Set.of("trigger")),
      Map.entry("foreign", Set.of("table", "data")),
      Map.entry("large", Set.of("object")),
      Map.entry("materialized", Set.of("view")),
      Map.entry("operator", Set.of("class", "family")),
      Map.entry("text", Set.of("search")),
      Map.entry("user", Set.of("mapping")),
      Map.entry("prepare", Set.of("transaction")),
      Map.entry("commit", Set.of("prepared")),
      Map.entry("rollback", Set.of("prepared")),
      Map.entry("start", Set.of("transaction")),
      Map.entry("refresh", Set.of("materialized")));

  private final TokenCursor cursor;

  UtilityParser(Grammar grammar) {
    this.cursor = grammar.cursor;
  }

  Statement.Utility utility() throws SqlSyntaxException {
    int start = cursor.mark();
    return rest(start, command());
  }

  /** Reads up to the semicolon that ends the command. */
  Statement.Utility rest(int start, String command) throws SqlSyntaxException {
    skip();
    return new Statement.Utility(command, cursor.from(start));
  }

  /** <code>{call f(?)}</code> and <code>{?= call f(?)}</code>. */
  Statement.Utility jdbcCall() throws SqlSyntaxException {
    int start = cursor.mark();
    cursor.expectSymbol("{");
    if (cursor.at(Token.Kind.PLACEHOLDER)) {
      cursor.next();
      cursor.expectSymbol("=");
    }
    if (!cursor.at("call")) {
      throw cursor.unexpected("CALL");
    }
    return rest(start, "CALL");
  }

  private String command() {
    String first = cursor.peek().text();
    String command = first.toUpperCase(Locale.ROOT);
    int ahead = 0;
    if (first.equals("create") || first.equals("alter") || first.equals("drop")) {
      ahead = 1;
      while (cursor.peek(ahead).kind() == Token.Kind.IDENTIFIER
          && MODIFIERS.contains(cursor.peek(ahead).text())) {
        ahead++;
      }
      if (cursor.peek(ahead).kind() != Token.Kind.IDENTIFIER) {
        return command;
      }
      command += " " + cursor.peek(ahead).text().toUpperCase(Locale.ROOT);
    }
    Token next = cursor.peek(ahead + 1);
    if (next.kind() == Token.Kind.IDENTIFIER
        && PAIRS.getOrDefault(cursor.peek(ahead).text(), Set.of()).contains(next.text())) {
      command += " " + next.text().toUpperCase(Locale.ROOT);
    }
    return command.equals("REFRESH MATERIALIZED") ? command + " VIEW" : command;
  }

  /** Passes over the rest of a command: parentheses and BEGIN ATOMIC ... END hide semicolons. */
  void skip() {
    int parentheses = 0;
    int blocks = 0;
    while (!cursor.atEnd()) {
      if (cursor.atSymbol(";") && parentheses == 0 && blocks == 0) {
        return;
      }
      if (cursor.atSymbol("(")) {
        parentheses++;
      } else if (cursor.atSymbol(")")) {
        parentheses = Math.max(0, parentheses - 1);
      } else if (cursor.atAll("begin", "atomic") || blocks > 0 && cursor.at("case")) {
        blocks++;
      } else if (blocks > 0 && cursor.at("end")) {
        blocks--;
      }
      cursor.next();
    }
  }

  /** Whether this CREATE TABLE has AS outside parentheses, and so a query or EXECUTE. */
  boolean hasQuery() {
    return queryPlace() > 0;
  }

  /** Goes behind the AS before a query, over columns and options. */
  void skipToAs() throws SqlSyntaxException {
    int place = queryPlace();
    if (place == 0) {
      throw cursor.unexpected("AS");
    }
    cursor.skip(place);
  }

  /** How many tokens ahead the token behind AS stands; 0 where there is none. */
  private int queryPlace() {
    int parentheses = 0;
    int ahead = 0;
    while (cursor.mark() + ahead < cursor.end()
        && (parentheses > 0 || !cursor.atSymbol(ahead, ";"))) {
      if (cursor.atSymbol(ahead, "(")) {
        parentheses++;
      } else if (cursor.atSymbol(ahead, ")")) {
        parentheses--;
      } else if (parentheses == 0 && cursor.at(ahead, "as")) {
        return ahead + 1;
      }
      ahead++;
    }
    return 0;
  }
}
