package dev.crossfade.demo.shop;

import java.sql.Connection;
import java.sql.SQLException;

/** Several statements that hold together or not at all. */
final class Transaction {

  private Transaction() {}

  static void run(Connection connection, Request.Work work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      work.run(connection);
      connection.commit();
    } catch (SQLException | RuntimeException e) {
      try {
        connection.rollback();
      } catch (SQLException second) {
        e.addSuppressed(second);
      }
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }
}
