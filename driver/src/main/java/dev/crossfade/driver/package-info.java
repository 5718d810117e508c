/** The JDBC driver: {@code jdbc:crossfade:postgresql://...}. */
@NullMarked
package dev.crossfade.driver;

import org.jspecify.annotations.NullMarked;
