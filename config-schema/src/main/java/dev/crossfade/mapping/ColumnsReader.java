package dev.crossfade.mapping;

import dev.crossfade.mapping.NodeReader.Column;
import dev.crossfade.mapping.NodeReader.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads the columns of one migration, in the short or in the uniform form. Not thread-safe. */
final class ColumnsReader {

  /** O, N, f and b of one migration. */
  record Columns(
      List<Column> old,
      List<Column> created,
      Map<String, Expression> forward,
      Map<String, Expression> backward,
      Form form) {
    List<String> oldNames() {
      return old.stream().map(Column::name).toList();
    }
  }

  /** How a migration writes its columns down. */
  enum Form {
    UNIFORM,
    RENAME,
    WHOLE_TABLE
  }

  private final NodeReader nodes;
  private final ExpressionReader expressions;
  private final Problems problems;

  ColumnsReader(NodeReader nodes, ExpressionReader expressions) {
    this.nodes = nodes;
    this.expressions = expressions;
    this.problems = nodes.problems();
  }

  /** The columns of {@code block}; empty if so much is wrong that nothing more can be said about them. */
  Optional<Columns> read(ScalarNode migration, Block block) {
    Optional<Node> rename = block.value("rename");
    if (rename.isEmpty()) {
      return uniform(migration, block);
    }
    for (String key : List.of("old", "new", "back")) {
      block
          .key(key)
          .ifPresent(at -> problems.add(
              at,
              "`" + key + "` beside `rename`",
              "one of the two: `rename` stands for `old`, `new` and `back`"));
    }
    boolean moves = block.has("new_table");
    if (rename.get() instanceof ScalarNode star && star.getValue().equals("*")) {
      if (!moves) {
        problems.add(star, "`*`", "`rename: \"*\"` only with `new_table`, to rename the table");
      }
      return Optional.of(new Columns(List.of(), List.of(), Map.of(), Map.of(), Form.WHOLE_TABLE));
    }
    return rename(rename.get(), moves);
  }

  private Optional<Columns> rename(Node node, boolean moves) {
    String expected = "a mapping of old column to new column" + (moves ? ", or \"*\"" : "");
    Optional<List<Entry>> entries = nodes.entries(node, expected);
    if (entries.isEmpty()) {
      return Optional.empty();
    }
    if (entries.get().isEmpty()) {
      problems.add(node, "no column", expected);
      return Optional.empty();
    }
    List<Node> keys = entries.get().stream().<Node>map(Entry::key).toList();
    List<Column> old = distinct(keys);
    List<Column> created = distinct(entries.get().stream().map(Entry::value).toList());
    refuseShared(old, created, moves);
    if (old.size() != keys.size() || created.size() != keys.size()) {
      return Optional.empty();
    }
    Map<String, Expression> forward = new LinkedHashMap<>();
    Map<String, Expression> backward = new LinkedHashMap<>();
    for (int i = 0; i < old.size(); i++) {
      forward.put(created.get(i).name(), reference(old.get(i)));
      backward.put(old.get(i).name(), reference(created.get(i)));
    }
    return Optional.of(new Columns(old, created, forward, backward, Form.RENAME));
  }

  private Expression reference(Column column) {
    return new Expression(Identifier.quote(column.name()), problems.location(column.node()));
  }

  private Optional<Columns> uniform(ScalarNode migration, Block block) {
    Optional<Node> created = block.value("new");
    if (created.isEmpty()) {
      boolean started = block.has("old") || block.has("back");
      problems.add(
          migration,
          started ? "no `new`" : "neither `rename` nor `new`",
          "`rename: {old: new}`, or `old`, `new` and `back`");
    }
    Optional<List<Column>> old = oldColumns(block);
    Optional<List<Entry>> read =
        created.flatMap(node -> nodes.entries(node, "a mapping of new column to expression"));
    List<Entry> entries = read.orElse(List.of());
    created
        .filter(node -> read.isPresent() && entries.isEmpty())
        .ifPresent(node -> problems.add(node, "no column", "at least one new column"));
    List<Column> named = distinct(entries.stream().<Node>map(Entry::key).toList());
    refuseShared(old.orElse(List.of()), named, block.has("new_table"));
    Map<String, Expression> forward =
        expressions(entries, named, old.map(ColumnsReader::names), "old columns");
    Optional<List<Column>> columns =
        read.filter(list -> list.size() == named.size()).map(list -> named);
    Map<String, Expression> backward = backward(migration, block, old, columns);
    return old.isEmpty() || columns.isEmpty()
        ? Optional.empty()
        : Optional.of(new Columns(old.get(), columns.get(), forward, backward, Form.UNIFORM));
  }

  private Optional<List<Column>> oldColumns(Block block) {
    Optional<Node> old = block.value("old");
    if (old.isEmpty()) {
      return Optional.of(List.of());
    }
    Optional<List<Node>> items = nodes.list(old.get(), "a list of old columns, such as [price]");
    List<Column> columns = items.map(this::distinct).orElse(List.of());
    return items.filter(list -> list.size() == columns.size()).map(list -> columns);
  }

  private Map<String, Expression> backward(
      ScalarNode migration,
      Block block,
      Optional<List<Column>> old,
      Optional<List<Column>> created) {
    Optional<Node> back = block.value("back");
    Optional<List<Entry>> read = back.isEmpty()
        ? Optional.of(List.of())
        : nodes.entries(back.get(), "a mapping of old column to expression");
    if (read.isEmpty()) {
      return Map.of();
    }
    List<Entry> entries = read.get();
    if (old.isPresent() && old.get().isEmpty() && !entries.isEmpty()) {
      problems.add(
          entries.get(0).key(),
          "`back` without `old`",
          "no `back`, because there is no old column to fill; or `old`");
      return Map.of();
    }
    List<Column> columns = distinct(entries.stream().<Node>map(Entry::key).toList());
    old.ifPresent(
        known -> refuseUnmatched(block.key("back").orElse(migration), names(known), columns));
    return expressions(entries, columns, created.map(ColumnsReader::names), "new columns");
  }

  private void refuseUnmatched(Node at, Set<String> old, List<Column> columns) {
    Set<String> names = names(columns);
    old.stream()
        .filter(name -> !names.contains(name))
        .forEach(name -> problems.add(
            at, "no `back` for " + Problems.show(name), "an expression for each old column"));
    columns.stream()
        .filter(column -> !old.contains(column.name()))
        .forEach(column -> problems.addUnknown(
            column.node(), column.name(), "one of the old columns " + String.join(", ", old), old));
  }

  private Map<String, Expression> expressions(
      List<Entry> entries, List<Column> columns, Optional<Set<String>> over, String whose) {
    Map<String, Expression> read = new LinkedHashMap<>();
    for (Entry entry : entries) {
      Optional<Column> column = columns.stream()
          .filter(candidate -> candidate.node().equals(entry.key()))
          .findFirst();
      if (column.isEmpty() && NodeReader.isNull(entry.value())) {
        // the rest of an expression that a comma cut in two; its key is reported
        continue;
      }
      Optional<Expression> expression = expressions.read(entry.value(), over, whose);
      column.ifPresent(known -> expression.ifPresent(sql -> read.put(known.name(), sql)));
    }
    return read;
  }

  private void refuseShared(List<Column> old, List<Column> created, boolean moves) {
    if (moves) {
      return;
    }
    created.stream()
        .filter(column -> names(old).contains(column.name()))
        .forEach(column -> problems.add(
            column.node(),
            Problems.show(column.name()) + ", which is an old column too",
            "a new column with a name of its own"));
  }

  /** The columns that these nodes name; one that stands twice after folding is refused. */
  List<Column> distinct(List<Node> from) {
    Map<String, Column> columns = new LinkedHashMap<>();
    for (Node node : from) {
      nodes
          .column(node)
          .filter(column -> columns.putIfAbsent(column.name(), column) != null)
          .ifPresent(column -> problems.add(
              node, Problems.show(column.name()) + " a second time", "each column once"));
    }
    return new ArrayList<>(columns.values());
  }

  private static Set<String> names(List<Column> columns) {
    Set<String> names = new LinkedHashSet<>();
    columns.forEach(column -> names.add(column.name()));
    return names;
  }
}
