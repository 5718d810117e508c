package dev.crossfade.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.PooledConnection;
import javax.sql.XAConnection;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.PGProperty;
import org.postgresql.core.BaseConnection;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.xa.PGXADataSource;

class OpeningTest {
  private final CrossfadeDriver driver = new CrossfadeDriver();

  @Test
  void isFoundAsAService() {
    assertEquals(
        1,
        ServiceLoader.load(Driver.class).stream()
            .filter(provider -> provider.type() == CrossfadeDriver.class)
            .count());
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:crossfade:postgresql:db, jdbc:postgresql:db",
    "jdbc:crossfade:postgresql://h/db?crossfade.shape=new, jdbc:postgresql://h/db",
    "jdbc:crossfade:postgresql://h/db?ssl=true&crossfade.shape=new&user=a%20b, jdbc:postgresql://h/db?ssl=true&user=a%20b",
    "'jdbc:crossfade:postgresql://h1:1,h2:2/db?targetServerType=primary', 'jdbc:postgresql://h1:1,h2:2/db?targetServerType=primary'",
    "jdbc:crossfade:postgresql://[::1]:5433/db?currentSchema=a, jdbc:postgresql://[::1]:5433/db?currentSchema=a",
    "jdbc:crossfade:postgresql:///?service=s, jdbc:postgresql:///?service=s",
    "jdbc:crossfade:postgresql:crossfade:postgresql:x?crossfade.enabled=true, jdbc:postgresql:crossfade:postgresql:x",
  })
  void prefixAndParametersAreTakenOff(String url, String expected) throws SQLException {
    assertEquals(expected, ConnectionRequest.of(url, null).url());
  }

  private static BaseConnection none() {
    throw new AssertionError("nothing is to be opened");
  }

  @Test
  void valuesAreDecodedAsPgjdbcDoes() throws SQLException {
    ConnectionRequest request = ConnectionRequest.of(
        "jdbc:crossfade:postgresql:db?crossfade.config=%2Fa%20b%26c.yaml", null);
    assertEquals(
        "/a b&c.yaml", request.settings("", OpeningTest::none).configuration().orElseThrow());
  }

  @Test
  void theUrlWinsAndPropertiesStayUntouched() throws SQLException {
    Properties given = new Properties();
    given.setProperty("crossfade.shape", "new");
    given.setProperty("user", "me");
    Properties before = (Properties) given.clone();
    ConnectionRequest request =
        ConnectionRequest.of("jdbc:crossfade:postgresql:db?crossfade.shape=old", given);
    assertEquals("OLD", request.settings("", OpeningTest::none).shape().name());
    assertEquals(Set.of("user"), request.properties().stringPropertyNames());
    assertEquals(before, given);
  }

  @ParameterizedTest
  @CsvSource({
    "crossfade.confg=x, crossfade.config",
    "crossfade.shapes=old, crossfade.shape",
    "crossfade.shape=odl, old or new",
    "crossfade.enabled=yes, true or false",
    "crossfade.witness=, true or false",
    "crossfade.config=, a value",
    "crossfade.config=%zz, percent-encoding",
  })
  void wrongParametersAreRefused(String parameter, String expected) {
    SQLException e = assertThrows(
        SQLNonTransientException.class,
        () -> driver.connect("jdbc:crossfade:postgresql://localhost:1/db?" + parameter, null));
    assertEquals("XF002", e.getSQLState());
    assertTrue(e.getMessage().contains(expected), e.getMessage());
  }

  @Test
  void othersUrlsAreNotOurs() throws SQLException {
    assertNull(driver.connect("jdbc:postgresql://localhost/x", null));
    assertNull(driver.connect("jdbc:crossfade:mysql://localhost/x", null));
    assertFalse(driver.acceptsURL(null));
    assertFalse(driver.acceptsURL("jdbc:postgresql://localhost/x"));
    assertTrue(driver.acceptsURL("jdbc:crossfade:postgresql://localhost/x"));
    assertEquals(0, driver.getPropertyInfo("jdbc:postgresql://localhost/x", null).length);
  }

  @Test
  void propertiesOfBothAreListed() throws SQLException {
    Set<String> names = Arrays.stream(driver.getPropertyInfo(
            "jdbc:crossfade:postgresql://localhost/x?crossfade.shape=new", new Properties()))
        .map(info -> info.name)
        .collect(Collectors.toSet());
    assertTrue(names.containsAll(
        Stream.of(CrossfadeProperty.values()).map(CrossfadeProperty::key).toList()));
    assertEquals(PGProperty.values().length + CrossfadeProperty.values().length, names.size());
  }

  @Test
  void aConnectionCanOptOut() throws SQLException {
    try (Connection connection =
        DriverManager.getConnection(Server.ours(Server.plainUrl()) + "&crossfade.enabled=false")) {
      assertEquals(PgConnection.class, connection.getClass());
    }
  }

  @Test
  void dataSources() throws Exception {
    CrossfadeDataSource source = new CrossfadeDataSource();
    source.setUrl(Server.url());
    source.setUser("postgres");
    source.setProperty("ApplicationName", "through a bean");
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("show application_name")) {
      assertInstanceOf(CrossfadeConnection.class, connection);
      assertTrue(rows.next());
      assertEquals("through a bean", rows.getString(1));
    }
    CrossfadeConnectionPoolDataSource pool = new CrossfadeConnectionPoolDataSource();
    pool.setUrl(Server.url());
    PooledConnection pooled = pool.getPooledConnection();
    for (int i = 0; i < 2; i++) {
      try (Connection handle = pooled.getConnection();
          Statement statement = handle.createStatement()) {
        assertTrue(statement.execute("select 1"));
        assertInstanceOf(CrossfadeConnection.class, handle.unwrap(Connection.class));
      }
    }
    pooled.close();
    assertThrows(SQLException.class, () -> new CrossfadeDataSource().getConnection());
  }

  @Test
  void distributedTransactions() throws Exception {
    CrossfadeXADataSource source = new CrossfadeXADataSource();
    source.setUrl(Server.url());
    source.setUser("postgres");
    XAConnection connection = source.getXAConnection();
    PGXADataSource plainSource = new PGXADataSource();
    plainSource.setUrl(Server.plainUrl());
    XAConnection plain = plainSource.getXAConnection();
    assertEquals(transaction(plain, (byte) 1), transaction(connection, (byte) 2));
    connection.close();
    plain.close();
  }

  private static String transaction(XAConnection connection, byte id) throws Exception {
    XAResource resource = connection.getXAResource();
    BranchId branch = new BranchId(id);
    resource.start(branch, XAResource.TMNOFLAGS);
    String seen;
    try (Connection handle = connection.getConnection();
        Statement statement = handle.createStatement();
        ResultSet rows = statement.executeQuery("select 42")) {
      rows.next();
      seen = rows.getString(1) + handle.getAutoCommit() + (statement.getConnection() == handle);
    }
    resource.end(branch, XAResource.TMSUCCESS);
    resource.commit(branch, true);
    return seen;
  }

  private record BranchId(byte id) implements javax.transaction.xa.Xid {
    @Override
    public int getFormatId() {
      return 1;
    }

    @Override
    public byte[] getGlobalTransactionId() {
      return new byte[] {id};
    }

    @Override
    public byte[] getBranchQualifier() {
      return new byte[] {id};
    }
  }
}
