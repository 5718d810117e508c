package dev.crossfade.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.core.BaseConnection;

class CallsTest {
  @Test
  void wrappersKnowEachOther() throws SQLException {
    try (Connection connection = Server.crossfade();
        Statement statement = connection.createStatement();
        PreparedStatement prepared = connection.prepareStatement("select ?::int")) {
      assertSame(connection, statement.getConnection());
      assertSame(connection, prepared.getConnection());
      assertSame(connection, connection.getMetaData().getConnection());
      assertSame(connection.getMetaData(), connection.getMetaData());
      prepared.setInt(1, 5);
      ResultSet result = prepared.executeQuery();
      assertSame(prepared, result.getStatement());
      assertSame(result, prepared.getResultSet());
      assertTrue(result.next());
      assertEquals(5, result.getInt(1));
      assertSame(statement, statement.executeQuery("select 1").getStatement());
      assertSame(connection, connection.unwrap(Connection.class));
      assertSame(connection, connection.unwrap(PGConnection.class));
      assertSame(connection, connection.unwrap(BaseConnection.class));
      assertTrue(connection instanceof PGConnection);
      assertTrue(connection.isWrapperFor(PGConnection.class));
      assertSame(
          connection,
          connection
              .getMetaData()
              .getColumns(null, null, "pg_class", null)
              .getStatement()
              .getConnection());
      assertEquals(Server.plainUrl(), connection.getMetaData().getURL());
    }
  }

  @Test
  void parametersOutOfRangeFailAsInPgjdbc() throws SQLException {
    try (Connection plain = Server.plain();
        Connection ours = Server.crossfade()) {
      for (int index : new int[] {0, 2, -1}) {
        SQLException expected = assertThrows(
            SQLException.class, () -> plain.prepareStatement("select ?::int").setInt(index, 1));
        SQLException actual = assertThrows(
            SQLException.class, () -> ours.prepareStatement("select ?::int").setInt(index, 1));
        assertEquals(expected.getMessage(), actual.getMessage());
        assertEquals(expected.getSQLState(), actual.getSQLState());
      }
    }
  }

  @Test
  void urlsOfOthersAreLeftAlone() throws SQLException {
    CrossfadeDriver driver = new CrossfadeDriver();
    assertNull(driver.connect("jdbc:postgresql://localhost/x", null));
    assertNotNull(driver.getPropertyInfo("jdbc:crossfade:postgresql://localhost/x", null));
    assertEquals(false, driver.acceptsURL(null));
  }
}
