/** Takes a migration to the next phase or back: the conditions, the edit of the mapping file, the floor. */
@NullMarked
package dev.crossfade.migrator.advance;

import org.jspecify.annotations.NullMarked;
