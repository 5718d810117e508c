/** What Crossfade costs, measured against its alternatives in one run. */
@NullMarked
package dev.crossfade.benchmarks;

import org.jspecify.annotations.NullMarked;
