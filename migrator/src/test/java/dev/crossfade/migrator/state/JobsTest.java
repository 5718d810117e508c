package dev.crossfade.migrator.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crossfade.mapping.Mapping;
import dev.crossfade.mapping.MappingLoader;
import dev.crossfade.mapping.MappingSource;
import dev.crossfade.migrator.TestDatabase;
import dev.crossfade.migrator.cli.CommandException;
import dev.crossfade.migrator.shape.Binder;
import dev.crossfade.migrator.shape.Bound;
import dev.crossfade.migrator.shape.KeyRange;
import dev.crossfade.rewrite.SqlExpressionSyntax;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JobsTest {
  private static final Migrated MIGRATED = new Migrated("m", "0123456789abcdef");

  @TempDir
  private Path directory;

  private TestDatabase database;
  private Connection connection;

  @BeforeEach
  void init() throws Exception {
    database = TestDatabase.create("state", directory);
    connection = database.connect();
    StateSchema.create(connection);
    database.execute(
        "CREATE TABLE t (a text, b int, x int, y int, PRIMARY KEY (a, b))",
        "INSERT INTO t SELECT chr(97 + i % 3), i, i FROM generate_series(1, 1000) i",
        "CREATE TABLE p (x int, y int)",
        "INSERT INTO p SELECT i FROM generate_series(1, 1000) i");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    database.close();
  }

  @Test
  void theSchemaIsKnownByItsComment() throws Exception {
    assertEquals(StateSchema.Standing.CURRENT, StateSchema.standing(connection));
    StateSchema.require(connection);
    database.execute("COMMENT ON SCHEMA crossfade IS 'ours [version 7]'");
    assertEquals(StateSchema.Standing.FOREIGN, StateSchema.standing(connection));
    assertThrows(CommandException.class, () -> StateSchema.require(connection));
    StateSchema.drop(connection);
    assertEquals(StateSchema.Standing.ABSENT, StateSchema.standing(connection));
    assertThrows(CommandException.class, () -> StateSchema.require(connection));
  }

  @Test
  void ofTwoThatStartAtOnceOneJoins() throws Exception {
    try (Connection other = database.connect()) {
      var threads = Executors.newFixedThreadPool(2);
      List<Callable<Job>> openers =
          List.of(() -> open(connection, "t", ""), () -> open(other, "t", ""));
      List<Job> jobs = new ArrayList<>();
      for (var job : threads.invokeAll(openers)) {
        jobs.add(job.get());
      }
      threads.shutdown();
      assertEquals(jobs.get(0).id(), jobs.get(1).id());
      assertNotEquals(jobs.get(0).joined(), jobs.get(1).joined());
    }
  }

  @Test
  void aJobForSomethingElseIsGivenUp() throws Exception {
    Job first = open(connection, "t", "");
    assertNotEquals(first.id(), open(connection, "t", "1%").id());
    Job other = new Jobs(connection)
        .open(JobKind.BACKFILL, new Migrated("m", "f"), "1%", bound("t").walks(), false);
    assertFalse(other.joined());
    Job third = open(connection, "t", "");
    assertTrue(open(connection, "t", "").joined());
    new History(connection).record(MIGRATED, "rollback", "expand", "", Map.of());
    assertNotEquals(third.id(), open(connection, "t", "").id());
    assertEquals(
        List.of("given up", "given up", "given up", "given up"),
        new Jobs(connection)
            .of("m", 9).stream().flatMap(job -> job.outcome().stream()).toList());
  }

  @Test
  void chunksCoverEveryRowOnce() throws Exception {
    for (String table : List.of("t", "p")) {
      Job job = open(connection, table, "");
      List<String> conditions = new ArrayList<>();
      try (Connection other = database.connect()) {
        ChunkQueue one = new ChunkQueue(connection, job, "one", 130);
        ChunkQueue two = new ChunkQueue(other, job, "two", 170);
        Optional<Chunk> chunk = one.claim();
        while (chunk.isPresent()) {
          conditions.add(condition(chunk.get()));
          chunk = conditions.size() % 2 == 0 ? one.claim() : two.claim();
        }
        assertFalse(one.isDone());
      }
      assertTrue(conditions.size() > 1, conditions.toString());
      String covered = conditions.stream()
          .map(condition -> "(" + condition + ")::int")
          .collect(Collectors.joining(" + "));
      assertEquals(
          "1000",
          database
              .query("SELECT count(*) FROM " + table + " o WHERE " + covered + " = 1")
              .get(0));
      database.execute("UPDATE crossfade.chunks SET done_at = now()");
      assertTrue(new ChunkQueue(connection, job, "one", 130).isDone());
      assertTrue(new Jobs(connection).finish(job, "done", Map.of()));
    }
  }

  @Test
  void theChunkOfADeadWorkerIsTakenOverWhereItStopped() throws Exception {
    Job job = open(connection, "t", "");
    ChunkQueue queue = new ChunkQueue(connection, job, "one", 600);
    Chunk mine = queue.claim().orElseThrow();
    try (Connection other = database.connect()) {
      Chunk theirs = new ChunkQueue(other, job, "two", 600).claim().orElseThrow();
      assertNotEquals(mine.id(), theirs.id());
      database.execute(
          "UPDATE crossfade.chunks SET position = '{c,900}' WHERE id = " + theirs.id());
      assertTrue(queue.claim().isEmpty());
      database.execute("SELECT pg_terminate_backend(" + pid(other) + ", 5000)");
      Chunk taken = queue.claim().orElseThrow();
      assertEquals(theirs.id(), taken.id());
      assertEquals(Optional.of(List.of("c", "900")), taken.rest().after());
    }
    queue.release(mine);
    assertEquals(mine.id(), queue.claim().orElseThrow().id());
  }

  @Test
  void anEmptyTableIsDone() throws Exception {
    database.execute("TRUNCATE t");
    Job job = open(connection, "t", "");
    ChunkQueue queue = new ChunkQueue(connection, job, "one", 10);
    assertTrue(queue.claim().isEmpty());
    assertTrue(queue.isDone());
  }

  @Test
  void historyIsReadAsItWasWritten() throws Exception {
    History history = new History(connection);
    history.record(MIGRATED, "verify", "clean", "", Map.of("rows", 3));
    history.record(MIGRATED, "advance", "coalesce", "it's late", Map.of());
    assertEquals(
        List.of("advance", "verify"),
        history.latest("m", 5).stream().map(HistoryEntry::action).toList());
    HistoryEntry clean = history.last(MIGRATED, "verify", "clean").orElseThrow();
    assertEquals(Map.of("rows", 3), clean.details());
    assertEquals("postgres", clean.by());
    assertTrue(history.last(new Migrated("m", "other"), "verify", "clean").isEmpty());
    assertEquals("it's late", history.latest("m", 1).get(0).reason());
  }

  private static String pid(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT pg_backend_pid()")) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static String condition(Chunk chunk) {
    KeyRange range = chunk.rest();
    String sql = range.condition(chunk.walk().segment().key(), "o");
    List<String> values = new ArrayList<>(range.after().orElse(List.of()));
    values.addAll(range.upTo());
    for (String value : values) {
      sql = sql.replaceFirst("\\?", "'" + value + "'");
    }
    return sql;
  }

  private Job open(Connection connection, String table, String settings) throws Exception {
    return new Jobs(connection)
        .open(JobKind.BACKFILL, MIGRATED, settings, bound(table).walks(), false);
  }

  private Bound bound(String table) throws Exception {
    String yaml = "version: 1\nmigrations: { m: { table: " + table
        + ", phase: dual-write, rename: { x: y } } }";
    Mapping mapping =
        MappingLoader.load(new MappingSource("test", yaml), new SqlExpressionSyntax());
    try (Connection own = database.connect()) {
      return new Binder(mapping, own).bind(mapping.migrations().get(0));
    }
  }
}
