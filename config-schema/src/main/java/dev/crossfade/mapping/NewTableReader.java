package dev.crossfade.mapping;

import dev.crossfade.mapping.ColumnsReader.Columns;
import dev.crossfade.mapping.ColumnsReader.Form;
import dev.crossfade.mapping.NodeReader.Column;
import dev.crossfade.mapping.NodeReader.Entry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads what a migration says of a table that its columns move to. Not thread-safe. */
final class NewTableReader {
  private final NodeReader nodes;
  private final ExpressionReader expressions;
  private final ColumnsReader columnsReader;
  private final Problems problems;

  NewTableReader(NodeReader nodes, ExpressionReader expressions, ColumnsReader columnsReader) {
    this.nodes = nodes;
    this.expressions = expressions;
    this.columnsReader = columnsReader;
    this.problems = nodes.problems();
  }

  /** The new table {@code target} with its key; empty if the migration stays on its table. */
  Optional<NewTable> read(
      ScalarNode name, Block block, Optional<Columns> columns, Optional<TableName> target) {
    Optional<ScalarNode> newTable = block.key("new_table");
    boolean whole = columns.isPresent() && columns.get().form() == Form.WHOLE_TABLE;
    if (newTable.isEmpty() || whole) {
      for (String key : List.of("key", "present")) {
        String found = "`" + key + (whole ? "` beside `rename: \"*\"`" : "` without `new_table`");
        block
            .key(key)
            .ifPresent(at ->
                problems.add(at, found, "`" + key + "` only where columns move to a `new_table`"));
      }
      return target.map(table -> new NewTable(table, Map.of(), Optional.empty(), true));
    }
    if (columns.isPresent() && columns.get().old().isEmpty()) {
      problems.add(
          newTable.get(),
          "`new_table` without an old column",
          "`rename`, or `old`, `new` and `back`: columns that move to the new table");
    }
    if (!block.has("key")) {
      problems.add(
          name,
          "no `key`",
          "`key: {id: user_id}`, the old table's column and the new table's, unique on both sides, beside `new_table`");
    }
    Map<String, String> key = block.value("key").map(at -> key(at, columns)).orElse(Map.of());
    Optional<List<String>> old = columns.map(Columns::oldNames);
    Optional<Expression> present =
        block.value("present").flatMap(at -> expressions.read(at, old, "old columns"));
    return target.map(table -> new NewTable(table, Ordered.copyOf(key), present, false));
  }

  private Map<String, String> key(Node node, Optional<Columns> columns) {
    String expected =
        "a mapping of the old table's column to the new table's, such as {id: user_id}";
    Optional<List<Entry>> entries = nodes.entries(node, expected);
    if (entries.isPresent() && entries.get().isEmpty()) {
      problems.add(node, "no column", expected);
    }
    List<Column> from = columnsReader.distinct(
        entries.orElse(List.of()).stream().<Node>map(Entry::key).toList());
    List<Column> to = columnsReader.distinct(
        entries.orElse(List.of()).stream().map(Entry::value).toList());
    refuseMoving(from, columns.map(Columns::old).orElse(List.of()));
    refuseMoving(to, columns.map(Columns::created).orElse(List.of()));
    Map<String, String> key = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(from.size(), to.size()); i++) {
      key.put(from.get(i).name(), to.get(i).name());
    }
    return key;
  }

  private void refuseMoving(List<Column> key, List<Column> moving) {
    key.stream()
        .filter(column -> moving.stream().anyMatch(other -> other.name().equals(column.name())))
        .forEach(column -> problems.add(
            column.node(),
            Problems.show(column.name()) + ", which itself moves",
            "a key of columns that stay"));
  }
}
