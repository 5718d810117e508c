package dev.crossfade.migrator.plan;

import dev.crossfade.mapping.TableName;
import dev.crossfade.migrator.plan.Table.Attribute;
import dev.crossfade.migrator.plan.Table.Constraint;
import dev.crossfade.migrator.plan.Table.Dependent;
import dev.crossfade.migrator.plan.Table.Grant;
import dev.crossfade.migrator.plan.Table.Index;
import dev.crossfade.migrator.plan.Table.IndexColumn;
import dev.crossfade.migrator.plan.Table.Partition;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads tables from the catalog, inside the caller's transaction. */
final class TableReader {
  private final Connection connection;
  private final Quoting quoting;

  TableReader(Connection connection, Quoting quoting) {
    this.connection = connection;
    this.quoting = quoting;
  }

  /** What one row becomes. */
  private interface Row<T> {
    T read(ResultSet rows) throws SQLException;
  }

  /** The table's OID as the caller's search_path shows it; none if there is no such relation. */
  OptionalLong find(TableName name) throws SQLException {
    String text = name.schema().map(schema -> quoting.name(schema) + ".").orElse("")
        + quoting.name(name.name());
    try (var select = connection.prepareStatement(
        "SELECT pg_catalog.to_regclass(?)::pg_catalog.oid::pg_catalog.int8")) {
      select.setString(1, text);
      try (var rows = select.executeQuery()) {
        rows.next();
        long oid = rows.getLong(1);
        return rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(oid);
      }
    }
  }

  Table read(long oid) throws SQLException {
    String path = setPath("");
    try {
      return readUnderEmptyPath(oid);
    } finally {
      setPath(path);
    }
  }

  /** Sets the path for the rest of the transaction; returns what it was. */
  String setPath(String path) throws SQLException {
    try (var set = connection.prepareStatement(
        "SELECT pg_catalog.current_setting('search_path'), pg_catalog.set_config('search_path', ?, true)")) {
      set.setString(1, path);
      try (var rows = set.executeQuery()) {
        rows.next();
        return rows.getString(1);
      }
    }
  }

  /** A table's indexes alone. */
  List<Index> indexesOf(long oid) throws SQLException {
    String path = setPath("");
    try {
      return indexes(oid);
    } finally {
      setPath(path);
    }
  }

  /** One text that the catalog prints under an empty search_path. */
  String text(String sql, long oid) throws SQLException {
    String path = setPath("");
    try {
      return all(sql, oid, rows -> String.valueOf(rows.getString(1))).get(0);
    } finally {
      setPath(path);
    }
  }

  /** The role that would own a table made now, quoted. */
  String currentUser() throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT pg_catalog.quote_ident(current_user)")) {
      rows.next();
      return rows.getString(1);
    }
  }

  private Table readUnderEmptyPath(long oid) throws SQLException {
    Map<String, List<Grant>> grants = grants(oid);
    Set<String> analyzed = new HashSet<>();
    List<Attribute> attributes = all(CatalogQueries.ATTRIBUTES, oid, rows -> {
      if (rows.getBoolean("analyzed")) {
        analyzed.add(rows.getString("attname"));
      }
      return attribute(rows, grants);
    });
    List<Partition> partitions = new ArrayList<>();
    record Head(String schema, String name, String owner, boolean partitioned, boolean empty) {}
    Head head = all(
            CatalogQueries.TABLE,
            oid,
            rows -> new Head(
                rows.getString(1),
                rows.getString(2),
                rows.getString(3),
                rows.getString(4).equals("p"),
                rows.getBoolean(5)))
        .get(0);
    if (head.partitioned()) {
      partitions.addAll(all(
          CatalogQueries.PARTITIONS,
          oid,
          rows -> new Partition(rows.getString(1), rows.getString(2))));
    }
    return new Table(
        oid,
        head.schema(),
        head.name(),
        head.owner(),
        head.partitioned(),
        head.empty(),
        attributes,
        indexes(oid),
        all(CatalogQueries.CONSTRAINTS, oid, TableReader::constraint),
        all(CatalogQueries.REFERENCES, oid, TableReader::constraint),
        all(
            CatalogQueries.DEPENDENTS,
            oid,
            rows -> new Dependent(rows.getString(1), rows.getString(2))),
        partitions,
        grants.getOrDefault("", List.of()),
        Set.copyOf(analyzed));
  }

  private static Attribute attribute(ResultSet rows, Map<String, List<Grant>> grants)
      throws SQLException {
    String name = rows.getString("attname");
    return new Attribute(
        name,
        rows.getInt("attnum"),
        rows.getString("type"),
        Optional.ofNullable(rows.getString("collation")),
        rows.getBoolean("attnotnull"),
        Optional.ofNullable(rows.getString("default_expression")),
        Optional.ofNullable(rows.getString("comment")),
        rows.getInt("statistics"),
        strings(rows, "options"),
        Optional.ofNullable(rows.getString("storage")),
        Optional.ofNullable(rows.getString("compression")),
        rows.getBoolean("generated"),
        rows.getBoolean("identity"),
        Optional.ofNullable(rows.getString("sequence")),
        grants.getOrDefault(name, List.of()));
  }

  private Map<String, List<Grant>> grants(long oid) throws SQLException {
    Map<String, List<Grant>> grants = new HashMap<>();
    all(
        CatalogQueries.GRANTS,
        oid,
        rows -> grants
            .computeIfAbsent(rows.getString(1), column -> new ArrayList<>())
            .add(new Grant(rows.getString(2), rows.getString(3), rows.getBoolean(4))));
    return grants;
  }

  private List<Index> indexes(long oid) throws SQLException {
    Map<Long, List<IndexColumn>> columns = new HashMap<>();
    all(
        CatalogQueries.INDEX_COLUMNS,
        oid,
        rows -> columns
            .computeIfAbsent(rows.getLong(1), index -> new ArrayList<>())
            .add(new IndexColumn(
                rows.getString(2),
                rows.getInt(3),
                Optional.ofNullable(rows.getString(4)),
                Optional.ofNullable(rows.getString(5)),
                rows.getBoolean(6),
                rows.getString(7))));
    return all(CatalogQueries.INDEXES, oid, rows -> {
      int building = rows.getInt(14);
      Optional<Integer> builder = rows.wasNull() ? Optional.empty() : Optional.of(building);
      String type = rows.getString(12);
      return new Index(
          rows.getLong(1),
          rows.getString(2),
          rows.getString(3),
          rows.getBoolean(4),
          rows.getBoolean(5),
          rows.getBoolean(6),
          rows.getInt(7),
          columns.getOrDefault(rows.getLong(1), List.of()),
          Optional.ofNullable(rows.getString(8)),
          List.of((String[]) rows.getArray(9).getArray()),
          Optional.ofNullable(rows.getString(10)),
          Optional.ofNullable(rows.getString(11)),
          type.isEmpty() ? ' ' : type.charAt(0),
          builder,
          body(rows.getString(13)));
    });
  }

  /** What of an index's definition doesn't depend on its name and its table's. */
  static String body(String definition) {
    return definition.substring(definition.indexOf(" USING ") + 1);
  }

  private static Constraint constraint(ResultSet rows) throws SQLException {
    return new Constraint(
        rows.getString(1),
        rows.getString(2),
        rows.getString(3).charAt(0),
        List.of((String[]) rows.getArray(4).getArray()),
        rows.getString(5),
        rows.getBoolean(6),
        rows.getBoolean(7),
        Optional.ofNullable(rows.getString(8)),
        List.of((String[]) rows.getArray(9).getArray()),
        rows.getString(10));
  }

  private <T> List<T> all(String sql, long oid, Row<T> row) throws SQLException {
    List<T> all = new ArrayList<>();
    try (var select = connection.prepareStatement(sql)) {
      for (int i = 1; i <= sql.chars().filter(c -> c == '?').count(); i++) {
        select.setLong(i, oid);
      }
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          all.add(row.read(rows));
        }
      }
    }
    return List.copyOf(all);
  }

  private static List<String> strings(ResultSet rows, String column) throws SQLException {
    return Arrays.asList((String[]) rows.getArray(column).getArray());
  }
}
