package dev.crossfade.driver.session;

import dev.crossfade.catalog.Column;
import dev.crossfade.catalog.Relation;
import dev.crossfade.mapping.Expression;
import dev.crossfade.mapping.Location;
import dev.crossfade.mapping.Lossless;
import dev.crossfade.mapping.Migration;
import dev.crossfade.mapping.NewTable;
import dev.crossfade.mapping.OldColumn;
import dev.crossfade.mapping.Phase;
import dev.crossfade.mapping.Problem;
import dev.crossfade.rewrite.Move;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Binds one migration to a table of its own, and finds in what the two tables don't fit it. Used by one thread, once. */
final class MoveBinder {
  private final Migration migration;
  private final NewTable target;
  private final List<Problem> problems = new ArrayList<>();

  MoveBinder(Migration migration) {
    this.migration = migration;
    this.target = migration.newTable().orElseThrow();
  }

  List<Problem> problems() {
    return problems;
  }

  /**
   * The move, if nothing is wrong with it.
   *
   * @param from empty where the old table is gone in contract
   * @param to empty where the new table is still to come in expand
   * @param beside the other migrations that bring columns to the new table
   */
  Optional<Move> bind(Optional<Relation> from, Optional<Relation> to, List<Migration> beside) {
    Map<String, String> key = target.wholeTable() ? primaryKey(from, to) : target.key();
    Relation old = from.orElseGet(() -> gone(to.orElseThrow()));
    Migration whole = target.wholeTable() ? spelledOut(old, key.keySet()) : migration;
    key.keySet().forEach(column -> require(column, old, "a column that exists: `key` names it"));
    if (whole.phase() != Phase.CONTRACT) {
      whole
          .oldColumns()
          .forEach(column -> require(
              column, old, "a column that exists: the old shape is there until `contract`"));
    }
    to.ifPresent(table -> {
      key.values()
          .forEach(column -> require(column, table, "a column that exists: `key` names it"));
      if (whole.phase() != Phase.EXPAND) {
        whole
            .newColumns()
            .forEach(column -> require(column, table, "a column that exists from `dual-write` on"));
      }
    });
    if (problems.isEmpty()) {
      checkKey(key, from, to);
      checkOrder(from, to);
      checkTypes(whole, key, old, to);
    }
    return problems.isEmpty()
        ? Optional.of(
            new Move(whole, old, to, key, hasMore(whole, key, to, beside), !beside.isEmpty()))
        : Optional.empty();
  }

  /**
   * A new table holds still while columns come to it: rows of several old tables find it by one key, and it has no migrations of its own.
   *
   * @param changed the tables that migrations change within
   */
  static List<Problem> checkTargets(Collection<Move> moves, Collection<Relation> changed) {
    List<Problem> problems = new ArrayList<>();
    Map<Long, List<Move>> known = new HashMap<>();
    for (Move move : moves) {
      Relation to = move.to().orElse(null);
      if (to == null) {
        continue;
      }
      Location location = move.migration().location();
      List<Move> others = known.computeIfAbsent(to.oid(), oid -> new ArrayList<>());
      others.stream()
          .flatMap(other -> checkBeside(move, other, to).stream())
          .findFirst()
          .ifPresent(problems::add);
      others.add(move);
      if (moves.stream().anyMatch(m -> m.from().oid() == to.oid())
          || changed.stream().anyMatch(table -> table.oid() == to.oid())) {
        problems.add(new Problem(
            location,
            "the new table " + Binder.show(to) + ", which has a migration of its own",
            "a table that no other migration changes until this one is done",
            Optional.empty()));
      }
    }
    return problems;
  }

  /** What two moves to one table have to be so that a row of it is there for the one or the other. */
  private static Optional<Problem> checkBeside(Move move, Move other, Relation to) {
    Location location = move.migration().location();
    if (!Set.copyOf(other.key().values()).equals(Set.copyOf(move.key().values()))) {
      return Optional.of(new Problem(
          location,
          "another `key` of " + Binder.show(to) + " than that of `"
              + other.migration().name() + "`",
          "one key for all columns that move to one table",
          Optional.empty()));
    }
    if (move.isWhole() || other.isWhole()) {
      return Optional.of(new Problem(
          location,
          "the new table " + Binder.show(to) + ", which a table is renamed to and `"
              + (move.isWhole() ? other : move).migration().name() + "` brings columns to",
          "one after the other",
          Optional.empty()));
    }
    boolean apart = move.from().oid() == other.from().oid() && !move.key().equals(other.key());
    return apart
        ? Optional.of(new Problem(
            location,
            "another `key` of " + Binder.show(move.from()) + " than that of `"
                + other.migration().name() + "`",
            "one key for all columns that move from one table to one other",
            Optional.empty()))
        : Optional.empty();
  }

  private static boolean hasMore(
      Migration whole, Map<String, String> key, Optional<Relation> to, List<Migration> beside) {
    Set<String> known = new HashSet<>(key.values());
    known.addAll(whole.newColumns());
    beside.forEach(other -> known.addAll(other.newColumns()));
    return to.stream()
        .flatMap(table -> table.columns().stream())
        .anyMatch(column -> !known.contains(column.name()));
  }

  /** A renamed table is the old one row by row by its primary key. */
  private Map<String, String> primaryKey(Optional<Relation> from, Optional<Relation> to) {
    Optional<Relation> table = from.or(() -> to);
    Map<String, String> key = new LinkedHashMap<>();
    table
        .flatMap(relation ->
            relation.uniques().stream().filter(Relation.UniqueIndex::primary).findFirst())
        .ifPresent(index -> index.columns().forEach(column -> key.put(column, column)));
    if (key.isEmpty()) {
      add(
          "the table " + table.map(Binder::show).orElse("") + " without a primary key",
          "a primary key, by which a row of the one table is found in the other");
    }
    return key;
  }

  /** What the mapping file says of a table that is no more, or else what its new name has. */
  private Relation gone(Relation to) {
    List<Column> columns = new ArrayList<>();
    migration.was().forEach((name, was) -> columns.add(column(name, was)));
    columns.sort(Comparator.comparingInt(Column::number));
    return new Relation(
        -to.oid(),
        migration.table().schema().orElse(to.schema()),
        migration.table().name(),
        Relation.Kind.TABLE,
        columns.isEmpty() ? to.columns() : List.copyOf(columns),
        to.uniques(),
        Set.of());
  }

  private static Column column(String name, OldColumn was) {
    return new Column(
        name,
        was.position(),
        was.type(),
        0,
        was.notNull(),
        was.defaultExpression(),
        true,
        false,
        false,
        was.base(),
        was.visible());
  }

  private Migration spelledOut(Relation old, Set<String> key) {
    List<String> columns = old.columns().stream()
        .map(Column::name)
        .filter(name -> !key.contains(name))
        .toList();
    Map<String, Expression> same = new LinkedHashMap<>();
    columns.forEach(name -> same.put(
        name, new Expression("\"" + name.replace("\"", "\"\"") + "\"", migration.location())));
    return new Migration(
        migration.name(),
        migration.table(),
        migration.phase(),
        migration.reads(),
        columns,
        same,
        same,
        true,
        Lossless.BOTH,
        true,
        false,
        migration.accept(),
        migration.newTable(),
        migration.was(),
        migration.location());
  }

  private void checkKey(Map<String, String> key, Optional<Relation> from, Optional<Relation> to) {
    from.filter(table -> migration.phase() != Phase.CONTRACT || !target.wholeTable())
        .ifPresent(table -> checkUnique(table, Set.copyOf(key.keySet())));
    to.ifPresent(table -> checkUnique(table, Set.copyOf(key.values())));
  }

  private void checkUnique(Relation table, Set<String> key) {
    boolean unique = table.uniques().stream()
        .anyMatch(index -> index.immediate()
            && !index.partial()
            && !index.columns().isEmpty()
            && Set.copyOf(index.columns()).equals(key));
    if (!unique) {
      add(
          "the key (" + String.join(", ", key) + "), which isn't unique in " + Binder.show(table),
          "a primary key or a unique constraint on exactly these columns, not DEFERRABLE");
    }
    key.stream()
        .flatMap(name -> table.column(name).stream())
        .filter(column -> !column.notNull())
        .forEach(column -> add(
            "the key column `" + column.name() + "`, which may be null in " + Binder.show(table),
            "NOT NULL: without a key a row isn't found in the other table"));
  }

  /** Where the old name means the new table, a star shows what that has. */
  private void checkOrder(Optional<Relation> from, Optional<Relation> to) {
    if (!target.wholeTable() || from.isEmpty() || to.isEmpty()) {
      return;
    }
    List<String> old = from.get().columns().stream().map(Column::name).toList();
    List<String> young = to.get().columns().stream().map(Column::name).toList();
    if (Set.copyOf(old).equals(Set.copyOf(young)) && !old.equals(young)) {
      add(
          "the columns of " + Binder.show(to.get()) + " in another order than those of "
              + Binder.show(from.get()),
          "the same order, which `*` and an INSERT without a column list go by");
    }
  }

  private void checkTypes(
      Migration whole, Map<String, String> key, Relation old, Optional<Relation> to) {
    to.ifPresent(table -> {
      key.forEach((mine, theirs) -> sameType(old, mine, table, theirs));
      if (target.wholeTable()) {
        whole.oldColumns().forEach(column -> sameType(old, column, table, column));
      }
    });
  }

  private void sameType(Relation old, String mine, Relation table, String theirs) {
    Optional<String> here = old.column(mine).map(Column::type);
    Optional<String> there = table.column(theirs).map(Column::type);
    boolean spelledByTheFile = old.oid() < 0;
    if (!here.equals(there) && !spelledByTheFile) {
      add(
          "the column `" + theirs + "` of " + Binder.show(table) + ", which is "
              + there.orElse("gone"),
          here.orElse("the type") + ", as `" + mine + "` of " + Binder.show(old) + " is");
    }
  }

  private void require(String column, Relation table, String expected) {
    Binder.missing(column, table, Binder.oldLocation(migration, column), expected)
        .ifPresent(problems::add);
  }

  private void add(String found, String expected) {
    Location location = migration.location();
    problems.add(new Problem(location, found, expected, Optional.empty()));
  }
}
