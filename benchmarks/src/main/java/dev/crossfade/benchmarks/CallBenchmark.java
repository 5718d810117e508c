package dev.crossfade.benchmarks;

import com.p6spy.engine.spy.P6DataSource;
import dev.crossfade.driver.OverStub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.postgresql.ds.PGSimpleDataSource;

/** One call through each wrapper, down to a stub. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH fills the fields
public class CallBenchmark {
  private static final String MAPPING = """
      version: 1
      migrations:
        handle:
          table: users
          phase: coalesce
          rename: { username: handle }
      """;

  @Param
  public Call call;

  private StubConnection stub;
  private Connection connection;
  private String sql;
  private long key;

  @Setup
  public void open() throws Exception {
    String server = System.getProperty(DatabaseBenchmark.SERVER, "");
    Fixture.create(server, Variant.CROSSFADE);
    String host = server.substring(0, server.indexOf(':'));
    int port = Integer.parseInt(server.substring(server.indexOf(':') + 1, server.indexOf('/')));
    stub = new StubConnection(host, port, Variant.CROSSFADE.schema());
    connection = wrap(stub);
    sql = switch (call) {
      case MAPPED_WRITE -> "UPDATE users SET username = ? WHERE id = ? RETURNING id, email";
      case MAPPED_READ -> "SELECT id, username FROM users WHERE username = ? AND id = ?";
      case RAW, P6SPY, UNMAPPED -> "SELECT id, username FROM signups WHERE username = ? AND id = ?";
    };
    stub.cutOff();
  }

  private Connection wrap(StubConnection stub) throws Exception {
    return switch (call) {
      case RAW -> stub;
      case P6SPY -> {
        System.setProperty(
            "p6spy.config.modulelist", "com.p6spy.engine.spy.P6SpyFactory"); // without its log
        yield new P6DataSource(handingOut(stub)).getConnection();
      }
      case UNMAPPED, MAPPED_READ, MAPPED_WRITE -> {
        Path mapping = Files.writeString(Files.createTempFile("crossfade-bench", ".yaml"), MAPPING);
        mapping.toFile().deleteOnExit();
        yield OverStub.connect(stub, mapping);
      }
    };
  }

  private static DataSource handingOut(Connection connection) {
    return new PGSimpleDataSource() {
      @Override
      public Connection getConnection() {
        return connection;
      }
    };
  }

  @Benchmark
  public long call() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, "someone");
      statement.setLong(2, key++);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1) + rows.getString(2).length() + stub.stub().bound();
      }
    }
  }

  @TearDown
  public void close() throws SQLException {
    connection.close();
  }
}
