package dev.crossfade.migrator.state;

import dev.crossfade.migrator.shape.Strides;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The rows that a job lists. Not thread-safe. */
public final class Findings {
  private final Connection connection;

  public Findings(Connection connection) {
    this.connection = connection;
  }

  /**
   * A row worth a look.
   *
   * @param relation in SQL
   * @param key its key's values, or its place where the table has no key
   * @param sqlState why it can't be written; empty where that isn't what it is about
   */
  public record Finding(String relation, String kind, List<String> key, String sqlState) {}

  /** The first findings of a kind. */
  public List<Finding> of(long job, String kind, int limit) throws SQLException {
    String sql = """
        SELECT w.relation, f.kind, f.key, f.sqlstate FROM crossfade.findings f JOIN crossfade.walks w USING (job_id, walk)
        WHERE f.job_id = ? AND f.kind = ? ORDER BY f.walk, f.found_at, f.key LIMIT
        """ + limit;
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setLong(1, job);
      select.setString(2, kind);
      try (ResultSet rows = select.executeQuery()) {
        List<Finding> findings = new ArrayList<>();
        while (rows.next()) {
          findings.add(new Finding(
              rows.getString(1),
              rows.getString(2),
              Strides.texts(rows.getArray(3)),
              rows.getString(4)));
        }
        return List.copyOf(findings);
      }
    }
  }
}
