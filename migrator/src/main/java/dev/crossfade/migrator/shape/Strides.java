package dev.crossfade.migrator.shape;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Cuts ranges of a segment's rows into pieces of so many rows. Not thread-safe. */
public final class Strides {
  private static final String ROW = "k";
  private static final long ROWS_A_PAGE = 50;

  private final Connection connection;
  private final Segment segment;
  private final RowKey key;

  public Strides(Connection connection, Segment segment) {
    this.connection = connection;
    this.segment = segment;
    this.key = segment.key();
  }

  /** Everything that is there now; absent if nothing is. */
  public Optional<KeyRange> all() throws SQLException {
    if (key.isPlace()) {
      return segment.pages() == 0
          ? Optional.empty()
          : Optional.of(new KeyRange(Optional.empty(), place(segment.pages())));
    }
    String descending = each(column -> column.of(ROW) + " DESC");
    try (PreparedStatement select = connection.prepareStatement("SELECT " + key.texts(ROW)
            + " FROM ONLY " + segment.sql() + " AS " + ROW + " ORDER BY " + descending
            + " LIMIT 1");
        ResultSet rows = select.executeQuery()) {
      return rows.next()
          ? Optional.of(new KeyRange(Optional.empty(), texts(rows.getArray(1))))
          : Optional.empty();
    }
  }

  /** The first {@code rows} rows of a range, or all of it if it has fewer. */
  public Stride first(KeyRange range, long rows) throws SQLException {
    if (key.isPlace() && pagesOf(range) > 1) {
      return firstPages(range, rows);
    }
    Optional<List<String>> end = keyAt(range, rows - 1);
    if (end.isPresent() && !end.get().equals(range.upTo())) {
      return new Stride(range.to(end.get()), rows, false);
    }
    return new Stride(range, end.isPresent() ? rows : count(range), true);
  }

  private Stride firstPages(KeyRange range, long rows) {
    long pages = Math.max(1, rows / rowsAPage());
    if (pages >= pagesOf(range)) {
      return new Stride(range, pagesOf(range) * rowsAPage(), true);
    }
    long end = page(range.after().orElse(place(0))) + pages;
    return new Stride(range.to(place(end)), pages * rowsAPage(), false);
  }

  private long rowsAPage() {
    return segment.rows() > 0 && segment.pages() > 0
        ? Math.max(1, segment.rows() / segment.pages())
        : ROWS_A_PAGE;
  }

  private static long pagesOf(KeyRange range) {
    return page(range.upTo()) - page(range.after().orElse(place(0)));
  }

  private static List<String> place(long page) {
    return List.of("(" + page + ",0)");
  }

  private static long page(List<String> place) {
    return Long.parseLong(place.get(0).substring(1, place.get(0).indexOf(',')));
  }

  private Optional<List<String>> keyAt(KeyRange range, long offset) throws SQLException {
    // Inside, so that the rows that are skipped aren't made into texts.
    String sql = "SELECT " + key.texts(ROW) + " FROM (SELECT " + key.list(ROW) + rowsOf(range)
        + " ORDER BY " + key.list(ROW) + " OFFSET ? LIMIT 1) AS " + ROW;
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setLong(range.bind(select, 1), offset);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Optional.of(texts(rows.getArray(1))) : Optional.empty();
      }
    }
  }

  /** How many rows there are in a range. */
  public long count(KeyRange range) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT count(*)" + rowsOf(range))) {
      range.bind(select, 1);
      try (ResultSet rows = select.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  private String rowsOf(KeyRange range) {
    return " FROM ONLY " + segment.sql() + " AS " + ROW + " WHERE " + range.condition(key, ROW);
  }

  private String each(Function<TypedColumn, String> text) {
    return key.columns().stream().map(text).collect(Collectors.joining(", "));
  }

  /** A key as it came from the server. */
  public static List<String> texts(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }
}
