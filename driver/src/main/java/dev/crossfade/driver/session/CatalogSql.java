package dev.crossfade.driver.session;

/**
 * The questions put to the catalog. Names of ours are qualified, so that nothing in the application's search_path can stand in for them.
 *
 * <p>Expressions and types have to be printed under an empty search_path. {@code set_config(…, true)} inside the statement does that: its effect ends with the
 * statement outside a transaction, and inside one the last step puts the old value back at the same level, so that COMMIT and ROLLBACK find what they would
 * have found. Each step takes its rows from the one before, which fixes the order in which the server evaluates them.
 */
final class CatalogSql {
  private CatalogSql() {}

  /** A digest of what a relation's row, columns, defaults and rules say; {@code %s} is its OID, under a name that isn't used in here. */
  private static final String RELATION_DIGEST = """
      (SELECT pg_catalog.sum(pg_catalog.hashtextextended(x.part, 0)::pg_catalog.numeric) FROM (
        SELECT ROW(c.oid, c.relname, c.relnamespace, n.nspname, c.relkind)::pg_catalog.text AS part
          FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = %1$s
        UNION ALL
        SELECT ROW(a.attnum, a.attname, a.atttypid, a.atttypmod, a.attnotnull, a.attgenerated, a.attidentity, a.attisdropped, a.attcollation, d.oid, d.xmin)::pg_catalog.text
          FROM pg_catalog.pg_attribute a LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
          WHERE a.attrelid = %1$s AND a.attnum > 0
        UNION ALL
        SELECT ROW('domain', t.oid, t.xmin)::pg_catalog.text
          FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid AND t.typtype = 'd' WHERE a.attrelid = %1$s AND a.attnum > 0
        UNION ALL
        SELECT ROW('unique', i.indexrelid, i.indkey, i.indimmediate, i.indisvalid)::pg_catalog.text FROM pg_catalog.pg_index i WHERE i.indrelid = %1$s AND i.indisunique
        UNION ALL
        SELECT ROW('rule', w.oid, w.xmin)::pg_catalog.text FROM pg_catalog.pg_rewrite w WHERE w.ev_class = %1$s) x)""";

  /** Parameters: schemas and names of functions; the answer has one row per function. */
  static final String FUNCTIONS = """
      SELECT w.ord, p.prokind = 'a' AS aggregate, p.provolatile = 'v' AS volatile,
        ARRAY(SELECT o.name FROM ROWS FROM (pg_catalog.unnest(p.proargnames), pg_catalog.unnest(p.proargmodes)) o(name, mode)
              WHERE o.mode IN ('o', 'b', 't') AND o.name <> '')
          || ARRAY(SELECT a.attname::pg_catalog.text FROM pg_catalog.pg_type t JOIN pg_catalog.pg_attribute a ON a.attrelid = t.typrelid
                   WHERE t.oid = p.prorettype AND t.typrelid <> 0 AND a.attnum > 0 AND NOT a.attisdropped) AS outputs,
        p.prorettype = 'pg_catalog.record'::pg_catalog.regtype
          AND NOT coalesce(p.proargmodes && ARRAY['o', 'b', 't']::pg_catalog."char"[], false) AS record,
        ROW(p.oid, p.xmin)::pg_catalog.text AS digest
      FROM ROWS FROM (pg_catalog.unnest(?::pg_catalog.text[]), pg_catalog.unnest(?::pg_catalog.text[])) WITH ORDINALITY w(schema, name, ord)
        JOIN pg_catalog.pg_proc p ON p.proname = w.name::pg_catalog.name
        JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
      WHERE CASE w.schema WHEN '' THEN n.nspname = ANY (pg_catalog.current_schemas(true)) ELSE n.nspname = w.schema::pg_catalog.name END
      ORDER BY w.ord, p.oid
      """;

  /** What type of a length a domain stands on in the end; {@code %s} is a type's OID and modifier. */
  private static final String BASE = """
      (WITH RECURSIVE under AS (
          SELECT %s AS oid, %s AS mod, 0 AS depth
          UNION ALL SELECT d.typbasetype, d.typtypmod, u.depth + 1 FROM under u JOIN pg_catalog.pg_type d ON d.oid = u.oid AND d.typtype = 'd')
        SELECT pg_catalog.format_type(oid, mod) FROM under ORDER BY depth DESC LIMIT 1)""";

  /** Whether the name of type {@code y} means it in the schemas of {@code p}. */
  private static final String VISIBLE = """
      (SELECT o.oid = y.oid FROM pg_catalog.pg_type o JOIN pg_catalog.pg_namespace n ON n.oid = o.typnamespace
        WHERE o.typname = y.typname AND n.nspname::pg_catalog.text = ANY (p.schemas || 'pg_catalog'::pg_catalog.text)
        ORDER BY n.nspname = 'pg_catalog' DESC, pg_catalog.array_position(p.schemas, n.nspname::pg_catalog.text) LIMIT 1)""";

  /** Parameters: path (empty: the session's own), schemas and names of types. For each name that means a type outside of pg_catalog: its place and what it is. */
  static final String TYPES = """
      SELECT w.ord, spelling, CASE WHEN y.typtype = 'd' THEN %s ELSE spelling END, coalesce(%s, false)
      FROM (SELECT coalesce(nullif(?::pg_catalog.text[], '{}'), pg_catalog.current_schemas(true)::pg_catalog.text[]) AS schemas) p,
        ROWS FROM (pg_catalog.unnest(?::pg_catalog.text[]), pg_catalog.unnest(?::pg_catalog.text[])) WITH ORDINALITY w(schema, name, ord),
        pg_catalog.pg_type y JOIN pg_catalog.pg_namespace s ON s.oid = y.typnamespace,
        LATERAL (SELECT pg_catalog.quote_ident(s.nspname) || '.' || pg_catalog.quote_ident(y.typname)) q(spelling)
      WHERE y.typname = w.name::pg_catalog.name AND s.nspname <> 'pg_catalog'
        AND CASE w.schema WHEN '' THEN coalesce(%s, false) ELSE s.nspname = w.schema::pg_catalog.name END
      """.formatted(BASE.formatted("y.oid", "-1"), VISIBLE, VISIBLE);

  private static final String WANTED = """
      path AS MATERIALIZED (
        SELECT pg_catalog.current_setting('search_path') AS before, pg_catalog.pg_my_temp_schema() AS temp,
          coalesce(nullif(?::pg_catalog.text[], '{}'), pg_catalog.current_schemas(true)::pg_catalog.text[]) AS schemas),
      cleared AS MATERIALIZED (
        SELECT pg_catalog.set_config('search_path', pg_catalog.left(before, 0), true) AS done, before, temp, schemas FROM path),
      wanted AS MATERIALIZED (
        SELECT w.ord, (
          SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          WHERE c.relname = w.name::pg_catalog.name
            AND CASE w.schema
              WHEN '' THEN n.nspname::pg_catalog.text = ANY (p.schemas)
              WHEN 'pg_temp' THEN n.oid = p.temp
              ELSE n.nspname = w.schema::pg_catalog.name END
          ORDER BY pg_catalog.array_position(p.schemas, n.nspname::pg_catalog.text) LIMIT 1) AS oid
        FROM cleared p, ROWS FROM (pg_catalog.unnest(?::pg_catalog.text[]), pg_catalog.unnest(?::pg_catalog.text[])) WITH ORDINALITY w(schema, name, ord)
        WHERE p.done IS NOT NULL)""";

  /** The last step: hands out {@code facts} and puts the search_path back. */
  private static final String RESTORED = """
      answer AS MATERIALIZED (SELECT pg_catalog.array_agg(f) AS facts FROM facts)
      SELECT facts, pg_catalog.set_config('search_path', CASE WHEN facts IS NULL THEN NULL ELSE before END, true) FROM answer, cleared
      """;

  /**
   * Parameters: path (empty: the session's own), schemas and names of relations, OIDs of further relations. Defaults are printed without their relation, which
   * would be locked for that: they have no columns in them, and what generates a column is not asked for.
   */
  static final String RELATIONS = "WITH RECURSIVE " + WANTED
      + """
          ,
          rels AS MATERIALIZED (
            SELECT oid FROM wanted WHERE oid IS NOT NULL
            UNION SELECT o::pg_catalog.oid FROM cleared p, pg_catalog.unnest(?::pg_catalog.int8[]) o WHERE p.done IS NOT NULL),
          reach AS (
            SELECT c.oid AS root, c.oid AS rel FROM rels JOIN pg_catalog.pg_class c USING (oid) WHERE c.relkind IN ('v', 'm')
            UNION
            SELECT r.root, d.refobjid FROM reach r JOIN pg_catalog.pg_rewrite w ON w.ev_class = r.rel
              JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND d.objid = w.oid
                AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid <> r.rel),
          cols AS (
            SELECT a.attrelid, a.attname, a.attnum, pg_catalog.format_type(a.atttypid, a.atttypmod) AS type, a.atttypid, a.atttypmod, a.attnotnull, a.attgenerated, a.attidentity,
              coalesce(CASE WHEN a.attgenerated = '' THEN pg_catalog.pg_get_expr(d.adbin, 0) END, pg_catalog.pg_get_expr(t.typdefaultbin, 0),
                pg_catalog.quote_literal(t.typdefault) || '::' || pg_catalog.format_type(a.atttypid, a.atttypmod)) AS def
            FROM rels JOIN pg_catalog.pg_attribute a ON a.attrelid = rels.oid AND a.attnum > 0 AND NOT a.attisdropped
              JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
              LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum),
          digests AS MATERIALIZED (SELECT oid, @DIGEST@ AS digest FROM rels),
          facts(f) AS (
            SELECT ARRAY['path', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL] FROM cleared
            UNION ALL
            SELECT ARRAY['name', ord::pg_catalog.text, oid::pg_catalog.text, NULL, NULL, NULL, NULL, NULL, NULL, NULL] FROM wanted WHERE oid IS NOT NULL
            UNION ALL
            SELECT ARRAY['relation', c.oid::pg_catalog.text, n.nspname::pg_catalog.text, c.relname::pg_catalog.text, c.relkind::pg_catalog.text,
              g.digest::pg_catalog.text, NULL, NULL, NULL, NULL]
            FROM digests g JOIN pg_catalog.pg_class c USING (oid) JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            UNION ALL
            SELECT ARRAY['unique', i.indrelid::pg_catalog.text, CASE WHEN i.indexprs IS NULL THEN i.indkey::pg_catalog.text END, i.indnkeyatts::pg_catalog.text,
              i.indimmediate::pg_catalog.text, (i.indpred IS NOT NULL)::pg_catalog.text, i.indisprimary::pg_catalog.text, x.relname::pg_catalog.text, NULL, NULL]
            FROM rels JOIN pg_catalog.pg_index i ON i.indrelid = rels.oid AND i.indisunique AND i.indisvalid JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
            UNION ALL
            SELECT ARRAY['reach', root::pg_catalog.text, rel::pg_catalog.text, NULL, NULL, NULL, NULL, NULL, NULL, NULL] FROM reach WHERE root <> rel
            UNION ALL
            SELECT ARRAY['column', attrelid::pg_catalog.text, attname::pg_catalog.text, attnum::pg_catalog.text, type, atttypid::pg_catalog.text, attnotnull::pg_catalog.text, def,
              (def ~ '"[(]' OR EXISTS (
                SELECT FROM pg_catalog.regexp_matches(def, '([[:alnum:]_$]+)[(]', 'g') m
                  JOIN pg_catalog.pg_proc f ON f.proname = m[1]::pg_catalog.name AND f.provolatile = 'v'))::pg_catalog.text,
              CASE WHEN attgenerated <> '' THEN 'generated' WHEN attidentity <> '' THEN 'identity' END]
            FROM cols
            UNION ALL
            SELECT ARRAY['type', attrelid::pg_catalog.text, attnum::pg_catalog.text, @BASE@, coalesce(@VISIBLE@, false)::pg_catalog.text, NULL, NULL, NULL, NULL, NULL]
            FROM cols JOIN pg_catalog.pg_type y ON y.oid = atttypid CROSS JOIN cleared p WHERE y.typnamespace <> 'pg_catalog'::pg_catalog.regnamespace),
          """.replace("@DIGEST@", RELATION_DIGEST.formatted("rels.oid"))
          .replace("@BASE@", BASE.formatted("atttypid", "atttypmod"))
          .replace("@VISIBLE@", VISIBLE)
      + RESTORED;

  /** Parameters: schemas and names of relations. For each name that is found: its place, OID and digest. */
  static final String DIGESTS = """
      SELECT w.ord, found.oid, %s AS digest
      FROM ROWS FROM (pg_catalog.unnest(?::pg_catalog.text[]), pg_catalog.unnest(?::pg_catalog.text[])) WITH ORDINALITY w(schema, name, ord),
        LATERAL (
          SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          WHERE c.relname = w.name::pg_catalog.name
            AND CASE w.schema
              WHEN '' THEN n.nspname = ANY (pg_catalog.current_schemas(true))
              WHEN 'pg_temp' THEN n.oid = pg_catalog.pg_my_temp_schema()
              ELSE n.nspname = w.schema::pg_catalog.name END
          ORDER BY pg_catalog.array_position(pg_catalog.current_schemas(true), n.nspname) LIMIT 1) found
      """.formatted(RELATION_DIGEST.formatted("found.oid"));

  /** Parameter: OIDs. Partitions and inheritance children of each, at any depth. */
  static final String CHILDREN = """
      WITH RECURSIVE tree AS (
        SELECT r::pg_catalog.oid AS root, r::pg_catalog.oid AS rel FROM pg_catalog.unnest(?::pg_catalog.int8[]) r
        UNION
        SELECT t.root, i.inhrelid FROM tree t JOIN pg_catalog.pg_inherits i ON i.inhparent = t.rel)
      SELECT root::pg_catalog.int8, rel::pg_catalog.int8 FROM tree WHERE root <> rel ORDER BY 1, 2
      """;

  /** Parameter: OIDs. The tables that one of these refers to by a foreign key, also through others: by whom, which, its name. */
  static final String REFERENCED = """
      WITH RECURSIVE up AS (
        SELECT r::pg_catalog.oid AS root, r::pg_catalog.oid AS rel FROM pg_catalog.unnest(?::pg_catalog.int8[]) r
        UNION
        SELECT u.root, k.confrelid FROM up u JOIN pg_catalog.pg_constraint k ON k.conrelid = u.rel AND k.contype = 'f')
      SELECT up.root::pg_catalog.int8, c.oid::pg_catalog.int8, c.relname::pg_catalog.text,
          ARRAY(SELECT k.confupdtype::pg_catalog.text || ' ' || pg_catalog.array_to_string(k.conkey, ',') || ' ' || pg_catalog.array_to_string(k.confkey, ',')
            FROM pg_catalog.pg_constraint k WHERE k.conrelid = up.root AND k.confrelid = up.rel AND k.contype = 'f')
        FROM up JOIN pg_catalog.pg_class c ON c.oid = up.rel
        WHERE up.root <> up.rel ORDER BY 1, 2
      """;

  /** Parameter: OIDs. Names of the relations whose rules (a view's query is one) reach one of them. */
  static final String REACHED_FROM = """
      WITH RECURSIVE up AS (
        SELECT r::pg_catalog.oid AS rel FROM pg_catalog.unnest(?::pg_catalog.int8[]) r
        UNION
        SELECT w.ev_class FROM up JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = up.rel
            AND d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
          JOIN pg_catalog.pg_rewrite w ON w.oid = d.objid)
      SELECT c.relname FROM up JOIN pg_catalog.pg_class c ON c.oid = up.rel
      """;

  /** Parameters: path, schemas and names of the mapped tables. One digest of everything that a binding stands on. */
  static final String BINDING_DIGEST = """
      WITH RECURSIVE named AS (
        SELECT w.ord, c.oid
        FROM ROWS FROM (pg_catalog.unnest(?::pg_catalog.text[]), pg_catalog.unnest(?::pg_catalog.text[])) WITH ORDINALITY w(schema, name, ord)
          CROSS JOIN (SELECT ?::pg_catalog.text[] AS schemas) p,
          LATERAL (
            SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relname = w.name::pg_catalog.name
              AND CASE w.schema WHEN '' THEN n.nspname::pg_catalog.text = ANY (p.schemas) ELSE n.nspname = w.schema::pg_catalog.name END
            ORDER BY pg_catalog.array_position(p.schemas, n.nspname::pg_catalog.text) LIMIT 1) c),
      tree AS (
        SELECT oid AS rel FROM named UNION SELECT i.inhrelid FROM tree t JOIN pg_catalog.pg_inherits i ON i.inhparent = t.rel),
      up AS (
        SELECT rel, NULL::pg_catalog.text AS rule FROM tree
        UNION
        SELECT w.ev_class, ROW(w.oid, w.xmin, c.relname, c.relnamespace)::pg_catalog.text
        FROM up JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = up.rel
            AND d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
          JOIN pg_catalog.pg_rewrite w ON w.oid = d.objid JOIN pg_catalog.pg_class c ON c.oid = w.ev_class)
      SELECT pg_catalog.sum(pg_catalog.hashtextextended(part, 0)::pg_catalog.numeric)::pg_catalog.text FROM (
        SELECT ROW('n', ord, oid)::pg_catalog.text AS part FROM named
        UNION ALL SELECT rule FROM up WHERE rule IS NOT NULL
        UNION ALL SELECT %s::pg_catalog.text FROM tree
        UNION ALL SELECT ROW('c', c.oid, c.relacl, c.relrowsecurity)::pg_catalog.text FROM tree JOIN pg_catalog.pg_class c ON c.oid = rel
        UNION ALL SELECT ROW('a', a.attrelid, a.attnum, a.attacl)::pg_catalog.text FROM tree JOIN pg_catalog.pg_attribute a ON a.attrelid = rel AND a.attacl IS NOT NULL
        UNION ALL SELECT ROW('i', i.inhrelid, i.inhparent)::pg_catalog.text FROM tree JOIN pg_catalog.pg_inherits i ON i.inhrelid = rel
        UNION ALL SELECT ROW('t', t.oid, t.xmin)::pg_catalog.text FROM tree JOIN pg_catalog.pg_trigger t ON t.tgrelid = rel AND NOT t.tgisinternal
        UNION ALL SELECT ROW('k', k.oid, k.xmin)::pg_catalog.text FROM tree JOIN pg_catalog.pg_constraint k ON k.conrelid = rel OR k.confrelid = rel
        UNION ALL SELECT ROW('p', p.oid, p.xmin)::pg_catalog.text FROM tree JOIN pg_catalog.pg_policy p ON p.polrelid = rel
        UNION ALL SELECT ROW('x', x.indexrelid, x.indisunique)::pg_catalog.text FROM tree JOIN pg_catalog.pg_index x ON x.indrelid = rel) parts
      """.formatted(RELATION_DIGEST.formatted("rel"));

  /** What this connection's unqualified names mean: the setting, the schemas without temporary ones, the temporary relations. */
  static final String NAMES = """
      SELECT pg_catalog.current_setting('search_path'),
        ARRAY(SELECT s::pg_catalog.text FROM pg_catalog.unnest(pg_catalog.current_schemas(true)) WITH ORDINALITY u(s, ord) WHERE s !~ '^pg_temp_' ORDER BY ord),
        ARRAY(SELECT c.oid::pg_catalog.text || ' ' || c.relname FROM pg_catalog.pg_class c
              WHERE c.relnamespace = pg_catalog.pg_my_temp_schema() AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') ORDER BY c.oid),
        (SELECT d.oid::pg_catalog.int8 FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()),
        pg_catalog.current_database()
      """;
}
