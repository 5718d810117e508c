package dev.crossfade.mapping;

import java.util.Map;
import java.util.Optional;

/**
 * The part of a migration that moves columns to a table of their own.
 *
 * @param key old table's column to new table's column, in file order
 * @param present when the new row exists, over old columns; by default when any old column is not null
 * @param wholeTable whether the entry is a table rename ({@code rename: "*"})
 */
public record NewTable(
    TableName name, Map<String, String> key, Optional<Expression> present, boolean wholeTable) {}
