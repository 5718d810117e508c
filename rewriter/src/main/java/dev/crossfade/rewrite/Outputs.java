package dev.crossfade.rewrite;

import dev.crossfade.rewrite.Traits.BaseColumn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The columns that a query gives.
 *
 * @param names their names in order, as far as they are known
 * @param complete whether {@code names} is all there is
 * @param possible names that the unknown ones may have; empty for any
 * @param values for each column of a plain select list its rewritten expression, where it is an expression of its own
 * @param bases for each name the table's column that it shows unchanged, for the result's metadata
 */
record Outputs(
    List<String> names,
    boolean complete,
    Set<String> possible,
    List<Value> values,
    List<Optional<BaseColumn>> bases) {

  /** An output column as a value; {@code bare} if it is a placeholder or an untyped literal, {@code repeatable} if evaluating it twice gives the same. */
  record Value(Fragment sql, boolean bare, boolean repeatable) {}

  static Outputs of(List<String> names) {
    return of(names, Collections.nCopies(names.size(), Optional.empty()));
  }

  static Outputs of(List<String> names, List<Optional<BaseColumn>> bases) {
    return new Outputs(names, true, Set.of(), List.of(), bases);
  }

  static Outputs unknown() {
    return new Outputs(List.of(), false, Set.of(), List.of(), List.of());
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
    return new Outputs(List.copyOf(renamed), complete, possible, List.of(), bases);
  }

  /** The same columns without a word on where they come from, as a set operation gives them. */
  Outputs computed() {
    return new Outputs(
        names, complete, possible, List.of(), Collections.nCopies(names.size(), Optional.empty()));
  }

  /** These columns and more behind them. */
  Outputs and(List<String> more) {
    List<String> all = new ArrayList<>(names);
    all.addAll(more);
    return new Outputs(List.copyOf(all), complete, possible, List.of(), bases);
  }

  /** Where the column at this place comes from. */
  Optional<BaseColumn> base(int place) {
    return place < bases.size() ? bases.get(place) : Optional.empty();
  }
}
