package dev.crossfade.migrator.shape;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What the rows of a table are walked by, in order: a key that the table has an index on, or where there is none the rows' places (ctid). A key's values travel as texts, which the server
 * reads back as they were.
 *
 * @param columns the key's columns in index order, none of them nullable; the ctid alone where there is no key
 */
public record RowKey(List<TypedColumn> columns) {
  private static final TypedColumn PLACE = new TypedColumn("ctid", "pg_catalog.tid", true);

  /** Rows by their place, which an update changes. */
  public static RowKey places() {
    return new RowKey(List.of(PLACE));
  }

  /** Whether rows go by their place, since the table has no key. */
  public boolean isPlace() {
    return columns.equals(List.of(PLACE));
  }

  /** The key's columns of a row, with commas. */
  public String list(String alias) {
    return columns.stream().map(column -> column.of(alias)).collect(Collectors.joining(", "));
  }

  /** The key of a row as an array of texts. */
  public String texts(String alias) {
    return columns.stream()
        .map(column -> column.of(alias) + "::pg_catalog.text")
        .collect(Collectors.joining(", ", "ARRAY[", "]"));
  }

  /** Whether a row comes after the key whose texts are the parameters, one for each column. */
  public String after(String alias) {
    return compare(alias, ">");
  }

  /** Whether a row comes no later than the key whose texts are the parameters, one for each column. */
  public String upTo(String alias) {
    return compare(alias, "<=");
  }

  private String compare(String alias, String operator) {
    String parameters = columns.stream()
        .map(column -> "CAST(? AS " + column.type() + ")")
        .collect(Collectors.joining(", "));
    return columns.size() == 1
        ? list(alias) + " " + operator + " " + parameters
        : "(" + list(alias) + ") " + operator + " (" + parameters + ")";
  }
}
