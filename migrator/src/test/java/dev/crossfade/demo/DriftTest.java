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
  private static final List<ColumnChange> COLUMNS = Change.ALL.stream()
      .filter(ColumnChange.class::isInstance)
      .map(ColumnChange.class::cast)
      .toList();

  private Server server;
  private Connection connection;

  @BeforeAll
  void makeShop(@TempDir Path directory) throws IOException, SQLException {
    server = Server.start(directory, false);
    connection = server.connect();
    ShopSchema.create(connection, USERS);
    for (var change : COLUMNS) {
      execute("ALTER TABLE " + change.table() + " "
          + each(change, column -> "ADD COLUMN " + column.name() + " " + column.type()));
    }
    execute(
        "CREATE TABLE addresses (user_id bigint PRIMARY KEY, street text, city text, postal_code varchar(12))");
  }

  @AfterAll
  void stop() throws IOException, SQLException {
    connection.close();
    server.close();
  }

  @Test
  void unfilledRowsAreNoContradictionAndTheBackfillFillsThem() throws Exception {
    for (var change : COLUMNS) {
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
        List.of(1L, 2L, 1L, 0L), COLUMNS.stream().map(this::contradictions).toList());
    var split = COLUMNS.get(2);
    assertEquals(1, fill(split));
    assertEquals(Drift.NONE, drift(split));
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT first_name FROM users WHERE id = 3")) {
      rows.next();
      assertEquals("Mary Ann", rows.getString(1));
    }
  }

  @Test
  void rowsOfAnotherTableAreMissingOrContradict() throws Exception {
    var move = Change.ALL.get(4);
    long present = USERS - (USERS + 1) / 3;
    assertEquals(new Drift(present, 0), drift(move));
    execute("INSERT INTO addresses SELECT id, address_street, address_city, address_postal_code"
        + " FROM users WHERE num_nonnulls(address_street, address_city, address_postal_code) > 0");
    assertEquals(Drift.NONE, drift(move));
    execute("UPDATE addresses SET city = city || 'x' WHERE user_id = 1");
    execute("INSERT INTO addresses (user_id, city) VALUES (2, 'Nowhere')");
    execute("INSERT INTO addresses (user_id, city) VALUES (0, 'Nobody')");
    execute("DELETE FROM addresses WHERE user_id = 3");
    assertEquals(new Drift(1, 3), drift(move));
    assertEquals(new Drift(0, 1), Drift.of(connection, move, Stage.Columns.NEW));
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

  private long fill(ColumnChange change) throws SQLException {
    try (var statement = connection.createStatement()) {
      return statement.executeLargeUpdate("UPDATE " + change.table() + " SET "
          + each(change, column -> column.name() + " = " + column.converted()) + " WHERE "
          + change.drifted());
    }
  }

  private static String each(ColumnChange change, Function<Change.Column, String> clause) {
    return change.after().stream().map(clause).collect(Collectors.joining(", "));
  }
}
