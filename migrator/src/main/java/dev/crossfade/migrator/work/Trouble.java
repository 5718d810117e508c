package dev.crossfade.migrator.work;

import java.sql.SQLException;

/** What an error of a batch means for the one who runs it (PostgreSQL manual, appendix A). */
public enum Trouble {
  /** Someone else has the lock, or was there first: try again. */
  IN_THE_WAY,
  /** A row can't be written as it is: find out which, and leave it. */
  ROW,
  /** The server is away, restarting, failing over or out of room: wait, connect again. */
  AWAY,
  /** It would fail in the same way for ever. */
  FATAL;

  /** What this error means. */
  public static Trouble of(SQLException e) {
    String state = e.getSQLState() == null ? "08000" : e.getSQLState();
    return switch (state) {
      case "55P03", "40P01", "40001", "57014" -> IN_THE_WAY;
      case "25006" -> AWAY;
      default ->
        switch (state.substring(0, 2)) {
          case "22", "23", "44", "38", "39", "P0" -> ROW;
          case "08", "53", "57", "58" -> AWAY;
          default -> FATAL;
        };
    };
  }
}
