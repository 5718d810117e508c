package dev.crossfade.mapping;

import java.util.HashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.Node;

/** Who owns what, by the tables' names as written: a column or a place belongs to one migration. Not thread-safe. */
final class Ownership {
  private record Thing(TableName table, String name) {}

  private record Owner(String migration, Location location) {}

  private final Problems problems;
  private final Map<Thing, Owner> owners = new HashMap<>();

  Ownership(Problems problems) {
    this.problems = problems;
  }

  void claimColumn(TableName table, NodeReader.Column column, String migration) {
    String found =
        "the column " + Problems.show(column.name()) + " of " + Problems.show(table.toString());
    claim(
        new Thing(table, found),
        column.node(),
        migration,
        "a column that no other migration names");
  }

  void claimPosition(TableName table, int position, Node at, String migration) {
    String found = "position " + position + " of " + Problems.show(table.toString());
    claim(new Thing(table, found), at, migration, "a position of its own for each old column");
  }

  /** A rename of the whole table, at its old or its new name. */
  void claimTable(TableName table, Node at, String migration) {
    claim(
        new Thing(table, "the table " + Problems.show(table.toString())),
        at,
        migration,
        "a table that no other migration renames");
  }

  private void claim(Thing thing, Node at, String migration, String expected) {
    Owner earlier = owners.putIfAbsent(thing, new Owner(migration, problems.location(at)));
    if (earlier != null) {
      problems.add(
          at,
          thing.name(),
          expected + " (taken by " + Problems.show(earlier.migration()) + " in line "
              + earlier.location().line() + ")");
    }
  }
}
