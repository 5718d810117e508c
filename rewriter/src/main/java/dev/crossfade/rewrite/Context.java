package dev.crossfade.rewrite;

import dev.crossfade.catalog.Catalog;
import dev.crossfade.mapping.Shape;
import java.util.Set;

/**
 * Everything besides the text that decides what a statement becomes.
 *
 * @param newReads names of the migrations in {@code cutover} whose reads go to the new shape in this transaction
 * @param standardStrings whether standard_conforming_strings is on
 */
public record Context(
    Snapshot snapshot,
    Shape shape,
    Set<String> newReads,
    Catalog catalog,
    boolean standardStrings) {}
