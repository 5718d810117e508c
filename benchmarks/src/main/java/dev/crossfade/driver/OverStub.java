package dev.crossfade.driver;

import dev.crossfade.driver.session.Session;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.core.BaseConnection;

/** The driver's own connection over one that a benchmark made. */
public final class OverStub {
  private OverStub() {}

  /**
   * Opens it as {@link CrossfadeDriver} does.
   *
   * @throws SQLException XF002 if the mapping is refused
   */
  public static Connection connect(BaseConnection inner, Path mapping) throws SQLException {
    ConnectionRequest request = ConnectionRequest.of(
        "jdbc:crossfade:postgresql:?crossfade.witness=false&crossfade.config=" + mapping, null);
    return new CrossfadeConnection(
        inner, Session.open(inner, request.settings("benchmark", () -> inner)));
  }
}
