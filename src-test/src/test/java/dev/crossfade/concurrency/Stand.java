package dev.crossfade.concurrency;

import dev.crossfade.equivalence.Playground;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** One side: its database, a connection for each session, and one to look at them. Not thread-safe. */
final class Stand implements AutoCloseable {
  final Playground ground;
  final String backfill;
  final Connection admin;
  private final String url;
  private final Map<String, Connection> connections = new HashMap<>();

  /**
   * @param backfill the statement that fills rows, with {@code ?} for its condition; empty on the plain side
   */
  Stand(Playground ground, String url, String backfill) throws SQLException {
    this.ground = ground;
    this.url = url;
    this.backfill = backfill;
    this.admin = ground.open();
  }

  boolean isPlain() {
    return backfill.isEmpty();
  }

  /** The connection of a session, in a transaction-to-be of this level. */
  Connection connection(String session, String level) throws SQLException {
    Connection open = connections.get(session);
    if (open == null || open.isClosed()) {
      open = DriverManager.getConnection(session.startsWith("backfill") ? ground.url() : url);
      connections.put(session, open);
    }
    open.setAutoCommit(true);
    open.setTransactionIsolation(level(level));
    open.setAutoCommit(false);
    return open;
  }

  private static int level(String level) {
    return switch (level) {
      case "read committed" -> Connection.TRANSACTION_READ_COMMITTED;
      case "repeatable read" -> Connection.TRANSACTION_REPEATABLE_READ;
      case "serializable" -> Connection.TRANSACTION_SERIALIZABLE;
      default -> throw new IllegalArgumentException(level);
    };
  }

  @Override
  public void close() throws SQLException {
    for (Connection connection : connections.values()) {
      connection.close();
    }
    admin.close();
    ground.close();
  }
}
