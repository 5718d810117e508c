package dev.crossfade.demo.shop;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Requests about where one clerk's customers live. Confined to the clerk's thread. */
final class Addresses {
  private static final String CHANGE =
      "UPDATE users SET address_street = ?, address_city = ?, address_postal_code = ? WHERE id = ?";

  private final Customers customers;
  private final RandomGenerator random;

  Addresses(Customers customers, RandomGenerator random) {
    this.customers = customers;
    this.random = random;
  }

  List<Request> requests() {
    return List.of(
        new Request("change address", 4, this::change),
        new Request("move to another city", 3, this::move),
        new Request("forget address", 2, this::forget),
        new Request("correct address", 2, this::correct),
        new Request("import addresses", 2, this::importAll),
        new Request("customers in a city", 3, this::inCity));
  }

  private void change(Connection connection) throws SQLException {
    var changed = customers.any().withAddress(Address.next(random));
    try (var update = connection.prepareStatement(CHANGE)) {
      changed.address().bind(update, 1);
      update.setLong(4, changed.id());
      WrongRead.expect(1, update.executeUpdate(), "addresses changed");
    }
    customers.changed(changed);
  }

  /** The name that they go by there is another, too. */
  private void move(Connection connection) throws SQLException {
    var before = customers.any();
    var changed = before
        .withFullName(before.fullName() + " jr")
        .withAddress(new Address(
            before.address().street(),
            "City " + random.nextInt(997),
            before.address().postalCode()));
    try (var update = connection.prepareStatement(
        "UPDATE users SET address_city = ?, full_name = full_name || ' jr' WHERE username = ?"
            + " RETURNING " + Customer.COLUMNS)) {
      update.setString(1, changed.address().city());
      update.setString(2, changed.username());
      WrongRead.expect(changed, Customers.only(update), "customer who moved");
    }
    customers.changed(changed);
  }

  private void forget(Connection connection) throws SQLException {
    var changed = customers.any().withAddress(Address.NONE);
    try (var update = connection.prepareStatement(
        "UPDATE users SET address_street = NULL, address_city = NULL, address_postal_code = NULL WHERE username = ?")) {
      update.setString(1, changed.username());
      WrongRead.expect(1, update.executeUpdate(), "addresses forgotten");
    }
    customers.changed(changed);
  }

  private void correct(Connection connection) throws SQLException {
    var before = customers.any();
    var street = before.address().street();
    var changed = before.withAddress(new Address(
        street == null ? "1 New Street" : street + "a",
        before.address().city(),
        before.address().postalCode()));
    Transaction.run(connection, c -> {
      try (var select = c.prepareStatement(
          "SELECT " + Customer.COLUMNS + " FROM users WHERE id = ? FOR UPDATE")) {
        select.setLong(1, before.id());
        WrongRead.expect(before, Customers.only(select), "customer under a lock");
      }
      try (var update = c.prepareStatement(
          "UPDATE users SET address_street = coalesce(address_street || 'a', ?) WHERE id = ?")) {
        update.setString(1, "1 New Street");
        update.setLong(2, before.id());
        WrongRead.expect(1, update.executeUpdate(), "addresses corrected");
      }
    });
    customers.changed(changed);
  }

  private void importAll(Connection connection) throws SQLException {
    var changed = new ArrayList<Customer>();
    try (var update = connection.prepareStatement(CHANGE)) {
      for (var customer : customers.some(10)) {
        var moved = customer.withAddress(Address.next(random));
        changed.add(moved);
        moved.address().bind(update, 1);
        update.setLong(4, moved.id());
        update.addBatch();
      }
      Transaction.run(
          connection, c -> Columns.expectOneRowEach(update.executeBatch(), changed.size()));
    }
    changed.forEach(customers::changed);
  }

  private void inCity(Connection connection) throws SQLException {
    var customer = customers.any();
    if (customer.address().city() == null) {
      return;
    }
    try (var select = connection.prepareStatement(
        "SELECT id, address_city FROM users WHERE address_city = ? AND id BETWEEN ? AND ? ORDER BY id")) {
      select.setString(1, customer.address().city());
      select.setLong(2, customer.id());
      select.setLong(3, customer.id() + 50);
      try (var rows = select.executeQuery()) {
        WrongRead.expect(
            rows.next() && rows.getLong(1) == customer.id(),
            "no customer in the city that was written last");
        WrongRead.expect(customer.address().city(), rows.getString(2), "city");
      }
    }
  }
}
