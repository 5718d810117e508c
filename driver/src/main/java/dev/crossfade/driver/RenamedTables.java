package dev.crossfade.driver;

import dev.crossfade.driver.session.Session;
import dev.crossfade.mapping.Phase;
import dev.crossfade.mapping.Shape;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/** Answers about tables that have a new name alone in {@code contract}, under the one that the application knows, whether or not something of that name is still there. */
final class RenamedTables {
  private static final String SCHEMA = "TABLE_SCHEM";
  private static final String TABLE = "TABLE_NAME";

  private final BaseConnection connection;
  private final List<Renamed> tables = new ArrayList<>();

  private record Name(String schema, String table) {
    boolean isIn(MetaDataRows answer, @Nullable String[] row, String prefix) {
      return schema.equals(answer.get(row, prefix + SCHEMA))
          && table.equals(answer.get(row, prefix + TABLE));
    }

    boolean isAskedFor(@Nullable String askedSchema, @Nullable String asked) {
      return table.equals(asked)
          && (askedSchema == null || askedSchema.isEmpty() || schema.equals(askedSchema));
    }
  }

  private record Renamed(Name old, Name now) {
    void put(MetaDataRows answer, @Nullable String[] row, String prefix) {
      answer.set(row, prefix + SCHEMA, old.schema());
      answer.set(row, prefix + TABLE, old.table());
    }
  }

  RenamedTables(BaseConnection connection, Session session) {
    this.connection = connection;
    if (session.shape() == Shape.OLD) {
      Stream.concat(
              session.snapshot().gone().values().stream(),
              session.snapshot().tables().values().stream())
          .flatMap(table -> table.departures().stream())
          .filter(move -> move.isWhole() && move.migration().phase() == Phase.CONTRACT)
          .forEach(move -> move.to()
              .ifPresent(to -> tables.add(new Renamed(
                  new Name(move.from().schema(), move.from().name()),
                  new Name(to.schema(), to.name())))));
    }
  }

  /** A question about the tables of a schema. */
  @FunctionalInterface
  interface Question {
    ResultSet about(@Nullable String schema, @Nullable String table) throws SQLException;
  }

  /**
   * The answer about all tables whose names match.
   *
   * @param order the labels by which the answer is sorted
   */
  ResultSet matching(
      @Nullable String schemaPattern,
      @Nullable String tablePattern,
      List<String> order,
      Question question)
      throws SQLException {
    List<Renamed> asked = tables.stream()
        .filter(table -> matches(schemaPattern, table.old().schema())
            && matches(tablePattern, table.old().table()))
        .toList();
    ResultSet answer = question.about(schemaPattern, tablePattern);
    if (asked.isEmpty()) {
      return answer;
    }
    MetaDataRows all = MetaDataRows.drain(connection, answer);
    List<@Nullable String[]> rows = new ArrayList<>(all.rows());
    for (Renamed table : asked) {
      rows.removeIf(row -> table.old().isIn(all, row, ""));
      MetaDataRows more = MetaDataRows.drain(
          connection,
          question.about(escaped(table.now().schema()), escaped(table.now().table())));
      more.rows().forEach(row -> table.put(more, row, ""));
      rows.addAll(more.rows());
    }
    Comparator<@Nullable String[]> sorted = Comparator.comparing(row -> "");
    for (String label : order) {
      sorted = sorted.thenComparing(row -> Objects.requireNonNullElse(all.get(row, label), ""));
    }
    rows.sort(sorted);
    all.replace(rows);
    return all.toResult(connection);
  }

  /** The answer about one table. */
  ResultSet named(@Nullable String schema, String table, Question question) throws SQLException {
    Optional<Renamed> asked = asked(schema, table);
    if (asked.isEmpty()) {
      return question.about(schema, table);
    }
    MetaDataRows answer = MetaDataRows.drain(
        connection, question.about(asked.get().now().schema(), asked.get().now().table()));
    // The best row's identifier has no column for its table.
    if (answer.has(TABLE)) {
      answer.rows().forEach(row -> asked.get().put(answer, row, ""));
    }
    return answer.toResult(connection);
  }

  /** A question about keys from some tables to others, by their names where the application gives them. */
  @FunctionalInterface
  interface KeyQuestion {
    ResultSet about(
        @Nullable String parentSchema,
        @Nullable String parent,
        @Nullable String childSchema,
        @Nullable String child)
        throws SQLException;
  }

  /** The answer about foreign keys. A table goes by its old name, unless it has been asked for by the new one. */
  ResultSet keys(
      @Nullable String parentSchema,
      @Nullable String parent,
      @Nullable String childSchema,
      @Nullable String child,
      KeyQuestion question)
      throws SQLException {
    if (tables.isEmpty()) {
      return question.about(parentSchema, parent, childSchema, child);
    }
    Optional<Name> parentNow = asked(parentSchema, parent).map(Renamed::now);
    Optional<Name> childNow = asked(childSchema, child).map(Renamed::now);
    MetaDataRows answer = MetaDataRows.drain(
        connection,
        question.about(
            parentNow.map(Name::schema).orElse(parentSchema),
            parentNow.map(Name::table).orElse(parent),
            childNow.map(Name::schema).orElse(childSchema),
            childNow.map(Name::table).orElse(child)));
    for (Renamed table : tables) {
      for (@Nullable String[] row : answer.rows()) {
        if (table.now().isIn(answer, row, "PK") && !table.now().isAskedFor(parentSchema, parent)) {
          table.put(answer, row, "PK");
        }
        if (table.now().isIn(answer, row, "FK") && !table.now().isAskedFor(childSchema, child)) {
          table.put(answer, row, "FK");
        }
      }
    }
    return answer.toResult(connection);
  }

  private Optional<Renamed> asked(@Nullable String schema, @Nullable String table) {
    return tables.stream()
        .filter(renamed -> renamed.old().isAskedFor(schema, table))
        .findFirst();
  }

  private static boolean matches(@Nullable String pattern, String name) {
    return pattern == null || pattern.isEmpty() || like(pattern).matcher(name).matches();
  }

  private static String escaped(String name) {
    return Stream.of("\\", "_", "%")
        .reduce(name, (text, special) -> text.replace(special, "\\" + special));
  }

  /** What matches a pattern of DatabaseMetaData, with {@code %} and {@code _}. */
  static Pattern like(String pattern) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '%') {
        regex.append(".*");
      } else if (c == '_') {
        regex.append('.');
      } else {
        if (c == '\\' && i + 1 < pattern.length()) {
          i++;
        }
        regex.append(Pattern.quote(String.valueOf(pattern.charAt(i))));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }
}
