/** What statements become in each phase, without sending one: a text's story, and a workload's. */
@NullMarked
package dev.crossfade.migrator.explain;

import org.jspecify.annotations.NullMarked;
