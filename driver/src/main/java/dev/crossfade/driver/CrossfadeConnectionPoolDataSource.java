package dev.crossfade.driver;

import java.sql.SQLException;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.PooledConnection;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGPooledConnection;

/** Physical connections for a pool of the application server; pgjdbc's handles, over connections of ours. */
public final class CrossfadeConnectionPoolDataSource extends ConnectionSource
    implements ConnectionPoolDataSource {
  private boolean defaultAutoCommit = true;

  public boolean isDefaultAutoCommit() {
    return defaultAutoCommit;
  }

  public void setDefaultAutoCommit(boolean defaultAutoCommit) {
    this.defaultAutoCommit = defaultAutoCommit;
  }

  @Override
  public PooledConnection getPooledConnection() throws SQLException {
    return new PGPooledConnection(open(), defaultAutoCommit);
  }

  @Override
  public PooledConnection getPooledConnection(@Nullable String user, @Nullable String password)
      throws SQLException {
    return new PGPooledConnection(open(user, password), defaultAutoCommit);
  }
}
