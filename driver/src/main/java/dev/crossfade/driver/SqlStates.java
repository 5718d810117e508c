package dev.crossfade.driver;

import java.sql.SQLException;

/** SQLSTATEs that are Crossfade's own. */
final class SqlStates {
  /** A statement that can't be rewritten. */
  static final String REFUSED = "XF001";

  /** The mapping file or a parameter is wrong. */
  static final String CONFIGURATION = "XF002";

  /** A write that would lose data. */
  static final String LOSS = "XF003";

  private SqlStates() {}

  /** Whether it is Crossfade that refuses, so that the transaction stays as it was. */
  static boolean isOwn(SQLException e) {
    String state = e.getSQLState();
    return state != null && state.startsWith("XF");
  }
}
