package dev.crossfade.migrator.shape;

import dev.crossfade.mapping.Expression;
import dev.crossfade.mapping.Mapping;
import dev.crossfade.mapping.Migration;
import dev.crossfade.mapping.NewTable;
import dev.crossfade.mapping.OldColumn;
import dev.crossfade.mapping.Phase;
import dev.crossfade.mapping.TableName;
import dev.crossfade.migrator.cli.CommandException;
import dev.crossfade.migrator.cli.ExitStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Binds migrations to what a database's catalog says. Not thread-safe. */
public final class Binder {
  private final Mapping mapping;
  private final CatalogTables catalog;

  /** @param connection whose search_path says where tables without a schema are */
  public Binder(Mapping mapping, Connection connection) {
    this.mapping = mapping;
    this.catalog = new CatalogTables(connection);
  }

  /**
   * Binds one of the mapping's migrations, with both of its shapes there to be read.
   *
   * @throws CommandException if a table or column isn't there (any more, or yet), or has no key where one is needed
   */
  public Bound bind(Migration migration) throws SQLException {
    Table table = table(migration, migration.table());
    Optional<NewTable> target = migration.newTable();
    return target.isPresent()
        ? move(migration, table, target.get(), true)
        : new ColumnChange(
            migration,
            table,
            catalog.segments(table),
            Conversion.of(
                oldColumns(migration, table),
                columns(migration, table, migration.newColumns()),
                migration.forward(),
                migration.backward()));
  }

  /** @param whole whether what other migrations bring to the new table is to be known */
  private TableMove move(Migration migration, Table table, NewTable target, boolean whole)
      throws SQLException {
    Table other = table(migration, target.name());
    Map<TypedColumn, TypedColumn> key = new LinkedHashMap<>();
    (target.wholeTable() ? primaryKey(table) : target.key())
        .forEach((mine, theirs) ->
            key.put(column(migration, table, mine), column(migration, other, theirs)));
    Conversion conversion = target.wholeTable()
        ? everyColumn(migration, table, other, key)
        : Conversion.of(
            oldColumns(migration, table),
            columns(migration, other, migration.newColumns()),
            migration.forward(),
            migration.backward());
    List<Migration> beside = mapping.migrations().stream()
        .filter(one -> one.newTable().map(NewTable::name).equals(Optional.of(target.name())))
        .filter(one -> !one.equals(migration))
        .toList();
    List<TableMove> others = new ArrayList<>();
    for (Migration one : whole ? beside : List.<Migration>of()) {
      if (one.phase() != Phase.EXPAND) {
        others.add(move(one, table(one, one.table()), one.newTable().orElseThrow(), false));
      }
    }
    Set<String> known = new HashSet<>(conversion.young().keySet());
    key.values().forEach(column -> known.add(column.name()));
    beside.forEach(one -> known.addAll(one.newColumns()));
    return new TableMove(
        migration,
        table,
        other,
        key,
        catalog.segments(table),
        catalog.segments(other),
        conversion,
        other.columns().stream().anyMatch(column -> !known.contains(column.name())),
        !beside.isEmpty(),
        List.copyOf(others));
  }

  private Map<String, String> primaryKey(Table table) throws SQLException {
    Map<String, String> key = new LinkedHashMap<>();
    for (Segment segment : catalog.segments(table)) {
      if (segment.key().isPlace()) {
        throw new CommandException(
            ExitStatus.DATABASE,
            "Table " + table
                + " has no primary key, by which its rows could be found in another table.");
      }
      if (key.isEmpty()) {
        segment.key().columns().forEach(column -> key.put(column.name(), column.name()));
      }
    }
    return key;
  }

  private Conversion everyColumn(
      Migration migration, Table table, Table other, Map<TypedColumn, TypedColumn> key) {
    List<TypedColumn> old =
        table.columns().stream().filter(column -> !key.containsKey(column)).toList();
    List<String> names = old.stream().map(TypedColumn::name).toList();
    Map<String, Expression> same = new LinkedHashMap<>();
    names.forEach(name -> same.put(name, new Expression(Quoted.name(name), migration.location())));
    return Conversion.of(old, columns(migration, other, names), same, same);
  }

  /** In contract an old column that is gone has the type that the file remembers. */
  private static List<TypedColumn> oldColumns(Migration migration, Table table) {
    List<TypedColumn> columns = new ArrayList<>();
    for (String name : migration.oldColumns()) {
      OldColumn was = migration.was().get(name);
      columns.add(
          was != null
                  && migration.phase() == Phase.CONTRACT
                  && table.column(name).isEmpty()
              ? new TypedColumn(name, was.type(), was.notNull())
              : column(migration, table, name));
    }
    return columns;
  }

  private static List<TypedColumn> columns(Migration migration, Table table, List<String> names) {
    return names.stream().map(name -> column(migration, table, name)).toList();
  }

  private static TypedColumn column(Migration migration, Table table, String name) {
    return table
        .column(name)
        .orElseThrow(() -> new CommandException(
            ExitStatus.DATABASE,
            "Table " + table + " has no column `" + name + "`, which migration `" + migration.name()
                + "` names."));
  }

  private Table table(Migration migration, TableName name) throws SQLException {
    return catalog
        .table(name)
        .orElseThrow(() -> new CommandException(
            ExitStatus.DATABASE,
            "There is no table `" + name + "`, which migration `" + migration.name() + "` names."));
  }
}
