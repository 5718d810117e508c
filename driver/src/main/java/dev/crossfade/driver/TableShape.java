package dev.crossfade.driver;

import dev.crossfade.catalog.Column;
import dev.crossfade.mapping.Migration;
import dev.crossfade.mapping.OldColumn;
import dev.crossfade.mapping.Phase;
import dev.crossfade.mapping.Shape;
import dev.crossfade.rewrite.MappedTable;
import dev.crossfade.rewrite.Move;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which columns of a mapped table an application of one shape sees, and as what. */
final class TableShape {
  private final Set<String> hidden = new HashSet<>();
  private final Map<String, String> counterparts = new HashMap<>();
  private final Map<String, OldColumn> was = new HashMap<>();
  private final Set<String> physical;

  TableShape(MappedTable table, Shape shape) {
    physical = table.relation().columns().stream().map(Column::name).collect(Collectors.toSet());
    table.migrations().forEach(migration -> add(migration, shape));
    // A whole table shows all of its columns under either name.
    table.departures().stream()
        .filter(move -> !move.isWhole())
        .map(Move::migration)
        .forEach(migration -> {
          if (shape == Shape.NEW) {
            hidden.addAll(migration.oldColumns());
          } else if (migration.phase() == Phase.CONTRACT) {
            was.putAll(migration.was());
          }
        });
    table.arrivals().stream()
        .filter(move -> !move.isWhole() && shape == Shape.OLD)
        .forEach(move -> hidden.addAll(move.migration().newColumns()));
  }

  private void add(Migration migration, Shape shape) {
    List<String> covered = shape == Shape.OLD ? migration.newColumns() : migration.oldColumns();
    hidden.addAll(covered);
    pairs(migration)
        .forEach((oldName, newName) -> counterparts.put(
            shape == Shape.OLD ? newName : oldName, shape == Shape.OLD ? oldName : newName));
    if (shape == Shape.OLD && migration.phase() == Phase.CONTRACT) {
      was.putAll(migration.was());
    }
  }

  /** Old to new name, where one column stands for one. */
  private static Map<String, String> pairs(Migration migration) {
    Map<String, String> pairs = new HashMap<>();
    if (migration.rename()) {
      migration.forward().forEach((newName, old) -> pairs.put(unquoted(old.sql()), newName));
    } else if (migration.oldColumns().size() == 1 && migration.newColumns().size() == 1) {
      pairs.put(migration.oldColumns().get(0), migration.newColumns().get(0));
    }
    return pairs;
  }

  private static String unquoted(String identifier) {
    return identifier.substring(1, identifier.length() - 1).replace("\"\"", "\"");
  }

  boolean hides(String column) {
    return hidden.contains(column);
  }

  /** How a key or index names a column: a covered one goes by its counterpart's name once that is gone, or if the object exists only once. */
  Optional<String> nameInKey(String column, boolean onlyOne) {
    if (!hides(column)) {
      return Optional.of(column);
    }
    return Optional.ofNullable(counterparts.get(column))
        .filter(name -> onlyOne || !physical.contains(name));
  }

  /** What a column was before the contract took it apart. */
  Optional<OldColumn> was(String column) {
    return Optional.ofNullable(was.get(column));
  }

  /** Columns that the application still sees though they are gone, in the order of their places. */
  List<String> gone() {
    return was.entrySet().stream()
        .filter(entry -> !physical.contains(entry.getKey()))
        .sorted(Comparator.comparingInt(entry -> entry.getValue().position()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toList());
  }
}
