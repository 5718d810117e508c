/** Hibernate, jOOQ and MyBatis, each doing what it does with a table, through plain pgjdbc and through Crossfade in every phase. */
@NullMarked
package dev.crossfade.orm;

import org.jspecify.annotations.NullMarked;
