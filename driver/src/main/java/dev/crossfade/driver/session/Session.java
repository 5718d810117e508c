package dev.crossfade.driver.session;

import dev.crossfade.mapping.Location;
import dev.crossfade.mapping.Mapping;
import dev.crossfade.mapping.Shape;
import dev.crossfade.rewrite.GeneratedKeys;
import dev.crossfade.rewrite.Snapshot;
import dev.crossfade.rewrite.Traits;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postgresql.core.BaseConnection;

/** One connection's view of mapping, catalog and transaction. Not thread-safe beyond what JDBC asks. */
public final class Session implements AutoCloseable {
  private final Settings settings;

  private Session(Settings settings) {
    this.settings = settings;
  }

  /**
   * Opens a session on a connection that nobody uses yet.
   *
   * @throws SQLException XF002 if the mapping file is missing or wrong
   */
  public static Session open(BaseConnection connection, Settings settings) throws SQLException {
    return new Session(settings);
  }

  /**
   * What becomes of a text now.
   *
   * @throws SQLException XF001 if it can't be rewritten
   */
  public PlannedText plan(String sql, GeneratedKeys keys) throws SQLException {
    return new PlannedText(sql, keys, sql, new int[0], true, Traits.NONE, 0);
  }

  /** Called before each execution of a planned text: whether the plan still holds. */
  public boolean isCurrent(PlannedText planned) throws SQLException {
    return true;
  }

  /** Called after each execution, also after one that failed. */
  public void executed(PlannedText planned, boolean failed) throws SQLException {}

  /** Called after commit, rollback (also to a savepoint) and setAutoCommit. */
  public void transactionChanged() throws SQLException {}

  /** The snapshot in force, for metadata. */
  public Snapshot snapshot() {
    return new Snapshot(0, new Mapping(new Mapping.Unsupported(false), List.of(), new Location("", 1, 1)), Map.of(), Set.of());
  }

  public Shape shape() {
    return settings.shape();
  }

  @Override
  public void close() {}
}
