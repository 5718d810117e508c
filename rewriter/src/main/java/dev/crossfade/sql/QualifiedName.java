package dev.crossfade.sql;

import java.util.List;
import java.util.Optional;

/** A possibly qualified name of a table, function, type or collation; the parts run from database to object. */
public record QualifiedName(List<Name> parts, Span span) implements Node {
  /** The object's own name. */
  public String last() {
    return parts.get(parts.size() - 1).value();
  }

  /** The schema, where one is written. */
  public Optional<String> schema() {
    return parts.size() < 2
        ? Optional.empty()
        : Optional.of(parts.get(parts.size() - 2).value());
  }
}
