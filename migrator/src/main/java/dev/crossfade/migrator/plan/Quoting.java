package dev.crossfade.migrator.plan;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes names as the server's quote_ident does. Immutable. */
final class Quoting {
  private static final int LONGEST = 63;

  private final Set<String> keywords;

  private Quoting(Set<String> keywords) {
    this.keywords = keywords;
  }

  static Quoting of(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(
            "SELECT word FROM pg_catalog.pg_get_keywords() WHERE catcode <> 'U'")) {
      Set<String> keywords = new HashSet<>();
      while (rows.next()) {
        keywords.add(rows.getString(1));
      }
      return new Quoting(Set.copyOf(keywords));
    }
  }

  String name(String name) {
    return name.matches("[a-z_][a-z0-9_]*") && !keywords.contains(name)
        ? name
        : "\"" + name.replace("\"", "\"\"") + "\"";
  }

  String name(String schema, String name) {
    return name(schema) + "." + name(name);
  }

  String list(Collection<String> names) {
    return names.stream().map(this::name).collect(Collectors.joining(", "));
  }

  static String literal(String text) {
    String quoted = "'" + text.replace("'", "''") + "'";
    return text.indexOf('\\') < 0 ? quoted : "E" + quoted.replace("\\", "\\\\");
  }

  /** A name of this beginning that the server would not cut; {@code end} is kept whole. */
  static String fitting(String start, String end) {
    String cut = start;
    while ((cut + end).getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
    }
    return cut + end;
  }
}
