package dev.crossfade.migrator.check;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Whether the server's lock table holds a witness of each migration for each session (PostgreSQL manual, 19.12 Lock Management). */
final class LockTable {
  private static final String SETTINGS =
      "SELECT current_setting('max_locks_per_transaction')::pg_catalog.int8, current_setting('max_connections')::pg_catalog.int8, current_setting('max_prepared_transactions')::pg_catalog.int8";

  private LockTable() {}

  static List<Finding> check(Connection connection, int migrations) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(SETTINGS)) {
      rows.next();
      long locks = rows.getLong(1);
      long sessions = rows.getLong(2);
      long places = locks * (sessions + rows.getLong(3));
      long witnesses = sessions * migrations;
      String text = migrations + " migrations × " + sessions
          + " sessions take " + witnesses + " of the " + places
          + " places in the server's lock table (max_locks_per_transaction × (max_connections + max_prepared_transactions))";
      if (witnesses >= places) {
        return List.of(Finding.problem(
            "locks", "", text + "; raise max_locks_per_transaction by " + migrations));
      }
      return witnesses * 4 >= places
          ? List.of(Finding.note(
              "locks", "", text + "; raise max_locks_per_transaction by " + migrations))
          : List.of();
    }
  }
}
