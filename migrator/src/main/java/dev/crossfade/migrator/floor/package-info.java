/** Who has a migration in which phase, as the database shows it, and the floor below which nobody may be. */
@NullMarked
package dev.crossfade.migrator.floor;

import org.jspecify.annotations.NullMarked;
