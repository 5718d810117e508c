package dev.crossfade.demo.shop;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;

/**
 * The application: a pool and some threads of mixed reads and writes that check what they read against what they wrote. Start, stop and audit are
 * for one thread, in this order.
 */
public final class Shop implements AutoCloseable {
  private final HikariDataSource pool;
  private final ShopListener listener;
  private final Prices.Contested contested = new Prices.Contested();
  private final List<Clerk> clerks;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean open = true;

  /**
   * Opens the pool and learns the customers that the clerks look after.
   *
   * @param configuration HikariCP's properties: {@code jdbcUrl}, {@code username}, ...
   * @throws SQLException what the driver says to the connections
   */
  public Shop(Properties configuration, int clerks, ShopListener listener) throws SQLException {
    this.pool = new HikariDataSource(new HikariConfig(configuration));
    this.listener = listener;
    this.clerks = IntStream.range(0, clerks)
        .mapToObj(number -> new Clerk(number, clerks, contested))
        .toList();
    try (var connection = pool.getConnection()) {
      contested.load(connection);
      for (var clerk : this.clerks) {
        clerk.load(connection);
      }
    }
  }

  /**
   * Opens the shop.
   *
   * @param requestsPerSecond of all clerks together; 0 means as many as they can
   */
  public void start(int requestsPerSecond) {
    long interval = requestsPerSecond == 0 ? 0 : 1_000_000_000L * clerks.size() / requestsPerSecond;
    for (int i = 0; i < clerks.size(); i++) {
      var clerk = clerks.get(i);
      var thread =
          new Thread(() -> clerk.serve(pool, interval, () -> open, listener), "clerk-" + i);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  /** Lets every clerk finish the request at hand. */
  public void stop() throws InterruptedException {
    open = false;
    for (var thread : threads) {
      thread.join();
    }
  }

  /**
   * Reads again, after {@link #stop}, what all clerks have written; what differs is told to the listener.
   *
   * @return how many rows were compared
   */
  public int audit() throws SQLException {
    int compared = 0;
    try (var connection = pool.getConnection()) {
      compared += contested.audit(connection);
      for (var clerk : clerks) {
        compared += clerk.audit(connection);
      }
    } catch (WrongRead e) {
      listener.failed("audit", e);
    }
    return compared;
  }

  @Override
  public void close() {
    open = false;
    pool.close();
  }
}
