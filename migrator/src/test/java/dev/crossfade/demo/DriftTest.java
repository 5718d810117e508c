package dev.crossfade.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DriftTest {
  private static final int USERS = 2_000;

  private Server server;
  private Connection connection;

  @BeforeAll
  void makeShop(@TempDir Path directory) throws IOException, SQLException {
    server = Server.start(directory, false);
    connection = server.connect();
    ShopSchema.create(connection, USERS);
    for (var change : Change.ALL) {
      execute("ALTER TABLE " + change.table() + " "
          + each(change, column -> "ADD COLUMN " + column.name() + " " + column.type()));
    }
  }

  @AfterAll
  void stop() throws IOException, SQLException {
    connection.close();
    server.close();
  }

  @Test
  void unfilledRowsAreNoContradictionAndTheBackfillFillsThem() throws Exception {
    for (var change : Change.ALL) {
      long rows = change.table().equals("products") ? USERS / 10 : USERS;
      assertEquals(new Drift(rows, 0), drift(change), change.name());
      assertEquals(rows, fill(change), change.name());
      assertEquals(Drift.NONE, drift(change), change.name());
    }
    contradictionsAreFoundInBothDirections();
  }

  private void contradictionsAreFoundInBothDirections() throws Exception {
    execute("UPDATE users SET handle = 'other' WHERE id = 1");
    execute("UPDATE products SET price_decimal = price_decimal + 0.01 WHERE id <= 2");
    // A new-shape writer's Mary Ann is no drift, although f makes Mary of her: b agrees.
    execute(
        "UPDATE users SET full_name = 'Mary Ann Lee', first_name = 'Mary Ann', last_name = 'Lee' WHERE id = 3");
    execute("UPDATE users SET first_name = 'Nobody' WHERE id = 4");
    assertEquals(
        List.of(1L, 2L, 1L, 0L), Change.ALL.stream().map(this::contradictions).toList());
    var split = Change.ALL.get(2);
    assertEquals(1, fill(split));
    assertEquals(Drift.NONE, drift(split));
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT first_name FROM users WHERE id = 3")) {
      rows.next();
      assertEquals("Mary Ann", rows.getString(1));
    }
  }

  private long contradictions(Change change) {
    try {
      return drift(change).contradicting();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Drift drift(Change change) throws SQLException {
    return Drift.of(connection, change, Stage.Columns.BOTH);
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private long fill(Change change) throws SQLException {
    try (var statement = connection.createStatement()) {
      return statement.executeLargeUpdate("UPDATE " + change.table() + " SET "
          + each(change, column -> column.name() + " = " + column.converted()) + " WHERE "
          + change.drifted());
    }
  }

  private static String each(Change change, Function<Change.Column, String> clause) {
    return change.after().stream().map(clause).collect(Collectors.joining(", "));
  }
}
