package dev.crossfade.mapping;

import java.util.List;
import java.util.Optional;

/**
 * An entry of a {@code was:} block: what an old column looked like before it was dropped.
 *
 * @param position the column's place among the old shape's columns, from 1
 * @param type the type as {@code format_type} prints it
 * @param defaultExpression the default as {@code pg_get_expr} prints it under an empty search_path
 * @param base the type that a domain stands on, with its length; any other type is its own
 * @param visible whether the name of a type outside of pg_catalog means it without its schema, too
 */
public record OldColumn(
    int position,
    String type,
    boolean notNull,
    boolean unique,
    Optional<String> defaultExpression,
    Optional<String> collation,
    List<String> indexes,
    List<String> constraints,
    String base,
    boolean visible) {

  /** What the file says alone, before the database is asked. */
  public OldColumn(
      int position,
      String type,
      boolean notNull,
      boolean unique,
      Optional<String> defaultExpression,
      Optional<String> collation,
      List<String> indexes,
      List<String> constraints) {
    this(
        position,
        type,
        notNull,
        unique,
        defaultExpression,
        collation,
        indexes,
        constraints,
        type,
        false);
  }

  /** The same column with its type as the catalog spells it. */
  public OldColumn of(String spelled, String itsBase, boolean isVisible) {
    return new OldColumn(
        position,
        spelled,
        notNull,
        unique,
        defaultExpression,
        collation,
        indexes,
        constraints,
        itsBase,
        isVisible);
  }
}
