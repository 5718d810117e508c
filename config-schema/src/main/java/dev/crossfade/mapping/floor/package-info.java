/** How instances and the command tell each other through the database which phase they are in: the floor in a comment, the witness in advisory locks. */
@NullMarked
package dev.crossfade.mapping.floor;

import org.jspecify.annotations.NullMarked;
