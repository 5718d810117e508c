package dev.crossfade.driver;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.CommonDataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/** What the data sources share: a bean with a URL and properties. To be set up by one thread and then used by many. */
abstract class ConnectionSource implements CommonDataSource {
  private @Nullable String url;
  private @Nullable String user;
  private @Nullable String password;
  private Properties properties = new Properties();
  private int loginTimeout;
  private @Nullable PrintWriter logWriter;

  /** The URL, {@code jdbc:crossfade:postgresql:...}. */
  public final @Nullable String getUrl() {
    return url;
  }

  public final void setUrl(String url) {
    this.url = url;
  }

  /** The same under the name that some containers look for. */
  public final @Nullable String getURL() {
    return url;
  }

  public final void setURL(String url) {
    this.url = url;
  }

  public final @Nullable String getUser() {
    return user;
  }

  public final void setUser(@Nullable String user) {
    this.user = user;
  }

  public final void setPassword(@Nullable String password) {
    this.password = password;
  }

  /** A copy of the parameters, of pgjdbc and of Crossfade, that the URL doesn't hold. */
  public final Properties getProperties() {
    Properties copy = new Properties();
    copy.putAll(properties);
    return copy;
  }

  public final void setProperties(Properties properties) {
    Properties copy = new Properties();
    for (String key : properties.stringPropertyNames()) {
      copy.setProperty(key, properties.getProperty(key));
    }
    this.properties = copy;
  }

  /** Sets one parameter of pgjdbc or of Crossfade. */
  public final void setProperty(String name, String value) {
    properties.setProperty(name, value);
  }

  final Connection open() throws SQLException {
    return open(user, password);
  }

  final Connection open(@Nullable String asUser, @Nullable String withPassword)
      throws SQLException {
    if (url == null || !ConnectionRequest.isOurs(url)) {
      throw new SQLNonTransientException(
          url == null
              ? "The data source has no url"
              : "The data source's url doesn't begin with jdbc:crossfade:postgresql:",
          SqlStates.CONFIGURATION);
    }
    Properties info = getProperties();
    put(info, PGProperty.USER, asUser);
    put(info, PGProperty.PASSWORD, withPassword);
    put(info, PGProperty.LOGIN_TIMEOUT, loginTimeout == 0 ? null : Integer.toString(loginTimeout));
    return CrossfadeDriver.open(ConnectionRequest.of(url, info));
  }

  private static void put(Properties info, PGProperty property, @Nullable String value) {
    if (value != null) {
      info.setProperty(property.getName(), value);
    }
  }

  @Override
  public final int getLoginTimeout() {
    return loginTimeout;
  }

  @Override
  public final void setLoginTimeout(int seconds) {
    loginTimeout = seconds;
  }

  @Override
  public final @Nullable PrintWriter getLogWriter() {
    return logWriter;
  }

  @Override
  public final void setLogWriter(@Nullable PrintWriter out) {
    logWriter = out;
  }

  @Override
  public final Logger getParentLogger() {
    return Logger.getLogger("dev.crossfade");
  }
}
