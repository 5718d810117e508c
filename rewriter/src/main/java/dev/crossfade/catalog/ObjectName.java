package dev.crossfade.catalog;

import java.util.Optional;

/** A relation's or function's name as a statement gives it: unquoted and folded; without a schema it is a matter of search_path. */
public record ObjectName(Optional<String> schema, String name) {}
