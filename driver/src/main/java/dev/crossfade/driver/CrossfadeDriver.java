package dev.crossfade.driver;

import dev.crossfade.driver.session.Opener;
import dev.crossfade.driver.session.Session;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Properties;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.QueryExecutor;

/**
 * Opens {@code jdbc:crossfade:postgresql:...}, in every form that pgjdbc takes. Connecting fails with XF002 where the mapping file or a parameter is wrong.
 * Thread-safe.
 */
public final class CrossfadeDriver implements Driver {

  // Nothing else belongs here: a driver whose initializer waits for another driver's deadlocks with
  // DriverManager.
  static {
    try {
      DriverManager.registerDriver(new CrossfadeDriver());
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** pgjdbc is loaded with the first connection, not with this class. */
  private static final class Postgres {
    static final org.postgresql.Driver DRIVER = new org.postgresql.Driver();
  }

  @Override
  public @Nullable Connection connect(@Nullable String url, @Nullable Properties info)
      throws SQLException {
    if (url == null) {
      throw new SQLException("url is null");
    }
    if (!ConnectionRequest.isOurs(url)) {
      return null;
    }
    return open(ConnectionRequest.of(url, info));
  }

  static Connection open(ConnectionRequest request) throws SQLException {
    Connection plain = Postgres.DRIVER.connect(request.url(), request.properties());
    if (!request.enabled()) {
      return plain;
    }
    try {
      BaseConnection base = plain.unwrap(BaseConnection.class);
      Opener opener = () ->
          Postgres.DRIVER.connect(request.url(), request.properties()).unwrap(BaseConnection.class);
      return new CrossfadeConnection(
          base, Session.open(base, request.settings(label(base), opener)));
    } catch (SQLException | RuntimeException | Error e) {
      try {
        plain.close();
      } catch (SQLException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  @Override
  public boolean acceptsURL(@Nullable String url) {
    return url != null
        && ConnectionRequest.isOurs(url)
        && Postgres.DRIVER.acceptsURL("jdbc:" + url.substring("jdbc:crossfade:".length()));
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, @Nullable Properties info)
      throws SQLException {
    if (!ConnectionRequest.isOurs(url)) {
      return new DriverPropertyInfo[0];
    }
    ConnectionRequest request = ConnectionRequest.unchecked(url, info);
    return Stream.concat(
            Arrays.stream(Postgres.DRIVER.getPropertyInfo(request.url(), request.properties())),
            Arrays.stream(CrossfadeProperty.values())
                .map(property -> property.info(request.ours())))
        .toArray(DriverPropertyInfo[]::new);
  }

  @Override
  public int getMajorVersion() {
    return About.number(0);
  }

  @Override
  public int getMinorVersion() {
    return About.number(1);
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger("dev.crossfade");
  }

  private static String label(BaseConnection base) {
    QueryExecutor executor = base.getQueryExecutor();
    return executor.getHostSpec() + "/" + executor.getDatabase();
  }
}
