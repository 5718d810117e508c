package dev.crossfade.driver;

import java.sql.SQLException;

/** What {@code unwrap} gives: ours or nothing, because pgjdbc's own object would let SQL past the rewriter. */
final class Unwrapping {
  private Unwrapping() {}

  static <T> T unwrap(Object wrapper, Class<T> iface) throws SQLException {
    if (iface.isInstance(wrapper)) {
      return iface.cast(wrapper);
    }
    throw new SQLException("Cannot unwrap to " + iface.getName());
  }
}
