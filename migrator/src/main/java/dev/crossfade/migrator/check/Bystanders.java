package dev.crossfade.migrator.check;

import dev.crossfade.migrator.shape.Bound;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Lists what reads or writes mapped columns past the driver, or would notice its DDL. */
final class Bystanders {
  /** Parameters: the table's OID, a pattern of its name, its columns' names. Topic, what it is. */
  private static final String FACTS = """
      WITH t AS (SELECT ?::pg_catalog.oid AS oid, ?::pg_catalog.text AS pattern, ?::pg_catalog.text[] AS columns),
      mapped AS (SELECT a.attnum, a.attname FROM t JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attname = ANY (t.columns) AND NOT a.attisdropped)
      SELECT 'the trigger ' || g.tgname || ' (' || CASE WHEN g.tgtype & 2 = 2 THEN 'BEFORE' WHEN g.tgtype & 64 = 64 THEN 'INSTEAD OF' ELSE 'AFTER' END || ', calls ' || g.tgfoid::pg_catalog.regproc || '): what it writes or reads, it does in one shape only'
      FROM t JOIN pg_catalog.pg_trigger g ON g.tgrelid = t.oid AND NOT g.tgisinternal
      UNION ALL
      SELECT 'the ' || CASE p.prokind WHEN 'p' THEN 'procedure ' ELSE 'function ' END || p.oid::pg_catalog.regprocedure || ' names the table: its SQL is not rewritten'
      FROM t JOIN pg_catalog.pg_proc p ON coalesce(nullif(p.prosrc, ''), pg_catalog.pg_get_function_sqlbody(p.oid), '') ~* t.pattern
        JOIN pg_catalog.pg_language l ON l.oid = p.prolang AND l.lanname NOT IN ('internal', 'c') JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
      WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.objid = p.oid AND d.deptype = 'e')
      UNION ALL
      SELECT DISTINCT CASE v.relkind WHEN 'm' THEN 'the materialized view ' ELSE 'the view ' END || v.oid::pg_catalog.regclass || ' reads ' || m.attname
        || CASE v.relkind WHEN 'm' THEN ': it is refreshed from one shape only' ELSE ': it must read the new shape before contract' END
      FROM t JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = t.oid AND d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
        JOIN mapped m ON m.attnum = d.refobjsubid JOIN pg_catalog.pg_rewrite w ON w.oid = d.objid JOIN pg_catalog.pg_class v ON v.oid = w.ev_class AND v.relkind IN ('v', 'm')
      UNION ALL
      SELECT 'the rule ' || w.rulename || ': it writes what no statement says' FROM t JOIN pg_catalog.pg_rewrite w ON w.ev_class = t.oid AND w.ev_type <> '1'
      UNION ALL
      SELECT 'the foreign key ' || k.conname || ' of ' || k.conrelid::pg_catalog.regclass || CASE WHEN k.conrelid = t.oid THEN ' stands on a mapped column' ELSE ' refers to a mapped column' END
      FROM t JOIN pg_catalog.pg_constraint k ON k.contype = 'f' AND k.conparentid = 0
        AND (k.conrelid = t.oid AND EXISTS (SELECT FROM mapped m WHERE m.attnum = ANY (k.conkey)) OR k.confrelid = t.oid AND EXISTS (SELECT FROM mapped m WHERE m.attnum = ANY (k.confkey)))
      UNION ALL
      SELECT DISTINCT 'the publication ' || p.pubname || ': its subscribers need the new columns before dual-write'
      FROM t JOIN pg_catalog.pg_class c ON c.oid = t.oid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_publication_tables p ON p.schemaname = n.nspname AND p.tablename = c.relname
      UNION ALL
      SELECT 'the index ' || i.indexrelid::pg_catalog.regclass || ' is the replica identity, with a mapped column in it' FROM t JOIN pg_catalog.pg_index i ON i.indrelid = t.oid AND i.indisreplident
      WHERE EXISTS (SELECT FROM mapped m WHERE m.attnum = ANY (i.indkey::pg_catalog.int2[]))
      UNION ALL
      SELECT DISTINCT 'a grant on the column ' || a.attname || ' to ' || CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE pg_catalog.pg_get_userbyid(g.grantee)::pg_catalog.text END || ' (' || g.privilege_type || ')'
      FROM t JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid JOIN mapped m ON m.attnum = a.attnum, LATERAL pg_catalog.aclexplode(a.attacl) g
      UNION ALL
      SELECT 'the policy ' || p.polname || ' speaks of a mapped column' FROM t JOIN pg_catalog.pg_policy p ON p.polrelid = t.oid
      WHERE EXISTS (SELECT FROM pg_catalog.pg_depend d JOIN mapped m ON m.attnum = d.refobjsubid WHERE d.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass AND d.objid = p.oid AND d.refobjid = t.oid)
      UNION ALL
      SELECT 'the statistics object ' || s.stxname || ' is on a mapped column, and has no counterpart' FROM t JOIN pg_catalog.pg_statistic_ext s ON s.stxrelid = t.oid
      WHERE EXISTS (SELECT FROM mapped m WHERE m.attnum = ANY (s.stxkeys::pg_catalog.int2[]))
      """;

  private static final String EVENT_TRIGGERS =
      "SELECT 'the event trigger ' || evtname || ' (' || evtevent || ') sees the DDL of expand and contract' FROM pg_catalog.pg_event_trigger WHERE evtenabled <> 'D' ORDER BY 1";

  private static final String JOBS =
      "SELECT 'the pg_cron job ' || jobid || ' names the table: its SQL is not rewritten' FROM cron.job WHERE active AND command ~* ?";

  private final Connection connection;

  Bystanders(Connection connection) {
    this.connection = connection;
  }

  /** Notes on one migration; the check of the binding says which of these the driver refuses to connect beside. */
  List<Finding> of(Bound bound) throws SQLException {
    Set<String> columns = new LinkedHashSet<>(bound.conversion().old().keySet());
    columns.addAll(bound.conversion().young().keySet());
    List<String> found =
        new ArrayList<>(facts(bound.table().oid(), bound.table().name(), columns));
    if (bound.newTable().oid() != bound.table().oid()) {
      found.addAll(facts(bound.newTable().oid(), bound.newTable().name(), columns));
    }
    String pattern = pattern(bound.table().name());
    if (hasJobs()) {
      try (var select = connection.prepareStatement(JOBS)) {
        select.setString(1, pattern);
        found.addAll(strings(select));
      }
    }
    return found.stream()
        .distinct()
        .map(text -> Finding.note("bystander", bound.migration().name(), text))
        .toList();
  }

  /** What concerns all migrations. */
  List<Finding> general() throws SQLException {
    try (var select = connection.prepareStatement(EVENT_TRIGGERS)) {
      return strings(select).stream()
          .map(text -> Finding.note("bystander", "", text))
          .toList();
    }
  }

  private List<String> facts(long oid, String name, Set<String> columns) throws SQLException {
    try (var select = connection.prepareStatement(FACTS)) {
      select.setLong(1, oid);
      select.setString(2, pattern(name));
      select.setArray(3, connection.createArrayOf("text", columns.toArray()));
      return strings(select);
    }
  }

  /** The name as a word, in the server's regular expressions. */
  private static String pattern(String name) {
    StringBuilder quoted = new StringBuilder("\\m");
    name.chars().forEach(c -> {
      if (Pattern.matches("[A-Za-z0-9_]", String.valueOf((char) c)) || c >= 0x80) {
        quoted.append((char) c);
      } else {
        quoted.append('\\').append((char) c);
      }
    });
    return quoted.append("\\M").toString();
  }

  private boolean hasJobs() throws SQLException {
    try (var select = connection.prepareStatement(
        "SELECT 1 WHERE pg_catalog.to_regclass('cron.job') IS NOT NULL AND pg_catalog.has_table_privilege(pg_catalog.to_regclass('cron.job'), 'SELECT')")) {
      return !strings(select).isEmpty();
    }
  }

  private static List<String> strings(java.sql.PreparedStatement select) throws SQLException {
    List<String> all = new ArrayList<>();
    try (var rows = select.executeQuery()) {
      while (rows.next()) {
        all.add(rows.getString(1));
      }
    }
    return all;
  }
}
