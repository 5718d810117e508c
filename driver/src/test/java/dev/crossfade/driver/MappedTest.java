package dev.crossfade.driver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Statements over plans, with values that go to several places and plans that change. */
class MappedTest {
  private static final String CONTRACT = "    was:\n"
      + "      username: { position: 2, type: varchar(20), not_null: true, unique: true, default: \"'anon'::character varying\" }\n"
      + "      photo: { position: 4, type: bytea, not_null: false, unique: false }\n"
      + "      file: { position: 5, type: oid, not_null: false, unique: false }\n";

  @Test
  void aBoundValueOutlivesAReload() throws Exception {
    try (Shop shop = new Shop();
        Connection connection = shop.crossfade();
        PreparedStatement update =
            connection.prepareStatement("update users set username = ? where id = ?")) {
      update.setString(1, "kept");
      update.setInt(2, 1);
      update.setQueryTimeout(7);
      assertEquals(1, update.executeUpdate());
      assertEquals("null", shop.seen("select handle from users where id = 1"));
      shop.phase("dual-write");
      Shop.await(() -> update.executeUpdate() == 1
          && shop.seen("select handle from users where id = 1").equals("kept"));
      assertEquals(7, update.getQueryTimeout());
      assertEquals(2, update.getParameterMetaData().getParameterCount());
      assertEquals("int4", update.getParameterMetaData().getParameterTypeName(2));
      assertThrows(SQLException.class, () -> update.getParameterMetaData().getParameterType(3));
      SQLException e = assertThrows(SQLException.class, () -> update.setString(3, "x"));
      assertEquals("22023", e.getSQLState());
      assertEquals("The column index is out of range: 3, number of columns: 2.", e.getMessage());
      update.clearParameters();
      update.setInt(2, 1);
      assertEquals(
          "No value specified for parameter 1.",
          assertThrows(SQLException.class, update::executeUpdate).getMessage());
    }
  }

  @Test
  void aBatchOutlivesAReload() throws Exception {
    try (Shop shop = new Shop();
        Connection connection = shop.crossfade();
        PreparedStatement probe =
            connection.prepareStatement("update users set username = username where id = 2");
        PreparedStatement insert = connection.prepareStatement(
            "insert into users (username, photo) values (?, ?)", Statement.RETURN_GENERATED_KEYS);
        Statement plain = connection.createStatement()) {
      byte[] reused = new byte[1];
      for (int i = 0; i < 3; i++) {
        reused[0] = (byte) i;
        insert.setString(1, "user" + i);
        insert.setBytes(2, reused);
        insert.addBatch();
      }
      plain.addBatch("insert into users (username) values ('plain')");
      plain.addBatch("update users set age = 1 where username = 'plain'");
      shop.phase("dual-write");
      Shop.await(() -> probe.executeUpdate() == 1
          && shop.seen("select handle from users where id = 2").equals("bob"));
      assertArrayEquals(new int[] {1, 1, 1}, insert.executeBatch());
      assertEquals(
          "user0=\\x00,user1=\\x01,user2=\\x02",
          shop.seen(
              "select string_agg(handle || '=' || picture, ',' order by id) from users where id > 2"));
      try (ResultSet keys = insert.getGeneratedKeys()) {
        assertEquals(5, keys.getMetaData().getColumnCount());
        assertTrue(keys.next());
        assertEquals("user0", keys.getString("username"));
      }
      assertArrayEquals(new int[] {1, 1}, plain.executeBatch());
      assertEquals("plain", shop.seen("select handle from users where age = 1"));
    }
  }

  @Test
  void underACutoverAStatementTakesBothPlans() throws Exception {
    try (Shop shop = new Shop()) {
      shop.migrate("update users set handle = 'new ' || username");
      shop.phase("cutover", "    reads: 50%\n");
      try (Connection connection = shop.crossfade();
          PreparedStatement select =
              connection.prepareStatement("select username from users where id = ?")) {
        select.setInt(1, 2);
        Set<String> seen = new TreeSet<>();
        ResultSet previous = null;
        for (int i = 0; i < 200; i++) {
          ResultSet rows = select.executeQuery();
          assertTrue(previous == null || previous.isClosed());
          assertTrue(rows.next());
          seen.add(rows.getString("username"));
          assertEquals("users", rows.getMetaData().getTableName(1));
          assertEquals("username", rows.getMetaData().getColumnLabel(1));
          previous = rows;
        }
        assertEquals(Set.of("bob", "new bob"), seen);
      }
    }
  }

  @Test
  void streamsAndFreedValuesReachEveryPlace() throws Exception {
    try (Shop shop = new Shop()) {
      shop.phase("dual-write");
      try (Connection connection = shop.crossfade()) {
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement(
            "insert into users (username, photo, file) values (?, ?, ?)")) {
          insert.setCharacterStream(1, new StringReader("reader"));
          insert.setBinaryStream(2, new ByteArrayInputStream(new byte[200_000]));
          insert.setBlob(3, new ByteArrayInputStream(new byte[] {1, 2}));
          assertEquals(1, insert.executeUpdate());
          insert.setAsciiStream(1, new ByteArrayInputStream(new byte[] {'a', 'b', 'c'}), 2);
          insert.setObject(2, new ByteArrayInputStream(new byte[] {5}), Types.BLOB);
          insert.setBinaryStream(2, new ByteArrayInputStream(new byte[] {5, 6, 7}), 3);
          insert.setNull(3, Types.BLOB);
          assertEquals(1, insert.executeUpdate());
        }
        connection.commit();
        try (PreparedStatement update = connection.prepareStatement(
            "update users set username = (?::text[])[1] where id = 1")) {
          Array array = connection.createArrayOf("text", new String[] {"first"});
          update.setArray(1, array);
          array.free();
          assertEquals(1, update.executeUpdate());
        }
        connection.commit();
      }
      assertEquals(
          "first, bob, reader, ab",
          shop.seen(
                  "select string_agg(handle, ', ' order by id) from users where handle = username or id = 2")
              .replaceFirst("reader", "bob, reader"));
      assertEquals(
          "2",
          shop.seen(
              "select count(*) from users where id > 2 and picture = photo and document is not distinct from file"));
      assertEquals(
          "200000", shop.seen("select length(picture) from users where handle = 'reader'"));
      assertEquals(
          "\\x0102", shop.seen("select lo_get(document) from users where handle = 'reader'"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"expand", "dual-write", "coalesce", "cutover", "contract"})
  void theApplicationSeesItsOwnShape(String phase) throws Exception {
    try (Shop shop = new Shop()) {
      shop.migrate("update users set handle = username");
      if (phase.equals("contract")) {
        shop.migrate(
            "alter table users drop username, drop photo, drop file, alter handle set not null, alter handle set default 'anon', add unique (handle)");
        shop.phase("contract", CONTRACT);
      } else {
        shop.phase(phase, phase.equals("cutover") ? "    reads: 50%\n" : "");
      }
      Transcript.same(shop.plain(), shop.crossfade(), (connection, transcript) -> {
        var metaData = connection.getMetaData();
        transcript.note(metaData.getColumns(null, connection.getSchema(), "users", null));
        transcript.note(metaData.getColumns(null, connection.getSchema(), "us_rs", "user%"));
        transcript.note(
            metaData.getBestRowIdentifier(null, connection.getSchema(), "users", 1, true));
        try (ResultSet indexes =
            metaData.getIndexInfo(null, connection.getSchema(), "users", true, false)) {
          // An index keeps its own name, and the answer is in the order of names.
          Set<String> columns = new TreeSet<>();
          while (indexes.next()) {
            columns.add(indexes.getString("COLUMN_NAME"));
          }
          transcript.note(columns);
        }
        try (Statement statement = connection.createStatement()) {
          transcript.note(statement.executeQuery("select * from users order by id"));
          transcript.note(statement.executeUpdate(
              "insert into users (username) values ('eve')", Statement.RETURN_GENERATED_KEYS));
          transcript.note(statement.getGeneratedKeys());
          transcript.note(statement.executeUpdate(
              "insert into users (age) values (5)", new String[] {"username", "id"}));
          transcript.note(statement.getGeneratedKeys());
          transcript.note(() -> statement.executeUpdate(
              "insert into users (username) values ('ann')", new String[] {"nothing"}));
        }
        try (PreparedStatement insert = connection.prepareStatement(
            "insert into users (username, age) values (?, ?)", new String[] {"username"})) {
          transcript.note(insert.getParameterMetaData().getParameterTypeName(1));
          insert.setString(1, "zoe");
          insert.setInt(2, 1);
          transcript.note(insert.executeUpdate());
          transcript.note(insert.getGeneratedKeys());
          insert.setString(1, "yan");
          insert.addBatch();
          insert.setString(1, "xia");
          insert.addBatch();
          transcript.note(insert.executeBatch());
          transcript.note(insert.getGeneratedKeys());
        }
        try (PreparedStatement select =
            connection.prepareStatement("select username, age from users where username = ?")) {
          transcript.note(select.getMetaData().getTableName(1));
          select.setString(1, "zoe");
          transcript.note(select.executeQuery());
        }
      });
    }
  }

  @Test
  void aNewShapeHidesTheOld() throws Exception {
    try (Shop shop = new Shop()) {
      shop.phase("dual-write");
      try (Connection connection = shop.crossfade("new");
          ResultSet columns =
              connection.getMetaData().getColumns(null, connection.getSchema(), "users", null)) {
        Set<String> names = new TreeSet<>();
        while (columns.next()) {
          names.add(columns.getString("COLUMN_NAME") + columns.getInt("ORDINAL_POSITION"));
        }
        assertEquals(Set.of("id1", "age2", "handle3", "picture4", "document5"), names);
      }
    }
  }

  @Test
  void waysPastTheRewriterAreRefused() throws Exception {
    try (Shop shop = new Shop()) {
      shop.phase("dual-write");
      try (Connection connection = shop.crossfade();
          Statement statement =
              connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_UPDATABLE)) {
        connection.setAutoCommit(false);
        CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
        refused(() -> copy.copyIn("copy users (username) from stdin", new StringReader("x\n")));
        refused(() -> new CopyManager(connection.unwrap(org.postgresql.core.BaseConnection.class))
            .copyIn("copy users from stdin"));
        refused(() -> statement.executeQuery("select * from users"));
        try (PreparedStatement select = connection.prepareStatement(
            "select * from users", ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_UPDATABLE)) {
          refused(select::executeQuery);
        }
        // The transaction goes on.
        try (Statement readOnly = connection.createStatement();
            ResultSet rows = readOnly.executeQuery("select count(*) from users")) {
          assertTrue(rows.next());
          assertEquals(2, rows.getInt(1));
          assertNotEquals(ResultSet.CONCUR_UPDATABLE, rows.getConcurrency());
        }
        assertFalse(connection.isClosed());
        connection.rollback();
      }
    }
  }

  @Test
  void aCopyOfAQueryIsPlanned() throws Exception {
    try (Shop shop = new Shop()) {
      shop.phase("dual-write");
      try (Connection connection = shop.crossfade()) {
        StringWriter out = new StringWriter();
        String state = "";
        try {
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyOut("copy (select * from users order by id) to stdout csv", out);
        } catch (SQLException e) {
          state = e.getSQLState();
        }
        assertTrue(state.equals("XF001") || out.toString().startsWith("1,ann,31,,\n"), state + out);
      }
    }
  }

  /** 42.7.14 stops reading where it has to put a broken bytea into the message of a failed batch. */
  @Test
  void aConnectionOutOfStepEndsItself() throws Exception {
    try (Shop shop = new Shop()) {
      shop.phase("dual-write");
      try (Connection connection = shop.crossfade("old&prepareThreshold=1");
          PreparedStatement insert =
              connection.prepareStatement("insert into users (photo) values (?)")) {
        insert.setObject(1, "\\xzz", Types.OTHER);
        insert.addBatch();
        assertThrows(SQLException.class, insert::executeBatch);
        SQLException e = assertThrows(
            SQLException.class, () -> connection.prepareStatement("select * from users"));
        assertEquals("08P01", e.getSQLState());
      }
    }
  }

  private static void refused(org.junit.jupiter.api.function.Executable call) {
    assertEquals("XF001", assertThrows(SQLException.class, call).getSQLState());
  }
}
