package dev.crossfade.migrator.cli;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens connections, each for one thread alone, in autocommit. Thread-safe. */
@FunctionalInterface
public interface Connector {
  /** A new connection. */
  Connection connect() throws SQLException;
}
