package dev.crossfade.migrator.plan;

import dev.crossfade.migrator.cli.CommandException;
import dev.crossfade.migrator.cli.ExitStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Puts a {@code was:} block into a mapping file's text, whose other lines stay as they are. */
public final class WasEdit {
  private WasEdit() {}

  /**
   * The text with the block in the migration's entry, in place of the one that is there.
   *
   * @param block lines that begin at the left margin
   * @throws CommandException if the entry isn't written in block style
   */
  public static String apply(String text, String migration, List<String> block) {
    LoadSettings settings = LoadSettings.builder().setUseMarks(true).build();
    Node root = new Compose(settings)
        .composeString(text)
        .orElseThrow(() -> unable(migration, "the file is empty"));
    NodeTuple entry = value(root, "migrations")
        .flatMap(migrations -> tuple(migrations, migration))
        .orElseThrow(() -> unable(migration, "the file has no such entry"));
    if (!(entry.getValueNode() instanceof MappingNode fields)
        || fields.getFlowStyle() == FlowStyle.FLOW
        || fields.getValue().isEmpty()) {
      throw unable(migration, "its entry is written on one line");
    }
    String indent = " ".repeat(start(fields.getValue().get(0).getKeyNode()).getColumn());
    String newLine = text.contains("\r\n") ? "\r\n" : "\n";
    List<String> lines = new ArrayList<>(List.of(text.split("\\R", -1)));
    Optional<NodeTuple> there = tuple(fields, "was");
    int at;
    if (there.isPresent()) {
      at = start(there.get().getKeyNode()).getLine();
      int end = lastLine(there.get().getValueNode());
      lines.subList(at, end + 1).clear();
    } else {
      at = lastLine(fields) + 1;
    }
    lines.addAll(at, block.stream().map(line -> indent + line).toList());
    return String.join(newLine, lines);
  }

  private static CommandException unable(String migration, String why) {
    return new CommandException(
        ExitStatus.NO,
        "The `was:` block of `" + migration + "` can't be put into the mapping file: " + why
            + ". Put it there by hand, as printed.");
  }

  private static Optional<Node> value(Node mapping, String key) {
    return tuple(mapping, key).map(NodeTuple::getValueNode);
  }

  private static Optional<NodeTuple> tuple(Node mapping, String key) {
    return mapping instanceof MappingNode node
        ? node.getValue().stream()
            .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode scalar
                && scalar.getValue().equals(key))
            .findFirst()
        : Optional.empty();
  }

  private static Mark start(Node node) {
    return node.getStartMark().orElseThrow();
  }

  /** The last line, from 0, that has something of the node; a block collection's own end mark stands where the next thing begins. */
  private static int lastLine(Node node) {
    boolean flow =
        node instanceof CollectionNode<?> collection && collection.getFlowStyle() == FlowStyle.FLOW;
    if (node instanceof MappingNode mapping && !flow && !mapping.getValue().isEmpty()) {
      NodeTuple last = mapping.getValue().get(mapping.getValue().size() - 1);
      return Math.max(lastLine(last.getKeyNode()), lastLine(last.getValueNode()));
    }
    if (node instanceof CollectionNode<?> sequence
        && !flow
        && !sequence.getValue().isEmpty()) {
      Object last = sequence.getValue().get(sequence.getValue().size() - 1);
      return last instanceof Node item ? lastLine(item) : start(node).getLine();
    }
    Mark end = node.getEndMark().orElseThrow();
    boolean atNextLine = end.getColumn() == 0 && end.getLine() > start(node).getLine();
    return atNextLine ? end.getLine() - 1 : end.getLine();
  }
}
