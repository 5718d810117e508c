package dev.crossfade.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The step from one mapping in force to the next. Stateless and thread-safe. */
public final class Transition {
  private Transition() {}

  /** What forbids to put {@code to} in force after {@code from}; empty if nothing does. Problems stand where the new file has them. */
  public static List<Problem> check(Mapping from, Mapping to) {
    List<Problem> problems = new ArrayList<>();
    Map<String, Migration> remaining = new LinkedHashMap<>();
    from.migrations().forEach(migration -> remaining.put(migration.name(), migration));
    for (Migration next : to.migrations()) {
      Migration before = remaining.remove(next.name());
      if (before == null) {
        enter(next, problems);
      } else {
        move(before, next, problems);
      }
    }
    remaining.values().forEach(gone -> leave(gone, to.location(), problems));
    return List.copyOf(problems);
  }

  private static void enter(Migration next, List<Problem> problems) {
    if (next.phase() != Phase.EXPAND) {
      add(
          problems,
          next.location(),
          "the new migration `" + next.name() + "` in `" + next.phase().label() + "`",
          "a migration to enter in `expand`");
    }
  }

  private static void leave(Migration gone, Location where, List<Problem> problems) {
    if (gone.phase() != Phase.EXPAND && gone.phase() != Phase.CONTRACT) {
      String found = "no `" + gone.name() + "`, which is in `" + gone.phase().label() + "`";
      add(
          problems,
          where,
          found,
          "a migration to leave from `expand` or `contract`: its dual write would end in silence");
    }
  }

  private static void move(Migration before, Migration next, List<Problem> problems) {
    if (!before.phase().isNeighbourOf(next.phase())) {
      String found = "`" + next.name() + "` in `" + next.phase().label() + "` after `"
          + before.phase().label() + "`";
      add(problems, next.location(), found, "a neighbouring phase, forward or back");
    }
    if (before.phase() != Phase.EXPAND) {
      frozen(before, next, problems);
    }
  }

  private static void frozen(Migration before, Migration next, List<Problem> problems) {
    if (!before.table().equals(next.table())) {
      change(problems, next.location(), next, "`table`");
    }
    if (!sides(before).equals(sides(next))) {
      change(problems, next.location(), next, "`new_table`, `key` or `present`");
    }
    if (!Set.copyOf(before.oldColumns()).equals(Set.copyOf(next.oldColumns()))) {
      change(problems, next.location(), next, "the old columns");
    }
    if (!before.forward().keySet().equals(next.forward().keySet())) {
      change(problems, next.location(), next, "the new columns");
    }
    expressions(before.forward(), next.forward(), next, problems);
    expressions(before.backward(), next.backward(), next, problems);
  }

  private static Optional<Object> sides(Migration migration) {
    return migration
        .newTable()
        .map(table -> List.of(
            table.name(), table.key(), table.present().map(Expression::sql), table.wholeTable()));
  }

  private static void expressions(
      Map<String, Expression> before,
      Map<String, Expression> next,
      Migration migration,
      List<Problem> problems) {
    next.forEach((column, expression) -> {
      Expression earlier = before.get(column);
      if (earlier != null && !earlier.sql().equals(expression.sql())) {
        change(
            problems,
            expression.location(),
            migration,
            "the expression of " + Problems.show(column));
      }
    });
  }

  private static void change(
      List<Problem> problems, Location at, Migration migration, String what) {
    add(
        problems,
        at,
        "a change of " + what + " of `" + migration.name() + "`",
        "no change: it is frozen once the migration has left `expand`");
  }

  private static void add(List<Problem> problems, Location at, String found, String expected) {
    problems.add(new Problem(at, found, expected, Optional.empty()));
  }
}
