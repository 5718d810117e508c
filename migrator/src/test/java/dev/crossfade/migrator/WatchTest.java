package dev.crossfade.migrator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is shown over and over: {@code verify --watch}, {@code status --watch}, and the bar of a backfill on a terminal. */
@Timeout(120)
final class WatchTest {
  private static final String MAPPING = """
      version: 1
      migrations: { m: { table: t, phase: dual-write, rename: { x: y } } }
      """;

  @TempDir
  private Path directory;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final StringWriter said = new StringWriter();
  private TestDatabase database;

  @BeforeEach
  void makeTable() throws Exception {
    database = TestDatabase.create("watch", directory);
    database.mapping(MAPPING);
    database.execute(
        "CREATE TABLE t (id int PRIMARY KEY, x text, y text)",
        "INSERT INTO t SELECT i, 'v' || i, 'v' || i FROM generate_series(1, 2000) i",
        "ANALYZE t");
    assertEquals(0, database.run("init", "--execute").status());
  }

  @AfterEach
  void drop() throws Exception {
    threads.shutdownNow();
    database.close();
  }

  @Test
  void verifyKeepsSamplingAndFeedsTheGauges() throws Exception {
    var registry = new SimpleMeterRegistry();
    Metrics.addRegistry(registry);
    try {
      Future<Integer> run = start("verify", "--watch", "--sample", "100%", "--every", "10ms");
      await(text -> text.contains("`m`  clean of 2000 sampled rows"));
      assertEquals(0, registry.get("crossfade.drift").gauge().value());
      assertEquals(2000, registry.get("crossfade.drift.rows").gauge().value());
      database.execute("UPDATE t SET y = NULL WHERE id <= 3", "UPDATE t SET y = 'z' WHERE id = 9");
      await(text -> text.contains("`m`  4 drifted of 2000 sampled rows"));
      await(text -> registry.get("crossfade.drift").gauges().stream()
              .mapToDouble(gauge -> gauge.value())
              .sum()
          == 4);
      assertEquals(2000, registry.get("crossfade.drift.rows").gauge().value());
      database.execute("UPDATE t SET y = x");
      int before = said.toString().length();
      await(text -> text.substring(before).contains("`m`  clean of 2000 sampled rows"));
      assertFalse(run.isDone());
      assertEquals(List.of(), database.query("SELECT action FROM crossfade.history"));
      run.cancel(true);
    } finally {
      Metrics.removeRegistry(registry);
    }
  }

  @Test
  void statusFollowsTheFileAndTheDatabase() throws Exception {
    Future<Integer> run = start("status", "--watch", "--every", "10ms");
    await(text -> text.contains("m          dual-write  none   none seen  none      not verified"));
    assertEquals(0, database.run("backfill", "--execute").status());
    assertEquals(0, database.run("verify").status());
    await(text -> text.contains("done 100%, 2,000 rows") && text.contains("0 of 2,000, clean"));
    database.mapping(MAPPING.replace("dual-write", "coalesce"));
    await(text -> text.contains("m          coalesce"));
    assertFalse(run.isDone());
    run.cancel(true);
  }

  @Test
  void onATerminalTheBarIsDrawnOverAndOver() throws Exception {
    database.execute("UPDATE t SET y = NULL");
    Path flag = Files.createFile(directory.resolve("wait"));
    System.setProperty("picocli.ansi", "true");
    try {
      Future<Integer> run =
          start("backfill", "--execute", "--pause-file", flag.toString(), "--batch-rows", "1");
      await(text -> text.contains("\r\u001b[Kbackfill m  [........................] 0.0 %"));
      await(text -> text.contains("waits: the file " + flag + " is there"));
      Files.delete(flag);
      assertEquals(0, run.get(), said.toString());
      String end = said.toString();
      assertTrue(end.contains("looked at 2,000 rows and wrote 2,000"), end);
      // The bar is gone before the last word.
      assertTrue(end.substring(0, end.indexOf("`m`: looked")).endsWith("\r\u001b[K"), end);
      assertFalse(end.substring(0, end.indexOf("`m`: looked")).contains("\n"), end);
    } finally {
      System.clearProperty("picocli.ansi");
    }
  }

  private Future<Integer> start(String verb, String... more) {
    List<String> all = new ArrayList<>(List.of(
        verb, "--url", database.url(), "--config", database.mappingFile().toString()));
    all.addAll(List.of(more));
    return threads.submit(() -> new CommandLine(new Crossfade())
        .setErr(new PrintWriter(said))
        .setOut(new PrintWriter(said))
        .execute(all.toArray(String[]::new)));
  }

  private void await(Predicate<String> shown) {
    while (!shown.test(said.toString())) {
      assertFalse(Thread.currentThread().isInterrupted(), said.toString());
    }
  }
}
