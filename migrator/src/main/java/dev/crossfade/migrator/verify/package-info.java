/** Compares both shapes row by row, on the server, a chunk at a snapshot. */
@NullMarked
package dev.crossfade.migrator.verify;

import org.jspecify.annotations.NullMarked;
