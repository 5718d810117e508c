package dev.crossfade.migrator.floor;

import dev.crossfade.mapping.Phase;
import dev.crossfade.mapping.floor.Floor;
import dev.crossfade.migrator.cli.CommandException;
import dev.crossfade.migrator.cli.ExitStatus;
import dev.crossfade.migrator.shape.Quoted;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads and sets floors, in the comments of new columns. Needs the table's ownership to set one, and a connection in autocommit. Not thread-safe. */
public final class Floors {
  private static final String COMMENTS = """
      SELECT a.attname, coalesce(pg_catalog.col_description(a.attrelid, a.attnum), '') FROM pg_catalog.pg_attribute a
      WHERE a.attrelid = CAST(? AS oid) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
      """;
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final Connection connection;

  public Floors(Connection connection) {
    this.connection = connection;
  }

  /**
   * The floor; absent if there is none.
   *
   * @throws CommandException if there is one that this command doesn't understand, or that means another migration
   */
  public Optional<Floor> read(Home home) throws SQLException {
    for (String comment : comments(home).values()) {
      if (Floor.isIn(comment)) {
        return Optional.of(understood(home, comment));
      }
    }
    return Optional.empty();
  }

  private static Floor understood(Home home, String comment) {
    Floor floor = Floor.of(comment)
        .orElseThrow(() -> new CommandException(
            ExitStatus.DATABASE,
            "Table " + home.table()
                + " has a floor that this version of the command doesn't understand."));
    if (!floor.fingerprint().equals(home.subject().fingerprint())) {
      throw new CommandException(
          ExitStatus.DATABASE,
          "The floor on " + home.table() + " was set for another meaning of `"
              + home.migration().name()
              + "`: its table, key, columns or expressions have changed since. They are frozen once a migration has left `expand`; undo the change.");
    }
    return floor;
  }

  /** Lets the lowest phase be this; {@code expand} is as good as no floor, and leaves none. Whatever else a comment says stays. */
  public void set(Home home, Phase phase) throws SQLException {
    Map<String, String> comments = comments(home);
    String bearer = comments.entrySet().stream()
        .filter(comment -> Floor.isIn(comment.getValue()))
        .map(Map.Entry::getKey)
        .findFirst()
        .or(() -> comments.keySet().stream().findFirst())
        .orElseThrow(() -> new CommandException(
            ExitStatus.DATABASE,
            "Table " + home.table() + " has none of the new columns of `"
                + home.migration().name() + "`, whose comment would hold the floor."));
    for (Map.Entry<String, String> comment : comments.entrySet()) {
      boolean here = comment.getKey().equals(bearer) && phase != Phase.EXPAND;
      String wanted = here
          ? new Floor(phase, home.subject().fingerprint()).in(comment.getValue())
          : Floor.stripped(comment.getValue());
      if (!wanted.equals(comment.getValue())) {
        write(home, comment.getKey(), wanted);
      }
    }
  }

  private void write(Home home, String column, String comment) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL lock_timeout = '3s'");
      statement.execute("COMMENT ON COLUMN " + home.table().sql() + "." + Quoted.name(column)
          + " IS " + (comment.isEmpty() ? "NULL" : Quoted.literal(comment)));
      connection.commit();
    } catch (SQLException e) {
      if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        throw new CommandException(
            ExitStatus.DATABASE,
            "Someone vacuums, indexes or alters " + home.table()
                + ", and the floor has to be written to a comment on its column: try again when that is done.");
      }
      throw e;
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private Map<String, String> comments(Home home) throws SQLException {
    Map<String, String> comments = new LinkedHashMap<>();
    try (PreparedStatement select = connection.prepareStatement(COMMENTS)) {
      select.setLong(1, home.table().oid());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          if (home.columns().contains(rows.getString(1))) {
            comments.put(rows.getString(1), rows.getString(2));
          }
        }
      }
    }
    return comments;
  }
}
