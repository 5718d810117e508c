package dev.crossfade.migrator.cli;

import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What the server says of an error, without its detail, which would show values of rows. */
public final class ServerMessage {
  private ServerMessage() {}

  /** The message alone. */
  public static String of(SQLException e) {
    ServerErrorMessage server =
        e instanceof PSQLException plain ? plain.getServerErrorMessage() : null;
    String message = server != null ? server.getMessage() : e.getMessage();
    return message == null ? "the database gave no reason" : message;
  }
}
