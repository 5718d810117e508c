package dev.crossfade.driver;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.BaseStatement;
import org.postgresql.core.Field;
import org.postgresql.core.Tuple;

/** An answer of DatabaseMetaData taken into memory, to be changed and given back as a result of the same columns. */
final class MetaDataRows {
  private final Field[] fields;
  private final Map<String, Integer> places = new HashMap<>();
  private List<@Nullable String[]> rows = new ArrayList<>();

  private MetaDataRows(Field[] fields) {
    this.fields = fields;
    for (int i = 0; i < fields.length; i++) {
      places.put(fields[i].getColumnLabel(), i);
    }
  }

  /** Reads a result to its end and closes it. */
  static MetaDataRows drain(BaseConnection connection, ResultSet result) throws SQLException {
    ResultSetMetaData metaData = result.getMetaData();
    Field[] fields = new Field[metaData.getColumnCount()];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = new Field(
          metaData.getColumnLabel(i + 1),
          connection.getTypeInfo().getPGType(metaData.getColumnTypeName(i + 1)));
    }
    MetaDataRows drained = new MetaDataRows(fields);
    while (result.next()) {
      @Nullable String[] row = new @Nullable String[fields.length];
      for (int i = 0; i < row.length; i++) {
        row[i] = result.getString(i + 1);
      }
      drained.rows.add(row);
    }
    result.getStatement().close();
    return drained;
  }

  List<@Nullable String[]> rows() {
    return rows;
  }

  void replace(List<@Nullable String[]> changed) {
    rows = changed;
  }

  @Nullable
  String[] newRow() {
    return new @Nullable String[fields.length];
  }

  @Nullable
  String get(@Nullable String[] row, String label) {
    return row[place(label)];
  }

  void set(@Nullable String[] row, String label, @Nullable String value) {
    row[place(label)] = value;
  }

  boolean has(String label) {
    return places.containsKey(label);
  }

  private int place(String label) {
    Integer place = places.get(label);
    if (place == null) {
      throw new IllegalArgumentException(label);
    }
    return place;
  }

  ResultSet toResult(BaseConnection connection) throws SQLException {
    List<Tuple> tuples = new ArrayList<>(rows.size());
    for (@Nullable String[] row : rows) {
      byte[][] data = new byte[row.length][];
      for (int i = 0; i < row.length; i++) {
        String value = row[i];
        if (value != null) {
          data[i] = connection.encodeString(value);
        }
      }
      tuples.add(new Tuple(data));
    }
    return ((BaseStatement) connection.createStatement()).createDriverResultSet(fields, tuples);
  }
}
