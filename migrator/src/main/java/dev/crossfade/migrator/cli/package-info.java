/** What all verbs share: how they are told of a database and a mapping file, how they answer, and with which exit status. */
@NullMarked
package dev.crossfade.migrator.cli;

import org.jspecify.annotations.NullMarked;
