package dev.crossfade.demo;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * How far the shapes are apart.
 *
 * @param unfilled rows whose new side has not been written
 * @param contradicting rows in which both sides are written and say different things; never any
 */
record Drift(long unfilled, long contradicting) {
  static final Drift NONE = new Drift(0, 0);

  /** Looks at one migration. Every statement sees one moment, so it counts rightly while others write. */
  static Drift of(Connection connection, Change change, Stage.Columns columns) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(change.drift(columns))) {
      rows.next();
      return new Drift(rows.getLong(1), rows.getLong(2) - rows.getLong(1));
    }
  }

  Drift plus(Drift other) {
    return new Drift(unfilled + other.unfilled, contradicting + other.contradicting);
  }

  boolean isNone() {
    return unfilled == 0 && contradicting == 0;
  }
}
