/** How a job's chunks are worked through: workers that connect, claim, give way, wait and stop, and how that is shown. */
@NullMarked
package dev.crossfade.migrator.work;

import org.jspecify.annotations.NullMarked;
