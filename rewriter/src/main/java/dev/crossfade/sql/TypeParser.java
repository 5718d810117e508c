package dev.crossfade.sql;

import java.util.Optional;
import java.util.Set;

/** Reads names of types. */
final class TypeParser {
  /** Words that begin a type with a syntax of its own; {@code double} only before {@code precision}. */
  private static final Set<String> WORDS = Set.of(
      "int",
      "integer",
      "smallint",
      "bigint",
      "real",
      "float",
      "double",
      "decimal",
      "dec",
      "numeric",
      "boolean",
      "bit",
      "character",
      "char",
      "varchar",
      "national",
      "nchar",
      "timestamp",
      "time",
      "interval",
      "json");

  private final TokenCursor cursor;
  private final Grammar grammar;

  TypeParser(Grammar grammar) {
    this.grammar = grammar;
    this.cursor = grammar.cursor;
  }

  /** Reads a type (Typename) and yields its last name in the catalog's spelling. */
  String type() throws SqlSyntaxException {
    cursor.accept("setof");
    String name = simple();
    if (name.equals("interval")) {
      intervalFields();
    }
    if (cursor.accept("array")) {
      if (cursor.atSymbol("[")) {
        bounds();
      }
    } else {
      while (cursor.atSymbol("[")) {
        bounds();
      }
    }
    return name;
  }

  private void bounds() throws SqlSyntaxException {
    cursor.expectSymbol("[");
    if (cursor.at(Token.Kind.INTEGER)) {
      cursor.next();
    }
    cursor.expectSymbol("]");
  }

  private String simple() throws SqlSyntaxException {
    if (startsKeywordType()) {
      return keywordType();
    }
    QualifiedName name = cursor.anyName();
    optionalModifiers();
    return name.last();
  }

  private boolean startsKeywordType() {
    Token token = cursor.peek();
    if (token.kind() != Token.Kind.IDENTIFIER
        || !WORDS.contains(token.text())
        || cursor.atSymbol(1, ".")) {
      return false;
    }
    return !token.text().equals("double") || cursor.at(1, "precision");
  }

  private String keywordType() throws SqlSyntaxException {
    String word = cursor.next().text();
    return switch (word) {
      case "int", "integer" -> "int4";
      case "smallint" -> "int2";
      case "bigint" -> "int8";
      case "real" -> "float4";
      case "boolean" -> "bool";
      case "json" -> "json";
      case "double" -> {
        cursor.expect("precision");
        yield "float8";
      }
      case "float" -> precision();
      case "decimal", "dec", "numeric" -> {
        optionalModifiers();
        yield "numeric";
      }
      case "bit" -> {
        boolean varying = cursor.accept("varying");
        optionalModifiers();
        yield varying ? "varbit" : "bit";
      }
      case "varchar" -> {
        optionalModifiers();
        yield "varchar";
      }
      case "national" -> {
        if (!cursor.acceptOne("character", "char")) {
          throw cursor.unexpected("CHARACTER");
        }
        yield character();
      }
      case "character", "char", "nchar" -> character();
      case "timestamp" -> zoned("timestamp", "timestamptz");
      case "time" -> zoned("time", "timetz");
      default -> {
        optionalModifiers();
        yield "interval";
      }
    };
  }

  private String character() throws SqlSyntaxException {
    boolean varying = cursor.accept("varying");
    optionalModifiers();
    return varying ? "varchar" : "bpchar";
  }

  /** {@code float(p)} is real up to 24 binary digits. */
  private String precision() throws SqlSyntaxException {
    if (!cursor.atSymbol("(")) {
      return "float8";
    }
    String digits = cursor.peek(1).text();
    modifiers();
    return digits.length() == 1 || digits.length() == 2 && digits.compareTo("24") <= 0
        ? "float4"
        : "float8";
  }

  private String zoned(String without, String with) throws SqlSyntaxException {
    optionalModifiers();
    if (cursor.acceptAll("with", "time", "zone")) {
      return with;
    }
    cursor.acceptAll("without", "time", "zone");
    return without;
  }

  private void optionalModifiers() throws SqlSyntaxException {
    if (cursor.atSymbol("(")) {
      modifiers();
    }
  }

  private void modifiers() throws SqlSyntaxException {
    cursor.expectSymbol("(");
    grammar.expressions.list();
    cursor.expectSymbol(")");
  }

  /** {@code YEAR TO MONTH}, {@code SECOND(3)} and the like, behind INTERVAL or its constant. */
  void intervalFields() throws SqlSyntaxException {
    String field = intervalField(0);
    if (field.isEmpty()) {
      return;
    }
    cursor.next();
    if (cursor.at("to") && !intervalField(1).isEmpty()) {
      cursor.next();
      field = cursor.next().text();
    }
    if (field.equals("second")) {
      optionalModifiers();
    }
  }

  private String intervalField(int ahead) {
    return cursor.atOne(ahead, "year", "month", "day", "hour", "minute", "second")
        ? cursor.peek(ahead).text()
        : "";
  }

  /** Whether a constant like {@code timestamp(3) with time zone '...'} stands here. */
  boolean atKeywordConstant() {
    if (!startsKeywordType()) {
      return false;
    }
    int ahead = 1;
    if (cursor.at(0, "double")) {
      ahead++;
    } else if (cursor.at(0, "national") && cursor.atOne(ahead, "character", "char")) {
      ahead++;
    }
    if (cursor.at(ahead, "varying")) {
      ahead++;
    }
    if (cursor.atSymbol(ahead, "(")) {
      ahead++;
      while (cursor.peek(ahead).kind() == Token.Kind.INTEGER
          || cursor.atSymbol(ahead, ",")
          || cursor.atSymbol(ahead, "-")) {
        ahead++;
      }
      if (!cursor.atSymbol(ahead, ")")) {
        return false;
      }
      ahead++;
    }
    if (cursor.atOne(ahead, "with", "without")
        && cursor.at(ahead + 1, "time")
        && cursor.at(ahead + 2, "zone")) {
      ahead += 3;
    }
    return cursor.peek(ahead).kind() == Token.Kind.STRING;
  }

  /** Reads what {@link #atKeywordConstant} saw. */
  Expr keywordConstant() throws SqlSyntaxException {
    int start = cursor.mark();
    String type = keywordType();
    cursor.expectKind(Token.Kind.STRING, "a string");
    if (type.equals("interval")) {
      intervalFields();
    }
    return new Expr.Constant(Expr.Constant.Kind.TYPED, Optional.of(type), cursor.from(start));
  }
}
