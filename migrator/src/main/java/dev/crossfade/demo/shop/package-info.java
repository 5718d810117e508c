/**
 * An ordinary application: a shop over {@code java.sql} and HikariCP. Nothing in here knows of Crossfade; all that leads to it is the URL in the
 * pool's configuration.
 */
@NullMarked
package dev.crossfade.demo.shop;

import org.jspecify.annotations.NullMarked;
