/** The {@code crossfade} command. */
@NullMarked
package dev.crossfade.migrator;

import org.jspecify.annotations.NullMarked;
