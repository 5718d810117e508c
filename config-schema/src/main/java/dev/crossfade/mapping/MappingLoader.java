package dev.crossfade.mapping;

import dev.crossfade.mapping.NodeReader.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads mapping files. A file is taken whole or refused whole. Stateless and thread-safe. */
public final class MappingLoader {
  static final List<String> KEYS = List.of("version", "unsupported", "migrations");

  private MappingLoader() {}

  /**
   * Reads and validates a file, without a look at a database.
   *
   * @throws MappingException with every problem in the file (XF002)
   */
  public static Mapping load(MappingSource source, ExpressionSyntax expressions)
      throws MappingException {
    Problems problems = new Problems(source.name());
    YamlText text = new YamlText(source);
    NodeReader nodes = new NodeReader(problems);
    Optional<Mapping> mapping = text.compose(problems)
        .map(root -> read(root, nodes, new ExpressionReader(nodes, expressions, text)));
    if (problems.count() > 0 || mapping.isEmpty()) {
      throw new MappingException(problems.sorted());
    }
    return mapping.get();
  }

  private static Mapping read(Node root, NodeReader nodes, ExpressionReader expressions) {
    Problems problems = nodes.problems();
    Optional<Block> read = nodes
        .entries(root, "a mapping with `version: 1` and `migrations`")
        .map(entries -> known(entries, problems));
    read.ifPresent(block -> required(root, block, problems));
    Block block = read.orElse(Block.EMPTY);
    Mapping.Unsupported unsupported = block
        .value("unsupported")
        .map(node -> unsupported(node, nodes))
        .orElse(new Mapping.Unsupported(false));
    Location where =
        problems.location(block.key("migrations").<Node>map(key -> key).orElse(root));
    return new Mapping(
        unsupported, migrations(block.value("migrations"), nodes, expressions), where);
  }

  private static void required(Node root, Block block, Problems problems) {
    version(root, block, problems);
    if (!block.has("migrations")) {
      problems.add(
          root,
          "no `migrations`",
          "`migrations`, a mapping of name to migration (`{}` if there is none)");
    }
  }

  private static Block known(List<Entry> entries, Problems problems) {
    Map<String, Entry> block = new LinkedHashMap<>();
    for (Entry entry : entries) {
      if (KEYS.contains(entry.name())) {
        block.put(entry.name(), entry);
      } else if (entry.name().equals("include")) {
        problems.add(
            entry.key(),
            "`include`",
            "one of " + String.join(", ", KEYS) + "; `include` is reserved for a later version");
      } else {
        problems.addUnknown(entry.key(), entry.name(), "one of " + String.join(", ", KEYS), KEYS);
      }
    }
    return new Block(block);
  }

  private static void version(Node root, Block block, Problems problems) {
    Optional<Node> version = block.value("version");
    if (version.isEmpty()) {
      problems.add(root, "no `version`", "`version: 1`");
    } else if (!(version.get() instanceof ScalarNode scalar
        && scalar.getTag().equals(Tag.INT)
        && scalar.getValue().equals("1"))) {
      problems.add(
          version.get(),
          NodeReader.describe(version.get()),
          "the number 1, the only version there is");
    }
  }

  private static Mapping.Unsupported unsupported(Node node, NodeReader nodes) {
    Block block = nodes
        .block(node, "a mapping with writes and reads", List.of("writes", "reads"))
        .orElse(Block.EMPTY);
    block.value("writes").ifPresent(at -> writes(at, nodes.problems()));
    Optional<String> reads =
        block.value("reads").flatMap(at -> nodes.word(at, List.of("reject", "pass")));
    return new Mapping.Unsupported(reads.filter("pass"::equals).isPresent());
  }

  private static void writes(Node node, Problems problems) {
    if (!(node instanceof ScalarNode scalar
        && scalar.getTag().equals(Tag.STR)
        && scalar.getValue().equals("reject"))) {
      problems.add(
          node,
          NodeReader.describe(node),
          "`reject`: a write that passed would leave the shapes apart");
    }
  }

  private static List<Migration> migrations(
      Optional<Node> node, NodeReader nodes, ExpressionReader expressions) {
    List<Migration> migrations = new ArrayList<>();
    if (node.isEmpty() || NodeReader.isNull(node.get())) {
      return migrations;
    }
    MigrationReader reader =
        new MigrationReader(nodes, expressions, new Ownership(nodes.problems()));
    for (Entry entry :
        nodes.entries(node.get(), "a mapping of name to migration").orElse(List.of())) {
      reader.read(entry.key(), entry.value()).ifPresent(migrations::add);
    }
    return List.copyOf(migrations);
  }
}
