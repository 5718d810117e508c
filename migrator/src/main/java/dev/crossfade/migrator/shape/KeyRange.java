package dev.crossfade.migrator.shape;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Rows between two keys, whose values are texts.
 *
 * @param after the key before the first row; absent where the range begins with the table
 * @param upTo the key of the last row
 */
public record KeyRange(Optional<List<String>> after, List<String> upTo) {

  /** The rest of this range behind a key. */
  public KeyRange from(List<String> key) {
    return new KeyRange(Optional.of(key), upTo);
  }

  /** The part of this range up to a key. */
  public KeyRange to(List<String> key) {
    return new KeyRange(after, key);
  }

  /** Whether a row is in the range; its parameters are bound by {@link #bind}. */
  public String condition(RowKey key, String alias) {
    return (after.isPresent() ? key.after(alias) + " AND " : "") + key.upTo(alias);
  }

  /**
   * Binds the parameters of {@link #condition}.
   *
   * @param first the number of the first of them
   * @return the number behind the last
   */
  public int bind(PreparedStatement statement, int first) throws SQLException {
    int at = first;
    for (String value : after.orElse(List.of())) {
      statement.setString(at++, value);
    }
    for (String value : upTo) {
      statement.setString(at++, value);
    }
    return at;
  }
}
