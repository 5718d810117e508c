package dev.crossfade.equivalence;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A database of one side, with functions in the schema {@code oracle} that look at its tables without naming them in a statement's text: {@code contents()},
 * {@code drift()}, {@code restore()} and {@code sequences()}.
 */
final class Database {
  private static final String COLUMNS = """
      SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname), quote_ident(a.attname), format_type(a.atttypid, a.atttypmod)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE %s AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'oracle') AND n.nspname NOT LIKE 'pg\\_%%'
        AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
      ORDER BY 1, a.attnum
      """;
  private static final String ROOTS =
      "c.relkind IN ('r', 'p') AND NOT EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = c.oid)";
  private static final String STORED = "c.relkind = 'r'";

  private final Server server;
  private final String name;
  private final List<String> sql;

  Database(Server server, String name, List<String> sql) {
    this.server = server;
    this.name = name;
    this.sql = sql;
  }

  String name() {
    return name;
  }

  /** Makes the database, or makes it anew. */
  void build(
      Optional<Stage> stage, Seed seed, boolean newShape, Map<String, Map<String, String>> shown)
      throws SQLException {
    server.create(name);
    server.run(name, List.of(sql.get(0), "CREATE SCHEMA oracle"));
    Set<String> known = own(seed, newShape);
    for (String part : sql.subList(1, sql.size())) {
      server.run(name, List.of(part));
    }
    List<String> oracle = new ArrayList<>();
    try (Connection c = server.open(name)) {
      Map<String, Map<String, String>> columns = shown.isEmpty() ? columns(c, ROOTS) : shown;
      oracle.add(function("contents", "text", new Contents(seed, stage, newShape).query(columns)));
      oracle.addAll(drift(columns(c, ROOTS), known, stage, seed));
      oracle.addAll(restore(columns(c, STORED)));
      oracle.addAll(sequences(c));
    }
    server.run(name, oracle);
    server.run(
        name,
        List.of(
            "CREATE TABLE oracle.base AS SELECT 0::bigint AS xid",
            "UPDATE oracle.base SET xid = pg_current_xact_id()::text::bigint",
            "ANALYZE"));
  }

  /** Keeps the keys of new tables that are there before anything moves, and gives their names. */
  private Set<String> own(Seed seed, boolean newShape) throws SQLException {
    Set<String> known = new LinkedHashSet<>();
    List<String> kept = new ArrayList<>();
    try (Connection c = server.open(name)) {
      Set<String> there = columns(c, ROOTS).keySet();
      for (Move move :
          seed.migrations().stream().flatMap(m -> m.move().stream()).distinct().toList()) {
        if (!newShape && there.contains(move.table()) && known.add(move.table())) {
          kept.add("CREATE TABLE " + move.own() + " AS SELECT "
              + String.join(", ", move.key().values()) + " FROM " + move.table());
        }
      }
    }
    server.run(name, kept);
    return known;
  }

  /** The columns of each table as an application of the side's shape sees them. */
  Map<String, Map<String, String>> columns() throws SQLException {
    try (Connection c = server.open(name)) {
      return columns(c, ROOTS);
    }
  }

  private static Map<String, Map<String, String>> columns(Connection c, String which)
      throws SQLException {
    Map<String, Map<String, String>> tables = new LinkedHashMap<>();
    try (Statement s = c.createStatement();
        ResultSet r = s.executeQuery(COLUMNS.formatted(which))) {
      while (r.next()) {
        tables
            .computeIfAbsent(r.getString(1), k -> new LinkedHashMap<>())
            .put(r.getString(2), r.getString(3));
      }
    }
    return tables;
  }

  private static List<String> drift(
      Map<String, Map<String, String>> tables,
      Set<String> known,
      Optional<Stage> stage,
      Seed seed) {
    List<String> sql = new ArrayList<>();
    List<String> checks = new ArrayList<>();
    for (Seed.Step step : seed.migrations()) {
      if (stage.isEmpty() || !stage.get().shifted(step.offset()).writesBoth()) {
        continue;
      }
      Map<String, String> types = tables.get(step.table());
      String before = "oracle.before_" + checks.size();
      if (step.move().isPresent()) {
        Move move = step.move().get();
        List<Seed.Step> siblings = siblings(seed, step);
        boolean own = known.contains(move.table());
        boolean shares = !siblings.isEmpty() || own;
        String others = Stream.concat(
                siblings.stream()
                    .map(s -> s.move().orElseThrow().wants(s, stage.get().shifted(s.offset()))),
                Stream.of(move.isOwn("n")).filter(any -> own))
            .collect(Collectors.joining(" OR "));
        sql.add("CREATE TABLE " + before + " AS " + move.unfilled(step, shares));
        checks.add(
            move.drift(step, tables, before, shares ? Optional.of(others) : Optional.empty()));
        continue;
      }
      boolean created = step.old().isEmpty();
      List<String> same = created ? List.of("id") : step.old();
      sql.add("CREATE TABLE " + before + " AS SELECT " + String.join(", ", same) + " FROM "
          + step.table() + " WHERE NOT " + step.filled());
      String n = row(step.forward().keySet().stream().toList());
      String o = row(step.old());
      String drifted = created
          ? "num_nulls(" + String.join(", ", step.forward().keySet()) + ") > 0"
          : n + " *<> " + cast(step.forward(), types) + " AND (NOT " + step.filled() + " OR " + o
              + " *<> " + cast(step.backward(), types) + ")";
      checks.add("SELECT " + row(types.keySet().stream().toList()) + "::text AS line FROM "
          + step.table() + " t WHERE xmin::text::bigint > (SELECT xid FROM oracle.base) AND "
          + drifted + " AND NOT (NOT " + step.filled() + " AND "
          + row(same.stream().map(c -> "t." + c).toList()) + "::text IN (SELECT "
          + row(same.stream().map(c -> "b." + c).toList())
          + "::text FROM " + before + " b))"
          + (created
              ? " AND (SELECT count(*) FROM " + step.table() + " WHERE NOT " + step.filled()
                  + ") > (SELECT count(*) FROM " + before + ")"
              : ""));
    }
    checks.add("SELECT 'nothing' AS line WHERE false");
    sql.add(function(
        "drift",
        "text",
        "SELECT coalesce(string_agg(line, E'\\n' ORDER BY line), '') FROM ("
            + String.join(" UNION ALL ", checks) + ") l"));
    return sql;
  }

  private static List<Seed.Step> siblings(Seed seed, Seed.Step step) {
    return seed.migrations().stream()
        .filter(s -> !s.equals(step) && s.move().isPresent())
        .filter(s -> s.move().get().table().equals(step.move().orElseThrow().table()))
        .toList();
  }

  static String row(List<String> columns) {
    return "row(" + String.join(", ", columns) + ")::record";
  }

  static String cast(Map<String, String> expressions, Map<String, String> types) {
    return row(expressions.entrySet().stream()
        .map(e -> "(" + e.getValue() + ")::" + types.get(e.getKey()))
        .toList());
  }

  private static List<String> restore(Map<String, Map<String, String>> tables) {
    List<String> sql = new ArrayList<>();
    StringBuilder body = new StringBuilder("SET LOCAL session_replication_role = replica; TRUNCATE "
        + String.join(", ", tables.keySet()) + ";\n");
    tables.forEach((table, columns) -> {
      String copy = "oracle.copy_" + sql.size();
      String list = String.join(", ", columns.keySet());
      sql.add("CREATE TABLE " + copy + " AS SELECT " + list + " FROM ONLY " + table);
      body.append("INSERT INTO ")
          .append(table)
          .append(" (")
          .append(list)
          .append(") OVERRIDING SYSTEM VALUE SELECT * FROM ")
          .append(copy)
          .append(";\n");
    });
    body.append("UPDATE oracle.base SET xid = pg_current_xact_id()::text::bigint;\n");
    sql.add("CREATE FUNCTION oracle.restore() RETURNS void LANGUAGE plpgsql AS $restore$ BEGIN\n"
        + body + "END $restore$");
    return sql;
  }

  private static List<String> sequences(Connection c) throws SQLException {
    StringBuilder body = new StringBuilder();
    try (Statement s = c.createStatement();
        ResultSet r = s.executeQuery(
            "SELECT quote_ident(schemaname) || '.' || quote_ident(sequencename), coalesce(last_value, 1), last_value IS NOT NULL FROM pg_sequences")) {
      while (r.next()) {
        body.append("PERFORM setval('")
            .append(r.getString(1))
            .append("', ")
            .append(r.getLong(2))
            .append(", ")
            .append(r.getBoolean(3))
            .append(");\n");
      }
    }
    return List.of(
        "CREATE FUNCTION oracle.sequences() RETURNS void LANGUAGE plpgsql AS $sequences$ BEGIN\n"
            + body + "END $sequences$");
  }

  private static String function(String name, String type, String query) {
    return "CREATE FUNCTION oracle." + name + "() RETURNS " + type
        + " LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT AS $oracle$ BEGIN RETURN ("
        + query + "); END $oracle$";
  }
}
