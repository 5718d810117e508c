/** How far each migration is, who is in which phase, what the next step needs and what the way back is. */
@NullMarked
package dev.crossfade.migrator.status;

import org.jspecify.annotations.NullMarked;
