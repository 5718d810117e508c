package dev.crossfade.engine;

import java.util.List;

/**
 * A table as an application of one shape sees it; its key is {@code id}.
 *
 * @param generatedKey whether id comes from a sequence
 */
record Table(String name, List<Column> columns, boolean generatedKey) {
  Column key() {
    return columns.stream().filter(c -> c.name().equals("id")).findFirst().orElseThrow();
  }

  List<Column> others() {
    return columns.stream().filter(c -> !c.name().equals("id")).toList();
  }
}
