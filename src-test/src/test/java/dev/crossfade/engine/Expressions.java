package dev.crossfade.engine;

import java.util.ArrayList;
import java.util.List;

/** Writes scalar expressions and conditions over what is in scope. */
final class Expressions {
  private final Pen pen;
  private final Dice dice;

  Expressions(Pen pen) {
    this.pen = pen;
    this.dice = pen.dice;
  }

  private record Seen(Source source, Column column) {}

  private static List<Seen> all(List<Source> scope) {
    List<Seen> seen = new ArrayList<>();
    scope.forEach(s -> s.columns().forEach(c -> seen.add(new Seen(s, c))));
    return seen;
  }

  private String reference(List<Source> scope, Seen seen) {
    boolean plain = all(scope).stream()
            .filter(s -> s.column().name().equals(seen.column().name()))
            .count()
        == 1;
    if (plain && dice.chance(45) || seen.source().alias().isEmpty()) {
      return pen.name(seen.column().name());
    }
    return pen.name(seen.source().alias()) + "." + pen.name(seen.column().name());
  }

  /** Any column in scope. */
  Column pick(List<Source> scope) {
    return dice.pick(all(scope)).column();
  }

  /** A reference to a column with this name in scope. */
  String column(List<Source> scope, Source source, Column column) {
    return reference(scope, new Seen(source, column));
  }

  /** A reference to some column that passes, or nothing. */
  String some(List<Source> scope, java.util.function.Predicate<Column> which) {
    List<Seen> fit = all(scope).stream().filter(s -> which.test(s.column())).toList();
    return fit.isEmpty() ? "" : reference(scope, dice.pick(fit));
  }

  /** Something that can be assigned to the column. */
  String of(Column target, List<Source> scope, int depth) {
    SqlType type = target.type();
    if (target.strict() || depth <= 0 || dice.chance(30)) {
      String same = target.strict() ? "" : some(scope, c -> c.type().equals(type));
      return same.isEmpty() || dice.chance(50) ? pen.value(target) : same;
    }
    if (dice.chance(25)) {
      return general(target, scope, depth);
    }
    return switch (type.family()) {
      case INT -> integer(target, scope, depth);
      case TEXT -> text(target, scope, depth);
      case BOOL -> dice.chance(50) ? "(" + condition(scope, depth - 1) + ")" : leaf(target, scope);
      case NUM ->
        dice.of("%s + 1", "%s * 2", "round(%s, 1)", "coalesce(%s, 0)")
            .formatted(leaf(target, scope));
      case DATE ->
        dice.of("%s + 1", "%s", "greatest(%s, DATE '2000-01-01')", "{d '2024-02-29'}")
            .formatted(leaf(target, scope));
      case TIMESTAMP ->
        dice.of("%s + interval '1 day'", "%s", "date_trunc('day', %s)")
            .formatted(leaf(target, scope));
      case TEXTS -> dice.of("%s || '{z}'::text[]", "%s").formatted(leaf(target, scope));
      case INTS ->
        dice.of("array_replace(%s, 1, 5)", "%s", "ARRAY[1, 2]").formatted(leaf(target, scope));
      default -> general(target, scope, depth);
    };
  }

  private String leaf(Column target, List<Source> scope) {
    String same = some(scope, c -> c.type().equals(target.type()));
    return same.isEmpty() || dice.chance(20) ? pen.known(target) : same;
  }

  private String general(Column target, List<Source> scope, int depth) {
    String type = target.type().name();
    return switch (dice.below(6)) {
      case 0 -> "coalesce(" + leaf(target, scope) + ", " + pen.known(target) + ")";
      case 1 ->
        "CASE WHEN " + condition(scope, depth - 1) + " THEN " + leaf(target, scope) + " ELSE "
            + pen.known(target) + " END";
      case 2 -> "(" + leaf(target, scope) + ")::" + type;
      case 3 ->
        target.type().orders()
            ? "nullif(" + leaf(target, scope) + ", " + pen.known(target) + ")"
            : leaf(target, scope);
      case 4 -> subselect(target, scope, depth);
      default -> leaf(target, scope);
    };
  }

  private String integer(Column target, List<Source> scope, int depth) {
    String text = some(scope, c -> c.type().isText());
    return switch (dice.below(7)) {
      case 0 -> leaf(target, scope) + " + 1";
      case 1 -> "abs(" + leaf(target, scope) + ")";
      case 2 -> text.isEmpty() ? "7" : "length(" + text + ")";
      case 3 -> "-" + leaf(target, scope);
      case 4 -> "(" + leaf(target, scope) + " % 10)";
      case 5 -> text.isEmpty() ? "3" : "{fn length(" + text + ")}";
      default -> subselect(target, scope, depth);
    };
  }

  private String text(Column target, List<Source> scope, int depth) {
    String leaf = leaf(target, scope);
    return switch (dice.below(8)) {
      case 0 -> "upper(" + leaf + ")";
      case 1 -> leaf + " || '!'";
      case 2 -> "substr(" + leaf + ", 1, 2)";
      case 3 -> "{fn ucase(" + leaf + ")}";
      case 4 -> "concat(" + leaf + ", '/', " + pen.value(Column.of("x", SqlType.TEXT)) + "::text)";
      case 5 -> "$q$a?b$q$";
      case 6 -> leaf + " COLLATE \"C\"";
      default -> subselect(target, scope, depth);
    };
  }

  private String subselect(Column target, List<Source> scope, int depth) {
    Table table = dice.pick(pen.world.tables());
    List<Column> fit =
        table.columns().stream().filter(c -> c.type().equals(target.type())).toList();
    if (fit.isEmpty() || depth <= 0) {
      return leaf(target, scope);
    }
    Column c = dice.pick(fit);
    String alias = pen.alias("q");
    String id = some(scope, x -> x.type().family() == SqlType.Family.INT);
    String key = id.isEmpty() || dice.chance(40) ? String.valueOf(dice.between(1, 6)) : id;
    return "(SELECT " + alias + "." + pen.name(c.name()) + " FROM " + pen.table(table) + " " + alias
        + " WHERE " + alias + ".id = " + key + part(table, alias) + ")";
  }

  /** What else a condition on id needs to find one row. */
  String part(Table table, String alias) {
    return table.part().stream()
        .map(part -> " AND " + alias + "." + part.name() + " = " + pen.known(part))
        .collect(java.util.stream.Collectors.joining());
  }

  String condition(List<Source> scope, int depth) {
    if (depth > 0 && dice.chance(30)) {
      return switch (dice.below(4)) {
        case 0 -> condition(scope, depth - 1) + " AND " + condition(scope, depth - 1);
        case 1 -> "(" + condition(scope, depth - 1) + " OR " + condition(scope, depth - 1) + ")";
        case 2 -> "NOT (" + condition(scope, depth - 1) + ")";
        default ->
          "(" + condition(scope, depth - 1) + ") "
              + dice.of("IS TRUE", "IS NOT TRUE", "IS FALSE", "IS NOT FALSE", "IS UNKNOWN");
      };
    }
    List<Seen> all = all(scope);
    if (all.isEmpty()) {
      return dice.of("true", "1 = 1", "false");
    }
    Seen seen = dice.pick(all);
    return comparison(reference(scope, seen), seen.column(), scope, depth);
  }

  /** A row of literals that is compared has no types that a server promises to find. */
  private String operand(Column c) {
    return c.type().family() == SqlType.Family.COMPOSITE ? pen.known(c) : pen.value(c);
  }

  private String comparison(String reference, Column c, List<Source> scope, int depth) {
    if (c.type().family() == SqlType.Family.JSONB && dice.chance(35)) {
      return special(reference, c);
    }
    return switch (dice.below(18)) {
      case 0, 1, 2, 3 -> reference + " = " + operand(c);
      case 4 -> reference + dice.of(" <> ", " != ") + operand(c);
      case 5 -> reference + " " + dice.of("<", ">", "<=", ">=") + " " + operand(c);
      case 6 -> reference + dice.of(" IN (", " NOT IN (") + operand(c) + ", " + operand(c) + ")";
      case 7 -> reference + dice.of(" IS NULL", " IS NOT NULL");
      case 8 -> reference + dice.of(" IS DISTINCT FROM ", " IS NOT DISTINCT FROM ") + operand(c);
      case 9 -> reference + " BETWEEN " + operand(c) + " AND " + operand(c);
      case 10 ->
        reference + " = " + dice.of("ANY", "SOME") + " (ARRAY[" + pen.known(c) + ", " + pen.known(c)
            + "])";
      case 11 ->
        c.type().isText()
            ? reference
                + dice.of(" LIKE ", " NOT LIKE ", " ILIKE ", " ~ ")
                + dice.of("'a%'", "'%b%'", "'_'", "'^.*$'")
            : operand(c) + " = " + reference;
      case 12 -> depth > 0 ? exists(reference, c, depth) : reference + " = " + pen.known(c);
      case 13 -> depth > 0 ? in(reference, c, depth) : pen.known(c) + " = " + reference;
      case 14 -> rows(reference, c, scope);
      case 15 -> {
        String other = some(scope, o -> o.type().equals(c.type()));
        yield reference + " = " + (other.isEmpty() ? pen.known(c) : other);
      }
      case 16 ->
        c.type().family() == SqlType.Family.INT
            ? reference + " % 2 = 0"
            : c.type().isText() ? "lower(" + reference + ") = 'a'" : reference + " IS NOT NULL";
      default -> special(reference, c);
    };
  }

  private String special(String reference, Column c) {
    return switch (c.type().family()) {
      case INT -> reference + dice.of(" > -1", "::text = '1'", " = 1.5", " + 0 < 50");
      case JSONB -> reference + (pen.prepared ? " ?? 'k'" : dice.of(" @> '{}'", " -> 'k' IS NULL"));
      case COMPOSITE -> "(" + reference + ").zip " + dice.of("> 1", "IS NULL");
      case INTS -> reference + dice.of("[1] = 1", " @> '{1}'", " && ARRAY[1,2]");
      case TEXTS -> "'a' = ANY (" + reference + ")";
      case TIMESTAMP, TIMESTAMPTZ, DATE -> "extract(year FROM " + reference + ") > 2000";
      case BOOL -> reference;
      case TEXT ->
        reference + dice.of(" || '' = 'a'", " = 'a'::text", " ~~ 'a'", " = ANY ('{a,b}')");
      default -> reference + " IS NULL";
    };
  }

  private String rows(String reference, Column c, List<Source> scope) {
    String other = some(scope, o -> o.type().family() == SqlType.Family.INT);
    if (other.isEmpty()) {
      return reference + " = " + operand(c);
    }
    return switch (dice.below(3)) {
      case 0 ->
        "(" + reference + ", " + other + ") = (" + operand(c) + ", " + dice.between(1, 5) + ")";
      case 1 ->
        "(" + other + ", " + reference + ") IN ((1, " + operand(c) + "), (2, " + operand(c) + "))";
      default ->
        "(" + reference + ", " + other + ") " + dice.of("<", ">=") + " (" + operand(c) + ", 3)";
    };
  }

  private String exists(String reference, Column c, int depth) {
    Table table = dice.pick(pen.world.tables());
    String alias = pen.alias("e");
    List<Source> inner = List.of(table.as(alias));
    String link = table.columns().stream()
        .filter(o -> o.type().equals(c.type()))
        .findFirst()
        .map(o -> alias + "." + pen.name(o.name()) + " = " + reference)
        .orElse("true");
    return dice.of("EXISTS", "NOT EXISTS") + " (SELECT " + dice.of("1", "*", alias + ".*")
        + " FROM " + pen.table(table) + " " + alias + " WHERE " + link + " AND "
        + condition(inner, depth - 1) + ")";
  }

  private String in(String reference, Column c, int depth) {
    Table table = dice.pick(pen.world.tables());
    List<Column> fit =
        table.columns().stream().filter(o -> o.type().equals(c.type())).toList();
    if (fit.isEmpty()) {
      return reference + " IN (SELECT " + pen.known(c) + ")";
    }
    String alias = pen.alias("i");
    List<Source> inner = List.of(table.as(alias));
    String select = "(SELECT " + alias + "." + pen.name(dice.pick(fit).name()) + " FROM "
        + pen.table(table) + " " + alias + " WHERE " + condition(inner, depth - 1) + ")";
    return reference + dice.of(" IN ", " NOT IN ", " = ANY ", " <> ALL ") + select;
  }
}
