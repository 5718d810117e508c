package dev.crossfade.demo.shop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The customers that one clerk looks after, and the requests about them. Nobody else writes these rows, so whatever is read has to be what was
 * written last. Confined to the clerk's thread.
 */
final class Customers {
  private static final int LOOKED_AFTER = 400;
  private static final List<String> COLUMNS = List.of(
      "id",
      "username",
      "email",
      "full_name",
      "address_street",
      "address_city",
      "address_postal_code",
      "joined");

  private final int clerk;
  private final int clerks;
  private final RandomGenerator random;
  private final PersonNames names;
  private final List<Customer> mine = new ArrayList<>();
  private long sequence;

  Customers(int clerk, int clerks, RandomGenerator random) {
    this.clerk = clerk;
    this.clerks = clerks;
    this.random = random;
    this.names = new PersonNames(random);
  }

  List<Request> requests() {
    return List.of(
        new Request("customer by key", 16, this::byKey),
        new Request("customer by username", 16, this::byUsername),
        new Request("customers by full name", 4, this::byFullName),
        new Request("customer, whole row", 8, this::wholeRow),
        new Request("page of customers", 3, this::page),
        new Request("register", 5, this::register),
        new Request("change username", 4, this::changeUsername),
        new Request("change full name", 4, this::changeFullName),
        new Request("change both", 3, this::changeBoth),
        new Request("change and think again", 2, this::changeAndRollBack),
        new Request("import full names", 2, this::importFullNames),
        new Request("single sign-on", 3, this::signOn));
  }

  /** Takes over a share of the customers that no other clerk takes, and as strewn over the table as its keys allow. */
  void load(Connection connection) throws SQLException {
    try (var select = connection.prepareStatement("SELECT " + Customer.COLUMNS
        + " FROM users WHERE id % ? = ? ORDER BY hashint8(id), id LIMIT ?")) {
      select.setInt(1, clerks);
      select.setInt(2, clerk);
      select.setInt(3, LOOKED_AFTER);
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          mine.add(read(rows));
        }
      }
    }
  }

  Customer any() {
    return mine.get(random.nextInt(mine.size()));
  }

  List<Customer> some(int most) {
    return random
        .ints(0, mine.size())
        .distinct()
        .limit(most)
        .mapToObj(mine::get)
        .toList();
  }

  /** Takes note of what has been written for a customer. */
  void changed(Customer customer) {
    mine.replaceAll(one -> one.id() == customer.id() ? customer : one);
  }

  /** Lets go of a customer whose row has been deleted, unless too few would be left. */
  boolean mayLeave() {
    return mine.size() > LOOKED_AFTER / 2;
  }

  void left(Customer customer) {
    mine.remove(customer);
  }

  /** Reads every customer of this clerk again. */
  int audit(Connection connection) throws SQLException {
    try (var select =
        connection.prepareStatement("SELECT " + Customer.COLUMNS + " FROM users WHERE id = ?")) {
      for (var customer : mine) {
        select.setLong(1, customer.id());
        WrongRead.expect(customer, only(select), "customer at the end");
      }
    }
    return mine.size();
  }

  private void byKey(Connection connection) throws SQLException {
    var customer = any();
    try (var select =
        connection.prepareStatement("SELECT " + Customer.COLUMNS + " FROM users WHERE id = ?")) {
      select.setLong(1, customer.id());
      WrongRead.expect(customer, only(select), "customer by key");
    }
  }

  private void byUsername(Connection connection) throws SQLException {
    var customer = any();
    try (var select = connection.prepareStatement(
        "SELECT u.id, u.username, u.email, u.full_name, u.address_street, u.address_city, u.address_postal_code FROM users u WHERE u.username = ?")) {
      select.setString(1, customer.username());
      WrongRead.expect(customer, only(select), "customer by username");
    }
  }

  private void byFullName(Connection connection) throws SQLException {
    var customer = any();
    try (var select = connection.prepareStatement(
        "SELECT id FROM users WHERE full_name = ? AND id BETWEEN ? AND ? ORDER BY id")) {
      select.setString(1, customer.fullName());
      select.setLong(2, customer.id());
      select.setLong(3, customer.id() + 50);
      try (var rows = select.executeQuery()) {
        WrongRead.expect(
            rows.next() && rows.getLong(1) == customer.id(),
            "no customer by the name that was written last");
      }
    }
  }

  private void wholeRow(Connection connection) throws SQLException {
    var customer = any();
    try (var select = connection.prepareStatement("SELECT * FROM users WHERE username = ?")) {
      select.setString(1, customer.username());
      try (var rows = select.executeQuery()) {
        WrongRead.expect(COLUMNS, Columns.of(rows), "columns of users");
        WrongRead.expect(rows.next(), "no row by the username that was written last");
        WrongRead.expect(customer, read(rows), "whole row");
      }
    }
  }

  private void page(Connection connection) throws SQLException {
    var from = any().username();
    try (var select = connection.prepareStatement(
        "SELECT username, full_name FROM users WHERE username >= ? ORDER BY username LIMIT 20")) {
      select.setString(1, from);
      try (var rows = select.executeQuery()) {
        var last = "";
        while (rows.next()) {
          var username = rows.getString("username");
          WrongRead.expect(last.compareTo(username) < 0, "usernames out of order");
          WrongRead.expect(rows.getString("full_name") != null, "customer without a name");
          last = last.isEmpty() ? firstOf(from, username) : username;
        }
      }
    }
  }

  private static String firstOf(String from, String username) {
    WrongRead.expect(from, username, "first username of a page");
    return username;
  }

  private void register(Connection connection) throws SQLException {
    var username = newUsername();
    var email = username + "@example.com";
    var fullName = names.next();
    var address = Address.next(random);
    try (var insert = connection.prepareStatement(
        "INSERT INTO users (username, email, full_name, address_street, address_city, address_postal_code)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        Statement.RETURN_GENERATED_KEYS)) {
      insert.setString(1, username);
      insert.setString(2, email);
      insert.setString(3, fullName);
      address.bind(insert, 4);
      WrongRead.expect(1, insert.executeUpdate(), "rows registered");
      try (var keys = insert.getGeneratedKeys()) {
        WrongRead.expect(COLUMNS, Columns.of(keys), "columns of generated keys");
        WrongRead.expect(keys.next(), "no generated key");
        mine.add(new Customer(keys.getLong("id"), username, email, fullName, address));
        WrongRead.expect(fullName, keys.getString("full_name"), "generated full_name");
        WrongRead.expect(address, Address.read(keys), "generated address");
      }
    }
  }

  private void changeUsername(Connection connection) throws SQLException {
    int i = random.nextInt(mine.size());
    var changed = mine.get(i).withUsername(newUsername());
    update(
        connection, "UPDATE users SET username = ? WHERE id = ?", changed.username(), changed.id());
    mine.set(i, changed);
  }

  private void changeFullName(Connection connection) throws SQLException {
    int i = random.nextInt(mine.size());
    var changed = mine.get(i).withFullName(names.next());
    update(
        connection,
        "UPDATE users SET full_name = ? WHERE username = ?",
        changed.fullName(),
        changed.username());
    mine.set(i, changed);
  }

  private void changeBoth(Connection connection) throws SQLException {
    int i = random.nextInt(mine.size());
    var changed = mine.get(i).withUsername(newUsername()).withFullName(names.next());
    Transaction.run(connection, c -> {
      update(c, "UPDATE users SET username = ? WHERE id = ?", changed.username(), changed.id());
      update(
          c,
          "UPDATE users SET full_name = ? WHERE username = ?",
          changed.fullName(),
          changed.username());
      try (var select = c.prepareStatement(
          "SELECT " + Customer.COLUMNS + " FROM users WHERE username = ? AND full_name = ?")) {
        select.setString(1, changed.username());
        select.setString(2, changed.fullName());
        WrongRead.expect(changed, only(select), "own write in its transaction");
      }
    });
    mine.set(i, changed);
  }

  private void changeAndRollBack(Connection connection) throws SQLException {
    var customer = any();
    connection.setAutoCommit(false);
    try {
      update(
          connection,
          "UPDATE users SET full_name = ? WHERE id = ?",
          names.next() + " (draft)",
          customer.id());
      var savepoint = connection.setSavepoint();
      update(
          connection, "UPDATE users SET username = ? WHERE id = ?", newUsername(), customer.id());
      connection.rollback(savepoint);
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
    byKey(connection);
  }

  private void importFullNames(Connection connection) throws SQLException {
    var indexes = random.ints(0, mine.size()).distinct().limit(10).toArray();
    var changed = new ArrayList<Customer>();
    try (var update = connection.prepareStatement("UPDATE users SET full_name = ? WHERE id = ?")) {
      for (int i : indexes) {
        var customer = mine.get(i).withFullName(names.next());
        changed.add(customer);
        update.setString(1, customer.fullName());
        update.setLong(2, customer.id());
        update.addBatch();
      }
      Transaction.run(
          connection, c -> Columns.expectOneRowEach(update.executeBatch(), indexes.length));
    }
    for (int i = 0; i < indexes.length; i++) {
      mine.set(indexes[i], changed.get(i));
    }
  }

  /** What a single sign-on does at each visit: the directory's name and city for a known customer win. */
  private void signOn(Connection connection) throws SQLException {
    int i = random.nextInt(mine.size());
    var before = mine.get(i);
    var address = before.address();
    var changed = before
        .withFullName(names.next())
        .withAddress(new Address(address.street(), "City " + i, address.postalCode()));
    try (var upsert = connection.prepareStatement(
        "INSERT INTO users (username, email, full_name, address_city) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT (username) DO UPDATE SET full_name = excluded.full_name,"
            + " address_city = excluded.address_city RETURNING id, full_name")) {
      upsert.setString(1, changed.username());
      upsert.setString(2, changed.email());
      upsert.setString(3, changed.fullName());
      upsert.setString(4, changed.address().city());
      try (var rows = upsert.executeQuery()) {
        WrongRead.expect(rows.next(), "an upsert without a row");
        WrongRead.expect(changed.id(), rows.getLong(1), "id of an upsert");
        WrongRead.expect(changed.fullName(), rows.getString(2), "full_name of an upsert");
      }
    }
    mine.set(i, changed);
  }

  private String newUsername() {
    return "c" + clerk + "n" + ++sequence;
  }

  private static void update(Connection connection, String sql, String value, Object key)
      throws SQLException {
    try (var update = connection.prepareStatement(sql)) {
      update.setString(1, value);
      update.setObject(2, key);
      WrongRead.expect(1, update.executeUpdate(), "update count");
    }
  }

  static Customer only(PreparedStatement select) throws SQLException {
    try (var rows = select.executeQuery()) {
      WrongRead.expect(rows.next(), "no row by the key that was written last");
      var customer = read(rows);
      WrongRead.expect(!rows.next(), "two rows by one key");
      return customer;
    }
  }

  private static Customer read(ResultSet row) throws SQLException {
    return new Customer(
        row.getLong("id"),
        row.getString("username"),
        row.getString("email"),
        row.getString("full_name"),
        Address.read(row));
  }
}
