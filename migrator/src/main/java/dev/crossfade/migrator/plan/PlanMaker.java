package dev.crossfade.migrator.plan;

import dev.crossfade.mapping.Expression;
import dev.crossfade.mapping.Lossless;
import dev.crossfade.mapping.Mapping;
import dev.crossfade.mapping.Migration;
import dev.crossfade.mapping.NewTable;
import dev.crossfade.mapping.TableName;
import dev.crossfade.migrator.cli.CommandException;
import dev.crossfade.migrator.cli.ExitStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Derives from mapping and catalog what is left to do. Changes nothing: definitions are tried on empty temporary tables in a transaction that is rolled back. Uses its
 * connection alone, in autocommit before and after. Not thread-safe.
 */
public final class PlanMaker {
  private final Connection connection;
  private final Mapping mapping;
  private final Map<String, String> types;

  /** @param types types for new columns that aren't there yet, by name; of the others the server derives them */
  public PlanMaker(Connection connection, Mapping mapping, Map<String, String> types) {
    this.connection = connection;
    this.mapping = mapping;
    this.types = types;
  }

  /**
   * The plan of some migrations for some stages.
   *
   * @throws CommandException if a table isn't there
   * @throws SQLException as the server says
   */
  public Plan plan(List<Migration> migrations, Set<Stage> stages) throws SQLException {
    connection.setAutoCommit(false);
    try {
      Quoting quoting = Quoting.of(connection);
      TableReader reader = new TableReader(connection, quoting);
      Rehearsal rehearsal = new Rehearsal(connection, reader, quoting);
      Draft draft = new Draft();
      Map<String, List<String>> was = new LinkedHashMap<>();
      List<Work> works = new ArrayList<>();
      List<Map<String, String>> columns = new ArrayList<>();
      for (Migration migration : migrations) {
        Optional<Table> table = table(reader, migration);
        if (table.isPresent()) {
          Map<String, String> added = new LinkedHashMap<>();
          works.add(work(migration, table.get(), rehearsal, draft, added));
          columns.add(added);
          List<String> lines =
              new WasBlock(table.get(), quoting, onTable(migration.table())).lines(migration);
          if (!lines.isEmpty()) {
            was.put(migration.name(), lines);
          }
        }
      }
      for (Stage stage : stages.isEmpty() ? EnumSet.allOf(Stage.class) : stages) {
        for (int i = 0; i < works.size(); i++) {
          plan(stage, works.get(i), columns.get(i));
        }
      }
      return new Plan(draft.steps(), draft.remarks(), draft.problems(), was);
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private void plan(Stage stage, Work work, Map<String, String> columns) throws SQLException {
    switch (stage) {
      case EXPAND -> new ExpandSteps(work, columns).plan();
      case AFTER_BACKFILL -> {
        new AfterBackfillSteps(work).plan();
        new Handwork(connection, work).remark();
      }
      case BEFORE_CONTRACT -> new BeforeContractSteps(work).plan();
      case CONTRACT -> new ContractSteps(work).plan();
    }
  }

  private List<Migration> onTable(TableName table) {
    return mapping.migrations().stream()
        .filter(migration -> migration.table().equals(table))
        .toList();
  }

  /** The old table; none where it is gone, as it may be in contract. */
  private static Optional<Table> table(TableReader reader, Migration migration)
      throws SQLException {
    OptionalLong oid = reader.find(migration.table());
    if (oid.isPresent()) {
      return Optional.of(reader.read(oid.getAsLong()));
    }
    boolean gone = migration.newTable().isPresent()
        && reader.find(migration.newTable().get().name()).isPresent();
    if (gone) {
      return Optional.empty();
    }
    throw new CommandException(
        ExitStatus.NO,
        migration.location() + ": the table `" + migration.table()
            + "`, which the database doesn't have under this role's search_path.");
  }

  /** @param added receives the columns that are still to be added, with their types */
  private Work work(
      Migration written, Table table, Rehearsal rehearsal, Draft draft, Map<String, String> added)
      throws SQLException {
    TableReader reader = rehearsal.reader();
    Quoting quoting = rehearsal.quoting();
    Migration migration = written.newTable().filter(NewTable::wholeTable).isPresent()
        ? spelledOut(written, table)
        : written;
    Optional<TableName> moved = migration.newTable().map(NewTable::name);
    OptionalLong target =
        moved.isPresent() ? reader.find(moved.get()) : OptionalLong.of(table.oid());
    Table into = target.isPresent() && target.getAsLong() != table.oid()
        ? reader.read(target.getAsLong())
        : target.isPresent() ? table : absent(table, moved.orElseThrow(), reader.currentUser());
    String name = quoting.name(into.schema(), into.name());
    String source = rehearsal.copy(table);
    NewTypes types = new NewTypes(migration, table, into, rehearsal, source, this.types);
    try {
      added.putAll(types.missing());
      String copy = target.isEmpty()
          ? rehearsal.create(ExpandSteps.definitions(quoting, added))
          : moved.isPresent() ? rehearsal.copy(into) : source;
      if (target.isPresent()) {
        for (Map.Entry<String, String> column : added.entrySet()) {
          rehearsal.addColumn(copy, column.getKey(), column.getValue());
        }
      }
      types.different().forEach(text -> draft.problem(Stage.EXPAND, migration.name(), text));
      return new Work(
          migration,
          table,
          into,
          name,
          copy,
          target.isPresent(),
          moved.isPresent() && isShared(written, moved.get()),
          rehearsal,
          quoting,
          draft);
    } catch (Unmirrorable e) {
      throw new CommandException(
          ExitStatus.NO,
          migration.location() + ": the new columns of `" + migration.name()
              + "` can't be planned: " + e.reason());
    }
  }

  private boolean isShared(Migration migration, TableName target) {
    return mapping.migrations().stream()
        .filter(other -> !other.name().equals(migration.name()))
        .anyMatch(other ->
            other.newTable().filter(table -> table.name().equals(target)).isPresent());
  }

  /** A table that is still to come, in the old one's schema unless the mapping says another. */
  private static Table absent(Table old, TableName name, String owner) {
    return new Table(
        0,
        name.schema().orElse(old.schema()),
        name.name(),
        owner,
        false,
        true,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Set.of());
  }

  /** A renamed table is the old one column by column, found by its primary key. */
  private static Migration spelledOut(Migration written, Table table) {
    Map<String, String> key = new LinkedHashMap<>();
    table.constraints().stream()
        .filter(c -> c.type() == 'p')
        .forEach(c -> c.columns().forEach(column -> key.put(column, column)));
    Map<String, Expression> same = new LinkedHashMap<>();
    table.attributes().stream()
        .map(Table.Attribute::name)
        .filter(name -> !key.containsKey(name))
        .forEach(name -> same.put(
            name, new Expression("\"" + name.replace("\"", "\"\"") + "\"", written.location())));
    NewTable moved = written.newTable().orElseThrow();
    return new Migration(
        written.name(),
        written.table(),
        written.phase(),
        written.reads(),
        List.copyOf(same.keySet()),
        same,
        same,
        true,
        Lossless.BOTH,
        true,
        written.sessionIndependent(),
        written.accept(),
        Optional.of(new NewTable(moved.name(), key, moved.present(), true)),
        written.was(),
        written.location());
  }
}
