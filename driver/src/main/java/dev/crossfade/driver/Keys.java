package dev.crossfade.driver;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keys of rows, as text, column by column. */
final class Keys {
  private final List<List<@Nullable String>> columns = new ArrayList<>();

  Keys(int width) {
    for (int i = 0; i < width; i++) {
      columns.add(new ArrayList<>());
    }
  }

  /** Those of several, of which there has to be one. */
  static Keys all(List<Keys> some) {
    Keys all = new Keys(some.get(0).columns.size());
    for (Keys keys : some) {
      for (int i = 0; i < all.columns.size(); i++) {
        all.columns.get(i).addAll(keys.columns.get(i));
      }
    }
    return all;
  }

  /** Each row by itself. */
  List<Keys> each() {
    List<Keys> each = new ArrayList<>();
    for (List<@Nullable String> row : rows()) {
      Keys one = empty();
      for (int i = 0; i < row.size(); i++) {
        one.columns.get(i).add(row.get(i));
      }
      each.add(one);
    }
    return each;
  }

  /** None of as many columns. */
  Keys empty() {
    return new Keys(columns.size());
  }

  boolean isEmpty() {
    return columns.get(0).isEmpty();
  }

  int size() {
    return columns.get(0).size();
  }

  /** Whether a row has this in its last column. */
  boolean lastHas(String value) {
    return columns.get(columns.size() - 1).contains(value);
  }

  /** Whether one key stands there twice. */
  boolean repeats() {
    return new HashSet<>(rows()).size() < size();
  }

  /** Takes the keys that stand in a result's last columns. */
  void read(ResultSet rows) throws SQLException {
    int first = rows.getMetaData().getColumnCount() - columns.size() + 1;
    while (rows.next()) {
      for (int i = 0; i < columns.size(); i++) {
        columns.get(i).add(rows.getString(first + i));
      }
    }
  }

  /** Takes the key that stands in the first columns of the current row. */
  void add(ResultSet row) throws SQLException {
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).add(row.getString(i + 1));
    }
  }

  /** Each key by itself. */
  List<List<@Nullable String>> rows() {
    List<List<@Nullable String>> rows = new ArrayList<>();
    for (int row = 0; row < size(); row++) {
      List<@Nullable String> key = new ArrayList<>();
      for (List<@Nullable String> column : columns) {
        key.add(column.get(row));
      }
      rows.add(key);
    }
    return rows;
  }

  /**
   * Binds the arrays that a text takes among other parameters.
   *
   * @param first the place of its first parameter, from 0
   */
  void bind(PreparedStatement target, int first, int[] sources) throws SQLException {
    for (int place = 0; place < sources.length; place++) {
      if (sources[place] < 0) {
        target.setObject(first + place + 1, array(columns.get(-1 - sources[place])), Types.OTHER);
      }
    }
  }

  /** The same where there is one key at most: its columns instead of arrays, and nulls where there is none. */
  void bindSingle(PreparedStatement target, int first, int[] sources) throws SQLException {
    for (int place = 0; place < sources.length; place++) {
      if (sources[place] < 0) {
        List<@Nullable String> column = columns.get(-1 - sources[place]);
        target.setObject(first + place + 1, column.isEmpty() ? null : column.get(0), Types.OTHER);
      }
    }
  }

  /** Binds the arrays of a text that takes nothing else. */
  void bind(PreparedStatement target) throws SQLException {
    bind(target, columns.size());
  }

  /** Binds the first of the arrays. */
  void bind(PreparedStatement target, int width) throws SQLException {
    for (int i = 0; i < width; i++) {
      target.setObject(i + 1, array(columns.get(i)), Types.OTHER);
    }
  }

  private static String array(List<@Nullable String> values) {
    StringBuilder literal = new StringBuilder("{");
    for (@Nullable String value : values) {
      literal.append(literal.length() == 1 ? "" : ",");
      if (value == null) {
        literal.append("NULL");
        continue;
      }
      literal.append('"');
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        if (c == '"' || c == '\\') {
          literal.append('\\');
        }
        literal.append(c);
      }
      literal.append('"');
    }
    return literal.append('}').toString();
  }
}
