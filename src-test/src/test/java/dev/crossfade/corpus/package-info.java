/** The rewriter over the statements of PostgreSQL's own regression suite. */
package dev.crossfade.corpus;
