/** Jazzer's targets: whatever a text says, nothing is thrown unchecked, nothing hangs, and no placeholder is lost. */
@NullMarked
package dev.crossfade.fuzz;

import org.jspecify.annotations.NullMarked;
