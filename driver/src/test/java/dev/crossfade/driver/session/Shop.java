package dev.crossfade.driver.session;

import dev.crossfade.mapping.Shape;
import dev.crossfade.rewrite.GeneratedKeys;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.core.BaseConnection;

/** A database of its own for one test, with a mapping file, on a PostgreSQL that all tests of this package share. */
final class Shop implements AutoCloseable {
  static final GeneratedKeys NO_KEYS = new GeneratedKeys.None();

  private static final EmbeddedPostgres POSTGRES = start();
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String database = "shop" + COUNT.incrementAndGet();
  private final Path directory;
  final Path file;
  private final List<AutoCloseable> open = new ArrayList<>();

  Shop(String ddl) {
    try {
      directory = Files.createTempDirectory("crossfade");
      file = directory.resolve("crossfade.yaml");
      try (Connection admin =
              DriverManager.getConnection(POSTGRES.getJdbcUrl("postgres", "postgres"));
          Statement statement = admin.createStatement()) {
        statement.execute("CREATE DATABASE " + database);
      }
      sql(ddl);
    } catch (IOException | SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path directory() {
    return directory;
  }

  /** Runs SQL as someone who has never heard of Crossfade. */
  void sql(String... statements) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(POSTGRES.getJdbcUrl("postgres", database));
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  void mapping(String migrations) throws IOException {
    Files.writeString(file, "version: 1\nmigrations:\n" + migrations.indent(2));
  }

  /** A rename in this phase. */
  void rename(String phase) throws IOException {
    mapping("handle:\n  table: users\n  phase: " + phase + "\n  rename: { username: handle }\n");
  }

  /** A connection that nothing stands on. */
  Connection connect() throws SQLException {
    return DriverManager.getConnection(POSTGRES.getJdbcUrl("postgres", database));
  }

  /** One application's connection: what it sends goes through the session as the driver would have it. */
  Client client() throws SQLException {
    return client("");
  }

  Client client(String parameters) throws SQLException {
    Connection raw =
        DriverManager.getConnection(POSTGRES.getJdbcUrl("postgres", database) + parameters);
    try {
      Settings settings = new Settings(
          Optional.of(file.toString()),
          Shape.OLD,
          false,
          "test/" + database,
          () -> connect().unwrap(BaseConnection.class));
      Client client = new Client(raw, Session.open(raw.unwrap(BaseConnection.class), settings));
      open.add(client);
      return client;
    } catch (SQLException e) {
      raw.close();
      throw e;
    }
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  /** Waits for what has to come true soon. */
  static void await(Duration limit, Condition condition) throws SQLException {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + limit);
      }
      Thread.onSpinWait();
    }
  }

  @FunctionalInterface
  interface Condition {
    boolean holds() throws SQLException;
  }

  record Client(Connection raw, Session session) implements AutoCloseable {
    /** Executes a text by the driver's protocol and gives its plan. */
    PlannedText run(String sql) throws SQLException {
      PlannedText planned = session.plan(sql, NO_KEYS);
      if (!session.isCurrent(planned)) {
        planned = session.plan(sql, NO_KEYS);
      }
      boolean failed = true;
      try (Statement statement = raw.createStatement()) {
        statement.execute(planned.sql());
        failed = false;
      } finally {
        session.executed(planned, failed);
      }
      return planned;
    }

    /** The first column of what a query gives. */
    List<String> rows(String sql) throws SQLException {
      PlannedText planned = session.plan(sql, NO_KEYS);
      if (!session.isCurrent(planned)) {
        planned = session.plan(sql, NO_KEYS);
      }
      List<String> rows = new ArrayList<>();
      boolean failed = true;
      try (Statement statement = raw.createStatement();
          ResultSet results = statement.executeQuery(planned.sql())) {
        while (results.next()) {
          rows.add(results.getString(1));
        }
        failed = false;
      } finally {
        session.executed(planned, failed);
      }
      return rows;
    }

    void autoCommit(boolean on) throws SQLException {
      raw.setAutoCommit(on);
      session.transactionChanged();
    }

    void commit() throws SQLException {
      raw.commit();
      session.transactionChanged();
    }

    void rollback() throws SQLException {
      raw.rollback();
      session.transactionChanged();
    }

    String phase() {
      return session.snapshot().mapping().migrations().get(0).phase().label();
    }

    @Override
    public void close() throws SQLException {
      session.close();
      raw.close();
    }
  }
}
