/** One migration bound to a database: its tables and columns as the catalog has them, and the SQL by which its two shapes are compared and brought together. */
@NullMarked
package dev.crossfade.migrator.shape;

import org.jspecify.annotations.NullMarked;
