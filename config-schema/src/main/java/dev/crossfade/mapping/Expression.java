package dev.crossfade.mapping;

/** One scalar SQL expression of a mapping file, as written, and where it stands. */
public record Expression(String sql, Location location) {}
