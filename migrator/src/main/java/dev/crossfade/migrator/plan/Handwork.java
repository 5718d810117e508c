package dev.crossfade.migrator.plan;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Names what stands on the old columns and can't be derived for the new ones, because only people know what it is for: extended statistics, row policies, triggers. */
final class Handwork {
  // Until something of its kind stands on a new column: someone has seen to it then.
  private static final String ON_OLD_COLUMNS = """
      WITH attached AS (
        SELECT d.classid, d.objid, d.refobjid AS relation, a.attname::pg_catalog.text AS name
        FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
        WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid IN (?::pg_catalog.oid, ?::pg_catalog.oid)
          AND d.classid IN ('pg_catalog.pg_statistic_ext'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass))
      SELECT DISTINCT 'the ' || coalesce('extended statistics ' || s.stxname, 'row policy ' || p.polname, 'trigger ' || t.tgname),
        coalesce(pg_catalog.pg_get_statisticsobjdef(s.oid), pg_catalog.pg_get_triggerdef(t.oid, true),
          'USING ' || pg_catalog.pg_get_expr(p.polqual, p.polrelid, true), 'WITH CHECK ' || pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid, true))
      FROM attached a
        LEFT JOIN pg_catalog.pg_statistic_ext s ON a.classid = 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass AND s.oid = a.objid
        LEFT JOIN pg_catalog.pg_policy p ON a.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass AND p.oid = a.objid
        LEFT JOIN pg_catalog.pg_trigger t ON a.classid = 'pg_catalog.pg_trigger'::pg_catalog.regclass AND t.oid = a.objid AND NOT t.tgisinternal
      WHERE a.relation = ?::pg_catalog.oid AND a.name = ANY (?) AND coalesce(s.oid, p.oid, t.oid) IS NOT NULL
        AND NOT EXISTS (SELECT FROM attached n WHERE n.classid = a.classid AND n.relation = ?::pg_catalog.oid AND n.name = ANY (?))
      ORDER BY 1
      """;

  private final Connection connection;
  private final Work work;

  Handwork(Connection connection, Work work) {
    this.connection = connection;
    this.work = work;
  }

  /** Adds a remark for each. */
  void remark() throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(ON_OLD_COLUMNS)) {
      select.setLong(1, work.table().oid());
      select.setLong(2, work.target().oid());
      select.setLong(3, work.table().oid());
      select.setArray(4, names(work.migration().oldColumns()));
      select.setLong(5, work.target().oid());
      select.setArray(6, names(work.migration().newColumns()));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          work.remark(
              Stage.AFTER_BACKFILL,
              rows.getString(1) + " has no counterpart on the new columns; give them one by hand: "
                  + rows.getString(2));
        }
      }
    }
  }

  private Array names(List<String> columns) throws SQLException {
    return connection.createArrayOf("text", columns.toArray());
  }
}
