package dev.crossfade.migrator.backfill;

import dev.crossfade.migrator.shape.KeyRange;
import dev.crossfade.migrator.shape.RowKey;
import dev.crossfade.migrator.shape.Stride;
import dev.crossfade.migrator.shape.Strides;
import dev.crossfade.migrator.shape.TypedColumn;
import dev.crossfade.migrator.shape.Walk;
import dev.crossfade.migrator.state.Chunk;
import dev.crossfade.migrator.state.ChunkQueue;
import dev.crossfade.migrator.state.Job;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A batch in one statement, and so in one transaction and one round trip: it finds the next rows of a chunk by their key, mends those that have drifted, and notes how far it is. Needs a connection
 * in autocommit. Not thread-safe.
 */
final class Leap implements AutoCloseable {
  private static final String ROW = "k";

  // A key is compared column by column with scalar subqueries: with a row of them the server would
  // not use the index.
  private static final String SQL = """
      WITH bound AS MATERIALIZED (SELECT %1$s FROM %2$s ORDER BY %3$s OFFSET ? LIMIT 1),
        stop AS MATERIALIZED (SELECT %4$s),
        reach AS MATERIALIZED (SELECT ARRAY[%5$s] AS key,
          CASE WHEN EXISTS (SELECT FROM bound) THEN ? ELSE (SELECT count(*) FROM %2$s) END AS looked, NOT EXISTS (SELECT FROM bound) AS short FROM stop AS s),
        mended AS (%6$s RETURNING 1)
      UPDATE crossfade.chunks AS c SET changed = c.changed + m.written, scanned = c.scanned + r.looked, position = r.key,
        lease_until = pg_catalog.clock_timestamp() + interval '1 s' * %7$d,
        done_at = CASE WHEN r.short OR r.key = c.upper THEN pg_catalog.clock_timestamp() END
      FROM reach AS r, (SELECT count(*) AS written FROM mended) AS m WHERE c.id = ? AND c.owner = ? AND c.done_at IS NULL
      RETURNING r.key, r.looked, c.done_at IS NOT NULL, m.written
      """;

  private final Connection connection;
  private final Chunk chunk;
  private final String worker;
  private final RowKey key;
  private final Map<Boolean, PreparedStatement> statements = new HashMap<>();

  Leap(Connection connection, Chunk chunk, String worker) {
    this.connection = connection;
    this.chunk = chunk;
    this.worker = worker;
    this.key = chunk.walk().segment().key();
  }

  /** Whether one statement mends a walk's rows, and takes all locks, and they go by a key. */
  static boolean fits(Walk walk) {
    return walk.lock().isEmpty()
        && walk.mends().size() == 1
        && !walk.segment().key().isPlace();
  }

  /** Whether all of a job's rows can be mended so. */
  static boolean fits(Job job) {
    return job.walks().stream().allMatch(Leap::fits);
  }

  /**
   * What it came to.
   *
   * @param stride the rows that were looked at
   * @param written how many of them were written
   */
  record Landing(Stride stride, long written) {}

  /**
   * Mends the first rows of what is left of the chunk.
   *
   * @return absent if the chunk has become someone else's
   */
  Optional<Landing> mend(KeyRange rest, long rows) throws SQLException {
    PreparedStatement statement = prepared(rest);
    List<String> after = rest.after().orElse(List.of());
    int at = rest.bind(statement, 1);
    statement.setLong(at++, rows - 1);
    at = bind(statement, at, rest.upTo());
    statement.setLong(at++, rows);
    at = rest.bind(statement, at);
    at = bind(statement, at, after);
    statement.setLong(at++, chunk.id());
    statement.setString(at, worker);
    try (ResultSet result = statement.executeQuery()) {
      if (!result.next()) {
        return Optional.empty();
      }
      KeyRange range = rest.to(Strides.texts(result.getArray(1)));
      Stride stride = new Stride(range, result.getLong(2), result.getBoolean(3));
      return Optional.of(new Landing(stride, result.getLong(4)));
    }
  }

  private static int bind(PreparedStatement statement, int first, List<String> values)
      throws SQLException {
    int at = first;
    for (String value : values) {
      statement.setString(at++, value);
    }
    return at;
  }

  private PreparedStatement prepared(KeyRange rest) throws SQLException {
    boolean begun = rest.after().isPresent();
    PreparedStatement known = statements.get(begun);
    if (known == null) {
      known = connection.prepareStatement(sql(rest));
      statements.put(begun, known);
    }
    return known;
  }

  private String sql(KeyRange rest) {
    Walk walk = chunk.walk();
    String alias = walk.alias();
    String stop = "(SELECT s.%s FROM stop AS s)";
    String upTo = columns((column, name) -> stop.formatted(name));
    boolean single = key.columns().size() == 1;
    String range = (rest.after().isPresent() ? key.after(alias) + " AND " : "")
        + (single
            ? key.list(alias) + " <= " + upTo
            : "(" + key.list(alias) + ") <= (" + upTo + ")");
    return SQL.formatted(
        columns((column, name) -> column.of(ROW) + " AS " + name),
        "ONLY " + walk.segment().sql() + " AS " + ROW + " WHERE " + rest.condition(key, ROW),
        key.list(ROW),
        columns((column, name) -> "coalesce((SELECT b." + name + " FROM bound AS b), CAST(? AS "
            + column.type() + ")) AS " + name),
        columns((column, name) -> "s." + name + "::pg_catalog.text"),
        walk.mends().get(0).where(range),
        ChunkQueue.LEASE_SECONDS);
  }

  /** A piece of SQL for a column of the key, which is called so here. */
  private interface Piece {
    String of(TypedColumn column, String name);
  }

  private String columns(Piece piece) {
    return IntStream.range(0, key.columns().size())
        .mapToObj(number -> piece.of(key.columns().get(number), "k" + number))
        .collect(Collectors.joining(", "));
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : statements.values()) {
      statement.close();
    }
  }
}
