package dev.crossfade.catalog;

import java.util.Set;

/**
 * What all functions of one name have in common.
 *
 * @param aggregate whether one of them is an aggregate
 * @param mayBeVolatile whether one of them is volatile
 * @param outputs every column name that one of them may give in FROM (OUT and TABLE arguments, attributes of a composite result)
 * @param anyRecord whether one of them returns a record whose columns only the call decides
 */
public record Function(
    boolean aggregate, boolean mayBeVolatile, Set<String> outputs, boolean anyRecord) {}
