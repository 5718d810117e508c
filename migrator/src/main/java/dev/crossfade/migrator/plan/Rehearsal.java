package dev.crossfade.migrator.plan;

import dev.crossfade.mapping.TableName;
import dev.crossfade.migrator.cli.ServerMessage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Tries DDL on an empty temporary copy of a table, in a transaction that is rolled back, to learn how the server itself writes a definition and which type it derives. So
 * nothing is planned that the server would refuse, and what is there already is recognised. Takes no lock on the table but ACCESS SHARE.
 */
final class Rehearsal {
  private final Connection connection;
  private final TableReader reader;
  private final Quoting quoting;
  private int made;

  Rehearsal(Connection connection, TableReader reader, Quoting quoting) {
    this.connection = connection;
    this.reader = reader;
    this.quoting = quoting;
  }

  TableReader reader() {
    return reader;
  }

  Quoting quoting() {
    return quoting;
  }

  /** A type with everything that a column definition needs. */
  record Type(String name, Optional<String> collation) {
    String sql() {
      return name + collation.map(c -> " COLLATE " + c).orElse("");
    }
  }

  /** Something that may be refused. */
  private interface Attempt<T> {
    T make() throws SQLException;
  }

  /** Makes the copy, and returns the name that statements know it by. */
  String copy(Table table) throws SQLException {
    String copy = next();
    run("CREATE TEMPORARY TABLE " + copy + " (LIKE " + quoting.name(table.schema(), table.name())
        + ")");
    return copy;
  }

  /** An empty stand-in for a table that isn't there yet. */
  String create(List<String> columns) throws Unmirrorable, SQLException {
    String copy = next();
    return attempt(() -> {
      run("CREATE TEMPORARY TABLE " + copy + " (" + String.join(", ", columns) + ")");
      return copy;
    });
  }

  void addColumn(String copy, String column, String type) throws Unmirrorable, SQLException {
    attempt(() -> {
      run("ALTER TABLE " + copy + " ADD COLUMN " + quoting.name(column) + " " + type);
      return copy;
    });
  }

  /** The type that the server gives to an expression over a copy's columns. */
  Type typeOf(String copy, String expression) throws Unmirrorable, SQLException {
    return attempt(() -> {
      String made = next();
      run("CREATE TEMPORARY TABLE " + made + " AS SELECT (" + expression + "\n) AS c FROM " + copy
          + " LIMIT 0");
      var column = reader.read(oid(made)).attributes().get(0);
      return new Type(column.type(), column.collation());
    });
  }

  /**
   * How the server writes an index.
   *
   * @param text from USING on
   */
  Table.Index index(String copy, boolean unique, String text) throws Unmirrorable, SQLException {
    return attempt(() -> {
      String made = next();
      run("CREATE " + (unique ? "UNIQUE " : "") + "INDEX " + made + " ON " + copy + " " + text);
      return reader.indexesOf(oid(copy)).stream()
          .filter(index -> index.name().equals(made))
          .findFirst()
          .orElseThrow();
    });
  }

  /** How the server writes a check: {@code CHECK (...)}. */
  String check(String copy, String expression) throws Unmirrorable, SQLException {
    return attempt(() -> {
      String made = next();
      run("ALTER TABLE " + copy + " ADD CONSTRAINT " + made + " CHECK (" + expression + "\n)");
      return reader.text(
          "SELECT pg_catalog.pg_get_constraintdef(oid) FROM pg_catalog.pg_constraint WHERE conrelid = ?::pg_catalog.oid AND conname = "
              + Quoting.literal(made),
          oid(copy));
    });
  }

  /** Whether the expression is NULL where every column is. */
  boolean isNullForNulls(String copy, String expression) throws Unmirrorable, SQLException {
    return attempt(() -> {
      try (var statement = connection.createStatement()) {
        statement.setEscapeProcessing(false);
        try (var rows = statement.executeQuery("SELECT (" + expression
            + "\n) IS NULL FROM (VALUES (1)) one LEFT JOIN " + copy + " ON false")) {
          return rows.next() && rows.getBoolean(1);
        }
      }
    });
  }

  /** How the server writes a default. */
  String defaultOf(String copy, String column, String expression)
      throws Unmirrorable, SQLException {
    return attempt(() -> {
      run("ALTER TABLE " + copy + " ALTER COLUMN " + quoting.name(column) + " SET DEFAULT "
          + expression);
      return reader.text(
          "SELECT coalesce((SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid) FROM pg_catalog.pg_attrdef d JOIN pg_catalog.pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum"
              + " WHERE d.adrelid = ?::pg_catalog.oid AND a.attname = " + Quoting.literal(column)
              + "), 'NULL')",
          oid(copy));
    });
  }

  private <T> T attempt(Attempt<T> attempt) throws Unmirrorable, SQLException {
    var savepoint = connection.setSavepoint();
    try {
      T made = attempt.make();
      connection.releaseSavepoint(savepoint);
      return made;
    } catch (SQLException e) {
      if (e.getSQLState() != null
          && (e.getSQLState().startsWith("08") || e.getSQLState().startsWith("57"))) {
        throw e;
      }
      connection.rollback(savepoint);
      throw new Unmirrorable("the server refuses it: " + ServerMessage.of(e));
    }
  }

  private long oid(String name) throws SQLException {
    return reader.find(new TableName(Optional.of("pg_temp"), name)).orElseThrow();
  }

  private String next() {
    made++;
    return "crossfade_rehearsal_" + made;
  }

  private void run(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    }
  }
}
