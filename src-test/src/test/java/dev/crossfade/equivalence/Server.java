package dev.crossfade.equivalence;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** One PostgreSQL for the whole JVM, with databases made and dropped at will. Thread-safe. */
public final class Server {
  private static final class Shared {
    private static final Server SERVER = new Server();
  }

  private final EmbeddedPostgres postgres;

  private Server() {
    try {
      postgres = EmbeddedPostgres.builder()
          .setServerConfig("fsync", "off")
          .setServerConfig("full_page_writes", "off")
          .setServerConfig("synchronous_commit", "off")
          .setServerConfig("shared_buffers", "128MB")
          .setServerConfig("max_wal_size", "4GB")
          .setServerConfig("autovacuum", "off")
          .setServerConfig("timezone", "UTC")
          .setServerConfig("max_prepared_transactions", "10")
          .setServerConfig("max_connections", "60")
          .setServerConfig("logging_collector", "on")
          .setServerConfig("log_destination", "jsonlog")
          .setServerConfig("log_rotation_size", "0")
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Server shared() {
    return Shared.SERVER;
  }

  /** What follows {@code jdbc:} in a URL for this database. */
  public String address(String database) {
    return "postgresql://localhost:" + postgres.getPort() + "/" + database + "?user=postgres";
  }

  public Connection open(String database) throws SQLException {
    return DriverManager.getConnection("jdbc:" + address(database));
  }

  public void create(String database) throws SQLException {
    run("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
    run("CREATE DATABASE " + database);
    run("ALTER DATABASE " + database + " SET statement_timeout = '15s'");
    run("ALTER DATABASE " + database + " SET lock_timeout = '5s'");
  }

  public void drop(String database) throws SQLException {
    run("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
  }

  void run(String database, List<String> statements) throws SQLException {
    try (Connection c = open(database);
        Statement s = c.createStatement()) {
      for (String sql : statements) {
        try {
          s.execute(sql);
        } catch (SQLException e) {
          throw new SQLException(e.getMessage() + " in: " + sql, e.getSQLState(), e);
        }
      }
    }
  }

  private void run(String sql) throws SQLException {
    run("postgres", List.of(sql));
  }
}
