package dev.crossfade.migrator.plan;

import dev.crossfade.mapping.Migration;
import dev.crossfade.mapping.NewTable;
import dev.crossfade.mapping.Phase;
import dev.crossfade.mapping.floor.Subject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Whether a migration has come far enough for a stage's DDL. Reads only. */
public final class Readiness {
  private static final BigDecimal ALL = BigDecimal.valueOf(100);
  private static final String WITNESSES =
      "SELECT pg_catalog.count(*) FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND granted"
          + " AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())"
          + " AND classid = ?::pg_catalog.int8::pg_catalog.oid AND objid = ?::pg_catalog.int8::pg_catalog.oid";

  private final Connection connection;

  public Readiness(Connection connection) {
    this.connection = connection;
  }

  /** What is missing, a sentence each; nothing if the stage may be applied. */
  public List<String> missing(Migration migration, Stage stage) throws SQLException {
    List<String> missing = new ArrayList<>();
    Phase phase = migration.phase();
    String name = "`" + migration.name() + "`";
    switch (stage) {
      case EXPAND -> {}
      case AFTER_BACKFILL -> {
        if (phase == Phase.EXPAND) {
          missing.add(name + " is in expand: its rows are filled from dual-write on");
        } else if (phase != Phase.CONTRACT && hasUnfilled(migration)) {
          missing.add(
              name
                  + " has rows that aren't filled: constraints on the new columns would break their updates; run crossfade backfill first");
        }
      }
      case BEFORE_CONTRACT -> {
        boolean whole = phase == Phase.CUTOVER && migration.reads().compareTo(ALL) >= 0;
        if (!whole && phase != Phase.CONTRACT) {
          missing.add(
              name + " must have all its reads on the new shape first: cutover, reads 100%");
        }
        if (!migration.was().keySet().containsAll(migration.oldColumns())) {
          missing.add(name
              + " has no `was:` block yet, and afterwards the catalog no longer says what the old columns were: crossfade plan "
              + migration.name() + " --write-was");
        }
      }
      case CONTRACT -> {
        if (phase != Phase.CONTRACT) {
          missing.add(name + " is in " + phase.label() + ": old columns go in contract");
        } else {
          witnesses(migration).ifPresent(missing::add);
        }
      }
    }
    return missing;
  }

  private boolean hasUnfilled(Migration migration) throws SQLException {
    Quoting quoting = Quoting.of(connection);
    TableReader reader = new TableReader(connection, quoting);
    OptionalLong oid = reader.find(migration.table());
    OptionalLong target =
        reader.find(migration.newTable().map(NewTable::name).orElse(migration.table()));
    if (oid.isEmpty() || target.isEmpty()) {
      return true;
    }
    if (migration.newTable().isPresent() && migration.newTable().get().wholeTable()) {
      return false;
    }
    String table = migration.table().schema().map(s -> quoting.name(s) + ".").orElse("")
        + quoting.name(migration.table().name());
    String condition = migration.newTable().isPresent()
        ? absent(migration, migration.newTable().get(), quoting)
        : unfilled(migration, quoting);
    try (var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try (var rows = statement.executeQuery(
          "SELECT EXISTS (SELECT FROM " + table + " o WHERE " + condition + ")")) {
        return rows.next() && rows.getBoolean(1);
      }
    }
  }

  /** Not filled, though f says that it should be. */
  private static String unfilled(Migration migration, Quoting quoting) {
    String f = migration.forward().values().stream()
        .map(expression -> "(" + expression.sql() + "\n)")
        .collect(Collectors.joining(", "));
    return "pg_catalog.num_nonnulls(" + quoting.list(migration.newColumns())
        + ") = 0 AND pg_catalog.num_nonnulls(" + f + ") > 0";
  }

  private static String absent(Migration migration, NewTable moved, Quoting quoting) {
    String present = moved
        .present()
        .map(expression -> "((" + expression.sql() + "\n) IS TRUE)")
        .orElse("pg_catalog.num_nonnulls(" + quoting.list(migration.oldColumns()) + ") > 0");
    String target = moved.name().schema().map(s -> quoting.name(s) + ".").orElse("")
        + quoting.name(moved.name().name());
    String keys = moved.key().entrySet().stream()
        .map(key -> "n." + quoting.name(key.getValue()) + " = o." + quoting.name(key.getKey()))
        .collect(Collectors.joining(" AND "));
    String row = "NOT EXISTS (SELECT FROM " + target + " n WHERE " + keys;
    String f = migration.forward().values().stream()
        .map(expression -> "(" + expression.sql() + "\n)")
        .collect(Collectors.joining(", "));
    String filled = migration.newColumns().stream()
        .map(column -> "n." + quoting.name(column))
        .collect(Collectors.joining(", "));
    return present + " AND (" + row + ") OR pg_catalog.num_nonnulls(" + f + ") > 0 AND " + row
        + " AND pg_catalog.num_nonnulls(" + filled + ") > 0))";
  }

  /** An application that is still in cutover would write and read what goes. */
  private Optional<String> witnesses(Migration migration) throws SQLException {
    String schema;
    try (var statement = connection.prepareStatement(
        "SELECT n.nspname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = ?::pg_catalog.oid")) {
      OptionalLong oid = new TableReader(connection, Quoting.of(connection))
          .find(migration.newTable().map(NewTable::name).orElse(migration.table()));
      statement.setLong(1, oid.orElse(0));
      try (var rows = statement.executeQuery()) {
        schema = rows.next() ? rows.getString(1) : "";
      }
    }
    for (Phase phase : Phase.values()) {
      if (phase != Phase.CONTRACT && sessionsIn(migration, schema, phase) > 0) {
        return Optional.of("sessions still have `" + migration.name() + "` in " + phase.label());
      }
    }
    return Optional.empty();
  }

  private long sessionsIn(Migration migration, String schema, Phase phase) throws SQLException {
    var key = Subject.of(migration, schema).in(phase);
    try (var select = connection.prepareStatement(WITNESSES)) {
      select.setLong(1, Integer.toUnsignedLong(key.migration()));
      select.setLong(2, Integer.toUnsignedLong(key.phaseAndFingerprint()));
      try (var rows = select.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }
}
