package dev.crossfade.catalog;

import java.util.Optional;

/**
 * A column as the catalog has it.
 *
 * @param number pg_attribute.attnum
 * @param type as {@code format_type} prints it under an empty search_path: {@code character varying(50)}, {@code shop.mood}
 * @param typeOid the type's OID
 * @param defaultExpression {@code pg_get_expr} under an empty search_path; where the column has none, its domain's default
 * @param volatileDefault whether evaluating the default twice may give two values
 * @param generated a generated column (stored or virtual)
 * @param identity GENERATED ... AS IDENTITY
 * @param base the type that a domain stands on, with its length; any other type is its own
 * @param visible whether the name of a type outside of pg_catalog means it without its schema, too
 */
public record Column(
    String name,
    int number,
    String type,
    long typeOid,
    boolean notNull,
    Optional<String> defaultExpression,
    boolean volatileDefault,
    boolean generated,
    boolean identity,
    String base,
    boolean visible) {

  /** A column whose type is no domain. */
  public Column(
      String name,
      int number,
      String type,
      long typeOid,
      boolean notNull,
      Optional<String> defaultExpression,
      boolean volatileDefault,
      boolean generated,
      boolean identity) {
    this(
        name,
        number,
        type,
        typeOid,
        notNull,
        defaultExpression,
        volatileDefault,
        generated,
        identity,
        type,
        false);
  }

  /** Whether the server makes its values from a sequence. */
  public boolean makesKeys() {
    return identity
        || defaultExpression
            .filter(expression -> expression.contains("nextval("))
            .isPresent();
  }
}
