package dev.crossfade.driver;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.xa.PGXAConnection;

/** Connections that take part in distributed transactions; pgjdbc's, over connections of ours. */
public final class CrossfadeXADataSource extends ConnectionSource implements XADataSource {
  @Override
  public XAConnection getXAConnection() throws SQLException {
    return over(open());
  }

  @Override
  public XAConnection getXAConnection(@Nullable String user, @Nullable String password)
      throws SQLException {
    return over(open(user, password));
  }

  private static XAConnection over(Connection connection) throws SQLException {
    return new PGXAConnection(connection.unwrap(BaseConnection.class));
  }
}
