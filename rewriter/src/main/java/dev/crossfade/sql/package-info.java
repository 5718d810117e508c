/** PostgreSQL's statements as text, tokens and a tree whose every node knows its place in the text. */
@NullMarked
package dev.crossfade.sql;

import org.jspecify.annotations.NullMarked;
