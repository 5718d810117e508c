package dev.crossfade.engine;

/**
 * The table to which a migration's columns go, one row for each old row that is present.
 *
 * @param table the new table, as in SQL
 * @param key the new table's column for the old one's {@code id}
 * @param present an expression over the old columns
 * @param whole whether the table itself gets a new name
 * @param own what is true of rows that are the new table's own, or nothing where it has none
 * @param several whether other migrations bring columns to it, too
 */
record Target(
    String table, String key, String present, boolean whole, String own, boolean several) {}
