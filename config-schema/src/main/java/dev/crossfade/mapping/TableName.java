package dev.crossfade.mapping;

import java.util.Optional;

/** A table as the mapping file names it, folded and unquoted as PostgreSQL would; without a schema it resolves through search_path. */
public record TableName(Optional<String> schema, String name) {
  @Override
  public String toString() {
    return schema.map(s -> s + ".").orElse("") + name;
  }
}
