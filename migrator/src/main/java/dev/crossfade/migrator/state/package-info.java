/** What the command keeps in the database's schema {@code crossfade}: jobs that several processes share, how far each is, and a history. The driver never reads it. */
@NullMarked
package dev.crossfade.migrator.state;

import org.jspecify.annotations.NullMarked;
