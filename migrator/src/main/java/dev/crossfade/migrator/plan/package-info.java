/** The DDL of a migration, read off the catalog: what has to be done in which stage, with which locks, and how it is done beside the traffic. */
@NullMarked
package dev.crossfade.migrator.plan;

import org.jspecify.annotations.NullMarked;
