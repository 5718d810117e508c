package dev.crossfade.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes INSERT ... ON CONFLICT for tables that columns leave, where each of its clauses may need some that have left and some that haven't. */
final class Upserts {
  private final Pen pen;
  private final Dice dice;
  private final Expressions expressions;

  Upserts(Pen pen, Expressions expressions) {
    this.pen = pen;
    this.dice = pen.dice;
    this.expressions = expressions;
  }

  /** @param moved which of the table's columns leave it */
  Writes.Write of(Table t, List<Column> moved) {
    String alias = dice.chance(20) ? pen.alias("i") : t.name();
    StringBuilder sql = new StringBuilder("INSERT INTO ")
        .append(pen.table(t))
        .append(alias.equals(t.name()) ? "" : " AS " + alias);
    List<Column> columns = new ArrayList<>(
        dice.shuffled(t.columns().stream().filter(c -> given(t, c)).toList()));
    if (columns.isEmpty()) {
      columns.add(t.key());
    }
    sql.append(" (")
        .append(columns.stream().map(c -> pen.name(c.name())).collect(Collectors.joining(", ")))
        .append(") ")
        .append(dice.chance(88) ? rows(t, columns) : select(t, columns))
        .append(" ON CONFLICT");
    boolean update = dice.chance(78);
    sql.append(update || dice.chance(65) ? arbiter(t) : "");
    List<Source> scope = List.of(t.as(alias), t.as("excluded"));
    if (update) {
      sql.append(" DO UPDATE SET ").append(sets(t, alias, moved, scope));
      if (dice.chance(30)) {
        sql.append(" WHERE ").append(where(t, alias, moved, scope));
      }
    } else {
      sql.append(" DO NOTHING");
    }
    boolean returns = dice.chance(28);
    if (returns) {
      sql.append(" RETURNING ").append(returned(t, alias, moved, update));
    }
    return new Writes.Write(sql.toString(), returns, true);
  }

  private boolean given(Table t, Column c) {
    return c.name().equals("id")
        ? !t.generatedKey() || dice.chance(85)
        : t.isKey(c) && c.otherwise().isEmpty() || dice.chance(c.notNull() ? 96 : 75);
  }

  private String rows(Table t, List<Column> columns) {
    int count = dice.chance(68) ? 1 : dice.between(2, 3);
    return IntStream.range(0, count)
        .mapToObj(
            i -> columns.stream().map(c -> value(t, c)).collect(Collectors.joining(", ", "(", ")")))
        .collect(Collectors.joining(", ", "VALUES ", ""));
  }

  private String value(Table t, Column c) {
    if (c.name().equals("id")) {
      return pen.value(
          c.only(t.isComposite() ? List.of("1", "2", "3", "9") : List.of("1", "2", "5", "6", "9"))
              .with(true, false, "", ""));
    }
    return t.isKey(c) || dice.chance(94) ? pen.value(c) : "DEFAULT";
  }

  private String select(Table t, List<Column> columns) {
    String alias = pen.alias("s");
    List<Source> scope = List.of(t.as(alias));
    String list = columns.stream()
        .map(c ->
            t.isKey(c) || dice.chance(40) ? alias + "." + c.name() : expressions.of(c, scope, 1))
        .collect(Collectors.joining(", "));
    return "SELECT " + list + " FROM " + pen.table(t) + " " + alias + " WHERE " + alias + ".id < "
        + dice.between(2, 6) + " ORDER BY " + t.order(alias + ".");
  }

  /** The key, or another column that is unique. */
  private String arbiter(Table t) {
    List<Column> unique =
        t.columns().stream().filter(c -> c.unique() && !t.isKey(c)).toList();
    if (!unique.isEmpty() && dice.chance(35)) {
      return " (" + pen.name(dice.pick(unique).name()) + ")";
    }
    return dice.chance(8) && !pen.world.isRenamed(t)
        ? " ON CONSTRAINT \"" + t.name().replace("\"", "") + "_pkey\""
        : " (" + String.join(", ", dice.shuffled(t.keys())) + ")";
  }

  private String sets(Table t, String alias, List<Column> moved, List<Source> scope) {
    List<Column> candidates = t.columns().stream()
        .filter(c -> (!t.isKey(c) || dice.chance(3) && pen.world.mayLeave(t))
            && (!c.unique() || dice.chance(40)))
        .toList();
    List<Column> sets = dice.some(candidates.isEmpty() ? List.of(t.key()) : candidates, 1, 3);
    if (sets.size() > 1 && dice.chance(12)) {
      return sets.stream().map(Column::name).collect(Collectors.joining(", ", "(", ") = "))
          + sets.stream()
              .map(c -> assigned(t, c, alias, moved, scope))
              .collect(Collectors.joining(", ", dice.of("(", "ROW("), ")"));
    }
    return sets.stream()
        .map(c -> pen.name(c.name()) + " = " + assigned(t, c, alias, moved, scope))
        .collect(Collectors.joining(", "));
  }

  private String assigned(Table t, Column c, String alias, List<Column> moved, List<Source> scope) {
    String own = alias + "." + c.name();
    String excluded = "excluded." + pen.name(c.name());
    int roll = dice.below(100);
    if (roll < 34) {
      return excluded;
    } else if (roll < 42) {
      return own;
    } else if (roll < 52) {
      return "coalesce(" + (dice.chance(50) ? excluded + ", " + own : own + ", " + excluded) + ")";
    } else if (roll < 62) {
      return pen.value(c);
    } else if (roll < 66) {
      return "DEFAULT";
    } else if (roll < 84) {
      // From one side of the move to the other.
      List<Column> others = t.columns().stream()
          .filter(o -> o.type().equals(c.type()) && moved.contains(o) != moved.contains(c))
          .toList();
      return others.isEmpty()
          ? excluded
          : dice.of(alias, "excluded") + "." + dice.pick(others).name();
    }
    return expressions.of(c, scope, 2);
  }

  private String where(Table t, String alias, List<Column> moved, List<Source> scope) {
    Column c = dice.pick(moved.isEmpty() || dice.chance(40) ? t.columns() : moved);
    return switch (dice.below(5)) {
      case 0 -> alias + ".id " + dice.of("< 5", "IS NOT NULL", "<> 2");
      case 1 -> alias + "." + c.name() + " IS DISTINCT FROM excluded." + c.name();
      case 2 -> dice.of(alias, "excluded") + "." + c.name() + dice.of(" IS NULL", " IS NOT NULL");
      case 3 ->
        alias + "." + c.name() + " IS NOT NULL OR excluded."
            + dice.pick(t.columns()).name() + " IS NULL";
      default -> expressions.condition(scope, 1);
    };
  }

  private String returned(Table t, String alias, List<Column> moved, boolean update) {
    if (dice.chance(25)) {
      return dice.of("*", alias + ".*");
    }
    List<String> items = new ArrayList<>();
    for (int i = dice.between(1, 3); i > 0; i--) {
      Column c = dice.pick(moved.isEmpty() || dice.chance(45) ? t.columns() : moved);
      int roll = dice.below(100);
      items.add(
          roll < 65
              ? (dice.chance(50) ? "" : alias + ".") + pen.name(c.name())
              : roll < 75 && update
                  ? dice.of("old.", "new.") + c.name()
                  : expressions.of(Column.of("x", c.type()), List.of(t.as(alias)), 1));
    }
    return String.join(", ", items);
  }
}
