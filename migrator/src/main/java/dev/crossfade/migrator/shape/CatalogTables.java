package dev.crossfade.migrator.shape;

import dev.crossfade.mapping.TableName;
import dev.crossfade.migrator.cli.CommandException;
import dev.crossfade.migrator.cli.ExitStatus;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads tables from the catalog, as one connection's search_path shows them. Not thread-safe. */
public final class CatalogTables {
  private static final String TABLE = """
      SELECT c.oid::pg_catalog.int8, n.nspname, c.relname, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull
      FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE c.oid = pg_catalog.to_regclass(?) AND c.relkind IN ('r', 'p')
      ORDER BY a.attnum
      """;

  // Rows live in the leaves of a partitioned table, and in every table of an inheritance tree. An
  // index whose order is not plain could not be walked by a comparison of rows.
  private static final String SEGMENTS = """
      WITH RECURSIVE tree AS (
        SELECT CAST(? AS pg_catalog.oid) AS oid
        UNION
        SELECT i.inhrelid FROM tree t JOIN pg_catalog.pg_inherits i ON i.inhparent = t.oid)
      SELECT c.oid::pg_catalog.int8, n.nspname, c.relname, c.relkind, greatest(c.reltuples, 0)::pg_catalog.int8,
        CASE WHEN c.relkind = 'r' THEN pg_catalog.pg_relation_size(c.oid) / pg_catalog.current_setting('block_size')::pg_catalog.int8 ELSE 0 END,
        k.attname, k.type
      FROM tree t
      JOIN pg_catalog.pg_class c ON c.oid = t.oid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN LATERAL (
        SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod) AS type, p.ord
        FROM (
          SELECT i.indexrelid, i.indkey, i.indnkeyatts FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
          JOIN pg_catalog.pg_am m ON m.oid = x.relam
          WHERE i.indrelid = c.oid AND i.indisunique AND i.indimmediate AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL AND m.amname = 'btree'
            AND NOT EXISTS (
              SELECT FROM pg_catalog.generate_series(0, i.indnkeyatts - 1) g
              JOIN pg_catalog.pg_attribute b ON b.attrelid = c.oid AND b.attnum = i.indkey[g]
              JOIN pg_catalog.pg_opclass o ON o.oid = i.indclass[g]
              WHERE NOT b.attnotnull OR i.indoption[g] <> 0 OR i.indcollation[g] <> b.attcollation OR NOT o.opcdefault)
          ORDER BY i.indisprimary DESC, i.indnkeyatts, i.indexrelid LIMIT 1) best
        CROSS JOIN LATERAL pg_catalog.unnest(best.indkey) WITH ORDINALITY p(attnum, ord)
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = p.attnum
        WHERE p.ord <= best.indnkeyatts) k ON true
      WHERE c.relkind IN ('r', 'f')
      ORDER BY n.nspname, c.relname, c.oid, k.ord
      """;

  private final Connection connection;

  public CatalogTables(Connection connection) {
    this.connection = connection;
  }

  /** The table of this name; empty if there is none, or if the name is that of something else. */
  public Optional<Table> table(TableName name) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(TABLE)) {
      select.setString(
          1,
          name.schema().map(schema -> Quoted.name(schema) + ".").orElse("")
              + Quoted.name(name.name()));
      try (ResultSet rows = select.executeQuery()) {
        return table(rows);
      }
    }
  }

  private static Optional<Table> table(ResultSet rows) throws SQLException {
    if (!rows.next()) {
      return Optional.empty();
    }
    long oid = rows.getLong(1);
    String schema = rows.getString(2);
    String table = rows.getString(3);
    List<TypedColumn> columns = new ArrayList<>();
    do {
      String column = rows.getString(4);
      if (column != null) {
        columns.add(new TypedColumn(column, rows.getString(5), rows.getBoolean(6)));
      }
    } while (rows.next());
    return Optional.of(new Table(oid, schema, table, List.copyOf(columns)));
  }

  /**
   * Where a table's rows are: itself, or its partitions and children.
   *
   * @throws CommandException if a part of it is a foreign table, which is another database's to fill
   */
  public List<Segment> segments(Table table) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SEGMENTS)) {
      select.setLong(1, table.oid());
      try (ResultSet rows = select.executeQuery()) {
        return segments(rows);
      }
    }
  }

  private static List<Segment> segments(ResultSet rows) throws SQLException {
    Map<Long, Segment> segments = new LinkedHashMap<>();
    while (rows.next()) {
      if (rows.getString(4).equals("f")) {
        throw new CommandException(
            ExitStatus.DATABASE,
            "The rows of " + rows.getString(2) + "." + rows.getString(3)
                + " are in another database: run the command there.");
      }
      String column = rows.getString(7);
      List<TypedColumn> part =
          column == null ? List.of() : List.of(new TypedColumn(column, rows.getString(8), true));
      segments.merge(
          rows.getLong(1),
          new Segment(
              rows.getLong(1),
              rows.getString(2),
              rows.getString(3),
              part.isEmpty() ? RowKey.places() : new RowKey(part),
              rows.getLong(5),
              rows.getLong(6)),
          CatalogTables::withMoreKey);
    }
    return List.copyOf(segments.values());
  }

  private static Segment withMoreKey(Segment segment, Segment next) {
    List<TypedColumn> columns = new ArrayList<>(segment.key().columns());
    columns.addAll(next.key().columns());
    return new Segment(
        segment.oid(),
        segment.schema(),
        segment.name(),
        new RowKey(List.copyOf(columns)),
        segment.rows(),
        segment.pages());
  }
}
