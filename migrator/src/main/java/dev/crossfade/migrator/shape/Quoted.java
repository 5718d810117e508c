package dev.crossfade.migrator.shape;

/** Names in SQL, quoted always: what is read by the server alone needs no beauty. Stateless and thread-safe. */
public final class Quoted {
  private Quoted() {}

  /** A name as an identifier. */
  public static String name(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A table as it is found under every search_path. */
  public static String name(String schema, String name) {
    return name(schema) + "." + name(name);
  }

  /** A text as a literal, whatever standard_conforming_strings says. */
  public static String literal(String text) {
    String quoted = "'" + text.replace("'", "''") + "'";
    return text.indexOf('\\') < 0 ? quoted : " E" + quoted.replace("\\", "\\\\");
  }
}
