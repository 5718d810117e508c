package dev.crossfade.driver.session;

import java.sql.SQLException;
import org.postgresql.core.BaseConnection;

/** Opens one more plain connection like a session's own, for what nobody's connection may be used for. Thread-safe. */
@FunctionalInterface
public interface Opener {
  BaseConnection open() throws SQLException;
}
