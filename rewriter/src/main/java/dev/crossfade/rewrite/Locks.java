package dev.crossfade.rewrite;

import dev.crossfade.sql.Query;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The elements of FROM whose rows FOR UPDATE and friends lock, by alias. */
record Locks(boolean all, Set<String> names) {
  static final Locks NONE = new Locks(false, Set.of());

  private static final Locks ALL = new Locks(true, Set.of());

  /** What the clauses of a query lock in its own FROM. */
  static Locks of(List<Query.Locking> clauses) {
    Set<String> names = new HashSet<>();
    for (Query.Locking clause : clauses) {
      if (clause.of().isEmpty()) {
        return ALL;
      }
      clause.of().forEach(name -> names.add(name.last()));
    }
    return names.isEmpty() ? NONE : new Locks(false, names);
  }

  boolean include(String alias) {
    return all || names.contains(alias);
  }

  /** What they lock inside a subquery in FROM: all or nothing (PostgreSQL manual, SELECT, The Locking Clause). */
  Locks inside(String alias) {
    return include(alias) ? ALL : NONE;
  }
}
