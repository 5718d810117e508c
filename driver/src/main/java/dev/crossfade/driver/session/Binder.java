package dev.crossfade.driver.session;

import dev.crossfade.catalog.Column;
import dev.crossfade.catalog.ObjectName;
import dev.crossfade.catalog.Relation;
import dev.crossfade.mapping.Expression;
import dev.crossfade.mapping.Location;
import dev.crossfade.mapping.Mapping;
import dev.crossfade.mapping.Migration;
import dev.crossfade.mapping.NearName;
import dev.crossfade.mapping.Phase;
import dev.crossfade.mapping.Problem;
import dev.crossfade.mapping.TableName;
import dev.crossfade.rewrite.MappedTable;
import dev.crossfade.rewrite.Move;
import dev.crossfade.rewrite.Snapshot;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Binds a mapping to what the catalog says, and finds everything in which the two don't fit. Used by one thread, once. */
final class Binder {
  private final CatalogReader reader;
  private final List<String> path;
  private final Set<Expressions.Subject> sound;
  private final List<Problem> problems = new ArrayList<>();
  private final Map<Migration, Relation> bound = new LinkedHashMap<>();
  private final Map<Migration, Move> moves = new LinkedHashMap<>();

  /**
   * @param path the schemas in which tables without one are looked for
   * @param sound expressions that need no second check: a change of phase asks the server little, so that nobody waits for it long
   */
  Binder(CatalogReader reader, List<String> path, Set<Expressions.Subject> sound) {
    this.reader = reader;
    this.path = path;
    this.sound = sound;
  }

  /**
   * @param binding present if every table and column was found, even where there are problems
   * @param digest of the catalog before it was read
   * @param sound the expressions that were found to be right
   */
  record Result(
      Optional<Binding> binding,
      List<Problem> problems,
      String digest,
      Set<Expressions.Subject> sound) {}

  /** Binds and checks everything. To be called outside a transaction: a question may fail. */
  Result bind(Mapping mapping, long version) throws SQLException {
    Result structure = structure(mapping, version);
    if (structure.binding().isPresent()) {
      problems.addAll(new HiddenWrites(reader.probe(), structure.binding().get().snapshot())
          .check(bound, moves.values()));
    }
    Set<Expressions.Subject> right = new HashSet<>();
    for (Map.Entry<Migration, Relation> entry : bound.entrySet()) {
      check(entry.getKey(), entry.getValue(), entry.getValue(), right);
    }
    for (Move move : moves.values()) {
      if (!move.isWhole() && move.to().isPresent()) {
        check(move.migration(), move.from(), move.to().get(), right);
      }
    }
    List<Problem> sorted = new ArrayList<>(new LinkedHashSet<>(problems));
    sorted.sort(Comparator.comparingInt((Problem problem) -> problem.location().line())
        .thenComparingInt(problem -> problem.location().column()));
    return new Result(
        structure.binding(), List.copyOf(sorted), structure.digest(), Set.copyOf(right));
  }

  private void check(
      Migration migration, Relation from, Relation to, Set<Expressions.Subject> right)
      throws SQLException {
    Expressions.Subject subject = Expressions.Subject.of(migration, from, to);
    List<Problem> found = sound.contains(subject)
        ? List.of()
        : new Expressions(reader.probe(), migration, from, to).check();
    if (found.isEmpty()) {
      right.add(subject);
    }
    problems.addAll(found);
  }

  /** Binds tables and columns only. Asks nothing that could fail, so it may be called inside a transaction. */
  Result structure(Mapping mapping, long version) throws SQLException {
    Set<ObjectName> names = new LinkedHashSet<>();
    for (Migration migration : mapping.migrations()) {
      names.add(objectName(migration.table()));
      migration.newTable().ifPresent(table -> names.add(objectName(table.name())));
    }
    String digest = names.isEmpty() ? "" : reader.bindingDigest(path, names);
    Map<ObjectName, CatalogReader.Dated<Relation>> relations =
        names.isEmpty() ? Map.of() : reader.relations(path, names, List.of()).byName();
    for (Migration migration : mapping.migrations()) {
      if (migration.newTable().isPresent()) {
        move(mapping, migration, relations);
        continue;
      }
      Optional<Relation> table = table(migration.table(), migration.location(), relations);
      if (table.isPresent() && hasColumns(migration, table.get())) {
        bound.put(migration, table.get());
      }
    }
    checkOwners(mapping);
    problems.addAll(MoveBinder.checkTargets(moves.values(), bound.values()));
    if (!problems.isEmpty()) {
      return new Result(Optional.empty(), List.copyOf(problems), digest, sound);
    }
    Snapshot snapshot = snapshot(mapping, version);
    Optional<Binding> binding = problems.isEmpty()
        ? Optional.of(new Binding(snapshot, path, List.copyOf(names), claims(), digest))
        : Optional.empty();
    return new Result(binding, List.copyOf(problems), digest, sound);
  }

  /** What a parent's statement does to the rows of its children, a move would have to do to theirs. */
  private void refuseChildren(Map<Long, List<Long>> children) {
    for (Move move : moves.values()) {
      Stream.concat(Stream.of(move.from()), move.to().stream())
          .filter(table ->
              children.containsKey(table.oid()) || table.kind() == Relation.Kind.PARTITIONED_TABLE)
          .forEach(table -> add(
              move.migration().location(),
              "the table " + show(table) + ", which has partitions or children",
              "a table without, where columns move to another table"));
    }
  }

  private List<Claim> claims() {
    List<Claim> claims = new ArrayList<>();
    bound.forEach((migration, table) -> claims.add(Claim.of(migration, table, Optional.of(table))));
    moves.values().forEach(move -> claims.add(Claim.of(move.migration(), move.from(), move.to())));
    return List.copyOf(claims);
  }

  private Snapshot snapshot(Mapping mapping, long version) throws SQLException {
    Map<Long, List<Migration>> migrations = new LinkedHashMap<>();
    Map<Long, Relation> roots = new LinkedHashMap<>();
    List<Migration> all = new ArrayList<>(bound.keySet());
    moves.values().forEach(move -> all.add(move.migration()));
    OldTypes types = OldTypes.read(reader, path, all);
    bound.forEach((migration, table) -> {
      migrations
          .computeIfAbsent(table.oid(), oid -> new ArrayList<>())
          .add(types.spelled(migration));
      roots.put(table.oid(), table);
    });
    Map<Long, List<Move>> moving = new LinkedHashMap<>();
    Map<ObjectName, MappedTable> gone = new LinkedHashMap<>();
    for (Move read : moves.values()) {
      Move move = read.of(types.spelled(read.migration()));
      if (move.from().oid() < 0) {
        gone.put(
            new ObjectName(Optional.of(move.from().schema()), move.from().name()),
            new MappedTable(move.from(), List.of(), false, List.of(move)));
      } else {
        moving.computeIfAbsent(move.from().oid(), oid -> new ArrayList<>()).add(move);
        roots.put(move.from().oid(), move.from());
      }
      move.to().ifPresent(to -> {
        moving.computeIfAbsent(to.oid(), oid -> new ArrayList<>()).add(move);
        roots.put(to.oid(), to);
      });
    }
    Map<Long, List<Long>> children = roots.isEmpty() ? Map.of() : reader.children(roots.keySet());
    refuseChildren(children);
    Set<Long> childOids = new LinkedHashSet<>();
    children.values().forEach(childOids::addAll);
    Map<Long, CatalogReader.Dated<Relation>> childRelations = childOids.isEmpty()
        ? Map.of()
        : reader.relations(path, List.of(), childOids).byOid();
    Map<Long, MappedTable> tables = new LinkedHashMap<>();
    roots.forEach((oid, relation) -> {
      tables.put(
          oid,
          new MappedTable(
              relation,
              List.copyOf(migrations.getOrDefault(oid, List.of())),
              false,
              List.copyOf(moving.getOrDefault(oid, List.of()))));
      for (Long child : children.getOrDefault(oid, List.of())) {
        CatalogReader.Dated<Relation> childRelation = childRelations.get(child);
        if (childRelation != null) {
          tables.merge(
              child,
              new MappedTable(
                  childRelation.value(),
                  migrations.getOrDefault(oid, List.of()),
                  !sameOrder(relation, childRelation.value()),
                  List.of()),
              Binder::withBoth);
        }
      }
    });
    Set<String> names =
        new LinkedHashSet<>(tables.isEmpty() ? Set.of() : reader.namesReaching(tables.keySet()));
    gone.keySet().forEach(name -> names.add(name.name()));
    Set<Long> leaving = moves.values().stream()
        .filter(move -> !move.isWhole() || move.migration().phase() != Phase.CONTRACT)
        .flatMap(move -> Stream.concat(Stream.of(move.from()), move.to().stream()))
        .map(Relation::oid)
        .collect(Collectors.toSet());
    return new Snapshot(
        version,
        mapping,
        Map.copyOf(tables),
        Set.copyOf(names),
        Map.copyOf(gone),
        leaving.isEmpty() ? Map.of() : Map.copyOf(reader.referenced(leaving)));
  }

  /** A table may have two mapped parents, or a mapping of its own besides its parent's. */
  private static MappedTable withBoth(MappedTable a, MappedTable b) {
    Set<Migration> migrations = new LinkedHashSet<>(a.migrations());
    migrations.addAll(b.migrations());
    Set<Move> moves = new LinkedHashSet<>(a.moves());
    moves.addAll(b.moves());
    return new MappedTable(
        a.relation(), List.copyOf(migrations), a.reordered() || b.reordered(), List.copyOf(moves));
  }

  private static boolean sameOrder(Relation parent, Relation child) {
    List<String> names = parent.columns().stream().map(Column::name).toList();
    return names.equals(
        child.columns().stream().map(Column::name).filter(names::contains).toList());
  }

  private Optional<Relation> table(
      TableName name, Location location, Map<ObjectName, CatalogReader.Dated<Relation>> relations)
      throws SQLException {
    CatalogReader.Dated<Relation> found = relations.get(objectName(name));
    if (found == null) {
      List<String> schemas = name.schema().map(List::of).orElse(path);
      Optional<String> near = NearName.of(name.name(), reader.tableNames(schemas));
      String where =
          name.schema().isPresent() ? "" : " (search_path: " + String.join(", ", schemas) + ")";
      problems.add(new Problem(
          location,
          "the table `" + name + "`, which the database doesn't have" + where,
          "a table that exists",
          near));
      return Optional.empty();
    }
    Relation relation = found.value();
    if (relation.kind() != Relation.Kind.TABLE
        && relation.kind() != Relation.Kind.PARTITIONED_TABLE) {
      String kind = relation.kind().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
      add(
          location,
          "`" + name + "`, which is a " + kind,
          "a table: name the one that the " + kind + " stands on");
      return Optional.empty();
    }
    return Optional.of(relation);
  }

  private boolean hasColumns(Migration migration, Relation table) {
    int before = problems.size();
    if (migration.phase() != Phase.CONTRACT) {
      migration
          .oldColumns()
          .forEach(column -> require(
              column,
              table,
              oldLocation(migration, column),
              "a column that exists: the old shape is there until `contract`"));
    }
    // In expand they may come later: only an entry that is there before them keeps `*` as it was
    // from the first moment.
    if (migration.phase() != Phase.EXPAND) {
      migration.forward().forEach((column, f) -> requireNew(migration, column, f, table));
    }
    return problems.size() == before;
  }

  /** A migration to a table of its own: the new table may come as late as dual-write, and in contract the old one may be gone if all of it moves. */
  private void move(
      Mapping mapping,
      Migration migration,
      Map<ObjectName, CatalogReader.Dated<Relation>> relations)
      throws SQLException {
    var target = migration.newTable().orElseThrow();
    boolean mayBeGone = migration.phase() == Phase.CONTRACT && target.wholeTable();
    boolean mayCome = migration.phase() == Phase.EXPAND;
    int before = problems.size();
    Optional<Relation> from = mayBeGone && !relations.containsKey(objectName(migration.table()))
        ? Optional.empty()
        : table(migration.table(), migration.location(), relations);
    Optional<Relation> to = mayCome && !relations.containsKey(objectName(target.name()))
        ? Optional.empty()
        : table(target.name(), migration.location(), relations);
    if (problems.size() > before || from.isEmpty() && to.isEmpty()) {
      return;
    }
    List<Migration> beside = mapping.migrations().stream()
        .filter(other -> !other.equals(migration)
            && other.newTable().filter(t -> t.name().equals(target.name())).isPresent())
        .toList();
    MoveBinder binder = new MoveBinder(migration);
    binder.bind(from, to, beside).ifPresent(move -> moves.put(migration, move));
    problems.addAll(binder.problems());
  }

  private void require(String column, Relation table, Location location, String expected) {
    missing(column, table, location, expected).ifPresent(problems::add);
  }

  /** The problem that the table doesn't have the column. */
  static Optional<Problem> missing(
      String column, Relation table, Location location, String expected) {
    return table.column(column).isPresent()
        ? Optional.empty()
        : Optional.of(new Problem(
            location,
            "the column `" + column + "`, which " + show(table) + " doesn't have",
            expected,
            NearName.of(column, columnNames(table))));
  }

  private void requireNew(Migration migration, String column, Expression f, Relation table) {
    if (table.column(column).isPresent()) {
      return;
    }
    String type =
        migration.rename() ? renamedType(migration, column, table).orElse("<type>") : "<type>";
    String ddl = "ALTER TABLE " + show(table) + " ADD COLUMN " + quoted(column) + " " + type;
    Set<String> others = new LinkedHashSet<>(columnNames(table));
    others.removeAll(migration.oldColumns());
    String expected = "a column that exists from `dual-write` on; to add it: " + ddl;
    problems.add(new Problem(
        f.location(),
        "the column `" + column + "`, which " + show(table) + " doesn't have",
        expected,
        NearName.of(column, others)));
  }

  private static Optional<String> renamedType(Migration migration, String column, Relation table) {
    return migration.backward().entrySet().stream()
        .filter(entry -> entry.getValue().sql().equals("\"" + column.replace("\"", "\"\"") + "\""))
        .findFirst()
        .flatMap(entry -> table.column(entry.getKey()))
        .map(Column::type);
  }

  /** Two entries may name one table in two ways, which only the catalog shows to be one. */
  private void checkOwners(Mapping mapping) {
    Map<Long, Map<String, Migration>> owners = new HashMap<>();
    for (Migration migration : mapping.migrations()) {
      Move move = moves.get(migration);
      Relation table = bound.get(migration);
      Collection<String> columns = new LinkedHashSet<>(migration.oldColumns());
      columns.addAll(migration.newColumns());
      if (table != null) {
        own(migration, table, columns, owners);
      } else if (move != null) {
        own(migration, move.from(), move.migration().oldColumns(), owners);
        move.to().ifPresent(to -> own(migration, to, move.migration().newColumns(), owners));
      }
    }
  }

  private void own(
      Migration migration,
      Relation table,
      Collection<String> columns,
      Map<Long, Map<String, Migration>> owners) {
    Map<String, Migration> owned = owners.computeIfAbsent(table.oid(), oid -> new HashMap<>());
    for (String column : columns) {
      Migration owner = owned.putIfAbsent(column, migration);
      if (owner != null) {
        add(
            oldLocation(migration, column),
            "the column `" + column + "` of " + show(table) + ", which `" + owner.name()
                + "` has already",
            "each column in one migration");
      }
    }
  }

  private void add(Location location, String found, String expected) {
    problems.add(new Problem(location, found, expected, Optional.empty()));
  }

  /** Where the file speaks of a column. */
  static Location oldLocation(Migration migration, String column) {
    Expression b = migration.backward().get(column);
    Expression f = migration.forward().get(column);
    return b != null ? b.location() : f != null ? f.location() : migration.location();
  }

  private static List<String> columnNames(Relation table) {
    return table.columns().stream().map(Column::name).toList();
  }

  static String show(Relation table) {
    return quoted(table.schema()) + "." + quoted(table.name());
  }

  static String quoted(String name) {
    return name.matches("[a-z_][a-z0-9_]*") ? name : "\"" + name.replace("\"", "\"\"") + "\"";
  }

  private static ObjectName objectName(TableName name) {
    return new ObjectName(name.schema(), name.name());
  }
}
