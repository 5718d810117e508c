package dev.crossfade.migrator.plan;

/** What a plan asks the catalog. One parameter each: the table's OID. To be asked under an empty search_path. */
final class CatalogQueries {
  private CatalogQueries() {}

  static final String TABLE = """
      SELECT n.nspname, c.relname, pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(c.relowner)), c.relkind,
        NOT EXISTS (SELECT FROM pg_catalog.pg_class s WHERE s.oid = c.oid AND pg_catalog.pg_relation_size(s.oid) > 0) AND c.relkind <> 'p'
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = ?::pg_catalog.oid
      """;

  static final String ATTRIBUTES = """
      SELECT a.attname, a.attnum, pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
        (SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(o.collname) FROM pg_catalog.pg_collation o JOIN pg_catalog.pg_namespace n ON n.oid = o.collnamespace
         WHERE o.oid = a.attcollation AND a.attcollation <> t.typcollation) AS collation,
        a.attnotnull, CASE WHEN a.attgenerated = '' THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid) END AS default_expression,
        pg_catalog.col_description(a.attrelid, a.attnum) AS comment, coalesce(a.attstattarget, -1) AS statistics,
        coalesce(a.attoptions, '{}') AS options,
        CASE WHEN a.attstorage <> t.typstorage THEN CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'x' THEN 'EXTENDED' WHEN 'm' THEN 'MAIN' END END AS storage,
        CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END AS compression, a.attgenerated <> '' AS generated, a.attidentity <> '' AS identity,
        (SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(s.relname)
         FROM pg_catalog.pg_depend p JOIN pg_catalog.pg_class s ON s.oid = p.objid AND s.relkind = 'S' JOIN pg_catalog.pg_namespace n ON n.oid = s.relnamespace
         WHERE p.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND p.refclassid = p.classid AND p.refobjid = a.attrelid AND p.refobjsubid = a.attnum AND p.deptype = 'a' LIMIT 1) AS sequence,
        EXISTS (SELECT FROM pg_catalog.pg_stats s JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                WHERE s.schemaname = n.nspname AND s.tablename = c.relname AND s.attname = a.attname
                  AND (s.null_frac < 1 OR pg_catalog.pg_stat_get_mod_since_analyze(c.oid) = 0)) AS analyzed
      FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      WHERE a.attrelid = ?::pg_catalog.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
      """;

  /** Column (empty for the table), privilege, grantee, whether it may be passed on. */
  static final String GRANTS = """
      SELECT g.attname, g.privilege_type, CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(g.grantee)) END, g.is_grantable
      FROM (SELECT a.attname::pg_catalog.text, x.*, c.relowner FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid, LATERAL pg_catalog.aclexplode(a.attacl) x
            WHERE a.attrelid = ?::pg_catalog.oid AND a.attnum > 0 AND NOT a.attisdropped
            UNION ALL SELECT '', x.*, c.relowner FROM pg_catalog.pg_class c, LATERAL pg_catalog.aclexplode(c.relacl) x WHERE c.oid = ?::pg_catalog.oid) g
      WHERE g.grantee <> g.relowner ORDER BY 1, 3, 2
      """;

  static final String INDEXES = """
      SELECT c.oid::pg_catalog.int8, c.relname, m.amname, i.indisunique, i.indisvalid AND i.indisready AS valid,
        coalesce((pg_catalog.to_jsonb(i) ->> 'indnullsnotdistinct')::pg_catalog.bool, false), i.indnkeyatts,
        pg_catalog.pg_get_expr(i.indpred, i.indrelid), coalesce(c.reloptions, '{}'),
        (SELECT pg_catalog.quote_ident(s.spcname) FROM pg_catalog.pg_tablespace s WHERE s.oid = c.reltablespace),
        k.conname, coalesce(k.contype::pg_catalog.text, ''), pg_catalog.pg_get_indexdef(c.oid),
        (SELECT p.pid FROM pg_catalog.pg_stat_progress_create_index p WHERE p.index_relid = c.oid AND p.datname = pg_catalog.current_database() LIMIT 1)
      FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_am m ON m.oid = c.relam
        LEFT JOIN pg_catalog.pg_constraint k ON k.conindid = i.indexrelid AND k.conrelid = i.indrelid AND k.contype IN ('p', 'u', 'x')
      WHERE i.indrelid = ?::pg_catalog.oid ORDER BY c.oid
      """;

  /** Index, expression, attribute, collation, operator class, whether it is the type's usual one, order. */
  static final String INDEX_COLUMNS = """
      SELECT i.indexrelid::pg_catalog.int8, pg_catalog.pg_get_indexdef(i.indexrelid, k, false), i.indkey[k - 1]::pg_catalog.int4,
        (SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(o.collname) FROM pg_catalog.pg_collation o JOIN pg_catalog.pg_namespace n ON n.oid = o.collnamespace
         WHERE k <= i.indnkeyatts AND o.oid = i.indcollation[k - 1]),
        (SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(o.opcname)
           || coalesce((SELECT '(' || pg_catalog.string_agg(pg_catalog.split_part(x, '=', 1) || ' = ' || pg_catalog.quote_literal(pg_catalog.substr(x, pg_catalog.strpos(x, '=') + 1)), ', ') || ')'
                        FROM pg_catalog.unnest(a.attoptions) x), '')
         FROM pg_catalog.pg_opclass o JOIN pg_catalog.pg_namespace n ON n.oid = o.opcnamespace WHERE k <= i.indnkeyatts AND o.oid = i.indclass[k - 1]),
        coalesce((SELECT o.opcdefault AND a.attoptions IS NULL FROM pg_catalog.pg_opclass o WHERE k <= i.indnkeyatts AND o.oid = i.indclass[k - 1]), true),
        CASE WHEN k <= i.indnkeyatts THEN
          CASE i.indoption[k - 1] & 3 WHEN 1 THEN 'DESC NULLS LAST' WHEN 2 THEN 'ASC NULLS FIRST' WHEN 3 THEN 'DESC' ELSE '' END ELSE '' END
      FROM pg_catalog.pg_index i, LATERAL pg_catalog.generate_series(1, i.indnatts::pg_catalog.int4) k, LATERAL (SELECT * FROM pg_catalog.pg_attribute a WHERE a.attrelid = i.indexrelid AND a.attnum = k) a
      WHERE i.indrelid = ?::pg_catalog.oid ORDER BY 1, k
      """;

  private static final String CONSTRAINT = """
      SELECT k.conname, pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname), k.contype::pg_catalog.text,
        ARRAY(SELECT a.attname::pg_catalog.text FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY u(num, ord) JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.num ORDER BY ord),
        pg_catalog.pg_get_constraintdef(k.oid), k.condeferrable, k.convalidated,
        (SELECT pg_catalog.quote_ident(f.nspname) || '.' || pg_catalog.quote_ident(r.relname) FROM pg_catalog.pg_class r JOIN pg_catalog.pg_namespace f ON f.oid = r.relnamespace WHERE r.oid = k.confrelid),
        ARRAY(SELECT a.attname::pg_catalog.text FROM pg_catalog.unnest(k.confkey) WITH ORDINALITY u(num, ord) JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.num ORDER BY ord),
        CASE k.confmatchtype WHEN 'f' THEN ' MATCH FULL' ELSE '' END
          || CASE k.confupdtype WHEN 'r' THEN ' ON UPDATE RESTRICT' WHEN 'c' THEN ' ON UPDATE CASCADE' WHEN 'n' THEN ' ON UPDATE SET NULL' WHEN 'd' THEN ' ON UPDATE SET DEFAULT' ELSE '' END
          || CASE k.confdeltype WHEN 'r' THEN ' ON DELETE RESTRICT' WHEN 'c' THEN ' ON DELETE CASCADE' WHEN 'n' THEN ' ON DELETE SET NULL' WHEN 'd' THEN ' ON DELETE SET DEFAULT' ELSE '' END
          || CASE WHEN k.condeferrable THEN ' DEFERRABLE' ELSE '' END || CASE WHEN k.condeferred THEN ' INITIALLY DEFERRED' ELSE '' END
      FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      """;

  static final String CONSTRAINTS = CONSTRAINT
      + "WHERE k.conrelid = ?::pg_catalog.oid AND k.contype IN ('c', 'f', 'p', 'u', 'x') ORDER BY k.oid";

  static final String REFERENCES = CONSTRAINT
      + "WHERE k.confrelid = ?::pg_catalog.oid AND k.contype = 'f' AND k.conparentid = 0 ORDER BY k.oid";

  static final String DEPENDENTS = """
      SELECT DISTINCT a.attname, CASE WHEN w.oid IS NULL THEN pg_catalog.pg_describe_object(d.classid, d.objid, 0)
          ELSE pg_catalog.pg_describe_object('pg_catalog.pg_class'::pg_catalog.regclass, w.ev_class, 0) END
      FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
        LEFT JOIN pg_catalog.pg_rewrite w ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND w.oid = d.objid
      WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = ?::pg_catalog.oid AND d.refobjsubid > 0 AND d.deptype = 'n'
        AND d.classid NOT IN ('pg_catalog.pg_constraint'::pg_catalog.regclass, 'pg_catalog.pg_class'::pg_catalog.regclass)
        AND NOT (d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass)
      UNION
      SELECT a.attname, 'the generated column ' || pg_catalog.quote_ident(g.attname)
      FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_attrdef f ON d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND f.oid = d.objid
        JOIN pg_catalog.pg_attribute g ON g.attrelid = f.adrelid AND g.attnum = f.adnum AND g.attgenerated <> ''
        JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid AND a.attnum <> g.attnum
      WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = ?::pg_catalog.oid
      ORDER BY 1, 2
      """;

  static final String PARTITIONS = """
      SELECT n.nspname, c.relname FROM pg_catalog.pg_partition_tree(?::pg_catalog.oid::pg_catalog.regclass) p JOIN pg_catalog.pg_class c ON c.oid = p.relid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE p.isleaf AND c.relkind = 'r' ORDER BY c.oid
      """;
}
