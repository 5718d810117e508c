package dev.crossfade.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Changes tables that are in use: waits for a lock only briefly, since everybody else queues behind the one who waits, and tries again a little
 * later.
 */
final class Ddl {
  // Under deadlock_timeout (one second), so that it is always the DDL that gives way and never the
  // application.
  private static final String LOCK_TIMEOUT = "SET lock_timeout = '200ms'";
  private static final Set<String> GIVE_WAY = Set.of("55P03", "40P01");
  private static final int ATTEMPTS = 100;

  private final Connection connection;
  private final Consumer<String> announce;

  Ddl(Connection connection, Consumer<String> announce) throws SQLException {
    this.connection = connection;
    this.announce = announce;
    try (var statement = connection.createStatement()) {
      statement.execute(LOCK_TIMEOUT);
    }
  }

  void run(String sql) throws SQLException, InterruptedException {
    announce.accept(sql);
    for (int attempt = 1; ; attempt++) {
      try (var statement = connection.createStatement()) {
        statement.execute(sql);
        return;
      } catch (SQLException e) {
        if (!GIVE_WAY.contains(e.getSQLState()) || attempt == ATTEMPTS) {
          throw e;
        }
      }
      // Lets those who queued behind the last attempt go first.
      Thread.sleep(50);
    }
  }

  /** Builds an index beside the traffic. An attempt that gave way leaves an invalid index, which has to go before the next. */
  void index(String name, String definition) throws SQLException, InterruptedException {
    announce.accept(definition);
    for (int attempt = 1; ; attempt++) {
      try (var statement = connection.createStatement()) {
        // Waits for transactions rather than tables, which holds nobody up.
        statement.execute("SET lock_timeout = 0");
        statement.execute(definition);
        statement.execute(LOCK_TIMEOUT);
        return;
      } catch (SQLException e) {
        if (!GIVE_WAY.contains(e.getSQLState()) || attempt == ATTEMPTS) {
          throw e;
        }
        run("DROP INDEX CONCURRENTLY IF EXISTS " + name);
      }
    }
  }

  /** NOT NULL without a long lock: the check is proved beside the traffic, and SET NOT NULL believes it without looking at a row. */
  void notNull(String table, String column) throws SQLException, InterruptedException {
    var check = table + "_" + column + "_filled";
    run("ALTER TABLE " + table + " ADD CONSTRAINT " + check + " CHECK (" + column
        + " IS NOT NULL) NOT VALID");
    run("ALTER TABLE " + table + " VALIDATE CONSTRAINT " + check);
    run("ALTER TABLE " + table + " ALTER COLUMN " + column + " SET NOT NULL");
    run("ALTER TABLE " + table + " DROP CONSTRAINT " + check);
  }
}
