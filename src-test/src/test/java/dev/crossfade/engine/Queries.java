package dev.crossfade.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes SELECT and its relatives. */
final class Queries {
  /**
   * A query.
   *
   * @param columns its output columns, as far as others may use them
   * @param ordered whether the order of its rows is defined
   */
  record Rel(String sql, List<Column> columns, boolean ordered) {}

  private record From(String sql, List<Source> sources, boolean merged) {
    boolean keyed() {
      return sources.stream().noneMatch(s -> s.keys().isEmpty());
    }
  }

  private final Pen pen;
  private final Dice dice;
  private final Expressions expressions;
  private final List<Source> ctes = new ArrayList<>();

  Queries(Pen pen, Expressions expressions) {
    this.pen = pen;
    this.dice = pen.dice;
    this.expressions = expressions;
  }

  /** A whole query for the outermost level. */
  Rel outermost() {
    int roll = dice.below(100);
    if (roll < 6) {
      return table();
    } else if (roll < 22) {
      return with();
    } else if (roll < 32) {
      return setOperation(List.of(), 2);
    }
    return block(List.of(), 3, true);
  }

  Rel nested(List<Source> outer, int depth) {
    return depth > 0 && dice.chance(15) ? setOperation(outer, depth) : block(outer, depth, false);
  }

  private Rel table() {
    Table t = dice.pick(pen.world.tables());
    return switch (dice.below(4)) {
      case 0 -> new Rel("TABLE " + pen.table(t), t.columns(), false);
      case 1 -> new Rel("TABLE " + pen.table(t) + " ORDER BY " + t.order(""), t.columns(), true);
      case 2 ->
        new Rel(
            "VALUES (1, " + pen.known(dice.pick(t.columns())) + "), (2, NULL) ORDER BY 1",
            List.of(),
            true);
      default ->
        new Rel("SELECT * FROM " + pen.table(t) + " ORDER BY " + t.order(""), t.columns(), true);
    };
  }

  private Rel with() {
    List<String> parts = new ArrayList<>();
    int count = dice.between(1, 2);
    boolean recursive = dice.chance(20);
    for (int i = 0; i < count; i++) {
      Rel rel = block(List.of(), 2, false);
      String name = dice.chance(12) ? dice.pick(pen.world.tables()).name() : pen.alias("c");
      if (rel.columns().isEmpty() || ctes.stream().anyMatch(c -> c.alias().equals(name))) {
        continue;
      }
      boolean renamed = dice.chance(25);
      List<Column> columns = new ArrayList<>();
      for (int j = 0; j < rel.columns().size(); j++) {
        Column c = rel.columns().get(j);
        columns.add(Column.of(renamed ? "k" + j : c.name(), c.type()));
      }
      String list = renamed
          ? " (" + columns.stream().map(Column::name).collect(Collectors.joining(", ")) + ")"
          : "";
      parts.add(name + list + " AS " + dice.of("", "", "MATERIALIZED ", "NOT MATERIALIZED ") + "("
          + rel.sql() + ")");
      ctes.add(new Source(name, columns, List.of()));
    }
    if (recursive) {
      parts.add(0, "r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 4)");
      ctes.add(new Source("r", List.of(Column.of("n", SqlType.INT4)), List.of("n")));
    }
    Rel main = block(List.of(), 2, true);
    return parts.isEmpty()
        ? main
        : new Rel(
            "WITH " + (recursive ? "RECURSIVE " : "") + String.join(", ", parts) + " " + main.sql(),
            main.columns(),
            main.ordered());
  }

  private Rel setOperation(List<Source> outer, int depth) {
    Table t = dice.pick(pen.world.tables());
    List<Column> columns =
        dice.some(t.columns().stream().filter(c -> c.type().isExact()).toList(), 1, 3);
    if (columns.isEmpty()) {
      return block(outer, depth, false);
    }
    List<String> arms = new ArrayList<>();
    for (int i = dice.between(2, 3); i > 0; i--) {
      arms.add(arm(t, columns, outer, depth));
    }
    String sql = arms.get(0);
    for (int i = 1; i < arms.size(); i++) {
      sql += dice.of(" UNION ", " UNION ALL ", " INTERSECT ", " EXCEPT ") + arms.get(i);
    }
    boolean sortable = columns.stream().allMatch(c -> c.type().orders());
    if (!sortable || dice.chance(30)) {
      return new Rel(sql, named(columns), false);
    }
    String order = java.util.stream.IntStream.rangeClosed(1, columns.size())
        .mapToObj(i -> i + dice.of("", " DESC", " NULLS FIRST"))
        .collect(Collectors.joining(", "));
    return new Rel(sql + " ORDER BY " + order + limit(), named(columns), true);
  }

  private static List<Column> named(List<Column> columns) {
    return columns.stream().map(c -> Column.of(c.name(), c.type())).toList();
  }

  private String arm(Table t, List<Column> columns, List<Source> outer, int depth) {
    String alias = pen.alias("s");
    Source source = t.as(alias);
    List<Source> scope = new ArrayList<>(List.of(source));
    String list = columns.stream()
        .map(c -> expressions.column(List.of(source), source, c))
        .collect(Collectors.joining(", "));
    String where = dice.chance(60)
        ? " WHERE "
            + expressions.condition(dice.chance(30) ? joined(scope, outer) : scope, depth - 1)
        : "";
    return (dice.chance(80) ? "SELECT " : "SELECT ALL ") + list + " FROM " + pen.table(t) + " "
        + alias + where;
  }

  private static List<Source> joined(List<Source> inner, List<Source> outer) {
    List<Source> all = new ArrayList<>(inner);
    all.addAll(outer);
    return all;
  }

  private String limit() {
    return dice.chance(70)
        ? ""
        : dice.of(
            " LIMIT 3", " LIMIT 2 OFFSET 1", " OFFSET 1", " FETCH FIRST 2 ROWS ONLY", " LIMIT ALL");
  }

  /** One SELECT. */
  private Rel block(List<Source> outer, int depth, boolean top) {
    From from = from(outer, depth);
    List<Source> scope = joined(from.sources(), outer);
    int roll = dice.below(100);
    if (roll < 14) {
      return grouped(from, scope, depth, top);
    } else if (roll < 22) {
      return distinct(from, scope, depth);
    } else if (roll < 28) {
      return aggregated(from, scope, depth);
    }
    return simple(from, scope, depth, top);
  }

  private String where(List<Source> scope, int depth) {
    return dice.chance(65) ? " WHERE " + expressions.condition(scope, depth - 1) : "";
  }

  private Rel simple(From from, List<Source> scope, int depth, boolean top) {
    List<Column> out = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    String items = items(from, scope, depth, top, out, labels);
    String sql = "SELECT " + items + " FROM " + from.sql() + where(scope, depth);
    boolean lock = top && from.sources().size() == 1 && dice.chance(8);
    String locking = lock
        ? dice.of(
            " FOR UPDATE",
            " FOR UPDATE OF " + from.sources().get(0).alias(),
            " FOR SHARE",
            " FOR NO KEY UPDATE",
            " FOR UPDATE SKIP LOCKED",
            " FOR KEY SHARE NOWAIT")
        : "";
    if (!from.keyed() || dice.chance(top ? 25 : 70)) {
      return new Rel(sql + locking, out, false);
    }
    List<String> order = new ArrayList<>();
    for (int i = dice.below(3); i > 0; i--) {
      String by = dice.chance(20) && !labels.isEmpty()
          ? dice.pick(labels)
          : expressions.some(from.sources(), c -> c.type().orders());
      if (!by.isEmpty()) {
        order.add((dice.chance(15) && !by.matches("\\w+") ? "(" + by + ")" : by)
            + dice.of("", "", " ASC", " DESC", " NULLS FIRST", " DESC NULLS LAST"));
      }
    }
    if (from.merged()) {
      return new Rel(
          sql + (order.isEmpty() ? "" : " ORDER BY " + String.join(", ", order)) + locking,
          out,
          false);
    }
    from.sources().forEach(s -> s.keys().forEach(k -> order.add(s.alias() + "." + k)));
    return new Rel(sql + " ORDER BY " + String.join(", ", order) + limit() + locking, out, true);
  }

  private String items(
      From from,
      List<Source> scope,
      int depth,
      boolean top,
      List<Column> out,
      List<String> labels) {
    List<String> items = new ArrayList<>();
    if (top && dice.chance(18)) {
      items.add(
          dice.chance(60) || from.sources().size() > 1
              ? "*"
              : from.sources().get(0).alias() + ".*");
    } else if (from.sources().size() == 1 && dice.chance(12)) {
      out.addAll(named(from.sources().get(0).columns()));
      return dice.of("*", from.sources().get(0).alias() + ".*");
    }
    for (int i = items.isEmpty() ? dice.between(1, 4) : dice.below(2); i > 0; i--) {
      item(from, scope, depth, top, out, labels, items);
    }
    return String.join(", ", items.isEmpty() ? List.of("1") : items);
  }

  private void item(
      From from,
      List<Source> scope,
      int depth,
      boolean top,
      List<Column> out,
      List<String> labels,
      List<String> items) {
    Source source = dice.pick(from.sources());
    Column c = dice.pick(source.columns());
    int roll = dice.below(100);
    if (roll < 50) {
      boolean alias = out.stream().anyMatch(o -> o.name().equals(c.name())) || dice.chance(25);
      String label = alias ? pen.alias("l") : c.name();
      items.add(expressions.column(scope, source, c) + (alias ? dice.of(" AS ", " ") + label : ""));
      out.add(Column.of(label, c.type()));
      if (alias) {
        labels.add(label);
      }
    } else if (roll < 80) {
      SqlType type = c.type();
      String label = pen.alias("l");
      boolean unnamed = top && dice.chance(50);
      items.add(
          expressions.of(Column.of("x", type), scope, depth) + (unnamed ? "" : " AS " + label));
      if (!unnamed
          && type.family() != SqlType.Family.TEXT
          && type.family() != SqlType.Family.INT
          && type.family() != SqlType.Family.NUM) {
        out.add(Column.of(label, type));
      }
    } else if (top && roll < 88 && !from.merged()) {
      items.add(window(from, scope));
    } else if (top && roll < 92) {
      items.add(dice.of(
              "row_to_json(%s)::text",
              "to_jsonb(%s)", "(%s IS NULL)", "(%s).id", "num_nonnulls(%s)", "%s::text")
          .formatted(source.alias()));
    } else if (top && roll < 96) {
      items.add(expressions.condition(scope, depth - 1));
    } else {
      items.add(expressions.column(scope, source, c) + "::text AS " + pen.alias("l"));
    }
  }

  private String window(From from, List<Source> scope) {
    String by = expressions.some(from.sources(), c -> c.type().isExact());
    String keys = from.sources().stream()
        .flatMap(s -> s.keys().stream().map(k -> s.alias() + "." + k))
        .collect(Collectors.joining(", "));
    if (by.isEmpty() || keys.isEmpty() || !from.keyed()) {
      return "count(*) OVER ()";
    }
    String order = expressions.some(from.sources(), c -> c.type().orders());
    String over = "(PARTITION BY " + by + " ORDER BY "
        + (order.isEmpty() ? "" : order + dice.of(" DESC", "") + ", ") + keys + ")";
    String argument = expressions.some(scope, c -> c.type().isExact());
    return dice.of(
            "row_number()",
            "rank()",
            "lag(" + argument + ")",
            "first_value(" + argument + ")",
            "count(" + argument + ")")
        + " OVER " + over;
  }

  private Rel grouped(From from, List<Source> scope, int depth, boolean top) {
    Source source = dice.pick(from.sources());
    List<Column> keys =
        dice.some(source.columns().stream().filter(c -> c.type().isExact()).toList(), 1, 2);
    if (keys.isEmpty() || from.merged()) {
      return simple(from, scope, depth, top);
    }
    List<String> by =
        keys.stream().map(c -> source.alias() + "." + pen.name(c.name())).toList();
    String aggregate = aggregate(from, scope, depth);
    List<Column> out = new ArrayList<>(named(keys));
    String sql = "SELECT " + String.join(", ", by) + ", " + aggregate + " AS " + pen.alias("g")
        + " FROM " + from.sql() + where(scope, depth);
    String grouping = switch (dice.below(6)) {
      case 0 ->
        java.util.stream.IntStream.rangeClosed(1, keys.size())
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(", "));
      case 1 -> "ROLLUP (" + String.join(", ", by) + ")";
      case 2 -> "GROUPING SETS ((" + String.join(", ", by) + "), ())";
      default -> String.join(", ", by);
    };
    sql += " GROUP BY " + grouping
        + (dice.chance(30)
            ? " HAVING "
                + dice.of(
                    "count(*) >= 1",
                    "count(" + by.get(0) + ") < 3",
                    "bool_or(" + by.get(0) + " IS NOT NULL)")
            : "");
    boolean sortable = keys.stream().allMatch(c -> c.type().orders()) && !grouping.contains("(");
    return sortable && dice.chance(60)
        ? new Rel(sql + " ORDER BY " + String.join(", ", by) + limit(), out, true)
        : new Rel(sql, out, false);
  }

  private String aggregate(From from, List<Source> scope, int depth) {
    String column = expressions.some(from.sources(), c -> c.type().isExact());
    String number = expressions.some(from.sources(), c -> c.type().family() == SqlType.Family.INT);
    String sortable = expressions.some(
        from.sources(),
        c -> c.type().orders()
            && c.type().isExact()
            && c.type().family() != SqlType.Family.BOOL
            && c.type().family() != SqlType.Family.UUID);
    String order = from.keyed() && !from.merged()
        ? from.sources().stream()
            .flatMap(s -> s.keys().stream().map(k -> s.alias() + "." + k))
            .collect(Collectors.joining(", "))
        : "";
    return switch (dice.below(7)) {
      case 0 -> column.isEmpty() ? "count(*)" : "count(" + dice.of("", "DISTINCT ") + column + ")";
      case 1 -> number.isEmpty() ? "count(*)" : "sum(" + number + ")";
      case 2 -> sortable.isEmpty() ? "count(*)" : dice.of("min(", "max(") + sortable + ")";
      case 3 -> "count(*) FILTER (WHERE " + expressions.condition(scope, depth - 1) + ")";
      case 4 ->
        column.isEmpty() || order.isEmpty()
            ? "count(*)"
            : "array_agg(" + column + "::text ORDER BY " + order + ")";
      case 5 ->
        order.isEmpty()
            ? "count(*)"
            : "json_agg(" + from.sources().get(0).alias() + " ORDER BY " + order + ")::text";
      default -> "bool_or(" + expressions.condition(scope, depth - 1) + ")";
    };
  }

  private Rel aggregated(From from, List<Source> scope, int depth) {
    return new Rel(
        "SELECT " + aggregate(from, scope, depth) + ", " + aggregate(from, scope, depth) + " FROM "
            + from.sql() + where(scope, depth),
        List.of(),
        true);
  }

  private Rel distinct(From from, List<Source> scope, int depth) {
    Source source = dice.pick(from.sources());
    List<Column> keys = dice.some(
        source.columns().stream()
            .filter(c -> c.type().isExact() && c.type().orders())
            .toList(),
        1,
        2);
    if (keys.isEmpty() || from.merged()) {
      return simple(from, scope, depth, false);
    }
    List<String> list =
        keys.stream().map(c -> source.alias() + "." + pen.name(c.name())).toList();
    String select = String.join(", ", list);
    if (dice.chance(50) && from.keyed()) {
      String tie = from.sources().stream()
          .flatMap(s -> s.keys().stream().map(k -> s.alias() + "." + k))
          .collect(Collectors.joining(", "));
      String sql = "SELECT DISTINCT ON (" + select + ") " + select + ", "
          + expressions.column(scope, source, dice.pick(source.columns())) + " AS " + pen.alias("d")
          + " FROM ";
      return new Rel(
          sql + from.sql() + where(scope, depth) + " ORDER BY " + select + ", " + tie,
          named(keys),
          true);
    }
    String sql = "SELECT DISTINCT " + select + " FROM " + from.sql() + where(scope, depth);
    return dice.chance(60)
        ? new Rel(sql + " ORDER BY " + dice.of(select, "1"), named(keys), keys.size() == 1)
        : new Rel(sql, named(keys), false);
  }

  private From from(List<Source> outer, int depth) {
    From first = element(outer, List.of(), depth);
    int more = depth > 1 && dice.chance(35) ? dice.between(1, 2) : 0;
    From all = first;
    for (int i = 0; i < more; i++) {
      all = join(all, outer, depth);
    }
    return all;
  }

  private From join(From left, List<Source> outer, int depth) {
    boolean lateral = dice.chance(15);
    From right = element(outer, lateral ? left.sources() : List.of(), depth - 1);
    List<Source> sources = joined(left.sources(), right.sources());
    boolean ids = left.sources().size() == 1
        && List.of(left.sources().get(0), right.sources().get(0)).stream()
            .allMatch(s -> s.columns().stream().anyMatch(c -> c.name().equals("id")));
    int roll = dice.below(100);
    if (roll < 10) {
      return new From(left.sql() + " CROSS JOIN " + right.sql(), sources, left.merged());
    } else if (roll < 18) {
      return new From(left.sql() + ", " + right.sql(), sources, left.merged());
    } else if (roll < 26 && !lateral && ids) {
      return new From(
          left.sql() + " NATURAL " + dice.of("", "LEFT ", "INNER ") + "JOIN " + right.sql(),
          sources,
          true);
    } else if (roll < 38 && ids && !lateral) {
      return new From(
          left.sql() + dice.of(" JOIN ", " LEFT JOIN ", " RIGHT JOIN ", " FULL JOIN ") + right.sql()
              + " USING (id)" + (dice.chance(15) ? " AS " + pen.alias("u") : ""),
          sources,
          true);
    }
    String a = expressions.some(left.sources(), c -> c.type().family() == SqlType.Family.INT);
    String b = expressions.some(right.sources(), c -> c.type().family() == SqlType.Family.INT);
    boolean equal = !a.isEmpty() && !b.isEmpty() && dice.chance(75);
    String on = equal
        ? qualified(left.sources()) + " = " + qualified(right.sources())
        : expressions.condition(sources, depth - 1);
    String kind = lateral
        ? dice.of(" JOIN ", " LEFT JOIN ")
        : equal
            ? dice.of(" JOIN ", " LEFT JOIN ", " RIGHT JOIN ", " FULL JOIN ", " LEFT OUTER JOIN ")
            : dice.of(" JOIN ", " LEFT JOIN ", " RIGHT JOIN ");
    return new From(left.sql() + kind + right.sql() + " ON " + on, sources, left.merged());
  }

  private String qualified(List<Source> sources) {
    for (Source s : dice.shuffled(sources)) {
      List<Column> fit = s.columns().stream()
          .filter(c -> c.type().family() == SqlType.Family.INT)
          .toList();
      if (!fit.isEmpty()) {
        return pen.name(s.alias()) + "." + pen.name(dice.pick(fit).name());
      }
    }
    return "1";
  }

  private From element(List<Source> outer, List<Source> lateral, int depth) {
    int roll = dice.below(100);
    if (!ctes.isEmpty() && roll < 50) {
      Source cte = dice.pick(ctes);
      String alias = pen.alias("w");
      return new From(
          cte.alias() + " " + alias, List.of(new Source(alias, cte.columns(), cte.keys())), false);
    } else if (roll < 62 || depth <= 0) {
      return table(pen.alias("t"));
    } else if (roll < 72) {
      return aliased();
    } else if (roll < 78) {
      Column c = dice.pick(dice.pick(pen.world.tables()).columns());
      String alias = pen.alias("v");
      String sql = "(VALUES (1, " + pen.known(c) + "), (2, NULL), (3, " + pen.known(c) + ")) AS "
          + alias + " (k, w)";
      return new From(
          sql,
          List.of(new Source(
              alias,
              List.of(Column.of("k", SqlType.INT4), Column.of("w", c.type())),
              List.of("k"))),
          false);
    } else if (roll < 82) {
      String alias = pen.alias("f");
      return new From(
          "generate_series(1, 3) AS " + alias + " (n)",
          List.of(new Source(alias, List.of(Column.of("n", SqlType.INT4)), List.of("n"))),
          false);
    }
    Rel rel = nested(lateral.isEmpty() ? List.of() : joined(lateral, outer), depth - 1);
    if (rel.columns().isEmpty()) {
      return table(pen.alias("t"));
    }
    String alias = pen.alias("z");
    return new From(
        (lateral.isEmpty() ? "" : "LATERAL ") + "(" + rel.sql() + ")" + dice.of(" ", " AS ")
            + alias,
        List.of(new Source(alias, rel.columns(), List.of())),
        false);
  }

  private From table(String alias) {
    Table t = dice.pick(pen.world.tables());
    if (dice.chance(30)) {
      return new From(pen.table(t), List.of(t.as(t.name())), false);
    }
    String only = dice.chance(5) ? "ONLY " : "";
    String sample = dice.chance(4) ? " TABLESAMPLE BERNOULLI (100)" : "";
    return new From(
        only + pen.table(t) + dice.of(" ", " AS ") + alias + sample, List.of(t.as(alias)), false);
  }

  /** A table whose first columns get names of their own. */
  private From aliased() {
    Table t = dice.pick(pen.world.tables());
    String alias = pen.alias("t");
    int count = dice.between(1, t.columns().size());
    List<Column> columns = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < t.columns().size(); i++) {
      Column c = t.columns().get(i);
      String name = i < count ? alias + "c" + i : c.name();
      columns.add(Column.of(name, c.type()));
      if (t.isKey(c)) {
        keys.add(name);
      }
    }
    String list =
        columns.subList(0, count).stream().map(Column::name).collect(Collectors.joining(", "));
    return new From(
        pen.table(t) + " AS " + alias + " (" + list + ")",
        List.of(new Source(alias, columns, keys)),
        false);
  }
}
