package dev.crossfade.engine;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.UUID;

/** A parameter as a trace file writes it: which setter, and the value. */
record Value(String setter, String text) {

  void bind(PreparedStatement statement, int index) throws SQLException {
    Connection connection = statement.getConnection();
    switch (setter) {
      case "null" -> statement.setNull(index, Integer.parseInt(text));
      case "short" -> statement.setShort(index, Short.parseShort(text));
      case "int" -> statement.setInt(index, Integer.parseInt(text));
      case "long" -> statement.setLong(index, Long.parseLong(text));
      case "decimal" -> statement.setBigDecimal(index, new BigDecimal(text));
      case "string" -> statement.setString(index, text);
      case "boolean" -> statement.setBoolean(index, Boolean.parseBoolean(text));
      case "date" -> statement.setDate(index, Date.valueOf(text));
      case "time" -> statement.setTime(index, Time.valueOf(text));
      case "timestamp" -> statement.setTimestamp(index, Timestamp.valueOf(text));
      case "localdate" -> statement.setObject(index, LocalDate.parse(text));
      case "localdatetime" -> statement.setObject(index, LocalDateTime.parse(text));
      case "offset" -> statement.setObject(index, OffsetDateTime.parse(text));
      case "uuid" -> statement.setObject(index, UUID.fromString(text));
      case "bytes" -> statement.setBytes(index, HexFormat.of().parseHex(text));
      case "stream" ->
        statement.setBinaryStream(index, new ByteArrayInputStream(HexFormat.of().parseHex(text)));
      case "reader" -> statement.setCharacterStream(index, new StringReader(text));
      case "other" -> statement.setObject(index, text, Types.OTHER);
      case "object" -> statement.setObject(index, text);
      case "integer" -> statement.setObject(index, Integer.valueOf(text));
      case "asvarchar" -> statement.setObject(index, text, Types.VARCHAR);
      case "asint" -> statement.setObject(index, text, Types.INTEGER);
      case "ints" -> statement.setArray(index, connection.createArrayOf("int4", elements()));
      case "longs" -> statement.setArray(index, connection.createArrayOf("int8", elements()));
      case "texts" -> statement.setArray(index, connection.createArrayOf("text", elements()));
      default -> throw new IllegalArgumentException("setter " + setter);
    }
  }

  private Object[] elements() {
    return text.isEmpty() ? new Object[0] : text.split("\\|");
  }

  String print() {
    return setter + " " + text.replace("\\", "\\\\").replace("\n", "\\n");
  }

  static Value parse(String line) {
    int space = line.indexOf(' ');
    String text = line.substring(space + 1);
    return new Value(line.substring(0, space), text.replace("\\n", "\n").replace("\\\\", "\\"));
  }
}
