package dev.crossfade.rewrite;

import java.util.List;

/** What a caller of JDBC asked for as generated keys. */
public sealed interface GeneratedKeys {
  record None() implements GeneratedKeys {}

  /** {@code Statement.RETURN_GENERATED_KEYS}: every column of the application's shape. */
  record All() implements GeneratedKeys {}

  /** Column names as given to JDBC: pgjdbc quotes them as they are ({@code quoteReturningIdentifiers}). */
  record Columns(List<String> names) implements GeneratedKeys {}
}
