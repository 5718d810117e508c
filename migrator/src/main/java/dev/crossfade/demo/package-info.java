/** The demo: an ordinary shop, and a person who takes five migrations through all their stages while it is open. */
@NullMarked
package dev.crossfade.demo;

import org.jspecify.annotations.NullMarked;
