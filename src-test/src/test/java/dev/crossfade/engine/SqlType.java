package dev.crossfade.engine;

import java.util.List;

/**
 * A type with values to choose from.
 *
 * @param name as in DDL
 * @param values literals, the same ones over and over so that they meet each other
 * @param wrong literals that the type refuses
 */
record SqlType(String name, Family family, List<String> values, List<String> wrong) {

  /** Types that share operators. */
  enum Family {
    INT,
    NUM,
    TEXT,
    BOOL,
    DATE,
    TIME,
    TIMESTAMP,
    TIMESTAMPTZ,
    UUID,
    BYTEA,
    JSONB,
    INTS,
    TEXTS,
    ENUM,
    COMPOSITE
  }

  private static final List<String> INTS =
      List.of("0", "1", "2", "7", "42", "-5", "100", "1999", "150", "-150", "3", "12345");
  private static final List<String> STRINGS = List.of(
      "''",
      "'a'",
      "'b'",
      "'Ab'",
      "'ab'",
      "'a b'",
      "'x_%'",
      "'ü'",
      "'O''Neil'",
      "'Ada Lee'",
      "'zz'",
      "E'q\\\\u'");

  static final SqlType INT4 =
      new SqlType("integer", Family.INT, INTS, List.of("99999999999", "'x'"));
  static final SqlType INT8 =
      new SqlType("bigint", Family.INT, INTS, List.of("99999999999999999999", "'x'"));
  static final SqlType INT2 = new SqlType("smallint", Family.INT, INTS, List.of("70000", "'x'"));
  static final SqlType NUM102 = new SqlType(
      "numeric(10,2)",
      Family.NUM,
      List.of("0", "1.5", "10.25", "-3.10", "99.99", "10.250", "7", "19.99", "1.505", "2", "3"),
      List.of("123456789012", "'x'"));
  static final SqlType NUMERIC = new SqlType(
      "numeric",
      Family.NUM,
      List.of("1", "1.0", "2.50", "-7", "0.001", "1000000", "3", "4", "5"),
      List.of("'x'"));
  static final SqlType TEXT = new SqlType("text", Family.TEXT, STRINGS, List.of());
  static final SqlType VARCHAR12 =
      new SqlType("varchar(12)", Family.TEXT, STRINGS, List.of("'abcdefghijklmnop'"));
  static final SqlType CHAR5 = new SqlType(
      "char(5)",
      Family.TEXT,
      List.of("'a'", "'ab '", "'abcde'", "''", "'B'", "'c'", "'dd'", "'ee'", "'f'", "'g'"),
      List.of("'abcdefg'"));
  static final SqlType BOOL = new SqlType(
      "boolean", Family.BOOL, List.of("true", "false", "'t'", "'no'"), List.of("'maybe'", "1"));
  static final SqlType DATE = new SqlType(
      "date",
      Family.DATE,
      List.of(
          "'2024-01-01'",
          "'2024-02-29'",
          "'1999-12-31'",
          "'2030-06-15'",
          "'2024-01-02'",
          "'2024-01-03'",
          "'2024-01-04'",
          "'2024-01-05'",
          "'0099-03-01'"),
      List.of("'2023-02-29'", "'x'"));
  static final SqlType TIME = new SqlType(
      "time",
      Family.TIME,
      List.of(
          "'00:00:00'",
          "'12:34:56.789'",
          "'23:59:59'",
          "'08:00'",
          "'08:01'",
          "'08:02'",
          "'08:03'",
          "'08:04'"),
      List.of("'25:00'"));
  static final SqlType TIMESTAMP = new SqlType(
      "timestamp",
      Family.TIMESTAMP,
      List.of(
          "'2024-01-01 00:00:00'",
          "'2024-03-31 02:30:00'",
          "'1999-12-31 23:59:59.123456'",
          "'2030-06-15 12:00'",
          "'2024-01-02 03:04:05'",
          "'2024-01-03'",
          "'2024-01-04'",
          "'2024-01-05'"),
      List.of("'2023-02-29 00:00'", "'x'"));
  static final SqlType TIMESTAMPTZ = new SqlType(
      "timestamptz",
      Family.TIMESTAMPTZ,
      List.of(
          "'2024-01-01 00:00:00+00'",
          "'2024-03-31 02:30:00+02'",
          "'1999-12-31 23:59:59.5Z'",
          "'2030-06-15 12:00-05'",
          "'2024-01-03Z'",
          "'2024-01-04Z'",
          "'2024-01-05Z'"),
      List.of("'x'"));
  static final SqlType UUID = new SqlType(
      "uuid",
      Family.UUID,
      List.of(
          "'00000000-0000-0000-0000-000000000001'",
          "'00000000-0000-0000-0000-000000000002'",
          "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'",
          "'{00000000-0000-0000-0000-000000000003}'",
          "'00000000-0000-0000-0000-000000000004'",
          "'00000000-0000-0000-0000-000000000005'",
          "'00000000-0000-0000-0000-000000000006'"),
      List.of("'x'"));
  static final SqlType BYTEA = new SqlType(
      "bytea",
      Family.BYTEA,
      List.of(
          "'\\x'",
          "'\\x00ff'",
          "'\\xdeadbeef'",
          "'\\x41'",
          "'\\x42'",
          "'\\x43'",
          "'\\x44'",
          "'\\x45'"),
      List.of("'\\xzz'"));
  static final SqlType JSONB = new SqlType(
      "jsonb",
      Family.JSONB,
      List.of(
          "'{}'",
          "'{\"k\": 1}'",
          "'{\"k\": 1.0, \"l\": [1, null]}'",
          "'[1, 2]'",
          "'null'",
          "'\"s\"'",
          "'3'",
          "'4'"),
      List.of("'{x}'"));
  static final SqlType INT4S = new SqlType(
      "integer[]",
      Family.INTS,
      List.of(
          "'{}'", "'{1}'", "'{1,2}'", "'{2,NULL}'", "'{7}'", "'{8}'", "'{9}'", "'{{1,2},{3,4}}'"),
      List.of("'{a}'", "'x'"));
  static final SqlType TEXTS = new SqlType(
      "text[]",
      Family.TEXTS,
      List.of("'{}'", "'{a}'", "'{a,b}'", "'{\"x y\",NULL}'", "'{c}'", "'{d}'", "'{e}'"),
      List.of("'x'"));
  static final SqlType MOOD =
      new SqlType("mood", Family.ENUM, List.of("'sad'", "'ok'", "'happy'"), List.of("'mad'"));
  static final SqlType POSINT = new SqlType(
      "posint",
      Family.INT,
      List.of("0", "1", "2", "7", "42", "100", "3", "4", "5"),
      List.of("-1", "99999999999"));
  static final SqlType LABEL = new SqlType(
      "label",
      Family.TEXT,
      List.of("'a'", "'b'", "'Ab'", "'a b'", "'ü'", "'c'", "'d'", "'e'"),
      List.of("''", "'abcdefghijklmnop'"));
  static final SqlType ADDR = new SqlType(
      "addr",
      Family.COMPOSITE,
      List.of(
          "ROW('Elm St', 1)",
          "ROW('Elm St', 2)",
          "ROW('Oak', NULL)",
          "'(Main,7)'",
          "ROW('a', 3)",
          "ROW('b', 3)"),
      List.of("'(x'"));

  /** Types of which no other kind of migration makes anything. */
  static final List<SqlType> RENAMED_ONLY = List.of(INT8, INT2, NUMERIC, TEXTS, TIME);

  static final List<SqlType> PLAIN = List.of(
      INT4,
      INT8,
      INT2,
      NUM102,
      TEXT,
      VARCHAR12,
      CHAR5,
      BOOL,
      DATE,
      TIMESTAMP,
      TIMESTAMPTZ,
      UUID,
      BYTEA,
      JSONB,
      INT4S,
      TEXTS,
      MOOD,
      POSINT,
      LABEL,
      ADDR,
      NUMERIC,
      TIME);

  static final String DEFINITIONS = """
      CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
      CREATE DOMAIN posint AS integer CONSTRAINT posint_check CHECK (VALUE >= 0);
      CREATE DOMAIN label AS varchar(12) DEFAULT 'none' CONSTRAINT label_check CHECK (VALUE <> '');
      CREATE TYPE addr AS (street text, zip integer);
      """;

  boolean orders() {
    return family != Family.JSONB && family != Family.COMPOSITE && family != Family.BYTEA;
  }

  /** Whether values that compare as equal also look the same. */
  boolean isExact() {
    return !this.equals(NUMERIC) && family != Family.JSONB;
  }

  boolean isText() {
    return family == Family.TEXT;
  }

  /** The type as the catalog prints it. */
  String printed() {
    return switch (name) {
      case "varchar(12)" -> "character varying(12)";
      case "char(5)" -> "character(5)";
      case "timestamp" -> "timestamp without time zone";
      case "timestamptz" -> "timestamp with time zone";
      case "time" -> "time without time zone";
      default -> name;
    };
  }
}
