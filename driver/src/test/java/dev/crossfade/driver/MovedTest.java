package dev.crossfade.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.PreferQueryMode;

/** Writes of a table whose columns move to another, as the application sees them and as they leave both tables. */
class MovedTest {
  private static final String REFERENCES = "references users deferrable";

  /** What applications send without parameters; each also as a prepared statement. */
  private static final List<String> TEXTS = List.of(
      "insert into users (name, address_street) values ('dan', 'Oak')",
      "insert into users (name) values ('eve'), ('fay')",
      "insert into users (id, name, address_city) values (50, 'gus', 'Bern'), (51, 'hal', null)",
      "insert into users values (52, 'ida', 'Ash', 'Rom')",
      "insert into users default values",
      "insert into users (id, name) values (1, 'taken')",
      "insert into users (name, address_street) select 'copy of ' || name, address_street from users where id < 3",
      "insert into users (name, address_city) values ('ann', 'Graz') on conflict (name) do update set address_city = excluded.address_city, notes = users.notes + 1",
      "insert into users (id, address_city) values (1, 'Wien'), (60, 'Linz') on conflict (id) do update set address_city = excluded.address_city",
      "insert into users (id, address_city) values (1, 'lost'), (61, 'Genf') on conflict do nothing",
      "insert into users (name, address_street) values ('jim', 'Yew') returning id, address_street, notes as n",
      "insert into users (id, name, address_street) values (70, 'kim', 'Fig') returning *",
      "update users set address_street = 'Pine' where id = 1",
      "update users set address_street = null, address_city = null where id = 1",
      "update users set address_street = 'Lime' where id = 2",
      "update users set address_city = address_city || '!' where id in (1, 3) and notes = 0",
      "update users set address_city = 'Basel' where name like '%a%' returning id, address_city",
      "update users u set address_street = v.at from visits v where v.user_id = u.id and u.id = 3",
      "update users set address_street = address_street where true",
      "update users set notes = notes + 1, name = upper(name)",
      "update users set address_street = 'far too long for this column' where id = 1",
      "update users set address_street = 'x' where id = 4711",
      "update users set (address_street, address_city) = (select 'a', 'b') where id = 3",
      "merge into users u using (values (1, 'Mons'), (80, 'Gent')) s(id, city) on s.id = u.id when matched then update set address_city = s.city when not matched then insert (id, address_city) values (s.id, s.city)",
      "delete from users where id = 3 and notes > 100",
      "delete from users where id = 3 returning id, address_city",
      "delete from users u using visits v where v.user_id = u.id and v.at = 'y'",
      "delete from users u using visits v where v.user_id = u.id and v.at = 'x' returning u.name, v.at",
      "with old as (select 2 as id) delete from users where id in (select id from old)",
      "delete from users where address_street is null");

  private static void run(Connection connection, Transcript transcript, boolean keys)
      throws Exception {
    for (String text : TEXTS) {
      transcript.note(text);
      try (Statement statement = connection.createStatement()) {
        transcript.note(() -> keys
            ? statement.execute(text, Statement.RETURN_GENERATED_KEYS)
            : statement.execute(text));
        results(statement, transcript);
      }
      end(connection);
      for (String again : List.of("update users set address_street = 'Fir' where id = 1", text)) {
        if (keys) {
          prepared(
              connection.prepareStatement(again, new String[] {"id", "address_city"}), transcript);
        } else {
          prepared(connection.prepareStatement(again), transcript);
        }
        end(connection);
      }
    }
  }

  private static void end(Connection connection) throws SQLException {
    if (!connection.getAutoCommit()) {
      // After a failure it is a rollback.
      connection.commit();
    }
  }

  private static void prepared(PreparedStatement statement, Transcript transcript)
      throws Exception {
    try (statement) {
      if (statement.getConnection().unwrap(PGConnection.class).getPreferQueryMode()
          != PreferQueryMode.SIMPLE) {
        transcript.note(() -> statement.getMetaData() == null
            ? "no columns"
            : statement.getMetaData().getColumnCount());
      }
      transcript.note(statement::execute);
      results(statement, transcript);
      transcript.note(statement::executeUpdate);
      transcript.note(statement::executeQuery);
    }
  }

  private static void results(Statement statement, Transcript transcript) throws Exception {
    try {
      for (int i = 0; i < 3; i++) {
        transcript.note(statement.getUpdateCount());
        transcript.note(statement.getLargeUpdateCount());
        transcript.noteUnordered(statement.getResultSet());
        transcript.noteUnordered(statement.getGeneratedKeys());
        transcript.note(statement.getMoreResults());
      }
      transcript.note(statement.getResultSetType());
    } catch (SQLException e) {
      transcript.note(e.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "&preferQueryMode=simple",
        "&preferQueryMode=extendedCacheEverything&prepareThreshold=1&autosave=always"
      })
  void theApplicationSeesWhatItSawAndNothingDrifts(String parameters) throws Exception {
    for (boolean keys : new boolean[] {false, true}) {
      for (boolean autoCommit : new boolean[] {true, false}) {
        try (AddressBook book = new AddressBook(REFERENCES)) {
          Transcript.same(
              book.plain(parameters), book.crossfade(parameters), (connection, transcript) -> {
                connection.setAutoCommit(autoCommit);
                run(connection, transcript, keys);
                transcript.note(connection.getAutoCommit());
              });
          book.assertSame();
        }
      }
    }
  }

  private static final List<String> BATCHES = List.of(
      "insert into users (id, address_city, name) values (?, ?, ?)",
      "insert into users (notes, address_city, name) values (?, ?, ?)",
      "insert into users (id, address_city, name) values (?, ?, ?) on conflict (id) do update set address_city = excluded.address_city || users.notes",
      "update users set notes = notes + ?, address_city = ? where name = ?",
      "update users set name = name || ?, address_street = nullif(?, 'Ulm'), address_city = null where id = cast(? as bigint)",
      "delete from users where id = ? and coalesce(address_city, '') <> ? and name is distinct from ?");

  private static void batch(Connection connection, Transcript transcript, String sql)
      throws Exception {
    transcript.note(sql);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 5; i++) {
          statement.setInt(1, round == 0 ? 100 + i : 103 + i);
          statement.setString(2, i == 3 ? null : i == 4 ? "Ulm" : "Rom" + i);
          statement.setString(3, sql.contains("bigint") ? "10" + i : "user" + round + i);
          statement.addBatch();
        }
        try {
          // Nothing is rewritten where the server makes the keys, so a count is known.
          transcript.note(Arrays.toString(
                  round == 0
                      ? Arrays.stream(statement.executeBatch()).asLongStream().toArray()
                      : statement.executeLargeBatch())
              .replace("-2", "1"));
        } catch (BatchUpdateException e) {
          transcript.note(e.getSQLState());
          transcript.note(e.getUpdateCounts());
        }
        results(statement, transcript);
        end(connection);
      }
      transcript.note(statement.executeBatch());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "&reWriteBatchedInserts=true&prepareThreshold=1",
        "&preferQueryMode=simple&autosave=always"
      })
  void batchesGiveWhatTheyGaveAndNothingDrifts(String parameters) throws Exception {
    for (boolean autoCommit : new boolean[] {true, false}) {
      if (autoCommit && parameters.contains("simple")) {
        // Each row is a transaction of its own then, but not where another table follows.
        continue;
      }
      try (AddressBook book = new AddressBook(REFERENCES)) {
        Transcript.same(
            book.plain(parameters), book.crossfade(parameters), (connection, transcript) -> {
              connection.setAutoCommit(autoCommit);
              for (String sql : BATCHES) {
                batch(connection, transcript, sql);
              }
            });
        book.assertSame();
      }
    }
  }

  @Test
  void aFailureOnTheOtherSideLeavesNeither() throws Exception {
    try (AddressBook book = new AddressBook(REFERENCES)) {
      book.during("alter table addresses add check (city <> 'BAD')");
      for (String mode : List.of(
          "",
          "&preferQueryMode=simple",
          "&prepareThreshold=1",
          "&autosave=always",
          "&autosave=always&preferQueryMode=simple")) {
        for (String sql : List.of(
            "insert into users (id, address_city) values (?, 'bad')",
            "insert into users (id, address_city) values (?, 'bad') returning id, name",
            "insert into users (notes, address_city) values (?, 'bad')",
            "update users set address_city = 'bad' where id = ? or id = 1",
            "update users set address_city = 'bad' where id = ?")) {
          for (boolean autoCommit : new boolean[] {true, false}) {
            try (Connection connection = book.crossfade(mode);
                PreparedStatement statement = connection.prepareStatement(sql)) {
              connection.setAutoCommit(autoCommit);
              for (int i = 0; i < 3; i++) {
                statement.setInt(1, sql.startsWith("insert") ? 100 + i : 1);
                assertEquals(
                    "23514",
                    assertThrows(SQLException.class, statement::execute).getSQLState());
                end(connection);
                statement.addBatch();
                if (!sql.contains("returning")) {
                  assertEquals(
                      "23514",
                      assertThrows(SQLException.class, statement::executeBatch).getSQLState());
                }
                end(connection);
                statement.clearBatch();
              }
              assertEquals(autoCommit, connection.getAutoCommit());
            }
          }
        }
      }
      assertEquals("3", book.seen("select count(*) from users"));
      assertEquals("0", book.seen("select count(*) from users where address_city = 'bad'"));
    }
  }

  @Test
  void whatOneWriterMovesAnotherDoesNotUndo() throws Exception {
    try (AddressBook book = new AddressBook(REFERENCES);
        Connection one = book.crossfade("");
        Connection two = book.crossfade("")) {
      one.setAutoCommit(false);
      try (Statement first = one.createStatement();
          Statement second = two.createStatement()) {
        for (String mine : List.of(
            "update users set address_street = 'one' where id = 1",
            "update users set address_street = null, address_city = null where id = 1",
            "update users set address_street = 'two' where id = 1")) {
          for (String theirs : List.of(
              "update users set address_city = 'Rom' where id = 1 and notes = 0",
              "update users set address_city = 'Oslo' where id = 1 and notes = 1",
              "update users set address_city = null where name = 'ann'",
              "update users set address_street = null, address_city = null where id in (1, 2)")) {
            first.executeUpdate(mine);
            CompletableFuture<Integer> waiting =
                CompletableFuture.supplyAsync(() -> update(second, theirs));
            Shop.await(() -> waiting.isDone()
                || book.seen("select count(*) from pg_locks where not granted").equals("1"));
            one.commit();
            waiting.get();
            book.assertNoDrift();
          }
        }
        first.executeUpdate(
            "update users set address_street = 'here', address_city = 'Ulm' where id = 2");
        CompletableFuture<Integer> deleting =
            CompletableFuture.supplyAsync(() -> update(second, "delete from users where id = 2"));
        Shop.await(
            () -> book.seen("select count(*) from pg_locks where not granted").equals("1"));
        one.commit();
        assertEquals(1, deleting.get());
        book.assertNoDrift();
      }
    }
  }

  private static int update(Statement statement, String sql) {
    try {
      return statement.executeUpdate(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As on the table alone: 25P02 until the transaction ends. */
  @Test
  void whatTheServerRefusesFailsTheTransactionByTheNewNamesToo() throws Exception {
    try (AddressBook book = new AddressBook(REFERENCES);
        Connection connection = book.crossfade("&crossfade.shape=new")) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.executeUpdate("update addresses set street = 'Oak' where user_id = 1");
        SQLException tooLong = assertThrows(
            SQLException.class,
            () -> statement.executeUpdate(
                "update addresses set street = 'far too long for this column' where user_id = 1"));
        assertEquals("22001", tooLong.getSQLState());
        SQLException failed = assertThrows(SQLException.class, () -> statement.execute("select 1"));
        assertEquals("25P02", failed.getSQLState());
      }
      connection.rollback();
      assertEquals("Elm", book.seen("select address_street from users where id = 1"));
      book.assertNoDrift();
    }
  }

  /** f would make BERN of it. */
  @Test
  void aKeyTakesAlongWhatOnlyANewApplicationCouldWrite() throws Exception {
    try (AddressBook book = new AddressBook("")) {
      try (Connection young = book.crossfade("&crossfade.shape=new");
          Statement statement = young.createStatement()) {
        statement.executeUpdate("update addresses set city = 'Bern' where user_id = 3");
      }
      try (Connection old = book.crossfade("");
          Statement statement = old.createStatement()) {
        statement.executeUpdate(
            "update users set id = 50, address_city = address_city where id = 3");
      }
      assertEquals("bern", book.seen("select address_city from users where id = 50"));
      assertEquals(
          "1 ULM; 50 Bern",
          book.seen(
              "select string_agg(concat_ws(' ', user_id, city), '; ' order by user_id) from addresses"));
    }
  }

  private static final String OWN =
      "alter table addresses add column note text; update addresses set note = 'mine' where user_id = 1";

  /** The new table has a column of its own, so its rows may be worth more than what moved. */
  @Test
  void emptyingTheOldTableDoesNotEmptyWhatIsNotItsOwn() throws Exception {
    try (AddressBook book = new AddressBook("")) {
      book.during(OWN);
      try (Connection connection = book.crossfade("");
          Statement statement = connection.createStatement()) {
        statement.execute("truncate users");
      }
      assertEquals("0", book.seen("select count(*) from users"));
      assertEquals(
          "1 mine",
          book.seen(
              "select string_agg(concat_ws(' ', user_id, street, city, note), '; ') from addresses"));
    }
  }

  @Test
  void whatTheServerWouldNotEmptyAloneIsRefused() throws Exception {
    try (AddressBook book = new AddressBook(REFERENCES)) {
      book.during(OWN);
      try (Connection connection = book.crossfade("");
          Statement statement = connection.createStatement()) {
        SQLException refused =
            assertThrows(SQLException.class, () -> statement.execute("truncate users"));
        assertEquals("XF001", refused.getSQLState());
      }
      assertEquals("3", book.seen("select count(*) from users"));
      book.assertNoDrift();
    }
  }
}
