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
    boolean identity) {

  /** Whether the server makes its values from a sequence. */
  public boolean makesKeys() {
    return identity
        || defaultExpression
            .filter(expression -> expression.contains("nextval("))
            .isPresent();
  }
}
