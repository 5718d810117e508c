package dev.crossfade.migrator.work;

import dev.crossfade.migrator.state.Chunk;
import java.sql.Connection;
import java.sql.SQLException;

/** What is done with each chunk of a job. One task belongs to one worker. */
public interface ChunkTask {

  /** Prepares the session, once for each connection. */
  void enter(Connection connection) throws SQLException;

  /**
   * Works through a chunk, up to its end or until the course says stop.
   *
   * @return whether it came to the end, or the chunk has become someone else's; if not it is given back
   * @throws SQLException what this chunk can't go on with; {@link Trouble} says what comes of it
   */
  boolean run(Connection connection, Chunk chunk) throws SQLException, InterruptedException;
}
