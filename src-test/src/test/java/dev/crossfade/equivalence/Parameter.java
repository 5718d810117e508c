package dev.crossfade.equivalence;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A bound value as a case file writes it: {@code 1}, {@code 'bob'}, {@code 1.50}, {@code true}, {@code null::int4}, {@code '…'::date}. */
record Parameter(String text, String type) {

  private static final Map<String, Integer> NULLS = Map.ofEntries(
      Map.entry("int4", Types.INTEGER),
      Map.entry("int8", Types.BIGINT),
      Map.entry("varchar", Types.VARCHAR),
      Map.entry("text", Types.VARCHAR),
      Map.entry("numeric", Types.NUMERIC),
      Map.entry("bool", Types.BOOLEAN),
      Map.entry("date", Types.DATE),
      Map.entry("timestamp", Types.TIMESTAMP),
      Map.entry("other", Types.OTHER),
      Map.entry("null", Types.NULL));

  static List<Parameter> parse(String list) {
    List<Parameter> parameters = new ArrayList<>();
    StringBuilder current = new StringBuilder();
    boolean quoted = false;
    for (char c : list.toCharArray()) {
      quoted ^= c == '\'';
      if (c == ',' && !quoted) {
        parameters.add(one(current.toString().trim()));
        current.setLength(0);
      } else {
        current.append(c);
      }
    }
    parameters.add(one(current.toString().trim()));
    return parameters;
  }

  private static Parameter one(String text) {
    int cast = text.lastIndexOf("::");
    if (cast > text.lastIndexOf('\'')) {
      return new Parameter(text.substring(0, cast), text.substring(cast + 2));
    }
    if (text.startsWith("'")) {
      return new Parameter(text, "varchar");
    }
    if (text.equals("true") || text.equals("false")) {
      return new Parameter(text, "bool");
    }
    return new Parameter(text, text.contains(".") ? "numeric" : "int4");
  }

  private String value() {
    return text.startsWith("'") ? text.substring(1, text.length() - 1).replace("''", "'") : text;
  }

  void bind(PreparedStatement statement, int index) throws SQLException {
    if (text.equals("null")) {
      statement.setNull(index, NULLS.get(type));
      return;
    }
    switch (type) {
      case "int4" -> statement.setInt(index, Integer.parseInt(value()));
      case "int8" -> statement.setLong(index, Long.parseLong(value()));
      case "int2" -> statement.setShort(index, Short.parseShort(value()));
      case "float8" -> statement.setDouble(index, Double.parseDouble(value()));
      case "numeric" -> statement.setBigDecimal(index, new BigDecimal(value()));
      case "bool" -> statement.setBoolean(index, Boolean.parseBoolean(value()));
      case "varchar" -> statement.setString(index, value());
      case "date" -> statement.setDate(index, Date.valueOf(value()));
      case "timestamp" -> statement.setTimestamp(index, Timestamp.valueOf(value()));
      case "uuid" -> statement.setObject(index, UUID.fromString(value()));
      case "object" -> statement.setObject(index, value());
      case "intobject" -> statement.setObject(index, Integer.valueOf(value()));
      case "other" -> statement.setObject(index, value(), Types.OTHER);
      case "asvarchar" -> statement.setObject(index, value(), Types.VARCHAR);
      case "asint" -> statement.setObject(index, value(), Types.INTEGER);
      case "reader" -> statement.setCharacterStream(index, new StringReader(value()));
      case "readern" ->
        statement.setCharacterStream(index, new StringReader(value()), value().length());
      case "bytes" -> statement.setBytes(index, value().getBytes(StandardCharsets.UTF_8));
      case "stream" ->
        statement.setBinaryStream(
            index, new ByteArrayInputStream(value().getBytes(StandardCharsets.UTF_8)));
      case "texts" ->
        statement.setArray(
            index, statement.getConnection().createArrayOf("text", value().split("\\|")));
      case "ints" ->
        statement.setArray(
            index, statement.getConnection().createArrayOf("int4", value().split("\\|")));
      default -> throw new IllegalArgumentException("parameter type " + type);
    }
  }

  @Override
  public String toString() {
    return text + "::" + type;
  }
}
