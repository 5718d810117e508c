package dev.crossfade.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The columns by which a table's rows are found: {@code id}, and in some worlds a second one of another type beside it.
 *
 * @param part the second one, or nothing
 * @param names in the order of the primary key
 */
record Key(Column id, List<Column> part, List<String> names) {
  private static final List<SqlType> PARTS = List.of(
      SqlType.TEXT,
      SqlType.UUID,
      SqlType.VARCHAR12,
      SqlType.CHAR5,
      SqlType.DATE,
      SqlType.INT8,
      SqlType.MOOD,
      SqlType.TIMESTAMPTZ);

  /** The one that most worlds have. */
  static Key single() {
    return new Key(Column.of("id", SqlType.INT4), List.of(), List.of("id"));
  }

  static Key composite(Dice dice) {
    SqlType type = dice.pick(PARTS);
    List<String> few = new ArrayList<>(dice.some(type.values(), 3, 4));
    String otherwise = dice.chance(25) ? few.get(0) : "";
    Column part = Column.of(dice.of("region", "part", "\"Lang\""), type)
        .only(few)
        .with(true, false, otherwise, "");
    Column id = Column.of("id", dice.of(SqlType.INT4, SqlType.INT8));
    return new Key(id, List.of(part), dice.shuffled(List.of("id", part.name())));
  }

  boolean isComposite() {
    return !part.isEmpty();
  }

  /** The type of {@code id} in DDL where it would be {@code type} for an integer. */
  String type(String type) {
    if (id.type().equals(SqlType.INT4)) {
      return type;
    }
    return type.equals("serial") ? "bigserial" : type.replace("integer", "bigint");
  }

  /** The same columns of a new table: old name and new. */
  Map<String, String> in(String newId, String newPart) {
    Map<String, String> pairs = new LinkedHashMap<>();
    names.forEach(name -> pairs.put(name, name.equals("id") ? newId : newPart));
    return pairs;
  }

  /** The new table's columns of the key in DDL, with what else is true of them. */
  String ddl(Map<String, String> pairs, String more) {
    return pairs.entrySet().stream()
        .map(e ->
            e.getValue() + " " + (e.getKey().equals("id") ? type("integer") : partType()) + more)
        .collect(Collectors.joining(", "));
  }

  private String partType() {
    return part.get(0).type().name();
  }

  /** A condition that two rows have the same key; an alias goes with its point. */
  static String same(Map<String, String> pairs, String old, String young) {
    return pairs.entrySet().stream()
        .map(e -> old + e.getKey() + " = " + young + e.getValue())
        .collect(Collectors.joining(" AND "));
  }

  /** One value for the columns, the same for the same key. */
  static String value(List<String> names, String alias) {
    return names.size() == 1
        ? alias + names.get(0)
        : names.stream()
            .map(name -> alias + name)
            .collect(Collectors.joining(", ", "ROW(", ")::text"));
  }
}
