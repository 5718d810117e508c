package dev.crossfade.mapping;

import dev.crossfade.mapping.NodeReader.Column;
import dev.crossfade.mapping.NodeReader.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads a {@code was:} block. Not thread-safe. */
final class WasReader {
  static final List<String> KEYS = List.of(
      "position", "type", "not_null", "unique", "default", "collation", "indexes", "constraints");
  private static final int LAST_COLUMN = 1600;

  /** Stands for an entry whose problems are reported, so that it doesn't count as missing as well. */
  private static final OldColumn BROKEN =
      new OldColumn(1, "", false, false, Optional.empty(), Optional.empty(), List.of(), List.of());

  private final NodeReader nodes;
  private final ExpressionReader expressions;
  private final Problems problems;

  WasReader(NodeReader nodes, ExpressionReader expressions) {
    this.nodes = nodes;
    this.expressions = expressions;
    this.problems = nodes.problems();
  }

  /** What the file says of {@code old}, or of any columns if the old ones aren't known; each position is handed to {@code claim} too. */
  Map<String, OldColumn> read(Node node, Optional<List<String>> old, PositionClaim claim) {
    Map<String, OldColumn> was = new LinkedHashMap<>();
    for (Entry entry :
        nodes.entries(node, "a mapping of old column to what it was").orElse(List.of())) {
      Optional<Column> column = nodes.column(entry.key());
      if (column.isPresent()
          && old.isPresent()
          && !old.get().contains(column.get().name())) {
        String expected = old.get().isEmpty()
            ? "no `was`: there is no old column"
            : "one of the old columns " + String.join(", ", old.get());
        problems.addUnknown(entry.key(), column.get().name(), expected, old.get());
      } else if (column.isPresent() && was.containsKey(column.get().name())) {
        problems.add(
            entry.key(), Problems.show(column.get().name()) + " a second time", "each column once");
      } else {
        Optional<OldColumn> read = column(entry, claim);
        column.ifPresent(known -> was.put(known.name(), read.orElse(BROKEN)));
      }
    }
    return was;
  }

  /** Receives the position of an old column and the node that says it. */
  @FunctionalInterface
  interface PositionClaim {
    void claim(int position, Node at);
  }

  private Optional<OldColumn> column(Entry entry, PositionClaim claim) {
    Optional<Block> read =
        nodes.block(entry.value(), "a mapping with " + String.join(", ", KEYS), KEYS);
    if (read.isEmpty()) {
      return Optional.empty();
    }
    Block block = read.get();
    for (String required : List.of("position", "type")) {
      if (!block.has(required)) {
        problems.add(
            entry.key(),
            "no `" + required + "`",
            "`" + required + "` of the old column " + Problems.show(entry.name()));
      }
    }
    Optional<Integer> position = block.value("position").flatMap(this::position);
    position.ifPresent(number -> block.value("position").ifPresent(at -> claim.claim(number, at)));
    Optional<String> type = block
        .value("type")
        .flatMap(at -> nodes.string(at, "a type as format_type prints it"))
        .map(ScalarNode::getValue);
    boolean notNull = block.value("not_null").flatMap(nodes::bool).orElse(false);
    boolean unique = block.value("unique").flatMap(nodes::bool).orElse(false);
    Optional<String> byDefault = block
        .value("default")
        .flatMap(at -> expressions.read(at, Optional.of(List.of()), "columns in a default"))
        .map(Expression::sql);
    Optional<String> collation = block
        .value("collation")
        .flatMap(at -> nodes.string(at, "a collation's name as in SQL, such as pg_catalog.\"C\""))
        .map(ScalarNode::getValue);
    List<String> indexes =
        block.value("indexes").map(at -> definitions(at, "pg_get_indexdef")).orElse(List.of());
    List<String> constraints = block
        .value("constraints")
        .map(at -> definitions(at, "pg_get_constraintdef"))
        .orElse(List.of());
    return position.flatMap(number -> type.map(name ->
        new OldColumn(number, name, notNull, unique, byDefault, collation, indexes, constraints)));
  }

  private Optional<Integer> position(Node node) {
    if (node instanceof ScalarNode scalar
        && node.getTag().equals(Tag.INT)
        && scalar.getValue().matches("[1-9][0-9]{0,3}")) {
      int position = Integer.parseInt(scalar.getValue());
      if (position <= LAST_COLUMN) {
        return Optional.of(position);
      }
    }
    problems.add(node, NodeReader.describe(node), "a position from 1 to " + LAST_COLUMN);
    return Optional.empty();
  }

  private List<String> definitions(Node node, String function) {
    String expected = "a list of definitions as " + function + " prints them";
    List<String> definitions = new ArrayList<>();
    for (Node item : nodes.list(node, expected).orElse(List.of())) {
      nodes
          .string(item, "a definition as " + function + " prints it")
          .ifPresent(scalar -> definitions.add(scalar.getValue()));
    }
    return definitions;
  }
}
