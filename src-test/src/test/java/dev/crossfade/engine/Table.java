package dev.crossfade.engine;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A table as an application of one shape sees it.
 *
 * @param generatedKey whether id comes from a sequence
 * @param keys the columns of its key, {@code id} among them
 */
record Table(String name, List<Column> columns, boolean generatedKey, List<String> keys) {
  Column key() {
    return columns.stream().filter(c -> c.name().equals("id")).findFirst().orElseThrow();
  }

  /** The other column of the key, or nothing. */
  List<Column> part() {
    return columns.stream().filter(c -> isKey(c) && !c.name().equals("id")).toList();
  }

  boolean isKey(Column c) {
    return keys.contains(c.name());
  }

  boolean isComposite() {
    return keys.size() > 1;
  }

  /** All but id. */
  List<Column> others() {
    return columns.stream().filter(c -> !c.name().equals("id")).toList();
  }

  Source as(String alias) {
    return new Source(alias, columns, keys);
  }

  /** The key's columns; an alias goes with its point. */
  String order(String alias) {
    return keys.stream().map(k -> alias + k).collect(Collectors.joining(", "));
  }
}
