package dev.crossfade.driver;

import dev.crossfade.driver.session.Session;
import dev.crossfade.mapping.OldColumn;
import dev.crossfade.rewrite.MappedTable;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/** Answers about columns, as an application of one shape would have got them without any migration. */
final class ColumnShapes {
  private static final String SCHEMA = "TABLE_SCHEM";
  private static final String TABLE = "TABLE_NAME";
  private static final String COLUMN = "COLUMN_NAME";
  private static final Set<Integer> WITH_OCTETS = Set.of(
      Types.CHAR,
      Types.VARCHAR,
      Types.LONGVARCHAR,
      Types.NCHAR,
      Types.NVARCHAR,
      Types.LONGNVARCHAR,
      Types.CLOB,
      Types.NCLOB,
      Types.BINARY,
      Types.VARBINARY,
      Types.LONGVARBINARY,
      Types.BLOB);

  private static final String DOMAIN =
      "SELECT typname FROM pg_catalog.pg_type WHERE typtype = 'd' AND oid = ?::pg_catalog.regtype";

  private final BaseConnection connection;
  private final Map<Name, TableShape> shapes = new HashMap<>();

  private record Name(@Nullable String schema, @Nullable String table) {}

  ColumnShapes(BaseConnection connection, Session session) {
    this.connection = connection;
    for (MappedTable table : session.snapshot().tables().values()) {
      shapes.put(
          new Name(table.relation().schema(), table.relation().name()),
          new TableShape(table, session.shape()));
    }
  }

  boolean none() {
    return shapes.isEmpty();
  }

  /**
   * What {@code getColumns} says.
   *
   * @param all its answer for every column of the tables asked for
   * @param columnPattern the caller's, with {@code %} and {@code _}
   */
  ResultSet columns(ResultSet all, @Nullable String columnPattern) throws SQLException {
    MetaDataRows answer = MetaDataRows.drain(connection, all);
    Map<Name, List<@Nullable String[]>> tables = new LinkedHashMap<>();
    for (@Nullable String[] row : answer.rows()) {
      tables
          .computeIfAbsent(
              new Name(answer.get(row, SCHEMA), answer.get(row, TABLE)), name -> new ArrayList<>())
          .add(row);
    }
    List<@Nullable String[]> shaped = new ArrayList<>();
    for (Map.Entry<Name, List<@Nullable String[]>> table : tables.entrySet()) {
      TableShape shape = shapes.get(table.getKey());
      shaped.addAll(shape == null ? table.getValue() : shaped(answer, table.getValue(), shape));
    }
    if (columnPattern != null) {
      Pattern wanted = RenamedTables.like(columnPattern);
      shaped.removeIf(row ->
          !wanted.matcher(Objects.requireNonNull(answer.get(row, COLUMN))).matches());
    }
    answer.replace(shaped);
    return answer.toResult(connection);
  }

  private List<@Nullable String[]> shaped(
      MetaDataRows answer, List<@Nullable String[]> rows, TableShape shape) throws SQLException {
    List<@Nullable String[]> shown = new ArrayList<>();
    for (@Nullable String[] row : rows) {
      String column = Objects.requireNonNull(answer.get(row, COLUMN));
      if (!shape.hides(column)) {
        shape.was(column).ifPresent(was -> restoreConstraints(answer, row, was));
        shown.add(row);
      }
    }
    for (String column : shape.gone()) {
      OldColumn was = shape.was(column).orElseThrow();
      shown.add(
          Math.min(was.position() - 1, shown.size()), restored(answer, rows.get(0), column, was));
    }
    for (int i = 0; i < shown.size(); i++) {
      answer.set(shown.get(i), "ORDINAL_POSITION", Integer.toString(i + 1));
    }
    return shown;
  }

  private static void restoreConstraints(
      MetaDataRows answer, @Nullable String[] row, OldColumn was) {
    int nullable = was.notNull() ? DatabaseMetaData.columnNoNulls : DatabaseMetaData.columnNullable;
    answer.set(row, "NULLABLE", Integer.toString(nullable));
    answer.set(row, "IS_NULLABLE", was.notNull() ? "NO" : "YES");
    answer.set(row, "COLUMN_DEF", was.defaultExpression().orElse(null));
    answer.set(row, "IS_AUTOINCREMENT", fromSequence(was) ? "YES" : "NO");
  }

  private static boolean fromSequence(OldColumn was) {
    return was.defaultExpression()
        .filter(expression -> expression.contains("nextval("))
        .isPresent();
  }

  /** The row of a column that is gone. The server still knows its type. */
  private @Nullable String[] restored(
      MetaDataRows answer, @Nullable String[] sibling, String column, OldColumn was)
      throws SQLException {
    @Nullable String[] row = answer.newRow();
    for (String label : List.of("TABLE_CAT", SCHEMA, TABLE)) {
      answer.set(row, label, answer.get(sibling, label));
    }
    answer.set(row, COLUMN, column);
    // Executed, because in simple mode nothing can be described.
    try (PreparedStatement typed =
            connection.prepareStatement("SELECT NULL::" + was.type() + " WHERE false");
        ResultSet none = typed.executeQuery()) {
      restoreType(answer, row, none.getMetaData(), fromSequence(was));
    }
    restoreDomain(answer, row, was.type());
    answer.set(row, "IS_GENERATEDCOLUMN", "NO");
    restoreConstraints(answer, row, was);
    return row;
  }

  /** To a query a domain is the type under it. */
  private void restoreDomain(MetaDataRows answer, @Nullable String[] row, String type)
      throws SQLException {
    try (PreparedStatement domain = connection.prepareStatement(DOMAIN)) {
      domain.setString(1, type);
      try (ResultSet found = domain.executeQuery()) {
        if (found.next()) {
          answer.set(row, "DATA_TYPE", Integer.toString(Types.DISTINCT));
          answer.set(row, "TYPE_NAME", found.getString(1));
        }
      }
    }
  }

  private static void restoreType(
      MetaDataRows answer, @Nullable String[] row, ResultSetMetaData type, boolean serial)
      throws SQLException {
    int sqlType = type.getColumnType(1);
    String name = type.getColumnTypeName(1);
    int precision = type.getPrecision(1);
    int size =
        sqlType != Types.NUMERIC && precision == 0 ? type.getColumnDisplaySize(1) : precision;
    boolean unlimited = sqlType == Types.NUMERIC && precision == 0;
    answer.set(row, "DATA_TYPE", Integer.toString(sqlType));
    answer.set(row, "TYPE_NAME", serial ? serialName(name) : name);
    answer.set(row, "COLUMN_SIZE", Integer.toString(size));
    answer.set(row, "DECIMAL_DIGITS", unlimited ? null : Integer.toString(type.getScale(1)));
    answer.set(row, "NUM_PREC_RADIX", name.equals("bit") || name.equals("varbit") ? "2" : "10");
    answer.set(
        row, "CHAR_OCTET_LENGTH", WITH_OCTETS.contains(sqlType) ? Integer.toString(size) : null);
  }

  private static String serialName(String type) {
    return switch (type) {
      case "int2" -> "smallserial";
      case "int4" -> "serial";
      case "int8" -> "bigserial";
      default -> type;
    };
  }

  /**
   * Keys and indexes: what stands on covered columns goes by the names that the application knows, or isn't shown.
   *
   * @param prefixes of the labels that name table and column: "", "PK" or "FK"
   * @param group the label that tells one key or index from another
   * @param onlyOne whether a table has at most one
   */
  ResultSet keys(ResultSet all, List<String> prefixes, String group, boolean onlyOne)
      throws SQLException {
    MetaDataRows answer = MetaDataRows.drain(connection, all);
    Set<String> dropped = new HashSet<>();
    for (@Nullable String[] row : answer.rows()) {
      for (String prefix : prefixes) {
        if (!rename(answer, row, prefix, onlyOne)) {
          dropped.add(group(answer, row, group));
        }
      }
    }
    List<@Nullable String[]> kept = new ArrayList<>(answer.rows());
    kept.removeIf(row -> dropped.contains(group(answer, row, group)));
    answer.replace(kept);
    return answer.toResult(connection);
  }

  private static String group(MetaDataRows answer, @Nullable String[] row, String label) {
    return String.valueOf(answer.get(row, label));
  }

  private boolean rename(
      MetaDataRows answer, @Nullable String[] row, String prefix, boolean onlyOne) {
    String column = answer.get(row, prefix + COLUMN);
    TableShape shape =
        shapes.get(new Name(answer.get(row, prefix + SCHEMA), answer.get(row, prefix + TABLE)));
    if (column == null || shape == null) {
      return true;
    }
    Optional<String> name = shape.nameInKey(column, onlyOne);
    name.ifPresent(known -> answer.set(row, prefix + COLUMN, known));
    return name.isPresent();
  }

  /** The rows of one table's answer that has no column for its name. */
  ResultSet bestRow(ResultSet all, @Nullable String schema, String table) throws SQLException {
    MetaDataRows answer = MetaDataRows.drain(connection, all);
    List<@Nullable String[]> kept = new ArrayList<>();
    for (@Nullable String[] row : answer.rows()) {
      String column = Objects.requireNonNull(answer.get(row, COLUMN));
      Optional<String> name = nameIn(schema, table, column);
      if (name.isPresent()) {
        answer.set(row, COLUMN, name.get());
        kept.add(row);
      }
    }
    answer.replace(kept);
    return answer.toResult(connection);
  }

  private Optional<String> nameIn(@Nullable String schema, String table, String column) {
    for (Map.Entry<Name, TableShape> entry : shapes.entrySet()) {
      Name name = entry.getKey();
      if (table.equals(name.table())
          && (schema == null || schema.isEmpty() || schema.equals(name.schema()))
          && entry.getValue().hides(column)) {
        return entry.getValue().nameInKey(column, true);
      }
    }
    return Optional.of(column);
  }
}
