package dev.crossfade.mapping;

import java.util.List;
import java.util.Optional;

/**
 * An entry of a {@code was:} block: what an old column looked like before it was dropped.
 *
 * @param position the column's place among the old shape's columns, from 1
 * @param type the type as {@code format_type} prints it
 * @param defaultExpression the default as {@code pg_get_expr} prints it under an empty search_path
 */
public record OldColumn(
    int position,
    String type,
    boolean notNull,
    boolean unique,
    Optional<String> defaultExpression,
    Optional<String> collation,
    List<String> indexes,
    List<String> constraints) {}
