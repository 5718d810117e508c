package dev.crossfade.mapping;

import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import org.snakeyaml.engine.v2.schema.Schema;

/** The core schema of YAML 1.2 (10.3) alone: {@code <<} and <code>${NAME}</code>, which the engine's schema adds, are strings. */
final class PlainCoreSchema implements Schema {
  private static final Set<Tag> ADDED = Set.of(Tag.MERGE, Tag.ENV_TAG);

  private final Schema core = new CoreSchema();

  @Override
  public ScalarResolver getScalarResolver() {
    ScalarResolver resolver = core.getScalarResolver();
    return (value, implicit) -> {
      Tag tag = resolver.resolve(value, implicit);
      return ADDED.contains(tag) ? Tag.STR : tag;
    };
  }

  @Override
  public Map<Tag, ConstructNode> getSchemaTagConstructors() {
    return core.getSchemaTagConstructors();
  }
}
