package dev.crossfade.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The columns that a query gives.
 *
 * @param names their names in order, as far as they are known
 * @param complete whether {@code names} is all there is
 * @param possible names that the unknown ones may have; empty for any
 * @param values for each column of a plain select list its rewritten expression, where it is an expression of its own
 */
record Outputs(List<String> names, boolean complete, Set<String> possible, List<Value> values) {

  /** An output column as a value; {@code bare} if it is a placeholder or an untyped literal, {@code repeatable} if evaluating it twice gives the same. */
  record Value(Fragment sql, boolean bare, boolean repeatable) {}

  static Outputs of(List<String> names) {
    return new Outputs(names, true, Set.of(), List.of());
  }

  static Outputs unknown() {
    return new Outputs(List.of(), false, Set.of(), List.of());
  }

  /** The same columns under the names of an alias list, which may be shorter. */
  Outputs renamed(List<String> aliases) {
    if (aliases.isEmpty()) {
      return this;
    }
    List<String> renamed = new ArrayList<>(aliases);
    if (aliases.size() < names.size()) {
      renamed.addAll(names.subList(aliases.size(), names.size()));
    }
    return new Outputs(List.copyOf(renamed), complete, possible, List.of());
  }
}
