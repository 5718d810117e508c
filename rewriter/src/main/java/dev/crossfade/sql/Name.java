package dev.crossfade.sql;

/**
 * An identifier.
 *
 * @param value the name that the server sees: unquoted, folded, {@code U&} decoded, cut at 63 bytes
 */
public record Name(String value, Span span) implements Node {}
