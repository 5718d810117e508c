/** Sessions whose steps interleave, in the manner of PostgreSQL's isolation tests: through Crossfade in every phase, and through plain pgjdbc on the old schema. */
package dev.crossfade.concurrency;
