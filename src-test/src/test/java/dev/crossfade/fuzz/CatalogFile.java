package dev.crossfade.fuzz;

import dev.crossfade.catalog.Column;
import dev.crossfade.catalog.ObjectName;
import dev.crossfade.catalog.Relation;
import dev.crossfade.catalog.Relation.UniqueIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A catalog as text: relations with an empty line between, a line for each column with its type and default; {@code old} in front of what contract drops.
 */
record CatalogFile(List<Entry> entries) {

  /**
   * A relation.
   *
   * @param of the table that a view or a child stands on
   */
  record Entry(Relation relation, Optional<String> of) {}

  static CatalogFile read(String text, boolean dropped) {
    Map<String, Long> oids = new HashMap<>();
    List<Entry> entries = new ArrayList<>();
    for (String block : text.strip().split("\n\n+")) {
      List<String> lines = block
          .lines()
          .filter(line -> !dropped || !line.matches("(unique )?old .*"))
          .map(line -> line.replaceFirst("^(unique )?old ", "$1"))
          .toList();
      String[] head = lines.get(0).split("[ .]");
      long oid = entries.size() + 1L;
      oids.put(head[2], oid);
      Optional<String> of = head.length > 3 ? Optional.of(head[4]) : Optional.empty();
      boolean view = head[0].equals("view");
      entries.add(new Entry(
          new Relation(
              oid,
              head[1],
              head[2],
              view ? Relation.Kind.VIEW : Relation.Kind.TABLE,
              columns(lines),
              uniques(lines),
              view ? of.map(oids::get).stream().collect(Collectors.toSet()) : Set.of()),
          of));
    }
    return new CatalogFile(List.copyOf(entries));
  }

  private static List<Column> columns(List<String> lines) {
    List<Column> columns = new ArrayList<>();
    for (String line : lines) {
      String[] parts = line.split(" \\| ");
      if (parts.length > 1) {
        Optional<String> otherwise = parts.length > 2 ? Optional.of(parts[2]) : Optional.empty();
        boolean isVolatile =
            otherwise.filter(d -> d.contains("nextval") || d.contains("random")).isPresent();
        columns.add(new Column(
            parts[0], columns.size() + 1, parts[1], 0, false, otherwise, isVolatile, false, false));
      }
    }
    return List.copyOf(columns);
  }

  private static List<UniqueIndex> uniques(List<String> lines) {
    return lines.stream()
        .filter(line -> line.matches("(unique|deferred) \\w+"))
        .map(line -> line.split(" "))
        .map(words -> new UniqueIndex(
            words[1] + "_key",
            List.of(words[1]),
            words[0].equals("unique"),
            false,
            words[1].equals("id")))
        .toList();
  }

  /** Every relation by its name, and by its name behind its schema; what isn't in {@code public} goes by both alone. */
  Map<ObjectName, Relation> relations() {
    Map<ObjectName, Relation> relations = new HashMap<>();
    for (Entry entry : entries) {
      Relation relation = entry.relation();
      relations.put(new ObjectName(Optional.of(relation.schema()), relation.name()), relation);
      if (relation.schema().equals("public")) {
        relations.put(new ObjectName(Optional.empty(), relation.name()), relation);
      }
    }
    return Map.copyOf(relations);
  }
}
