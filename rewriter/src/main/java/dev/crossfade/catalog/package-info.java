/** What the rewriter must know of a database, as values. */
@NullMarked
package dev.crossfade.catalog;

import org.jspecify.annotations.NullMarked;
