package dev.crossfade.rewrite;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A type's name with its modifier, in {@code format_type}'s spelling. */
record TypeName(String base, String modifier) {
  private static final Pattern PARTS = Pattern.compile(
      "([^(]*?)\\s*(\\([^)]*\\))?(\\s+(?:with|without) time zone)?((?:\\s*\\[\\d*\\])*)");
  private static final Map<String, String> SPELLINGS = Map.ofEntries(
      Map.entry("varchar", "character varying"),
      Map.entry("char", "character"),
      Map.entry("bpchar", "character"),
      Map.entry("int", "integer"),
      Map.entry("int4", "integer"),
      Map.entry("int8", "bigint"),
      Map.entry("int2", "smallint"),
      Map.entry("bool", "boolean"),
      Map.entry("decimal", "numeric"),
      Map.entry("float8", "double precision"),
      Map.entry("float", "double precision"),
      Map.entry("float4", "real"),
      Map.entry("timestamptz", "timestamp with time zone"),
      Map.entry("timetz", "time with time zone"),
      Map.entry("timestamp", "timestamp without time zone"),
      Map.entry("time", "time without time zone"),
      Map.entry("varbit", "bit varying"));

  static TypeName of(String type) {
    Matcher parts = PARTS.matcher(type.strip());
    if (!parts.matches()) {
      return new TypeName(type, "");
    }
    String zone = parts.group(3) == null ? "" : " " + parts.group(3).strip();
    String word = parts.group(1).strip();
    String folded = word.indexOf('"') >= 0 ? word : word.toLowerCase(Locale.ROOT);
    String base = zone.isEmpty() ? SPELLINGS.getOrDefault(folded, folded) : folded + zone;
    String modifier = parts.group(2) == null ? "" : parts.group(2).replace(" ", "");
    return new TypeName(base + parts.group(4).strip(), modifier);
  }

  boolean isString() {
    return base.equals("character varying")
        || base.equals("character")
        || base.equals("text")
        || base.equals("citext");
  }

  /** Whether nothing of another category is assigned to it. Of an application's own types that isn't known: it may have casts of its own, too. */
  boolean isOnlyItself() {
    return base.endsWith("]") || base.equals("bytea");
  }

  /** The number in a modifier of one number; -1 without. */
  int length() {
    if (modifier.isEmpty()) {
      return base.equals("character") ? 1 : -1;
    }
    try {
      return Integer.parseInt(modifier.substring(1, modifier.length() - 1));
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
