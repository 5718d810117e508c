package dev.crossfade.benchmarks;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** One batch again and again on one side. Not thread-safe. */
final class BatchWorkload {
  private final Batch batch;
  private final BatchSide side;
  private long next;

  BatchWorkload(Batch batch, BatchSide side) {
    this.batch = batch;
    this.side = side;
  }

  /** What has to be there before and is not timed. */
  void before() throws SQLException {
    next++;
    if (batch == Batch.DELETE) {
      side.fill(first(), first() + Batch.ROWS - 1);
    }
  }

  /** Does it once; the result depends on what the server sent. */
  long run() throws SQLException {
    boolean both = side.byHand() && !side.phase().moved();
    boolean one = !side.byHand();
    String old = one || both ? ", street, city" : "";
    String updated = switch (batch) {
      case UPSERT_PARTLY, UPSERT_PARTLY_REWRITTEN -> "city = excluded.city";
      default -> "street = excluded.street, city = excluded.city";
    };
    long result = switch (batch) {
      case INSERT, INSERT_REWRITTEN ->
        send(
            "INSERT INTO users (id, name, email" + old + ") VALUES (?, ?, ?"
                + (old.isEmpty() ? "" : ", ?, ?") + ")",
            "INSERT INTO addresses (user_id, street, city) VALUES (?, ?, ?)");
      case UPDATE ->
        send(
            "UPDATE users SET email = ?" + (old.isEmpty() ? "" : ", street = ?, city = ?")
                + " WHERE id = ?",
            "UPDATE addresses SET street = ?, city = ? WHERE user_id = ?");
      // The address refers to the user.
      case DELETE ->
        side.byHand()
            ? write("DELETE FROM addresses WHERE user_id = ?", false)
                + write("DELETE FROM users WHERE id = ?", true)
            : write("DELETE FROM users WHERE id = ?", true);
      case UPSERT, UPSERT_REWRITTEN, UPSERT_PARTLY, UPSERT_PARTLY_REWRITTEN ->
        send(
            "INSERT INTO users (id, name, email" + old + ") VALUES (?, ?, ?"
                + (old.isEmpty() ? "" : ", ?, ?")
                + ") ON CONFLICT (id) DO UPDATE SET email = excluded.email"
                + (old.isEmpty() ? "" : ", " + updated),
            "INSERT INTO addresses (user_id, street, city) VALUES (?, ?, ?) ON CONFLICT (user_id) DO UPDATE SET "
                + updated);
    };
    side.connection().commit();
    return result;
  }

  private long send(String users, String addresses) throws SQLException {
    return write(users, true) + (side.byHand() ? write(addresses, false) : 0);
  }

  private long write(String sql, boolean users) throws SQLException {
    boolean moving = !users || sql.contains("street");
    try (PreparedStatement statement = side.connection().prepareStatement(sql)) {
      for (int row = 0; row < Batch.ROWS; row++) {
        bind(statement, key(row), users, moving);
        statement.addBatch();
      }
      return statement.executeBatch().length;
    }
  }

  private void bind(PreparedStatement statement, long key, boolean users, boolean moving)
      throws SQLException {
    int index = 1;
    boolean update = batch == Batch.UPDATE;
    if (!update) {
      statement.setLong(index++, key);
    }
    if (batch == Batch.DELETE) {
      return;
    }
    if (users) {
      if (!update) {
        statement.setString(index++, "user" + key);
      }
      statement.setString(index++, "user" + key + "." + next + "@example.org");
    }
    if (moving) {
      statement.setString(index++, "Elm " + key + "." + next);
      statement.setString(index++, "Ulm");
    }
    if (update) {
      statement.setLong(index, key);
    }
  }

  private long first() {
    return BatchSide.USERS + next * Batch.ROWS;
  }

  private long key(int row) {
    return switch (batch) {
      case INSERT, INSERT_REWRITTEN, DELETE -> first() + row;
      // All rows in an order that isn't theirs on disk.
      case UPDATE -> (next * Batch.ROWS + row) * 7919 % BatchSide.USERS + 1;
      // Every other row is there already.
      case UPSERT, UPSERT_REWRITTEN, UPSERT_PARTLY, UPSERT_PARTLY_REWRITTEN ->
        row % 2 == 0 ? first() + row : (next * Batch.ROWS + row) * 7919 % BatchSide.USERS + 1;
    };
  }
}
