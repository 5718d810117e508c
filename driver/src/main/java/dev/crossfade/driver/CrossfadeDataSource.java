package dev.crossfade.driver;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Connections without a pool; fails as {@link CrossfadeDriver} does, with XF002 where the mapping file or a parameter is wrong. */
public final class CrossfadeDataSource extends ConnectionSource implements DataSource {
  @Override
  public Connection getConnection() throws SQLException {
    return open();
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    return open(username, password);
  }

  @Override
  public <T> T unwrap(Class<T> iface) throws SQLException {
    return Unwrapping.unwrap(this, iface);
  }

  @Override
  public boolean isWrapperFor(Class<?> iface) {
    return iface.isInstance(this);
  }
}
