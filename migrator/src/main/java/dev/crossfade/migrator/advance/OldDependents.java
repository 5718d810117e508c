package dev.crossfade.migrator.advance;

import dev.crossfade.mapping.Migration;
import dev.crossfade.mapping.TableName;
import dev.crossfade.migrator.shape.CatalogTables;
import dev.crossfade.migrator.shape.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds what still reads old columns that contract no longer writes, besides what the driver itself refuses: views, rules, triggers, policies, functions, publications, generated columns. */
final class OldDependents {
  private static final String DEPENDENTS = """
      SELECT DISTINCT pg_catalog.pg_describe_object(d.classid, d.objid, 0), coalesce(v.relname, t.tgname, p.polname, '')::pg_catalog.text
      FROM pg_catalog.pg_attribute a
      JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum
      LEFT JOIN pg_catalog.pg_rewrite w ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND w.oid = d.objid
      LEFT JOIN pg_catalog.pg_class v ON v.oid = w.ev_class
      LEFT JOIN pg_catalog.pg_trigger t ON d.classid = 'pg_catalog.pg_trigger'::pg_catalog.regclass AND t.oid = d.objid
      LEFT JOIN pg_catalog.pg_policy p ON d.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass AND p.oid = d.objid
      LEFT JOIN pg_catalog.pg_attrdef g ON d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND g.oid = d.objid
      WHERE a.attrelid = CAST(? AS oid) AND a.attname::pg_catalog.text = ANY (?) AND NOT a.attisdropped
        AND (w.oid IS NOT NULL OR t.oid IS NOT NULL AND NOT t.tgisinternal OR p.oid IS NOT NULL OR g.oid IS NOT NULL AND (g.adrelid <> a.attrelid OR g.adnum <> a.attnum)
          OR d.classid IN ('pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass))
      ORDER BY 1
      """;

  private OldDependents() {}

  /** In the server's words, without those that the migration accepts by name. */
  static List<String> of(Connection connection, Migration migration) throws SQLException {
    TableName name = migration.table();
    Optional<Table> table = new CatalogTables(connection).table(name);
    List<String> dependents = new ArrayList<>();
    if (table.isEmpty()) {
      return dependents;
    }
    try (PreparedStatement select = connection.prepareStatement(DEPENDENTS)) {
      select.setLong(1, table.get().oid());
      select.setArray(2, connection.createArrayOf("text", migration.oldColumns().toArray()));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          if (!migration.accept().contains(rows.getString(2))) {
            dependents.add(rows.getString(1));
          }
        }
      }
    }
    return dependents;
  }
}
