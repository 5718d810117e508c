package dev.crossfade.migrator.advance;

import dev.crossfade.mapping.MappingException;
import dev.crossfade.mapping.MappingLoader;
import dev.crossfade.mapping.MappingSource;
import dev.crossfade.mapping.Migration;
import dev.crossfade.mapping.Phase;
import dev.crossfade.migrator.cli.CommandException;
import dev.crossfade.migrator.cli.ExitStatus;
import dev.crossfade.rewrite.SqlExpressionSyntax;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Changes the phase of one migration, and the share of its reads, in a mapping file's text; every other byte stays. */
public final class PhaseEdit {
  private final String text;
  private final String migration;
  private final MappingNode entry;

  private PhaseEdit(String text, String migration) {
    this.text = text;
    this.migration = migration;
    this.entry = entry();
  }

  /**
   * An edited text.
   *
   * @param problem why it would be refused; absent if it was read back and says what it should, and nothing else differs
   */
  record Edited(String text, Optional<String> problem) {}

  /**
   * The text with the migration there.
   *
   * @throws CommandException if the entry is written in a way that can't be edited, such as with an alias for its phase
   */
  static Edited apply(String text, String migration, Stand stand) {
    String edited = new PhaseEdit(text, migration).with(stand);
    List<String> meant;
    try {
      meant = said(text, one -> one.name().equals(migration) ? stand : Stand.of(one));
    } catch (MappingException e) {
      throw new CommandException(ExitStatus.USAGE, String.valueOf(e.getMessage()));
    }
    try {
      if (!said(edited, Stand::of).equals(meant)) {
        throw unable(migration);
      }
      return new Edited(edited, Optional.empty());
    } catch (MappingException e) {
      return new Edited(edited, Optional.of(String.valueOf(e.getMessage())));
    }
  }

  private static CommandException unable(String migration) {
    return new CommandException(
        ExitStatus.NO,
        "The entry `" + migration
            + "` is written in a way that this command can't edit. Edit `phase:` and `reads:` by hand.");
  }

  private String with(Stand stand) {
    Optional<NodeTuple> reads = tuple(entry, "reads");
    NodeTuple phase = tuple(entry, "phase").orElseThrow(() -> unable(migration));
    boolean cutover = stand.phase() == Phase.CUTOVER;
    StringBuilder edited = new StringBuilder(text);
    // From the back, so that places further up stay right.
    if (reads.isPresent() && start(reads.get().getKeyNode()) > start(phase.getKeyNode())) {
      reads(edited, reads.get(), stand);
      phase(edited, phase, stand, false);
    } else {
      phase(edited, phase, stand, cutover && reads.isEmpty());
      reads.ifPresent(there -> reads(edited, there, stand));
    }
    return edited.toString();
  }

  private void phase(StringBuilder edited, NodeTuple phase, Stand stand, boolean withReads) {
    int end = end(phase.getValueNode());
    if (withReads) {
      insertReads(edited, phase, end, stand);
    }
    edited.replace(start(phase.getValueNode()), end, stand.phase().label());
  }

  private void insertReads(StringBuilder edited, NodeTuple phase, int end, Stand stand) {
    if (entry.getFlowStyle() == FlowStyle.FLOW) {
      edited.insert(end, ", reads: " + stand.share());
      return;
    }
    int lineEnd = endOfLine(end);
    String lineBreak = text.contains("\r\n") ? "\r\n" : "\n";
    String indent = " ".repeat(phase.getKeyNode().getStartMark().orElseThrow().getColumn());
    edited.insert(lineEnd, lineBreak + indent + "reads: " + stand.share());
  }

  private void reads(StringBuilder edited, NodeTuple reads, Stand stand) {
    int end = end(reads.getValueNode());
    if (stand.phase() == Phase.CUTOVER) {
      edited.replace(start(reads.getValueNode()), end, stand.share());
    } else if (entry.getFlowStyle() == FlowStyle.FLOW) {
      removeInFlow(edited, start(reads.getKeyNode()), end);
    } else {
      removeLine(edited, start(reads.getKeyNode()), end);
    }
  }

  private void removeInFlow(StringBuilder edited, int start, int end) {
    int before = start;
    while (before > 0 && Character.isWhitespace(text.charAt(before - 1))) {
      before--;
    }
    if (before > 0 && text.charAt(before - 1) == ',') {
      edited.delete(before - 1, end);
      return;
    }
    int after = end;
    while (after < text.length() && Character.isWhitespace(text.charAt(after))) {
      after++;
    }
    boolean comma = after < text.length() && text.charAt(after) == ',';
    while (comma && after + 1 < text.length() && text.charAt(after + 1) == ' ') {
      after++;
    }
    edited.delete(start, comma ? after + 1 : end);
  }

  /** The line goes, unless a comment stands on it. */
  private void removeLine(StringBuilder edited, int start, int end) {
    int lineEnd = endOfLine(end);
    String rest = text.substring(end, lineEnd).strip();
    if (!rest.isEmpty()) {
      edited.replace(start, lineEnd, rest);
      return;
    }
    int from = start;
    while (from > 0 && text.charAt(from - 1) == ' ') {
      from--;
    }
    int to = lineEnd;
    if (to < text.length() && text.charAt(to) == '\r') {
      to++;
    }
    if (to < text.length() && text.charAt(to) == '\n') {
      to++;
    }
    edited.delete(from, to);
  }

  private int endOfLine(int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    return end;
  }

  private MappingNode entry() {
    LoadSettings settings = LoadSettings.builder().setUseMarks(true).build();
    Optional<Node> found;
    try {
      found = new Compose(settings)
          .composeString(text)
          .flatMap(root -> tuple(root, "migrations"))
          .flatMap(all -> tuple(all.getValueNode(), migration))
          .map(NodeTuple::getValueNode);
    } catch (YamlEngineException e) {
      throw unable(migration);
    }
    return found
        .filter(MappingNode.class::isInstance)
        .map(MappingNode.class::cast)
        .orElseThrow(() -> unable(migration));
  }

  private static Optional<NodeTuple> tuple(Node mapping, String key) {
    return mapping instanceof MappingNode node
        ? node.getValue().stream()
            .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode scalar
                && scalar.getValue().equals(key))
            .findFirst()
        : Optional.empty();
  }

  private int start(Node node) {
    return place(node.getStartMark());
  }

  private int end(Node node) {
    return place(node.getEndMark());
  }

  /** Marks count code points. */
  private int place(Optional<Mark> mark) {
    int index = mark.orElseThrow(() -> unable(migration)).getIndex();
    if (index > text.codePointCount(0, text.length())) {
      throw unable(migration);
    }
    return text.offsetByCodePoints(0, index);
  }

  /** What a file says of every migration, without the places where it says so. */
  private static List<String> said(String text, Function<Migration, Stand> stand)
      throws MappingException {
    return MappingLoader.load(new MappingSource("line", text), new SqlExpressionSyntax())
        .migrations()
        .stream()
        .map(one -> said(one, stand.apply(one)))
        .toList();
  }

  private static String said(Migration one, Stand stand) {
    return String.join(
        "|",
        one.name(),
        stand.toString(),
        one.table().toString(),
        one.oldColumns().toString(),
        sql(one),
        one.accept().toString(),
        one.was().toString(),
        one.lossless().toString());
  }

  private static String sql(Migration one) {
    StringBuilder sql = new StringBuilder();
    one.forward()
        .forEach((column, f) -> sql.append(column).append('=').append(f.sql()).append(';'));
    one.backward()
        .forEach((column, b) -> sql.append(column).append('=').append(b.sql()).append(';'));
    return sql.toString();
  }
}
