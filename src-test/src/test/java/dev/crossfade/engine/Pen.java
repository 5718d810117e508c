package dev.crossfade.engine;

import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes names, literals and parameters in one of their spellings. One statement each. Not thread-safe. */
final class Pen {
  private static final char OPEN = '\u0001';
  private static final char CLOSE = '\u0002';

  final Dice dice;
  final World world;
  final boolean prepared;
  private final List<Column> slots = new ArrayList<>();
  private int aliases;

  Pen(Dice dice, World world, boolean prepared) {
    this.dice = dice;
    this.world = world;
    this.prepared = prepared;
  }

  String alias(String prefix) {
    return prefix + ++aliases;
  }

  /** The same name as somebody else might have typed it. */
  String name(String name) {
    if (!dice.chance(8)) {
      return name;
    }
    if (!name.startsWith("\"")) {
      return dice.of(
          "\"" + name + "\"",
          name.toUpperCase(Locale.ROOT),
          "\"" + name + "\"",
          "U&\"" + escaped(name) + "\"");
    }
    return dice.chance(30) ? "U&" + escaped(name) : name;
  }

  private static String escaped(String name) {
    int at = name.startsWith("\"") ? 1 : 0;
    return name.substring(0, at) + "\\" + "%04x".formatted((int) name.charAt(at))
        + name.substring(at + 1);
  }

  String table(Table table) {
    return (dice.chance(8) ? "public." : "") + name(table.name());
  }

  /** A value that may stand where a column of this kind is compared or written. */
  String value(Column c) {
    if (prepared && dice.chance(55)) {
      return parameter(c);
    }
    return literal(c);
  }

  String literal(Column c) {
    int roll = dice.below(100);
    if (roll < (c.notNull() ? 3 : 9)) {
      return "NULL";
    }
    if (roll < 12 && !c.type().wrong().isEmpty()) {
      return dice.pick(c.type().wrong());
    }
    String literal = dice.pick(c.values());
    return dice.chance(15) ? typed(literal, c) : literal;
  }

  /** A literal whose type can be told from its text. */
  String typed(String literal, Column c) {
    return dice.chance(50)
        ? literal + "::" + c.type().name()
        : "CAST(" + literal + " AS " + c.type().name() + ")";
  }

  String known(Column c) {
    return "CAST(" + dice.pick(c.values()) + " AS " + c.type().name() + ")";
  }

  String parameter(Column c) {
    slots.add(c);
    return OPEN + String.valueOf(slots.size() - 1) + CLOSE;
  }

  /** The finished text. */
  String text(String marked) {
    return decorate(marked.replaceAll(OPEN + "\\d+" + CLOSE, "?"));
  }

  /** Values for one execution, in the order of the text. */
  List<Value> values(String marked) {
    List<Value> row = new ArrayList<>();
    int at = marked.indexOf(OPEN);
    while (at >= 0) {
      int end = marked.indexOf(CLOSE, at);
      row.add(bound(slots.get(Integer.parseInt(marked.substring(at + 1, end)))));
      at = marked.indexOf(OPEN, end);
    }
    return row;
  }

  private Value bound(Column c) {
    if (dice.chance(c.notNull() ? 3 : 10)) {
      return new Value("null", String.valueOf(sqlType(c.type())));
    }
    String literal = dice.chance(3) && !c.type().wrong().isEmpty()
        ? dice.pick(c.type().wrong())
        : dice.pick(c.values());
    String text = literal.startsWith("E'")
        ? literal.substring(2, literal.length() - 1).replace("\\\\", "\\")
        : literal.startsWith("'") ? literal.substring(1, literal.length() - 1) : literal;
    text = text.replace("''", "'");
    return bound(c.type(), text);
  }

  private Value bound(SqlType type, String text) {
    if (dice.chance(8)) {
      return new Value("other", text);
    }
    boolean number = text.matches("-?\\d{1,9}");
    return switch (type.family()) {
      case INT ->
        number
            ? new Value(
                type.name().equals("bigint")
                    ? dice.of("long", "int")
                    : dice.of("int", "integer", "int", "asint", "long"),
                text)
            : new Value("string", text);
      case NUM ->
        text.matches("-?[\\d.]+")
            ? new Value(number ? dice.of("decimal", "int") : "decimal", text)
            : new Value("string", text);
      case TEXT ->
        new Value(dice.of("string", "string", "string", "object", "asvarchar", "reader"), text);
      case BOOL ->
        text.equals("true") || text.equals("false")
            ? new Value("boolean", text)
            : new Value("other", text);
      case DATE ->
        text.matches("[12]\\d{3}-\\d\\d-\\d\\d") && !text.equals("2023-02-29")
            ? new Value(dice.of("date", "localdate"), text)
            : new Value("other", text);
      case TIME ->
        text.matches("([01]\\d|2[0-3]):\\d\\d:\\d\\d")
            ? new Value(dice.of("time", "other"), text)
            : new Value("other", text);
      case TIMESTAMP ->
        text.matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d.*")
            ? new Value(dice.of("timestamp", "other"), text)
            : new Value("other", text);
      case UUID ->
        text.matches("[0-9A-Fa-f]{8}-.*") ? new Value("uuid", text) : new Value("other", text);
      case BYTEA ->
        text.matches("\\\\x([0-9a-f]{2})*")
            ? new Value(dice.of("bytes", "stream"), text.substring(2))
            : new Value("other", text);
      case INTS ->
        text.matches("\\{\\d+(,\\d+)*\\}")
            ? new Value(
                type.name().startsWith("bigint") ? "longs" : "ints",
                text.substring(1, text.length() - 1).replace(',', '|'))
            : new Value("other", text);
      case TEXTS ->
        text.matches("\\{[a-z](,[a-z])*\\}")
            ? new Value("texts", text.substring(1, text.length() - 1).replace(',', '|'))
            : new Value("other", text);
      default -> new Value("other", text);
    };
  }

  private static int sqlType(SqlType type) {
    return switch (type.family()) {
      case INT -> type.name().equals("bigint") ? Types.BIGINT : Types.INTEGER;
      case NUM -> Types.NUMERIC;
      case TEXT -> Types.VARCHAR;
      case BOOL -> Types.BOOLEAN;
      case DATE -> Types.DATE;
      case TIMESTAMP -> Types.TIMESTAMP;
      case BYTEA -> Types.BINARY;
      default -> Types.OTHER;
    };
  }

  /** Comments and white space where they mean nothing. */
  private String decorate(String sql) {
    if (!dice.chance(15)) {
      return sql;
    }
    StringBuilder out = new StringBuilder();
    char quote = 0;
    for (char c : sql.toCharArray()) {
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == ' ' && dice.chance(12)) {
        out.append(dice.of("  ", " /* c; ' ? */ ", "\n", " -- don't ?\n", "\t", "/*/* n */*/"));
        continue;
      }
      out.append(c);
    }
    return out.toString();
  }
}
