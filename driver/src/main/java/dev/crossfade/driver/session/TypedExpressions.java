package dev.crossfade.driver.session;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Has the server type expressions over columns of given types. */
final class TypedExpressions {
  /** A literal without a type of its own. */
  static final long UNKNOWN = 0;

  /** Two types, each as it is and as the base type of its domain. */
  private static final String BASES = """
      WITH RECURSIVE asked AS (SELECT %s::pg_catalog.oid AS s, %s::pg_catalog.oid AS t),
      down AS (
        SELECT 's' AS side, s AS oid FROM asked UNION ALL SELECT 't', t FROM asked
        UNION ALL
        SELECT d.side, y.typbasetype FROM down d JOIN pg_catalog.pg_type y ON y.oid = d.oid WHERE y.typtype = 'd'),
      base AS (SELECT d.side, y.* FROM down d JOIN pg_catalog.pg_type y ON y.oid = d.oid WHERE y.typtype <> 'd'),
      pair AS (
        SELECT CASE WHEN s.typcategory = 'A' AND t.typcategory = 'A' THEN s.typelem ELSE s.oid END AS s,
          CASE WHEN s.typcategory = 'A' AND t.typcategory = 'A' THEN t.typelem ELSE t.oid END AS t, t.typcategory AS category
        FROM base s, base t WHERE s.side = 's' AND t.side = 't')
      """;

  private final Probe probe;
  private final String columns;

  /** @param inputs the columns' names and types */
  TypedExpressions(Probe probe, Map<String, String> inputs) {
    this.probe = probe;
    String list = inputs.entrySet().stream()
        .map(input -> "CAST(NULL AS " + input.getValue() + ") AS " + quoted(input.getKey()))
        .collect(Collectors.joining(", "));
    // OFFSET 0 keeps the planner from folding expressions over the NULLs, which could raise what no
    // row would.
    this.columns = "(SELECT " + (list.isEmpty() ? "1" : list) + " OFFSET 0) crossfade_columns";
  }

  Probe probe() {
    return probe;
  }

  private static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  /** The type's OID; a literal's is text's. */
  long typeOf(String expression) throws SQLException {
    return typesOf(List.of(expression)).get(0);
  }

  List<Long> typesOf(Collection<String> expressions) throws SQLException {
    // A line break, for an expression may end in a comment.
    String list = expressions.stream()
        .map(e -> "pg_catalog.pg_typeof((SELECT (" + e + "\n) FROM " + columns
            + " LIMIT 0))::pg_catalog.oid::pg_catalog.int8")
        .collect(Collectors.joining(", "));
    return probe.read("SELECT ARRAY[" + list + "]::pg_catalog.int8[]", rows -> {
      rows.next();
      return List.of((Long[]) rows.getArray(1).getArray());
    });
  }

  /** Fails if the server has no cast. */
  void cast(String expression, String type) throws SQLException {
    typeOf("CAST((" + expression + "\n) AS " + type + ")");
  }

  boolean isAssignable(long source, long target) throws SQLException {
    String sql = BASES.formatted(source, target) + """
            SELECT s = t OR category = 'S' OR EXISTS (
              SELECT FROM pg_catalog.pg_cast c WHERE c.castsource = pair.s AND c.casttarget = pair.t AND c.castcontext IN ('i', 'a')) FROM pair
            """;
    return probe.read(sql, rows -> rows.next() && rows.getBoolean(1));
  }

  /** {@code i}, {@code s} or {@code v}, as in pg_proc.provolatile; a cast by way of text is as good as its worse half. */
  char castVolatility(long source, long target) throws SQLException {
    if (source == target) {
      return 'i';
    }
    String sql = BASES.formatted(source, target) + """
            SELECT CASE WHEN s = t THEN 'i' ELSE coalesce(
              (SELECT CASE c.castmethod WHEN 'f' THEN p.provolatile::pg_catalog.text ELSE 'i' END
               FROM pg_catalog.pg_cast c LEFT JOIN pg_catalog.pg_proc p ON p.oid = c.castfunc
               WHERE c.castsource = pair.s AND c.casttarget = pair.t AND c.castmethod <> 'i'),
              (SELECT pg_catalog.max(p.provolatile::pg_catalog.text) FROM pg_catalog.pg_type a, pg_catalog.pg_type b, pg_catalog.pg_proc p
               WHERE a.oid = pair.s AND b.oid = pair.t AND p.oid IN (a.typoutput::pg_catalog.oid, b.typinput::pg_catalog.oid))) END FROM pair
            """;
    return probe.read(
        sql,
        rows -> rows.next() && rows.getString(1) != null ? rows.getString(1).charAt(0) : 'i');
  }

  String name(long type) throws SQLException {
    return probe.read("SELECT pg_catalog.format_type(" + type + ", NULL)", rows -> {
      rows.next();
      return rows.getString(1);
    });
  }
}
