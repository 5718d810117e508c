package dev.crossfade.migrator.floor;

import dev.crossfade.mapping.Migration;
import dev.crossfade.mapping.NewTable;
import dev.crossfade.mapping.TableName;
import dev.crossfade.mapping.floor.Subject;
import dev.crossfade.migrator.shape.CatalogTables;
import dev.crossfade.migrator.shape.Table;
import dev.crossfade.migrator.shape.TypedColumn;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Where a migration's new columns are.
 *
 * @param columns those of them that are there
 */
public record Home(Migration migration, Subject subject, Table table, List<String> columns) {

  /** Finds it under the connection's search_path; absent if there is no such table (yet). */
  public static Optional<Home> find(Connection connection, Migration migration)
      throws SQLException {
    TableName name = migration.newTable().map(NewTable::name).orElse(migration.table());
    return new CatalogTables(connection).table(name).map(table -> of(migration, table));
  }

  private static Home of(Migration migration, Table table) {
    boolean whole = migration.newTable().filter(NewTable::wholeTable).isPresent();
    List<String> columns = table.columns().stream()
        .map(TypedColumn::name)
        .filter(name -> whole || migration.newColumns().contains(name))
        .toList();
    return new Home(migration, Subject.of(migration, table.schema()), table, columns);
  }
}
