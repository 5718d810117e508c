package dev.crossfade.equivalence;

/** How the texts of a case reach JDBC. */
enum Mode {
  /** {@link java.sql.PreparedStatement}, executed once. */
  PREPARED,
  /** {@link java.sql.Statement}; only cases without parameters. */
  STATEMENT,
  /** Prepared on the server at once and executed twice; batches are made INSERTs of several rows. */
  SERVER
}
