package dev.crossfade.engine;

import java.util.List;

/**
 * Something in FROM.
 *
 * @param keys columns that together tell its rows apart; empty if none are known to
 */
record Source(String alias, List<Column> columns, List<String> keys) {}
