package dev.crossfade.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** One operation by one variant, on a connection of its own. Not thread-safe. */
final class Workload implements AutoCloseable {
  static final int BATCH_ROWS = 1000;

  private final Operation operation;
  private final boolean byHand;
  private final Connection connection;
  private long next;

  Workload(Operation operation, Variant variant, Connection connection) throws SQLException {
    this.operation = operation;
    this.byHand = variant == Variant.BY_HAND;
    this.connection = connection;
    connection.setAutoCommit(!operation.isBatch());
  }

  /** Does it once; the result depends on what the server sent, so that nothing can be left out. */
  long run() throws SQLException {
    next++;
    return switch (operation) {
      case SELECT -> select();
      case INSERT -> insert();
      case UPDATE -> update();
      case BATCH, BATCH_REWRITTEN -> batch();
    };
  }

  private long select() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT id, username, email FROM users WHERE id = ?")) {
      statement.setLong(1, key());
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1) + rows.getString(2).length() + rows.getString(3).length();
      }
    }
  }

  private long insert() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(insertText())) {
      bindRow(statement, next);
      return statement.executeUpdate();
    }
  }

  private long update() throws SQLException {
    String text = byHand
        ? "UPDATE users SET username = ?, handle = ? WHERE id = ?"
        : "UPDATE users SET username = ? WHERE id = ?";
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      String name = "user" + next;
      int index = 1;
      statement.setString(index++, name);
      if (byHand) {
        statement.setString(index++, name);
      }
      statement.setLong(index, key());
      return statement.executeUpdate();
    }
  }

  private long batch() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(insertText())) {
      for (int row = 0; row < BATCH_ROWS; row++) {
        bindRow(statement, next * BATCH_ROWS + row);
        statement.addBatch();
      }
      long result = statement.executeBatch().length;
      connection.commit();
      return result;
    }
  }

  private String insertText() {
    return byHand
        ? "INSERT INTO signups (id, username, handle, email) VALUES (?, ?, ?, ?)"
        : "INSERT INTO signups (id, username, email) VALUES (?, ?, ?)";
  }

  private void bindRow(PreparedStatement statement, long id) throws SQLException {
    String name = "user" + id;
    int index = 1;
    statement.setLong(index++, id);
    statement.setString(index++, name);
    if (byHand) {
      statement.setString(index++, name);
    }
    statement.setString(index, name + "@example.org");
  }

  /** Walks all rows in an order that isn't theirs on disk. */
  private long key() {
    return next * 7919 % Fixture.USERS + 1;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
