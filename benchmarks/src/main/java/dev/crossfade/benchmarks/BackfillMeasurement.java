package dev.crossfade.benchmarks;

import dev.crossfade.migrator.Crossfade;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;

/**
 * {@code ./crossfade bench --backfill}: a million rows filled by one big UPDATE and by {@code crossfade backfill} with one worker and with two, by turns, while an application updates a thousand rows
 * a second; then {@code crossfade verify}. Every turn begins with the same table, and the UPDATE has the condition that README gives.
 */
final class BackfillMeasurement {
  private static final String MAPPING = """
      version: 1
      migrations: { handle: { table: users, phase: dual-write, rename: { username: handle } } }
      """;
  private static final String BIG_UPDATE = """
      UPDATE users SET handle = username WHERE ROW(handle)::record *<> ROW(username)::record AND (num_nonnulls(handle) = 0 OR ROW(username)::record *<> ROW(handle)::record)
      """;
  private static final int LOAD = 1_000;
  private static final double BAR_RATE = 0.85;
  private static final double BAR_MILLIS = 10;
  private static final double BAR_VERIFY_SECONDS = 10;

  private final String url;
  private final Path mapping;
  private final long rows;
  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private BackfillMeasurement(String url, Path mapping, long rows) {
    this.url = url;
    this.mapping = mapping;
    this.rows = rows;
  }

  /**
   * One turn.
   *
   * @param millis the application's 99.9th percentile
   */
  private record Turn(double rowsPerSecond, double millis) {}

  /** Something that fills all rows. */
  private interface Filling {
    void fill() throws SQLException;
  }

  /** Measures, prints, and says whether all bars were met. */
  static boolean run(boolean quick) throws Exception {
    Path mapping = Files.createTempFile("crossfade", ".yaml");
    Files.writeString(mapping, MAPPING);
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
        .setServerConfig("autovacuum", "off")
        .setServerConfig("max_wal_size", "8GB")
        .setServerConfig("checkpoint_timeout", "1h")
        .setServerConfig("shared_buffers", "1GB")
        .start()) {
      String url = "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres?user=postgres";
      return new BackfillMeasurement(url, mapping, quick ? 200_000 : 1_000_000)
          .measure(quick ? 1 : 3);
    } finally {
      Files.delete(mapping);
    }
  }

  private boolean measure(int rounds) throws Exception {
    command("init", "--execute");
    out.printf(
        "%,d rows, an index on the new column, %,d updates a second beside; %d processors, load average before %.1f%n%n",
        rows,
        LOAD,
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    List<Turn> big = new ArrayList<>();
    List<Turn> batches = new ArrayList<>();
    List<Turn> pairs = new ArrayList<>();
    Turn alone = turn(() -> sleep(5_000));
    out.printf("%-12s %12s   p99.9 %9.1f ms%n", "load alone", "", alone.millis());
    for (int round = 0; round < rounds; round++) {
      big.add(shown("one UPDATE", turn(() -> execute("SET synchronous_commit = off", BIG_UPDATE))));
      batches.add(shown("backfill", turn(() -> backfill(1))));
      pairs.add(shown("two workers", turn(() -> backfill(2))));
    }
    double ratio = rate(batches) / rate(big);
    double millis = millis(batches);
    long started = System.nanoTime();
    command("verify", "--workers", "2");
    double seconds = (System.nanoTime() - started) / 1e9;
    out.printf(
        "%ntwo workers at %.0f %% of one UPDATE's rate, p99.9 of the load %.1f ms%n",
        rate(pairs) / rate(big) * 100, millis(pairs));
    out.printf(
        "backfill at %.0f %% of one UPDATE's rate (bar %.0f %%), p99.9 of the load %.1f ms (bar %.0f ms), verify in %.1f s (bar %.0f s)%n",
        ratio * 100, BAR_RATE * 100, millis, BAR_MILLIS, seconds, BAR_VERIFY_SECONDS);
    return ratio >= BAR_RATE && millis < BAR_MILLIS && seconds < BAR_VERIFY_SECONDS;
  }

  private void backfill(int workers) {
    command("backfill", "--execute", "--during-vacuum", "--workers", Integer.toString(workers));
  }

  private static double rate(List<Turn> turns) {
    return median(turns.stream().map(Turn::rowsPerSecond).toList());
  }

  private static double millis(List<Turn> turns) {
    return median(turns.stream().map(Turn::millis).toList());
  }

  private Turn turn(Filling filling) throws Exception {
    execute(
        "DROP TABLE IF EXISTS users",
        "CREATE TABLE users (id bigint PRIMARY KEY, username varchar(50) NOT NULL, handle varchar(50), email text, visits int NOT NULL DEFAULT 0)",
        "INSERT INTO users (id, username, email) SELECT i, 'user' || i, 'user' || i || '@example.org' FROM generate_series(1, "
            + rows + ") i",
        "CREATE INDEX ON users (username)",
        "CREATE INDEX ON users (handle)",
        "VACUUM ANALYZE users",
        "CHECKPOINT");
    try (OpenLoop load = new OpenLoop(url, rows, LOAD)) {
      sleep(2_000);
      load.histogram();
      long started = System.nanoTime();
      filling.fill();
      double seconds = (System.nanoTime() - started) / 1e9;
      // With those that wait for the last locks.
      load.close();
      Histogram latencies = load.histogram();
      return new Turn(rows / seconds, latencies.getValueAtPercentile(99.9) / 1e6);
    }
  }

  private Turn shown(String name, Turn turn) {
    out.printf("%-12s %,10.0f/s   p99.9 %9.1f ms%n", name, turn.rowsPerSecond(), turn.millis());
    return turn;
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private void command(String verb, String... options) {
    List<String> arguments =
        new ArrayList<>(List.of(verb, "--url", url, "--config", mapping.toString()));
    arguments.addAll(List.of(options));
    StringWriter said = new StringWriter();
    int status = new CommandLine(new Crossfade())
        .setOut(new PrintWriter(said))
        .setErr(new PrintWriter(said))
        .execute(arguments.toArray(String[]::new));
    if (status != 0) {
      throw new IllegalStateException(verb + " ended with " + status + ": " + said);
    }
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
