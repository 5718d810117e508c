package dev.crossfade.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A kind of migration on made-up columns.
 *
 * @param forward new column's name and f; {@code backward} likewise
 * @param lossless as the mapping file says it, or nothing for a rename and a new column
 */
record Change(
    boolean rename,
    List<Column> old,
    List<Column> young,
    Map<String, String> forward,
    Map<String, String> backward,
    String lossless,
    boolean monotone,
    List<String> flags) {

  /** Where unused names come from. */
  interface Names {
    String old();

    String young();
  }

  static Change any(Dice dice, Names names) {
    int kind = dice.below(100);
    if (kind < 30) {
      return rename(dice, names);
    } else if (kind < 60) {
      return typed(dice, names);
    } else if (kind < 75) {
      return split(dice, names);
    } else if (kind < 90) {
      return merge(dice, names);
    }
    return created(dice, names);
  }

  private static Change rename(Dice dice, Names names) {
    return renamed(dice, names, dice.chance(20) ? 2 : 1);
  }

  /** Whether f and b are each other's inverse. */
  boolean isBijective() {
    return rename || lossless.equals("both") || lossless.equals("true");
  }

  static Change renamed(Dice dice, Names names, int count) {
    List<Column> old = new ArrayList<>();
    List<Column> young = new ArrayList<>();
    Map<String, String> forward = new LinkedHashMap<>();
    Map<String, String> backward = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      SqlType type = dice.pick(dice.chance(35) ? SqlType.RENAMED_ONLY : SqlType.PLAIN);
      Column o = constrained(dice, Column.of(names.old(), type));
      Column n = Column.of(names.young(), type);
      old.add(o);
      young.add(n.with(o.notNull(), o.unique(), o.otherwise(), o.check()));
      forward.put(n.name(), o.name());
      backward.put(o.name(), n.name());
    }
    return new Change(true, old, young, forward, backward, "", false, List.of());
  }

  static Column constrained(Dice dice, Column c) {
    boolean unique = c.type().values().size() >= 6 && c.type().isExact() && dice.chance(30);
    String otherwise = !unique && dice.chance(35) ? dice.pick(c.values()) : "";
    String check = dice.chance(12) && c.type().family() == SqlType.Family.INT
        ? " <> 77"
        : dice.chance(12) && c.type().isText() ? " <> 'forbidden'" : "";
    return c.with(dice.chance(35), unique, otherwise, check);
  }

  /** One column of another type: f, b, the new type, what survives, whether it keeps order. */
  private record Conversion(
      SqlType from,
      SqlType to,
      String f,
      String b,
      String lossless,
      boolean monotone,
      boolean total,
      boolean session) {}

  private static final List<Conversion> CONVERSIONS = List.of(
      new Conversion(
          SqlType.INT4, SqlType.INT8, "%s::bigint", "%s::integer", "both", true, true, false),
      new Conversion(
          SqlType.INT4,
          new SqlType(
              "numeric(12,2)",
              SqlType.Family.NUM,
              List.of("0", "1.5", "10.25", "-3.10", "99.99", "7", "19.99", "2", "3"),
              List.of("'x'")),
          "%s / 100.0",
          "round(%s * 100)",
          "true",
          true,
          true,
          false),
      new Conversion(
          SqlType.INT4, SqlType.TEXT, "%s::text", "%s::integer", "old", false, false, false),
      new Conversion(
          SqlType.VARCHAR12,
          SqlType.TEXT,
          "%s::text",
          "%s::varchar(12)",
          "old",
          false,
          false,
          false),
      new Conversion(
          SqlType.CHAR5, SqlType.TEXT, "%s::text", "%s::char(5)", "old", false, false, false),
      new Conversion(
          SqlType.BOOL,
          SqlType.TEXT,
          "CASE WHEN %s THEN 'yes' WHEN NOT %s THEN 'no' END",
          "%s = 'yes'",
          "old",
          false,
          false,
          false),
      new Conversion(SqlType.MOOD, SqlType.TEXT, "%s::text", "%s::mood", "old", false, false, true),
      new Conversion(
          SqlType.TIMESTAMP,
          SqlType.TIMESTAMPTZ,
          "%s AT TIME ZONE 'UTC'",
          "%s AT TIME ZONE 'UTC'",
          "both",
          true,
          true,
          false),
      new Conversion(
          SqlType.TIMESTAMPTZ,
          SqlType.TIMESTAMP,
          "%s AT TIME ZONE 'UTC'",
          "%s AT TIME ZONE 'UTC'",
          "both",
          true,
          true,
          false),
      new Conversion(
          SqlType.DATE, SqlType.TIMESTAMP, "%s::timestamp", "%s::date", "old", false, true, false),
      new Conversion(
          SqlType.UUID, SqlType.TEXT, "%s::text", "%s::uuid", "old", false, false, false),
      new Conversion(
          SqlType.BYTEA,
          SqlType.TEXT,
          "encode(%s, 'hex')",
          "decode(%s, 'hex')",
          "old",
          false,
          false,
          false),
      new Conversion(
          SqlType.JSONB, SqlType.TEXT, "%s::text", "%s::jsonb", "old", false, false, false),
      new Conversion(
          SqlType.INT4S,
          new SqlType("bigint[]", SqlType.Family.INTS, SqlType.INT4S.values(), List.of("'x'")),
          "%s::bigint[]",
          "%s::integer[]",
          "both",
          false,
          true,
          false),
      new Conversion(
          SqlType.NUM102,
          SqlType.INT8,
          "(%s * 100)::bigint",
          "%s / 100.0",
          "both",
          true,
          true,
          false),
      new Conversion(
          SqlType.POSINT, SqlType.INT4, "%s::integer", "%s::posint", "old", false, false, false),
      new Conversion(
          SqlType.LABEL,
          SqlType.VARCHAR12,
          "%s::varchar(12)",
          "%s::label",
          "old",
          false,
          false,
          false),
      new Conversion(SqlType.TEXT, SqlType.TEXTS, "ARRAY[%s]", "%s[1]", "old", false, true, false));

  private static Change typed(Dice dice, Names names) {
    Conversion k = dice.pick(CONVERSIONS);
    boolean array = k.f().startsWith("ARRAY");
    // Nothing in PostgreSQL says 23502 of an array's element.
    Column o = array
        ? Column.of(names.old(), k.from())
        : constrained(dice, Column.of(names.old(), k.from()));
    Column n = Column.of(names.young(), k.to());
    if (!k.total()) {
      n = n.only(images(k));
    }
    String b = k.b().replace("%s", n.name());
    n = n.with(o.notNull() || array, o.unique() && !array, "", "");
    Map<String, String> forward = Map.of(n.name(), k.f().replace("%s", o.name()));
    return new Change(
        false,
        List.of(o),
        List.of(n),
        forward,
        Map.of(o.name(), b),
        k.lossless(),
        k.monotone() && dice.chance(70),
        k.session() ? List.of("session") : List.of());
  }

  /** New values that b can take back. */
  private static List<String> images(Conversion k) {
    return switch (k.from().family()) {
      case INT ->
        k.to().isText()
            ? List.of("'0'", "'1'", "'2'", "'7'", "'42'", "'-5'", "'100'", "'3'")
            : List.of("0", "1", "2", "7", "42", "100", "3");
      case BOOL -> List.of("'yes'", "'no'");
      case ENUM -> SqlType.MOOD.values();
      case UUID ->
        List.of(
            "'00000000-0000-0000-0000-000000000001'",
            "'00000000-0000-0000-0000-000000000002'",
            "'00000000-0000-0000-0000-000000000004'",
            "'00000000-0000-0000-0000-000000000005'",
            "'00000000-0000-0000-0000-000000000006'",
            "'00000000-0000-0000-0000-000000000007'");
      case BYTEA -> List.of("''", "'00ff'", "'deadbeef'", "'41'", "'42'", "'43'", "'44'");
      case JSONB -> List.of("'{}'", "'{\"k\": 1}'", "'[1, 2]'", "'null'", "'3'", "'4'", "'5'");
      default ->
        k.from().equals(SqlType.CHAR5)
            ? List.of("'a'", "'ab'", "'abcde'", "''", "'B'", "'c'", "'dd'", "'ee'")
            : k.from().values();
    };
  }

  private static Change split(Dice dice, Names names) {
    String a = names.young();
    String b = names.young();
    return switch (dice.below(4)) {
      case 0 -> {
        Column o = constrained(dice, Column.of(names.old(), SqlType.TEXT));
        String space = "position(' ' in " + o.name() + ")";
        yield new Change(
            false,
            List.of(o),
            List.of(
                Column.of(a, SqlType.TEXT).with(o.notNull(), false, "", ""),
                Column.of(b, SqlType.TEXT)),
            ordered(
                a,
                "split_part(" + o.name() + ", ' ', 1)",
                b,
                "CASE WHEN " + space + " > 0 THEN substr(" + o.name() + ", " + space + " + 1) END"),
            Map.of(o.name(), a + " || coalesce(' ' || " + b + ", '')"),
            "old",
            false,
            List.of("spaced"));
      }
      case 1 -> {
        Column o = constrained(dice, Column.of(names.old(), SqlType.INT4));
        yield new Change(
            false,
            List.of(o),
            List.of(
                Column.of(a, SqlType.INT4).with(o.notNull(), false, "", ""),
                Column.of(b, SqlType.INT4).with(o.notNull(), false, "", "")),
            ordered(a, o.name() + " / 100", b, o.name() + " % 100"),
            Map.of(o.name(), a + " * 100 + " + b),
            "old",
            false,
            List.of());
      }
      case 2 -> {
        Column o = constrained(dice, Column.of(names.old(), SqlType.TIMESTAMP));
        yield new Change(
            false,
            List.of(o),
            List.of(
                Column.of(a, SqlType.DATE).with(o.notNull(), false, "", ""),
                Column.of(b, SqlType.TIME).with(o.notNull(), false, "", "")),
            ordered(a, o.name() + "::date", b, o.name() + "::time"),
            Map.of(o.name(), a + " + " + b),
            "both",
            false,
            List.of());
      }
      default -> {
        Column o = Column.of(names.old(), SqlType.ADDR).with(dice.chance(40), false, "", "");
        yield new Change(
            false,
            List.of(o),
            List.of(
                Column.of(a, SqlType.TEXT).with(o.notNull(), false, "", ""),
                Column.of(b, SqlType.INT4)),
            ordered(a, "(" + o.name() + ").street", b, "(" + o.name() + ").zip"),
            Map.of(
                o.name(),
                "CASE WHEN num_nonnulls(" + a + ", " + b + ") > 0 THEN ROW(" + a + ", " + b
                    + ")::addr END"),
            "old",
            false,
            List.of("session"));
      }
    };
  }

  private static Map<String, String> ordered(String a, String f, String b, String g) {
    Map<String, String> map = new LinkedHashMap<>();
    map.put(a, f);
    map.put(b, g);
    return map;
  }

  private static Change merge(Dice dice, Names names) {
    String n = names.young();
    String a = names.old();
    String b = names.old();
    return switch (dice.below(3)) {
      case 0 ->
        new Change(
            false,
            List.of(
                Column.of(a, SqlType.DATE)
                    .with(true, false, dice.chance(40) ? "'2024-01-01'" : "", ""),
                Column.of(b, SqlType.TIME).with(true, false, "", "")),
            List.of(Column.of(n, SqlType.TIMESTAMP).with(true, false, "", "")),
            Map.of(n, a + " + " + b),
            ordered(a, n + "::date", b, n + "::time"),
            "both",
            false,
            List.of());
      case 1 -> {
        yield new Change(
            false,
            List.of(
                Column.of(a, SqlType.INT4).with(false, false, dice.chance(40) ? "5" : "", ""),
                Column.of(b, SqlType.INT4)),
            List.of(Column.of(n, SqlType.INT4S)
                .only(List.of("'{1,2}'", "'{3,NULL}'", "'{NULL,NULL}'", "'{7,100}'"))
                .with(true, false, "", "")),
            Map.of(n, "ARRAY[" + a + ", " + b + "]"),
            ordered(a, n + "[1]", b, n + "[2]"),
            "old",
            false,
            List.of());
      }
      default ->
        new Change(
            false,
            List.of(
                Column.of(a, SqlType.POSINT).with(true, false, "", ""),
                Column.of(b, SqlType.BOOL).with(true, false, dice.chance(40) ? "false" : "", "")),
            List.of(Column.of(n, SqlType.INT8)
                .only(List.of("0", "1", "14", "15", "85", "200"))
                .with(true, false, "", "")),
            Map.of(n, a + "::bigint * 2 + " + b + "::integer"),
            ordered(a, "(" + n + " / 2)::integer", b, n + " % 2 = 1"),
            "old",
            false,
            List.of());
    };
  }

  private static Change created(Dice dice, Names names) {
    SqlType type = dice.pick(List.of(
        SqlType.TEXT, SqlType.INT4, SqlType.VARCHAR12, SqlType.BOOL, SqlType.DATE, SqlType.NUM102));
    String n = names.young();
    Column young = Column.of(n, type).with(true, false, "", "");
    String constant = dice.pick(type.values());
    return new Change(
        false, List.of(), List.of(young), Map.of(n, constant), Map.of(), "", false, List.of());
  }
}
