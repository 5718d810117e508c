package dev.crossfade.demo.shop;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Products and what they cost, in cents. A few products are repriced by all clerks at once, and their prices have to add up at the end: an update
 * that got lost would show.
 */
final class Prices {
  private final int clerk;
  private final RandomGenerator random;
  private final Contested contested;
  private final List<Integer> ownPrices = new ArrayList<>();
  private long products;

  /** The products that everybody reprices; safe for all clerks at once. */
  static final class Contested {
    private static final int COUNT = 16;
    private final AtomicIntegerArray prices = new AtomicIntegerArray(COUNT + 1);

    void load(Connection connection) throws SQLException {
      try (var select =
          connection.prepareStatement("SELECT id, price FROM products WHERE id <= ?")) {
        select.setInt(1, COUNT);
        try (var rows = select.executeQuery()) {
          while (rows.next()) {
            prices.set(rows.getInt(1), rows.getInt(2));
          }
        }
      }
    }

    int audit(Connection connection) throws SQLException {
      try (var select =
          connection.prepareStatement("SELECT id, price FROM products WHERE id <= ? ORDER BY id")) {
        select.setInt(1, COUNT);
        try (var rows = select.executeQuery()) {
          for (int id = 1; id <= COUNT; id++) {
            WrongRead.expect(rows.next(), "a contested product is gone");
            WrongRead.expect(
                prices.get(id), rows.getInt("price"), "sum of all changes of one price");
          }
        }
      }
      return COUNT;
    }
  }

  Prices(int clerk, RandomGenerator random, Contested contested) {
    this.clerk = clerk;
    this.random = random;
    this.contested = contested;
  }

  List<Request> requests() {
    return List.of(
        new Request("raise a price", 5, this::raise),
        new Request("import a product", 4, this::importProduct),
        new Request("price by sku", 5, this::bySku),
        new Request("cheapest products", 3, this::cheapest),
        new Request("products at a price", 3, this::atPrice),
        new Request("import a catalogue", 1, this::importCatalogue));
  }

  void load(Connection connection) throws SQLException {
    try (var select = connection.prepareStatement("SELECT count(*) FROM products");
        var rows = select.executeQuery()) {
      rows.next();
      products = rows.getLong(1);
    }
  }

  /** Any product of the first stock; those are never deleted. */
  long any() {
    return 1 + random.nextLong(products);
  }

  int audit(Connection connection) throws SQLException {
    for (int i = 0; i < ownPrices.size(); i++) {
      expectOwnPrice(connection, i);
    }
    return ownPrices.size();
  }

  private void raise(Connection connection) throws SQLException {
    int id = 1 + random.nextInt(Contested.COUNT);
    int cents = 1 + random.nextInt(9);
    try (var update =
        connection.prepareStatement("UPDATE products SET price = price + ? WHERE id = ?")) {
      update.setInt(1, cents);
      update.setLong(2, id);
      WrongRead.expect(1, update.executeUpdate(), "prices raised");
    }
    contested.prices.addAndGet(id, cents);
  }

  private void importProduct(Connection connection) throws SQLException {
    boolean known = !ownPrices.isEmpty() && random.nextInt(3) > 0;
    int i = known ? random.nextInt(ownPrices.size()) : ownPrices.size();
    int price = 1 + random.nextInt(100_000);
    try (var upsert =
        connection.prepareStatement("INSERT INTO products (sku, name, price) VALUES (?, ?, ?)"
            + " ON CONFLICT (sku) DO UPDATE SET name = excluded.name, price = excluded.price")) {
      upsert.setString(1, sku(i));
      upsert.setString(2, "Import " + i);
      upsert.setInt(3, price);
      WrongRead.expect(1, upsert.executeUpdate(), "products imported");
    }
    remember(i, price);
  }

  private void importCatalogue(Connection connection) throws SQLException {
    int from = ownPrices.size();
    var fresh = IntStream.range(0, 20).map(i -> 1 + random.nextInt(100_000)).toArray();
    try (var insert =
        connection.prepareStatement("INSERT INTO products (sku, name, price) VALUES (?, ?, ?)")) {
      for (int i = 0; i < fresh.length; i++) {
        insert.setString(1, sku(from + i));
        insert.setString(2, "Catalogue " + i);
        insert.setInt(3, fresh[i]);
        insert.addBatch();
      }
      Transaction.run(
          connection, c -> Columns.expectOneRowEach(insert.executeBatch(), fresh.length));
    }
    for (int i = 0; i < fresh.length; i++) {
      remember(from + i, fresh[i]);
    }
  }

  private void bySku(Connection connection) throws SQLException {
    if (!ownPrices.isEmpty()) {
      expectOwnPrice(connection, random.nextInt(ownPrices.size()));
    }
  }

  private void cheapest(Connection connection) throws SQLException {
    int from = random.nextInt(50_000);
    try (var select = connection.prepareStatement(
        "SELECT id, name, price FROM products WHERE price >= ? ORDER BY price LIMIT 20")) {
      select.setInt(1, from);
      try (var rows = select.executeQuery()) {
        int last = from;
        while (rows.next()) {
          int price = rows.getInt("price");
          WrongRead.expect(price >= last, "prices out of order");
          last = price;
        }
      }
    }
  }

  private void atPrice(Connection connection) throws SQLException {
    if (ownPrices.isEmpty()) {
      return;
    }
    int i = random.nextInt(ownPrices.size());
    try (var select =
        connection.prepareStatement("SELECT price FROM products WHERE price = ? AND sku = ?")) {
      select.setInt(1, ownPrices.get(i));
      select.setString(2, sku(i));
      try (var rows = select.executeQuery()) {
        WrongRead.expect(rows.next(), "no product at the price that was written last");
        WrongRead.expect(ownPrices.get(i), rows.getInt(1), "price");
      }
    }
  }

  private void expectOwnPrice(Connection connection, int i) throws SQLException {
    try (var select = connection.prepareStatement("SELECT price FROM products WHERE sku = ?")) {
      select.setString(1, sku(i));
      try (var rows = select.executeQuery()) {
        WrongRead.expect(rows.next(), "no product by the sku that was written last");
        WrongRead.expect(ownPrices.get(i), rows.getObject("price"), "price by sku");
      }
    }
  }

  private void remember(int i, int price) {
    if (i < ownPrices.size()) {
      ownPrices.set(i, price);
    } else {
      ownPrices.add(price);
    }
  }

  private String sku(int i) {
    return "c" + clerk + "-" + i;
  }
}
