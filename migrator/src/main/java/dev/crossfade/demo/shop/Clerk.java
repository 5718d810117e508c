package dev.crossfade.demo.shop;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;

/** One thread of the shop: serves one request after the other, each on a connection from the pool. */
final class Clerk {
  private static final long FORGIVEN_LAG = TimeUnit.SECONDS.toNanos(2);

  private final RandomGenerator random;
  private final Customers customers;
  private final Prices prices;
  private final List<Request> drum = new ArrayList<>();

  Clerk(int number, int clerks, Prices.Contested contested) {
    random = new SplittableRandom(number);
    customers = new Customers(number, clerks, random);
    prices = new Prices(number, random, contested);
    var orders = new Orders(customers, prices, random);
    var addresses = new Addresses(customers, random);
    for (var requests :
        List.of(customers.requests(), addresses.requests(), prices.requests(), orders.requests())) {
      for (var request : requests) {
        for (int i = 0; i < request.weight(); i++) {
          drum.add(request);
        }
      }
    }
  }

  void load(Connection connection) throws SQLException {
    customers.load(connection);
    prices.load(connection);
  }

  int audit(Connection connection) throws SQLException {
    return customers.audit(connection) + prices.audit(connection);
  }

  /** Serves until told to stop, one request every {@code interval} nanoseconds; 0 means without a pause. */
  void serve(DataSource pool, long interval, BooleanSupplier open, ShopListener listener) {
    // A clerk that starts at a moment of its own keeps the eight from marching in step.
    long due = System.nanoTime() + (interval == 0 ? 0 : random.nextLong(interval));
    while (open.getAsBoolean()) {
      long now = System.nanoTime();
      if (interval == 0 || now - due > FORGIVEN_LAG) {
        due = now;
      }
      while (due - System.nanoTime() > 0) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      var request = drum.get(random.nextInt(drum.size()));
      try (var connection = pool.getConnection()) {
        request.work().run(connection);
        listener.served(request.name(), System.nanoTime() - due);
      } catch (SQLException | RuntimeException e) {
        listener.failed(request.name(), e);
      }
      due += interval;
    }
  }
}
