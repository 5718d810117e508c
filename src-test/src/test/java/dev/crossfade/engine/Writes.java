package dev.crossfade.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes INSERT, UPDATE, DELETE and MERGE. */
final class Writes {
  private final Pen pen;
  private final Dice dice;
  private final Expressions expressions;

  /**
   * A write.
   *
   * @param returns whether it gives rows
   * @param ordered whether those come in a defined order
   */
  record Write(String sql, boolean returns, boolean ordered) {}

  Writes(Pen pen, Expressions expressions) {
    this.pen = pen;
    this.dice = pen.dice;
    this.expressions = expressions;
  }

  private Table target() {
    List<Table> tables = pen.world.tables();
    return dice.chance(85) ? tables.get(dice.below(tables.size() - 1)) : dice.pick(tables);
  }

  Write any() {
    if (pen.world.move().isPresent() && dice.chance(20)) {
      Table t = target();
      return dice.chance(40) ? new Upserts(pen, expressions).of(t, moved(t)) : across(t);
    }
    int roll = dice.below(100);
    if (roll < 34) {
      return insert(target(), true);
    } else if (roll < 70) {
      return update(target(), true);
    } else if (roll < 80) {
      Table t = target();
      return pen.world.mayLeave(t) ? delete(t, true) : update(t, true);
    } else if (roll < 90) {
      return merge(target());
    }
    return dice.chance(70) ? inside() : behindWith(target());
  }

  /** The columns that come from another table or go to one. */
  private List<Column> moved(Table t) {
    return t.columns().stream()
        .filter(c -> !t.isKey(c) && pen.world.moves(t, c))
        .toList();
  }

  /** A write of the kind that matters most where columns go to another table. */
  private Write across(Table t) {
    List<Column> moved = moved(t);
    String where = dice.of(" WHERE id = ", " WHERE id IN (2, ", " WHERE id < ");
    String rows = where + dice.between(1, 8) + (where.contains("IN") ? ")" : "");
    if (t.isComposite() && dice.chance(70)) {
      rows = " WHERE " + keyed(t, "", true);
    }
    int roll = pen.world.mayLeave(t) ? dice.below(100) : dice.between(24, 99);
    if (roll < 8) {
      return new Write("DELETE FROM " + pen.table(t) + (dice.chance(40) ? "" : rows), false, false);
    } else if (roll < 16) {
      return new Write(
          "TRUNCATE " + pen.table(t) + dice.of("", " RESTART IDENTITY", " CONTINUE IDENTITY")
              + dice.of("", " CASCADE", " CASCADE"),
          false,
          false);
    } else if (roll < 24) {
      return new Write("UPDATE " + pen.table(t) + " SET " + rekeyed(t) + rows, false, false);
    } else if (roll < 34 || moved.isEmpty()) {
      return new Upserts(pen, expressions).of(t, moved);
    }
    boolean leaves = dice.chance(50);
    String sets = moved.stream()
        .filter(c -> leaves || dice.chance(60) || moved.size() == 1)
        .map(c -> pen.name(c.name()) + " = "
            + (leaves ? c.notNull() ? pen.known(c) : "NULL" : pen.value(c)))
        .collect(Collectors.joining(", "));
    if (sets.isEmpty()) {
      return insert(t, true);
    }
    boolean returns = dice.chance(40);
    return new Write(
        "UPDATE " + pen.table(t) + " SET " + sets + rows
            + (returns
                ? " RETURNING " + dice.of("*", "id, " + pen.name(moved.get(0).name()))
                : ""),
        returns,
        false);
  }

  /** A condition that finds rows of a table whose key has two columns by both, or by one of them. */
  private String keyed(Table t, String prefix, boolean several) {
    Column part = t.part().get(0);
    String id = prefix + pen.name("id");
    String other = prefix + pen.name(part.name());
    String row = "(" + number() + ", " + pen.value(part) + ")";
    return switch (dice.below(several ? 14 : 7)) {
      case 0, 1, 2 -> id + " = " + number() + " AND " + other + " = " + pen.value(part);
      case 3, 4 -> other + " = " + pen.value(part) + " AND " + id + " = " + number();
      case 5 -> "(" + id + ", " + other + ") = " + row;
      case 6 ->
        "(" + other + ", " + id + ") IN ((" + pen.value(part) + ", " + dice.between(1, 4) + "))";
      case 7 ->
        "(" + id + ", " + other + ") IN (" + row + ", (" + number() + ", " + pen.value(part) + "))";
      case 8 ->
        "(" + other + ", " + id + ") IN ((" + pen.known(part) + ", 1), (" + pen.known(part)
            + ", 2))";
      case 9 -> id + " = " + number();
      case 10 -> other + " = " + pen.value(part);
      case 11 ->
        other + " IN (" + pen.value(part) + ", " + pen.value(part) + ") AND " + id + " < 3";
      case 12 -> id + " IN (1, " + number() + ") AND " + other + " = " + pen.value(part);
      default ->
        "(" + id + ", " + other + ") IN (SELECT id, " + part.name() + " FROM " + pen.table(t)
            + " WHERE " + expressions.condition(List.of(t.as(t.name())), 1) + ")";
    };
  }

  private String number() {
    return pen.value(
        Column.of("id", SqlType.INT4).only(List.of("1", "2", "3", "4")).with(true, false, "", ""));
  }

  /** Assignments that change the key, or a part of it. */
  private String rekeyed(Table t) {
    String id = "id = id + " + dice.of("1000", "10", "0", "1");
    if (!t.isComposite() || dice.chance(40)) {
      return id;
    }
    Column part = t.part().get(0);
    String other = pen.name(part.name()) + " = " + pen.value(part);
    return dice.chance(60) ? other : id + ", " + other;
  }

  /** A write that seeks its rows in a CTE. */
  private Write behindWith(Table t) {
    String name = pen.alias("w");
    Column c = dice.pick(t.columns());
    Source source = t.as(t.name());
    String with = "WITH " + name + " AS (SELECT id AS k FROM " + pen.table(t) + " WHERE "
        + expressions.condition(List.of(source), 1) + ") ";
    String where = " WHERE id IN (SELECT k FROM " + name + ") AND id > 2";
    List<Column> sets = dice.some(settable(t), 1, 2);
    if (!pen.world.mayLeave(t) && sets.isEmpty()) {
      return insert(t, true);
    }
    String write = sets.isEmpty() || dice.chance(30) && pen.world.mayLeave(t)
        ? "DELETE FROM " + pen.table(t)
        : "UPDATE " + pen.table(t) + " SET " + assignments(sets, List.of(source));
    boolean returns = dice.chance(40);
    return new Write(
        with + write + where + (returns ? " RETURNING " + pen.name(c.name()) : ""), returns, false);
  }

  /** A data-modifying CTE. */
  private Write inside() {
    Table t = target();
    String name = pen.alias("w");
    Write write = dice.chance(40)
        ? update(t, false)
        : dice.chance(50) || !pen.world.mayLeave(t) ? insert(t, false) : delete(t, false);
    List<Column> columns = dice.some(t.columns(), 1, 3);
    String list = columns.stream()
        .map(c -> pen.name(t.name()) + "." + pen.name(c.name()))
        .collect(Collectors.joining(", "));
    boolean all = dice.chance(30);
    String body =
        "WITH " + name + " AS (" + write.sql() + " RETURNING " + (all ? "*" : list) + ") ";
    if (dice.chance(75)) {
      return new Write(body + "SELECT * FROM " + name, true, false);
    }
    Table other = pen.world.tables().get(pen.world.tables().size() - 1);
    if (other.name().equals(t.name()) || write.sql().contains("DELETE")) {
      // Which of two changes of one row counts is hard to predict (PostgreSQL manual, 7.8.4), and
      // so is
      // whether a row is still there to refer to.
      return new Write(body + "SELECT * FROM " + name, true, false);
    }
    return new Write(
        body + "UPDATE " + pen.table(other) + " SET owner = owner WHERE EXISTS (SELECT 1 FROM "
            + name + ")",
        false,
        false);
  }

  private String id() {
    return dice.chance(12)
        ? String.valueOf(dice.between(1, 6))
        : String.valueOf(dice.between(200, 400));
  }

  Write insert(Table t, boolean outermost) {
    boolean aliased = outermost && dice.chance(15);
    String alias = aliased ? pen.alias("i") : t.name();
    StringBuilder sql = new StringBuilder("INSERT INTO ")
        .append(pen.table(t))
        .append(aliased ? " AS " + alias : "");
    boolean ordered = true;
    int roll = dice.below(100);
    if (roll < 4 && t.generatedKey()) {
      sql.append(" DEFAULT VALUES");
    } else {
      List<Column> columns = columns(t);
      boolean bare = dice.chance(12);
      if (bare) {
        columns = t.columns()
            .subList(
                0,
                dice.chance(70)
                    ? t.columns().size()
                    : dice.between(1, t.columns().size()));
      } else {
        sql.append(" (")
            .append(columns.stream().map(c -> pen.name(c.name())).collect(Collectors.joining(", ")))
            .append(')');
      }
      sql.append(
          dice.chance(4) ? dice.of(" OVERRIDING SYSTEM VALUE", " OVERRIDING USER VALUE") : "");
      sql.append(' ').append(roll < 75 ? rows(t, columns) : select(columns));
    }
    if (dice.chance(25)) {
      sql.append(conflict(t, alias));
    }
    return returning(sql, t, alias, outermost, ordered, false);
  }

  private List<Column> columns(Table t) {
    List<Column> columns = new ArrayList<>();
    for (Column c : t.columns()) {
      boolean needed = c.notNull() && c.otherwise().isEmpty();
      if (c.name().equals("id")
          ? !t.generatedKey() || dice.chance(25)
          : dice.chance(needed ? 95 : 55)) {
        columns.add(c);
      }
    }
    return columns.isEmpty() ? List.of(t.key()) : dice.shuffled(columns);
  }

  private String rows(Table t, List<Column> columns) {
    int count = dice.chance(70) ? 1 : dice.between(2, 3);
    return "VALUES "
        + IntStream.range(0, count)
            .mapToObj(i -> "("
                + columns.stream().map(c -> fresh(t, c)).collect(Collectors.joining(", ")) + ")")
            .collect(Collectors.joining(", "));
  }

  private String fresh(Table t, Column c) {
    if (t.isKey(c) && !c.name().equals("id")) {
      return c.otherwise().isEmpty() || dice.chance(80) ? pen.value(c) : "DEFAULT";
    }
    if (c.name().equals("id") && pen.world.isTarget(t) && dice.chance(80)) {
      return pen.value(Column.of("id", SqlType.INT4).only(List.of("1", "2", "3", "4", "5", "6")));
    }
    if (c.name().equals("id")) {
      return pen.prepared && dice.chance(30)
          ? pen.parameter(Column.of("id", SqlType.INT4).only(ids()))
          : id();
    }
    if (dice.chance(8)) {
      return "DEFAULT";
    }
    return dice.chance(15) ? expressions.of(c, List.of(), 1) : pen.value(c);
  }

  private List<String> ids() {
    return IntStream.range(0, 20).mapToObj(i -> id()).toList();
  }

  private String select(List<Column> columns) {
    Table from = dice.pick(pen.world.tables());
    String alias = pen.alias("s");
    List<Source> scope = List.of(from.as(alias));
    String list = columns.stream()
        .map(c -> c.name().equals("id")
            ? alias + ".id + " + dice.between(200, 900)
            : expressions.of(c, scope, 2))
        .collect(Collectors.joining(", "));
    String where = dice.chance(70)
        ? " WHERE " + (dice.chance(50) ? alias + ".id <= 2" : expressions.condition(scope, 1))
        : "";
    return "SELECT " + list + " FROM " + pen.table(from) + " " + alias + where + " ORDER BY "
        + from.order(alias + ".");
  }

  private String conflict(Table t, String alias) {
    List<Column> keys =
        t.columns().stream().filter(c -> c.unique() || c.name().equals("id")).toList();
    Column key = dice.pick(keys);
    String arbiter = key.name().equals("id") && dice.chance(15) && !pen.world.isRenamed(t)
        ? " ON CONFLICT ON CONSTRAINT \"" + t.name().replace("\"", "") + "_pkey\""
        : " ON CONFLICT ("
            + (t.isKey(key) ? String.join(", ", dice.shuffled(t.keys())) : pen.name(key.name()))
            + ")";
    if (dice.chance(35)) {
      return (dice.chance(30) ? " ON CONFLICT" : arbiter) + " DO NOTHING";
    }
    List<Column> sets = dice.some(settable(t), 1, 2);
    if (sets.isEmpty()) {
      return arbiter + " DO NOTHING";
    }
    String list = sets.stream()
        .map(c -> pen.name(c.name()) + " = "
            + (dice.chance(55)
                ? "excluded." + pen.name(c.name())
                : dice.chance(40) ? alias + "." + c.name() : pen.value(c)))
        .collect(Collectors.joining(", "));
    String where =
        dice.chance(20) ? " WHERE " + alias + ".id " + dice.of("< 5", "IS NOT NULL") : "";
    return arbiter + " DO UPDATE SET " + list + where;
  }

  private static List<Column> settable(Table t) {
    return t.columns().stream().filter(c -> !c.unique() && !t.isKey(c)).toList();
  }

  Write update(Table t, boolean outermost) {
    boolean aliased = outermost && dice.chance(40);
    String alias = aliased ? pen.alias("u") : t.name();
    StringBuilder sql = new StringBuilder("UPDATE ")
        .append(dice.chance(5) ? "ONLY " : "")
        .append(pen.table(t))
        .append(aliased ? dice.of(" AS ", " ") + alias : "");
    boolean one = dice.chance(55);
    List<Column> candidates = one && pen.world.mayLeave(t) ? t.others() : settable(t);
    List<Column> sets = dice.some(candidates, 1, 3);
    if (sets.isEmpty()) {
      return pen.world.mayLeave(t) ? delete(t, outermost) : insert(t, outermost);
    }
    Source self = t.as(alias);
    List<Source> scope = new ArrayList<>(List.of(self));
    String from = "";
    String where = one
        ? " WHERE "
            + (t.isComposite()
                ? keyed(t, alias + ".", sets.stream().noneMatch(c -> c.unique() || t.isKey(c)))
                : alias + ".id = " + dice.between(1, 6))
        : dice.chance(70) ? " WHERE " + expressions.condition(scope, 2) : "";
    if (!one && dice.chance(30)) {
      String values = pen.alias("v");
      Column c = sets.get(0);
      from = " FROM (VALUES (1, " + pen.known(c) + "), (3, " + pen.known(c) + ")) AS " + values
          + " (k, w)";
      scope.add(new Source(
          values, List.of(Column.of("k", SqlType.INT4), Column.of("w", c.type())), List.of("k")));
      where = " WHERE " + alias + ".id = " + values + ".k";
    } else if (!one && dice.chance(20)) {
      Table other = dice.pick(pen.world.tables());
      String name = pen.alias("o");
      from = " FROM " + pen.table(other) + " " + name;
      scope.add(other.as(name));
      where = " WHERE " + alias + ".id = " + name + ".id" + oneOf(other, name, t, alias);
    }
    sql.append(" SET ").append(assignments(sets, scope)).append(from).append(where);
    return returning(sql, t, alias, outermost, false, true);
  }

  /** What it takes beside id for a row to meet one other at most, as which of several it meets nobody says. */
  private String oneOf(Table other, String name, Table t, String alias) {
    return other.part().stream()
        .map(part -> " AND " + name + "." + part.name() + " = "
            + (t.isComposite() && dice.chance(60)
                ? alias + "." + t.part().get(0).name()
                : pen.known(part)))
        .collect(Collectors.joining());
  }

  private String assignments(List<Column> sets, List<Source> scope) {
    if (sets.size() > 1 && dice.chance(25)) {
      String names = sets.stream().map(c -> pen.name(c.name())).collect(Collectors.joining(", "));
      if (dice.chance(35)) {
        Table other = dice.pick(pen.world.tables());
        String alias = pen.alias("r");
        List<Source> inner = List.of(other.as(alias));
        String list =
            sets.stream().map(c -> expressions.of(c, inner, 1)).collect(Collectors.joining(", "));
        return "(" + names + ") = (SELECT " + list + " FROM " + pen.table(other) + " " + alias
            + " WHERE " + alias + ".id = " + dice.between(1, 4) + expressions.part(other, alias)
            + ")";
      }
      String list = sets.stream()
          .map(c -> dice.chance(10) ? "DEFAULT" : expressions.of(c, scope, 2))
          .collect(Collectors.joining(", "));
      return "(" + names + ") = " + dice.of("", "ROW") + "(" + list + ")";
    }
    return sets.stream()
        .map(c ->
            pen.name(c.name()) + " = " + (dice.chance(7) ? "DEFAULT" : expressions.of(c, scope, 2)))
        .collect(Collectors.joining(", "));
  }

  Write delete(Table t, boolean outermost) {
    boolean aliased = outermost && dice.chance(40);
    String alias = aliased ? pen.alias("d") : t.name();
    StringBuilder sql =
        new StringBuilder("DELETE FROM ").append(pen.table(t)).append(aliased ? " " + alias : "");
    List<Source> scope = List.of(t.as(alias));
    if (dice.chance(20)) {
      Table other = dice.pick(pen.world.tables());
      String name = pen.alias("o");
      sql.append(" USING ")
          .append(pen.table(other))
          .append(" ")
          .append(name)
          .append(" WHERE ")
          .append(alias)
          .append(".id = ")
          .append(name)
          .append(".id AND ")
          .append(name)
          .append(".id > 3")
          .append(oneOf(other, name, t, alias));
    } else {
      sql.append(" WHERE ")
          .append(
              dice.chance(50)
                  ? t.isComposite()
                      ? keyed(t, alias + ".", true)
                      : alias + ".id = " + dice.between(1, 6)
                  : alias + ".id > 1 AND " + expressions.condition(scope, 2));
    }
    return returning(sql, t, alias, outermost, false, false);
  }

  private Write merge(Table t) {
    String alias = pen.alias("m");
    String source = pen.alias("s");
    List<Column> sets = dice.some(settable(t), 1, 2);
    Column c = sets.isEmpty() ? t.key() : sets.get(0);
    StringBuilder sql =
        new StringBuilder("MERGE INTO ").append(pen.table(t)).append(" ").append(alias);
    sql.append(" USING (VALUES (1, ")
        .append(pen.known(c))
        .append(part(t))
        .append("), (")
        .append(dice.between(2, 4))
        .append(", ")
        .append(pen.known(c))
        .append(part(t))
        .append("), (")
        .append(dice.between(200, 900));
    sql.append(", ")
        .append(pen.known(c))
        .append(part(t))
        .append(")) AS ")
        .append(source)
        .append(t.isComposite() ? " (k, w, p) ON " : " (k, w) ON ")
        .append(alias)
        .append(".id = ")
        .append(source)
        .append(".k");
    if (t.isComposite() && dice.chance(80)) {
      sql.append(" AND ")
          .append(alias)
          .append('.')
          .append(t.part().get(0).name())
          .append(" = ")
          .append(source)
          .append(".p");
    }
    List<Source> scope = List.of(
        t.as(alias),
        new Source(
            source, List.of(Column.of("k", SqlType.INT4), Column.of("w", c.type())), List.of("k")));
    if (dice.chance(30)) {
      sql.append(" WHEN MATCHED AND ")
          .append(expressions.condition(scope, 1))
          .append(
              pen.world.mayLeave(t)
                  ? dice.of(" THEN DELETE", " THEN DO NOTHING")
                  : " THEN DO NOTHING");
    }
    if (!sets.isEmpty() && dice.chance(80)) {
      sql.append(" WHEN MATCHED THEN UPDATE SET ").append(assignments(sets, scope));
    }
    if (dice.chance(65) || sql.indexOf(" WHEN ") < 0) {
      List<Column> columns = columns(t).stream().filter(o -> !t.isKey(o)).toList();
      List<Source> inner = scope.subList(1, 2);
      String list =
          columns.stream().map(o -> ", " + pen.name(o.name())).collect(Collectors.joining());
      String values = columns.stream()
          .map(o -> ", "
              + (dice.chance(8)
                  ? "DEFAULT"
                  : o.unique() ? pen.value(o) : expressions.of(o, inner, 1)))
          .collect(Collectors.joining());
      sql.append(" WHEN NOT MATCHED ")
          .append(dice.of("", "BY TARGET "))
          .append("THEN INSERT (id")
          .append(t.part().stream().map(p -> ", " + p.name()).collect(Collectors.joining()))
          .append(list)
          .append(") VALUES (")
          .append(source)
          .append(t.isComposite() ? ".k, " + source + ".p" : ".k")
          .append(values)
          .append(")");
    }
    if (!sets.isEmpty() && dice.chance(15) && pen.world.mayLeave(t)) {
      sql.append(" WHEN NOT MATCHED BY SOURCE AND ")
          .append(alias)
          .append(".id = 5 THEN ")
          .append(dice.of("DELETE", "UPDATE SET " + pen.name(c.name()) + " = " + pen.value(c)));
    }
    Write write = returning(sql, t, alias, true, false, false);
    return write.returns() && dice.chance(40)
        ? new Write(write.sql() + ", merge_action()", true, false)
        : write;
  }

  private String part(Table t) {
    return t.part().stream().map(p -> ", " + pen.known(p)).collect(Collectors.joining());
  }

  private Write returning(
      StringBuilder sql, Table t, String alias, boolean outermost, boolean ordered, boolean both) {
    if (!outermost || dice.chance(60)) {
      return new Write(sql.toString(), false, false);
    }
    List<Source> scope = List.of(t.as(alias));
    List<String> items = new ArrayList<>();
    if (dice.chance(25)) {
      items.add(dice.of("*", alias + ".*"));
    }
    for (int i = items.isEmpty() ? dice.between(1, 3) : dice.below(2); i > 0; i--) {
      Column c = dice.pick(t.columns());
      int roll = dice.below(100);
      if (roll < 60) {
        items.add(
            alias + "." + pen.name(c.name()) + (dice.chance(20) ? " AS " + pen.alias("l") : ""));
      } else if (roll < 75 && both) {
        items.add(dice.of("old.", "new.") + pen.name(c.name()));
      } else {
        items.add(expressions.of(Column.of("x", c.type()), scope, 1));
      }
    }
    return new Write(sql + " RETURNING " + String.join(", ", items), true, ordered);
  }
}
