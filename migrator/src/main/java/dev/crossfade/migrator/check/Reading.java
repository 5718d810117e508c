package dev.crossfade.migrator.check;

import java.util.List;

/**
 * What could be made out of an expression without running it.
 *
 * @param type the type, as Calcite names it; empty if it can't be told
 * @param nullable whether it may be NULL though no column is
 * @param deterministic whether it surely yields the same again
 * @param increasing whether it keeps the order of its one column, ties aside
 * @param unknown what isn't understood, in words; where there is any, nothing else is claimed
 */
public record Reading(
    String type,
    boolean nullable,
    boolean deterministic,
    boolean increasing,
    List<String> unknown) {
  boolean isUnderstood() {
    return unknown.isEmpty();
  }
}
