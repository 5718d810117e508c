package dev.crossfade.benchmarks;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.implementation.ExceptionMethod;
import net.bytebuddy.matcher.ElementMatchers;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.HostSpec;

/**
 * A real connection of pgjdbc, so that a driver on top of it can read its catalog, that from {@link #cutOff()} on hands out one stub for every
 * prepared statement of an application: what is left to measure is the code between the application and pgjdbc.
 */
@SuppressWarnings("ReferenceEquality") // an equal text takes the long way once
final class StubConnection extends PgConnection {
  private final StubStatement stub;
  private boolean cutOff;
  private String seen = "";

  StubConnection(String host, int port, String schema)
      throws SQLException, ReflectiveOperationException {
    super(
        new HostSpec[] {new HostSpec(host, port)},
        properties(schema),
        "jdbc:postgresql://" + host + ":" + port + "/postgres");
    ResultSet rows = complete(StubRows.class).getDeclaredConstructor().newInstance();
    stub = complete(StubStatement.class).getDeclaredConstructor(ResultSet.class).newInstance(rows);
  }

  private static Properties properties(String schema) {
    Properties properties = new Properties();
    properties.setProperty("user", "postgres");
    properties.setProperty("PGDBNAME", "postgres");
    properties.setProperty("currentSchema", schema);
    return properties;
  }

  /** A class whose abstract methods throw: JDBC's interfaces have hundreds, and a call needs a dozen. */
  private static <T> Class<? extends T> complete(Class<T> type) {
    return new ByteBuddy()
        .subclass(type)
        .method(ElementMatchers.isAbstract())
        .intercept(ExceptionMethod.throwing(UnsupportedOperationException.class, "not in the stub"))
        .make()
        .load(type.getClassLoader())
        .getLoaded();
  }

  void cutOff() {
    cutOff = true;
  }

  StubStatement stub() {
    return stub;
  }

  /** What a driver asks of the catalog, once a second, still goes to the server. */
  private boolean isCutOff(String sql) {
    if (sql == seen) {
      return true;
    }
    if (cutOff && !sql.contains("pg_")) {
      seen = sql;
      return true;
    }
    return false;
  }

  @Override
  public PreparedStatement prepareStatement(String sql) throws SQLException {
    return isCutOff(sql) ? stub : super.prepareStatement(sql);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency)
      throws SQLException {
    return isCutOff(sql) ? stub : super.prepareStatement(sql, type, concurrency);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    return isCutOff(sql) ? stub : super.prepareStatement(sql, type, concurrency, holdability);
  }
}
