package dev.crossfade.mapping;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads YAML nodes as values of one kind each. What isn't of that kind becomes a problem and an empty result. Not thread-safe. */
final class NodeReader {
  private static final Set<Tag> KNOWN_TAGS =
      Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.SEQ, Tag.MAP);
  private static final Set<Tag> NUMBERS = Set.of(Tag.INT, Tag.FLOAT);
  private static final Map<String, String> OTHER_BOOLEANS =
      Map.of("yes", "true", "on", "true", "y", "true", "no", "false", "off", "false", "n", "false");
  private static final String QUOTING_HINT =
      "; inside `{ }` an expression with a comma must be quoted";

  /** One key of a mapping and its value. */
  record Entry(ScalarNode key, Node value) {
    String name() {
      return key.getValue();
    }
  }

  /** A column as the file names it. */
  record Column(String name, ScalarNode node) {}

  private final Problems problems;

  NodeReader(Problems problems) {
    this.problems = problems;
  }

  Problems problems() {
    return problems;
  }

  static boolean isNull(Node node) {
    return node instanceof ScalarNode && node.getTag().equals(Tag.NULL);
  }

  /** What a node is, for the message that it should be something else. */
  static String describe(Node node) {
    if (!KNOWN_TAGS.contains(node.getTag())) {
      return "a value with the tag " + Problems.show(node.getTag().getValue());
    }
    if (node instanceof MappingNode) {
      return "a mapping";
    }
    if (!(node instanceof ScalarNode scalar)) {
      return "a list";
    }
    String shown = Problems.show(scalar.getValue());
    if (isNull(node)) {
      return scalar.getValue().isEmpty() ? "nothing" : shown;
    }
    String kind = NUMBERS.contains(node.getTag())
        ? "the number "
        : node.getTag().equals(Tag.BOOL) ? "the boolean " : scalar.isPlain() ? "" : "the string ";
    return kind + shown;
  }

  /** The entries of a mapping whose keys are names of the user's. A key that stands twice is refused and its second value left out. */
  Optional<List<Entry>> entries(Node node, String expected) {
    if (!(node instanceof MappingNode mapping) || !node.getTag().equals(Tag.MAP)) {
      problems.add(node, describe(node), expected);
      return Optional.empty();
    }
    List<Entry> entries = new ArrayList<>();
    Map<String, Location> first = new HashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.add(tuple.getKeyNode(), describe(tuple.getKeyNode()) + " as a key", "a name");
        continue;
      }
      Location earlier = first.putIfAbsent(key.getValue(), problems.location(key));
      if (earlier == null) {
        entries.add(new Entry(key, tuple.getValueNode()));
      } else {
        problems.add(
            key,
            Problems.show(key.getValue()) + " a second time",
            "each key once (it stands in line " + earlier.line() + " already)");
      }
    }
    return Optional.of(entries);
  }

  /** The entries of a mapping whose keys are ours. */
  Optional<Block> block(Node node, String expected, List<String> keys) {
    return entries(node, expected).map(entries -> {
      Map<String, Entry> known = new LinkedHashMap<>();
      for (Entry entry : entries) {
        if (keys.contains(entry.name())) {
          known.put(entry.name(), entry);
        } else {
          problems.addUnknown(entry.key(), entry.name(), "one of " + String.join(", ", keys), keys);
        }
      }
      return new Block(known);
    });
  }

  Optional<List<Node>> list(Node node, String expected) {
    if (node instanceof SequenceNode sequence && node.getTag().equals(Tag.SEQ)) {
      return Optional.of(sequence.getValue());
    }
    problems.add(node, describe(node), expected);
    return Optional.empty();
  }

  /** A text that YAML takes for a string. */
  Optional<ScalarNode> string(Node node, String expected) {
    if (node instanceof ScalarNode scalar
        && node.getTag().equals(Tag.STR)
        && !scalar.getValue().isBlank()) {
      return Optional.of(scalar);
    }
    problems.add(node, describe(node), expected);
    return Optional.empty();
  }

  /** The text of a SQL fragment, which YAML may take for a number or a boolean. */
  Optional<ScalarNode> fragment(Node node, String expected) {
    boolean takes = node.getTag().equals(Tag.BOOL) || NUMBERS.contains(node.getTag());
    if (node instanceof ScalarNode scalar && takes) {
      return Optional.of(scalar);
    }
    return string(node, expected);
  }

  Optional<Boolean> bool(Node node) {
    if (node instanceof ScalarNode scalar && node.getTag().equals(Tag.BOOL)) {
      return Optional.of(Boolean.parseBoolean(scalar.getValue()));
    }
    Optional<String> meant =
        node instanceof ScalarNode scalar ? booleanMeant(scalar.getValue()) : Optional.empty();
    problems.add(problems.location(node), describe(node), "true or false", meant);
    return Optional.empty();
  }

  /** The YAML 1.2 boolean that was meant by a YAML 1.1 one or by a typing error. */
  static Optional<String> booleanMeant(String text) {
    return Optional.ofNullable(OTHER_BOOLEANS.get(text.toLowerCase(Locale.ROOT)))
        .or(() -> NearName.of(text, List.of("true", "false")));
  }

  /** A word out of a fixed few. */
  Optional<String> word(Node node, List<String> words) {
    String expected = words.size() == 1 ? words.get(0) : "one of " + String.join(", ", words);
    Optional<ScalarNode> scalar = string(node, expected);
    if (scalar.isPresent() && !words.contains(scalar.get().getValue())) {
      problems.addUnknown(node, scalar.get().getValue(), expected, words);
      return Optional.empty();
    }
    return scalar.map(ScalarNode::getValue);
  }

  Optional<TableName> table(Node node) {
    String expected =
        "a table's name as in SQL, with a schema at most (users, shop.users, \"Users\")";
    return string(node, expected).flatMap(scalar -> parts(scalar, expected)).flatMap(parts -> {
      if (parts.size() > 2) {
        problems.add(node, "a name of " + parts.size() + " parts", expected);
        return Optional.empty();
      }
      return Optional.of(new TableName(
          parts.size() == 2 ? Optional.of(parts.get(0)) : Optional.empty(),
          parts.get(parts.size() - 1)));
    });
  }

  Optional<Column> column(Node node) {
    String expected = "a column's name as in SQL (price, or '\"Price\"' with its quotes)";
    boolean brokenByComma = node instanceof ScalarNode scalar
        && scalar.getValue().indexOf(')') >= 0
        && scalar.getValue().indexOf('(') < 0;
    String hint = brokenByComma ? expected + QUOTING_HINT : expected;
    return string(node, hint)
        .flatMap(scalar -> parts(scalar, hint).flatMap(parts -> {
          if (parts.size() > 1) {
            problems.add(node, "the qualified name " + Problems.show(scalar.getValue()), hint);
            return Optional.empty();
          }
          return Optional.of(new Column(parts.get(0), scalar));
        }));
  }

  private Optional<List<String>> parts(ScalarNode scalar, String expected) {
    Optional<List<String>> parts = Identifier.parts(scalar.getValue());
    if (parts.isEmpty()) {
      problems.add(scalar, Problems.show(scalar.getValue()), expected);
      return parts;
    }
    if (parts.get().stream().anyMatch(Identifier::isTooLong)) {
      problems.add(
          scalar,
          Problems.show(scalar.getValue()),
          "a name of at most " + Identifier.MAX_BYTES + " bytes");
      return Optional.empty();
    }
    return parts;
  }
}
