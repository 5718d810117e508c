package dev.crossfade.mapping;

import dev.crossfade.mapping.NodeReader.Entry;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A mapping whose keys are ours, without those that are unknown. */
record Block(Map<String, Entry> entries) {
  static final Block EMPTY = new Block(Map.of());

  boolean has(String key) {
    return entries.containsKey(key);
  }

  /** The key itself, for problems that are about its being there. */
  Optional<ScalarNode> key(String key) {
    return Optional.ofNullable(entries.get(key)).map(Entry::key);
  }

  Optional<Node> value(String key) {
    return Optional.ofNullable(entries.get(key)).map(Entry::value);
  }
}
