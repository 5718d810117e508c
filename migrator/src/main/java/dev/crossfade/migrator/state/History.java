package dev.crossfade.migrator.state;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was done to migrations. Every method is one statement, in the caller's transaction. Needs {@link StateSchema}. Not thread-safe. */
public final class History {
  private static final String COLUMNS =
      "at, by_whom, migration, fingerprint, action, outcome, reason, details::text";

  private final Connection connection;

  public History(Connection connection) {
    this.connection = connection;
  }

  /**
   * Notes what was done; time and role are the server's.
   *
   * @param reason why a condition was overruled; empty if none was
   * @param details numbers and names, never a value of a row
   */
  public void record(
      Migrated migration, String action, String outcome, String reason, Map<String, ?> details)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(
        "INSERT INTO crossfade.history (migration, fingerprint, action, outcome, reason, details) VALUES (?, ?, ?, ?, ?, CAST(? AS jsonb))")) {
      insert.setString(1, migration.name());
      insert.setString(2, migration.fingerprint());
      insert.setString(3, action);
      insert.setString(4, outcome);
      insert.setString(5, reason);
      insert.setString(6, JSON.std.asString(details));
      insert.executeUpdate();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The latest entries of a migration, newest first. */
  public List<HistoryEntry> latest(String migration, int limit) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT " + COLUMNS
        + " FROM crossfade.history WHERE migration = ? ORDER BY id DESC LIMIT " + limit)) {
      select.setString(1, migration);
      return entries(select);
    }
  }

  /** The latest entry of this action and outcome under this meaning of the migration. */
  public Optional<HistoryEntry> last(Migrated migration, String action, String outcome)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(
        "SELECT " + COLUMNS
            + " FROM crossfade.history WHERE migration = ? AND fingerprint = ? AND action = ? AND outcome = ? ORDER BY id DESC LIMIT 1")) {
      select.setString(1, migration.name());
      select.setString(2, migration.fingerprint());
      select.setString(3, action);
      select.setString(4, outcome);
      return entries(select).stream().findFirst();
    }
  }

  private static List<HistoryEntry> entries(PreparedStatement select) throws SQLException {
    List<HistoryEntry> entries = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        entries.add(new HistoryEntry(
            instant(rows, 1),
            rows.getString(2),
            rows.getString(3),
            rows.getString(4),
            rows.getString(5),
            rows.getString(6),
            rows.getString(7),
            JSON.std.mapFrom(rows.getString(8))));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(entries);
  }

  private static Instant instant(ResultSet rows, int column) throws SQLException {
    return rows.getObject(column, OffsetDateTime.class).toInstant();
  }
}
