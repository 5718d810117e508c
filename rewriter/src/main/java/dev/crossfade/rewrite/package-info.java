/** A statement and a snapshot in, a plan out. Pure: no JDBC, no I/O, no clock, no static state. */
@NullMarked
package dev.crossfade.rewrite;

import org.jspecify.annotations.NullMarked;
