/** Fills one shape from the other while the application works: batches of rows, each its own transaction, by workers that give way. */
@NullMarked
package dev.crossfade.migrator.backfill;

import org.jspecify.annotations.NullMarked;
