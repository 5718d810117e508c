package dev.crossfade.driver;

import static dev.crossfade.driver.Transcript.same;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.BatchUpdateException;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Calendar;
import java.util.TimeZone;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PGobject;

/** With nothing mapped an application can't tell Crossfade from pgjdbc. */
class PassThroughTest {
  private static void run(Connection connection, String sql) throws Exception {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void typedValues() throws Exception {
    Calendar tokyo = Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"));
    same((connection, transcript) -> {
      run(
          connection,
          "create temp table v (a int, b bigint, c numeric(9,2), d text, e bytea, f date, g time, h timestamp, i timestamptz, j uuid, k boolean,"
              + " l int[], m jsonb, n real, o double precision, p smallint, q xml)");
      String sql = "insert into v values (" + "?,".repeat(16) + "?)";
      try (PreparedStatement insert = connection.prepareStatement(sql)) {
        insert.setInt(1, 1);
        insert.setLong(2, 1L << 40);
        insert.setBigDecimal(3, new BigDecimal("12.345"));
        insert.setString(4, "text");
        insert.setBytes(5, new byte[] {1, 2, 3});
        insert.setDate(6, Date.valueOf("2024-02-29"), tokyo);
        insert.setTime(7, Time.valueOf("12:34:56"), tokyo);
        insert.setTimestamp(8, Timestamp.valueOf("2024-02-29 12:34:56.789"), tokyo);
        insert.setObject(9, OffsetDateTime.parse("2024-02-29T12:34:56Z"));
        insert.setObject(10, new UUID(1, 2));
        insert.setBoolean(11, true);
        insert.setArray(12, connection.createArrayOf("int4", new Integer[] {1, null, 3}));
        PGobject json = new PGobject();
        json.setType("jsonb");
        json.setValue("{\"a\": 1}");
        insert.setObject(13, json);
        insert.setFloat(14, 1.5f);
        insert.setDouble(15, 2.5);
        insert.setShort(16, (short) 7);
        SQLXML xml = connection.createSQLXML();
        xml.setString("<a/>");
        insert.setSQLXML(17, xml);
        transcript.note(insert::executeUpdate);
        insert.setNull(17, Types.SQLXML);
        transcript.note(insert::executeUpdate);
        insert.clearParameters();
        transcript.note(insert::executeUpdate);
        insert.setAsciiStream(
            4, new ByteArrayInputStream("ascii".getBytes(StandardCharsets.US_ASCII)), 5);
        insert.setBinaryStream(5, new ByteArrayInputStream(new byte[] {4, 5, 6}), 2);
        insert.setObject(1, "5", Types.INTEGER);
        transcript.note(() -> {
          insert.setObject(2, 5, JDBCType.BIGINT);
          return null;
        });
        insert.setObject(2, 5, Types.BIGINT);
        insert.setObject(3, 5.5, Types.NUMERIC, 1);
        insert.setObject(6, LocalDate.of(2024, 1, 1));
        for (int i = 7; i <= 17; i++) {
          insert.setNull(i, i == 12 ? Types.ARRAY : Types.OTHER);
        }
        transcript.note(insert::executeUpdate);
        insert.setCharacterStream(4, new StringReader("reader"));
        insert.setBinaryStream(5, new ByteArrayInputStream(new byte[100_000]));
        transcript.note(insert::executeUpdate);
        transcript.note(insert.getParameterMetaData().getParameterCount());
        transcript.note(insert.getParameterMetaData().getParameterTypeName(13));
        transcript.note(insert.toString().length());
      }
      try (Statement statement = connection.createStatement()) {
        transcript.note(statement.executeQuery("select *, length(e) from v"));
      }
      try (PreparedStatement select =
          connection.prepareStatement("select a, d from v where a = ? or d = ?")) {
        transcript.note(select.getMetaData().getColumnName(2));
        select.setInt(1, 1);
        transcript.note(select::executeQuery);
        select.setString(2, "reader");
        transcript.note(select::executeQuery);
      }
    });
  }

  @Test
  void batchesAndKeys() throws Exception {
    same((connection, transcript) -> {
      run(connection, "create temp table t (id serial primary key, name text unique)");
      try (PreparedStatement insert = connection.prepareStatement(
          "insert into t (name) values (?)", Statement.RETURN_GENERATED_KEYS)) {
        for (String name : new String[] {"a", "b", "c"}) {
          insert.setString(1, name);
          insert.addBatch();
        }
        transcript.note(insert::executeBatch);
        transcript.note(insert::getGeneratedKeys);
        transcript.note(insert::executeBatch);
        insert.setString(1, "d");
        transcript.note(insert::executeLargeUpdate);
        transcript.note(insert::getGeneratedKeys);
      }
      try (PreparedStatement insert =
          connection.prepareStatement("insert into t (name) values (?)", new String[] {"name"})) {
        insert.setString(1, "e");
        transcript.note(insert::executeUpdate);
        transcript.note(insert::getGeneratedKeys);
        insert.setString(1, "f");
        insert.addBatch();
        insert.setString(1, "a");
        insert.addBatch();
        transcript.note(() -> {
          try {
            return insert.executeBatch();
          } catch (BatchUpdateException e) {
            transcript.note(e.getUpdateCounts());
            throw e;
          }
        });
      }
      transcript.note(
          () -> connection.prepareStatement("insert into t (name) values ('g')", new int[] {1}));
      try (Statement statement = connection.createStatement()) {
        transcript.note(() -> statement.executeUpdate(
            "insert into t (name) values ('h')", Statement.RETURN_GENERATED_KEYS));
        transcript.note(statement::getGeneratedKeys);
        transcript.note(
            () -> statement.execute("insert into t (name) values ('i')", new String[] {"id"}));
        transcript.note(statement::getGeneratedKeys);
        transcript.note(
            () -> statement.executeUpdate("insert into t (name) values ('i')", new int[] {1}));
        transcript.note(() -> statement.executeLargeUpdate("update t set name = name || name"));
        statement.addBatch("insert into t (name) values ('x')");
        statement.addBatch("update t set name = upper(name)");
        transcript.note(statement::executeBatch);
        transcript.note(statement::executeBatch);
        transcript.note(() -> statement.executeQuery("select * from t order by id"));
        transcript.note(() -> statement.executeUpdate("select 1"));
        transcript.note(() -> statement.executeQuery("update t set name = name"));
      }
      try (PreparedStatement prepared = connection.prepareStatement("select 1")) {
        transcript.note(() -> prepared.executeQuery("select 2"));
        transcript.note(() -> {
          prepared.addBatch("select 2");
          return null;
        });
      }
    });
  }

  @Test
  void severalResults() throws Exception {
    same((connection, transcript) -> {
      try (Statement statement = connection.createStatement()) {
        transcript.note(
            statement.execute(
                "select 1; create temp table m (a int); insert into m values (1), (2); select * from m"));
        do {
          transcript.note(
              statement.getResultSet() == null
                  ? statement.getUpdateCount()
                  : statement.getResultSet());
        } while (statement.getMoreResults() || statement.getUpdateCount() != -1);
        statement.execute("do $$ begin raise warning 'careful'; end $$");
        transcript.note(statement.getWarnings().getMessage());
      }
    });
  }

  @Test
  void callables() throws Exception {
    same((connection, transcript) -> {
      run(
          connection,
          "create function pg_temp.twice(a int, out b int, out c text) language sql as 'select a * 2, a::text';"
              + "create function pg_temp.rows() returns refcursor language plpgsql as"
              + " $$ declare c refcursor := 'mine'; begin open c for select generate_series(1, 3) as n; return c; end $$;"
              + "create procedure pg_temp.add(a int, inout b int) language plpgsql as $$ begin b := a + b; end $$");
      connection.setAutoCommit(false);
      try (CallableStatement call = connection.prepareCall("{call pg_temp.twice(?, ?, ?)}")) {
        call.setInt(1, 21);
        call.registerOutParameter(2, Types.INTEGER);
        call.registerOutParameter(3, Types.VARCHAR);
        transcript.note(call::execute);
        transcript.note(call.getInt(2));
        transcript.note(call.getString(3));
        transcript.note(call.wasNull());
        transcript.note(() -> call.getLong(2));
        transcript.note(() -> call.getInt("b"));
      }
      try (CallableStatement call = connection.prepareCall("{? = call pg_temp.rows()}")) {
        call.registerOutParameter(1, Types.REF_CURSOR);
        call.execute();
        transcript.note(call.getObject(1));
      }
      try (CallableStatement call = connection.prepareCall("call pg_temp.add(?, ?)")) {
        call.setInt(1, 2);
        call.setInt(2, 3);
        call.registerOutParameter(2, Types.INTEGER);
        transcript.note(call::execute);
        transcript.note(() -> call.getInt(2));
      }
      connection.rollback();
    });
  }

  @Test
  void cursorsAndUpdatableResults() throws Exception {
    same((connection, transcript) -> {
      run(
          connection,
          "create temp table u as select n as id, 'x' || n as name from generate_series(1, 7) n");
      run(connection, "alter table u add primary key (id)");
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement(
              ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
          ResultSet rows = statement.executeQuery("select id, name from u order by id")) {
        rows.absolute(3);
        rows.updateString("name", "changed");
        rows.updateRow();
        rows.refreshRow();
        transcript.note(rows.getString(2));
        rows.moveToInsertRow();
        rows.updateInt(1, 100);
        rows.updateString(2, "new");
        rows.insertRow();
        rows.last();
        transcript.note(rows.getRow());
        rows.first();
        rows.deleteRow();
      }
      try (PreparedStatement select = connection.prepareStatement("select * from u order by id")) {
        select.setFetchSize(2);
        transcript.note(select::executeQuery);
        select.setMaxRows(3);
        transcript.note(select::executeQuery);
      }
      run(connection, "declare c cursor for select * from u order by id for update");
      try (Statement statement = connection.createStatement()) {
        transcript.note(() -> statement.executeQuery("fetch 2 from c"));
        transcript.note(
            () -> statement.executeUpdate("update u set name = 'current' where current of c"));
        Savepoint savepoint = connection.setSavepoint("s");
        transcript.note(() -> statement.executeUpdate("insert into u values (3, 'again')"));
        transcript.note(() -> statement.executeQuery("select 1"));
        connection.rollback(savepoint);
        transcript.note(() -> statement.executeQuery("select count(*) from u"));
      }
      connection.rollback();
    });
  }

  @Test
  void closedThings() throws Exception {
    same((connection, transcript) -> {
      Statement statement = connection.createStatement();
      statement.closeOnCompletion();
      ResultSet rows = statement.executeQuery("select 1");
      rows.close();
      transcript.note(statement.isClosed());
      transcript.note(rows::getStatement);
      transcript.note(() -> statement.executeQuery("select 1"));
      PreparedStatement prepared = connection.prepareStatement("select ?::int");
      transcript.note(prepared::executeQuery);
      prepared.close();
      prepared.close();
      transcript.note(() -> {
        prepared.setInt(1, 1);
        return null;
      });
      transcript.note(prepared::executeQuery);
      PreparedStatement open = connection.prepareStatement("select 1");
      ResultSet first = open.executeQuery();
      open.executeQuery();
      transcript.note(first.isClosed());
      connection.close();
      transcript.note(connection.isClosed());
      transcript.note(connection.isValid(1));
      transcript.note(() -> connection.prepareStatement("select 1"));
      transcript.note(connection::createStatement);
    });
  }

  @Test
  void whatTheDatabaseSaysOfItself() throws Exception {
    same((connection, transcript) -> {
      run(
          connection,
          "create temp table d (id serial primary key, name varchar(20) not null default 'x', price numeric(9,2), unique (name))");
      run(connection, "create temp table e (d_id int references d, n text)");
      var metaData = connection.getMetaData();
      transcript.note(metaData.getColumns(null, null, "d", null));
      transcript.note(metaData.getColumns(null, null, "d", "n%"));
      transcript.note(metaData.getImportedKeys(null, null, "e"));
      transcript.note(metaData.getBestRowIdentifier(null, null, "d", 1, true));
      for (String product : Arrays.asList(
          metaData.getDatabaseProductName(),
          metaData.getDriverName(),
          metaData.getDriverVersion(),
          metaData.getURL())) {
        transcript.note(product);
      }
      try (ResultSet keys = metaData.getPrimaryKeys(null, null, "d")) {
        keys.next();
        transcript.note(keys.getString("COLUMN_NAME"));
      }
      transcript.note(connection.nativeSQL("select {fn now()}"));
      transcript.note(
          connection.getCatalog() + connection.getSchema() + connection.getTransactionIsolation());
      connection.setSchema("pg_catalog");
      transcript.note(connection.getSchema());
    });
  }
}
