package dev.crossfade.demo.shop;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The orders of one clerk's customers. Confined to the clerk's thread. */
final class Orders {
  private static final List<String> COLUMNS =
      List.of("id", "user_id", "product_id", "quantity", "placed_at");

  private final Customers customers;
  private final Prices prices;
  private final RandomGenerator random;
  private final Map<Long, Map<Long, Order>> byCustomer = new HashMap<>();

  /** An order as the shop knows it. */
  private record Order(long id, long customer, long product, int quantity) {}

  Orders(Customers customers, Prices prices, RandomGenerator random) {
    this.customers = customers;
    this.prices = prices;
    this.random = random;
  }

  List<Request> requests() {
    return List.of(
        new Request("place an order", 8, this::place),
        new Request("place a basket", 3, this::placeBasket),
        new Request("orders of a customer", 8, this::history),
        new Request("order, whole row", 4, this::wholeRow),
        new Request("spent by a customer", 3, this::spent),
        new Request("cancel an order", 3, this::cancel),
        new Request("close an account", 1, this::closeAccount));
  }

  private void place(Connection connection) throws SQLException {
    var customer = customers.any();
    var product = prices.any();
    int quantity = 1 + random.nextInt(5);
    var orders = known(connection, customer);
    var placed = new ArrayList<Order>();
    Transaction.run(connection, c -> {
      try (var insert = c.prepareStatement(
          "INSERT INTO orders (user_id, product_id, quantity) VALUES (?, ?, ?)",
          new String[] {"id"})) {
        insert.setLong(1, customer.id());
        insert.setLong(2, product);
        insert.setInt(3, quantity);
        WrongRead.expect(1, insert.executeUpdate(), "orders placed");
        try (var keys = insert.getGeneratedKeys()) {
          WrongRead.expect(keys.next(), "no key for an order");
          placed.add(new Order(keys.getLong(1), customer.id(), product, quantity));
        }
      }
      try (var update = c.prepareStatement("UPDATE products SET sold = sold + ? WHERE id = ?")) {
        update.setInt(1, quantity);
        update.setLong(2, product);
        WrongRead.expect(1, update.executeUpdate(), "products sold");
      }
    });
    placed.forEach(order -> orders.put(order.id(), order));
  }

  private void placeBasket(Connection connection) throws SQLException {
    var customer = customers.any();
    var orders = known(connection, customer);
    var products = new long[10];
    try (var insert = connection.prepareStatement(
        "INSERT INTO orders (user_id, product_id, quantity) VALUES (?, ?, ?)",
        new String[] {"id"})) {
      for (int i = 0; i < products.length; i++) {
        products[i] = prices.any();
        insert.setLong(1, customer.id());
        insert.setLong(2, products[i]);
        insert.setInt(3, i + 1);
        insert.addBatch();
      }
      Transaction.run(
          connection, c -> Columns.expectOneRowEach(insert.executeBatch(), products.length));
      try (var keys = insert.getGeneratedKeys()) {
        for (int i = 0; i < products.length; i++) {
          WrongRead.expect(keys.next(), "a batch with fewer keys than rows");
          long id = keys.getLong("id");
          orders.put(id, new Order(id, customer.id(), products[i], i + 1));
        }
      }
    }
  }

  private void history(Connection connection) throws SQLException {
    var customer = customers.any();
    var expected = known(connection, customer);
    try (var select = connection.prepareStatement(
        "SELECT o.id, o.user_id, o.product_id, o.quantity, u.username, u.full_name, u.address_city, p.name, p.price"
            + " FROM orders o JOIN users u ON u.id = o.user_id JOIN products p ON p.id = o.product_id"
            + " WHERE u.username = ? ORDER BY o.id DESC LIMIT 500")) {
      select.setString(1, customer.username());
      try (var rows = select.executeQuery()) {
        var found = new HashMap<Long, Order>();
        while (rows.next()) {
          WrongRead.expect(customer.username(), rows.getString("username"), "username of an order");
          WrongRead.expect(
              customer.fullName(), rows.getString("full_name"), "full_name of an order");
          WrongRead.expect(
              customer.address().city(), rows.getString("address_city"), "city of an order");
          WrongRead.expect(
              rows.getInt("price") > 0 && !rows.wasNull(), "an order's product without a price");
          found.put(
              rows.getLong(1),
              new Order(rows.getLong(1), rows.getLong(2), rows.getLong(3), rows.getInt(4)));
        }
        WrongRead.expect(expected, found, "orders of a customer");
      }
    }
  }

  private void wholeRow(Connection connection) throws SQLException {
    var customer = customers.any();
    var expected = known(connection, customer);
    try (var select = connection.prepareStatement("SELECT * FROM orders WHERE user_id = ?")) {
      select.setLong(1, customer.id());
      try (var rows = select.executeQuery()) {
        WrongRead.expect(COLUMNS, Columns.of(rows), "columns of orders");
        int count = 0;
        while (rows.next()) {
          count++;
          var order = new Order(
              rows.getLong("id"),
              rows.getLong("user_id"),
              rows.getLong("product_id"),
              rows.getInt("quantity"));
          WrongRead.expect(expected.get(order.id()), order, "order");
        }
        WrongRead.expect(expected.size(), count, "number of orders");
      }
    }
  }

  private void spent(Connection connection) throws SQLException {
    var customer = customers.any();
    var expected = known(connection, customer);
    try (var select = connection.prepareStatement(
        "SELECT u.username, count(o.id), coalesce(sum(o.quantity * p.price), 0) AS spent"
            + " FROM users u LEFT JOIN orders o ON o.user_id = u.id LEFT JOIN products p ON p.id = o.product_id"
            + " WHERE u.id = ? GROUP BY u.username")) {
      select.setLong(1, customer.id());
      try (var rows = select.executeQuery()) {
        WrongRead.expect(rows.next(), "no row for a customer");
        WrongRead.expect(customer.username(), rows.getString(1), "username of a group");
        WrongRead.expect(expected.size(), rows.getInt(2), "orders counted");
        WrongRead.expect(
            rows.getLong("spent") > 0 != expected.isEmpty(),
            "money spent does not fit the number of orders");
      }
    }
  }

  private void cancel(Connection connection) throws SQLException {
    var customer = customers.any();
    var orders = known(connection, customer);
    if (orders.isEmpty()) {
      return;
    }
    long id = orders.keySet().iterator().next();
    try (var delete = connection.prepareStatement(
        "DELETE FROM orders o USING users u WHERE o.id = ? AND u.id = o.user_id AND u.username = ?")) {
      delete.setLong(1, id);
      delete.setString(2, customer.username());
      WrongRead.expect(1, delete.executeUpdate(), "orders cancelled");
    }
    orders.remove(id);
  }

  private void closeAccount(Connection connection) throws SQLException {
    if (!customers.mayLeave()) {
      return;
    }
    var customer = customers.any();
    int orders = known(connection, customer).size();
    Transaction.run(connection, c -> {
      try (var delete = c.prepareStatement("DELETE FROM orders WHERE user_id = ?")) {
        delete.setLong(1, customer.id());
        WrongRead.expect(orders, delete.executeUpdate(), "orders of a closed account");
      }
      try (var delete = c.prepareStatement(
          "DELETE FROM users WHERE username = ? RETURNING full_name, address_street, address_city, address_postal_code")) {
        delete.setString(1, customer.username());
        try (var rows = delete.executeQuery()) {
          WrongRead.expect(rows.next(), "no account to close");
          WrongRead.expect(
              customer.fullName(), rows.getString("full_name"), "full_name of a closed account");
          WrongRead.expect(customer.address(), Address.read(rows), "address of a closed account");
        }
      }
    });
    customers.left(customer);
    byCustomer.remove(customer.id());
  }

  /** The customer's orders; learnt from the database the first time and kept in mind from then on. */
  private Map<Long, Order> known(Connection connection, Customer customer) throws SQLException {
    var known = byCustomer.get(customer.id());
    if (known != null) {
      return known;
    }
    var orders = new HashMap<Long, Order>();
    try (var select = connection.prepareStatement(
        "SELECT id, user_id, product_id, quantity FROM orders WHERE user_id = ?")) {
      select.setLong(1, customer.id());
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          orders.put(
              rows.getLong(1),
              new Order(rows.getLong(1), rows.getLong(2), rows.getLong(3), rows.getInt(4)));
        }
      }
    }
    byCustomer.put(customer.id(), orders);
    return orders;
  }
}
