package dev.crossfade.engine;

import dev.crossfade.equivalence.Server;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One side's database, with a function that looks at all of it without naming a table in a statement's text. Not thread-safe. */
final class Side implements AutoCloseable {
  private static final String COLUMNS = """
      SELECT quote_ident(c.relname), quote_ident(a.attname) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1, a.attnum
      """;

  private final Server server;
  private final String database;
  private final Connection admin;

  Side(Server server, String database) throws SQLException {
    this.server = server;
    this.database = database;
    server.create(database);
    admin = server.open(database);
    // 18.6 loses a condition when it drops a table that is joined with itself by a unique key: rows
    // come that don't belong there, or don't, as the plan has it
    // (join-of-a-table-with-itself.trace).
    run("ALTER DATABASE " + database + " SET enable_self_join_elimination = off");
  }

  /** What is in the tables, what has drifted, and where the sequences are. */
  record Look(String contents, String drift, String sequences) {}

  Connection admin() {
    return admin;
  }

  String address() {
    return server.address(database);
  }

  /** Throws away what was there. */
  void build(String schema) throws SQLException {
    run(
        "DROP SCHEMA IF EXISTS public, oracle CASCADE; CREATE SCHEMA public; CREATE SCHEMA oracle; SET search_path = public");
    run(schema);
  }

  void run(String sql) throws SQLException {
    try (Statement s = admin.createStatement()) {
      s.execute(sql);
    }
  }

  /** The columns of each table in order. */
  Map<String, List<String>> columns() throws SQLException {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    try (Statement s = admin.createStatement();
        ResultSet r = s.executeQuery(COLUMNS)) {
      while (r.next()) {
        columns.computeIfAbsent(r.getString(1), k -> new ArrayList<>()).add(r.getString(2));
      }
    }
    return columns;
  }

  /** Says anew how this side is to be looked at. */
  void define(
      Map<String, List<String>> visible,
      List<String> counted,
      List<Progress> migrations,
      boolean newShape)
      throws SQLException {
    List<String> contents = new ArrayList<>();
    visible.forEach((table, columns) -> {
      List<String> values =
          columns.stream().map(c -> shown(table, c, migrations, newShape)).toList();
      contents.add("SELECT '" + table.replace("'", "''") + " ' || ROW(" + String.join(", ", values)
          + ")::text AS line FROM " + source(table, migrations, newShape));
    });
    List<String> drift = new ArrayList<>(List.of("SELECT '' AS line WHERE false"));
    migrations.forEach(m -> drift.add(m.drift(newShape)));
    Progress.unwanted(migrations, newShape)
        .forEach((table, unwanted) -> drift.add(
            "SELECT 'nobody''s row ' || n::text AS line FROM " + table + " n WHERE" + unwanted));
    List<String> sequences = new ArrayList<>(List.of("SELECT '' AS line WHERE false"));
    for (String sequence : counted) {
      sequences.add(
          "SELECT '" + sequence + " ' || last_value || is_called AS line FROM " + sequence);
    }
    run(
        "CREATE OR REPLACE FUNCTION oracle.look(OUT contents text, OUT drift text, OUT sequences text) LANGUAGE plpgsql SET search_path = public AS $look$ BEGIN contents := "
            + lines(contents) + "; drift := " + lines(drift) + "; sequences := " + lines(sequences)
            + "; END $look$");
  }

  private static String lines(List<String> selects) {
    return "(SELECT coalesce(string_agg(line, E'\\n' ORDER BY line), '') FROM ("
        + String.join(" UNION ALL ", selects) + ") l)";
  }

  private static String shown(
      String table, String column, List<Progress> migrations, boolean newShape) {
    for (Progress m : migrations) {
      if (m.migration.table().equals(table)
          && (m.migration.old().contains(column) || m.migration.forward().containsKey(column))) {
        return m.shown(column, newShape);
      }
    }
    return column;
  }

  private static String source(String table, List<Progress> migrations, boolean newShape) {
    return migrations.stream()
        .map(m -> m.source(table, newShape))
        .filter(source -> !source.equals(table))
        .findFirst()
        .orElse(table);
  }

  List<String> sequences() throws SQLException {
    List<String> names = new ArrayList<>();
    try (Statement s = admin.createStatement();
        ResultSet r = s.executeQuery(
            "SELECT quote_ident(sequencename) FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1")) {
      while (r.next()) {
        names.add(r.getString(1));
      }
    }
    return names;
  }

  /** Sets the sequences to what another side's look says of them. */
  void follow(String sequences) throws SQLException {
    for (String line : sequences.split("\n")) {
      int space = line.lastIndexOf(' ');
      if (space > 0) {
        boolean called = line.endsWith("true");
        String value = line.substring(space + 1, line.length() - (called ? 4 : 5));
        run("SELECT setval('" + line.substring(0, space).replace("'", "''") + "', " + value + ", "
            + called + ")");
      }
    }
  }

  static Look look(Connection connection) throws SQLException {
    try (Statement s = connection.createStatement();
        ResultSet r = s.executeQuery("SELECT contents, drift, sequences FROM oracle.look()")) {
      r.next();
      return new Look(r.getString(1), r.getString(2), r.getString(3));
    }
  }

  @Override
  public void close() throws SQLException {
    admin.close();
    server.drop(database);
  }
}
