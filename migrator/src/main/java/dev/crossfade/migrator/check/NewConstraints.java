package dev.crossfade.migrator.check;

import dev.crossfade.migrator.shape.Bound;
import dev.crossfade.migrator.shape.ColumnChange;
import dev.crossfade.migrator.shape.Conversion;
import dev.crossfade.migrator.shape.TypedColumn;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Constraints of new columns that more than one row decides: whether f(O) keeps keys apart and references whole. */
final class NewConstraints {
  private static final String CONSTRAINTS = """
      SELECT i.relname, 'u', ARRAY(SELECT a.attname::pg_catalog.text FROM pg_catalog.unnest(x.indkey) WITH ORDINALITY u(num, ord) JOIN pg_catalog.pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = u.num WHERE ord <= x.indnkeyatts ORDER BY ord),
        '', ARRAY[]::pg_catalog.text[]
      FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
      WHERE x.indrelid = ?::pg_catalog.oid AND x.indisunique AND x.indpred IS NULL AND 0 <> ALL (x.indkey::pg_catalog.int2[])
      UNION ALL
      SELECT k.conname, 'f', ARRAY(SELECT a.attname::pg_catalog.text FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY u(num, ord) JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.num ORDER BY ord),
        (SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = k.confrelid),
        ARRAY(SELECT pg_catalog.quote_ident(a.attname) FROM pg_catalog.unnest(k.confkey) WITH ORDINALITY u(num, ord) JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.num ORDER BY ord)
      FROM pg_catalog.pg_constraint k WHERE k.conrelid = ?::pg_catalog.oid AND k.contype = 'f'
      """;

  private final Connection connection;

  NewConstraints(Connection connection) {
    this.connection = connection;
  }

  private record Constraint(
      String name, boolean unique, List<String> columns, String target, List<String> keys) {}

  List<Finding> check(Bound bound) throws SQLException {
    if (!(bound instanceof ColumnChange) || bound.conversion().old().isEmpty()) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    for (Constraint constraint : constraints(bound.table().oid())) {
      if (constraint.columns().stream().anyMatch(bound.conversion().young()::containsKey)) {
        long rows = broken(bound, constraint);
        if (rows > 0) {
          findings.add(new Finding(
              Finding.Severity.PROBLEM,
              "constraint",
              bound.migration().name(),
              constraint.unique()
                  ? "f gives the same for several rows, which " + constraint.name() + " forbids: "
                      + rows + " values"
                  : "f gives what " + constraint.target() + " doesn't have, which "
                      + constraint.name() + " forbids: " + rows + " rows",
              rows,
              List.of()));
        }
      }
    }
    return findings;
  }

  private List<Constraint> constraints(long table) throws SQLException {
    List<Constraint> constraints = new ArrayList<>();
    try (var select = connection.prepareStatement(CONSTRAINTS)) {
      select.setLong(1, table);
      select.setLong(2, table);
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          constraints.add(new Constraint(
              rows.getString(1),
              rows.getString(2).equals("u"),
              List.of((String[]) rows.getArray(3).getArray()),
              rows.getString(4),
              List.of((String[]) rows.getArray(5).getArray())));
        }
      }
    }
    return constraints;
  }

  private long broken(Bound bound, Constraint constraint) throws SQLException {
    Conversion conversion = bound.conversion();
    List<String> values = constraint.columns().stream()
        .map(name -> conversion.young().containsKey(name)
            ? conversion.forward(name, "o")
            : new TypedColumn(name, "", false).of("o"))
        .toList();
    String list = String.join(", ", values);
    String present = "pg_catalog.num_nulls(" + list + ") = 0";
    String from = " FROM " + bound.table().sql() + " o WHERE " + present;
    String sql = constraint.unique()
        ? "SELECT pg_catalog.count(*) FROM (SELECT 1" + from + " GROUP BY " + list
            + " HAVING pg_catalog.count(*) > 1) d"
        : "SELECT pg_catalog.count(*)" + from + " AND NOT EXISTS (SELECT FROM "
            + constraint.target() + " r WHERE ("
            + constraint.keys().stream().map(key -> "r." + key).collect(Collectors.joining(", "))
            + ") = (" + list + "))";
    try (var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try (var rows = statement.executeQuery(sql)) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }
}
