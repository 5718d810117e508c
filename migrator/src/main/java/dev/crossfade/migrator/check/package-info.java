/** What is wrong, or worth knowing, about a mapping file: by itself, against a database's catalog, and on the rows that are there. */
@NullMarked
package dev.crossfade.migrator.check;

import org.jspecify.annotations.NullMarked;
