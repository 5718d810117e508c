/** The engine that looks for counterexamples to the promise: random traces against plain pgjdbc and through Crossfade. */
@NullMarked
package dev.crossfade.engine;

import org.jspecify.annotations.NullMarked;
