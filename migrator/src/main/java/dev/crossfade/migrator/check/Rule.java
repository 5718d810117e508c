package dev.crossfade.migrator.check;

import dev.crossfade.mapping.Lossless;
import dev.crossfade.mapping.Phase;
import dev.crossfade.migrator.shape.Bound;
import dev.crossfade.migrator.shape.ColumnChange;
import dev.crossfade.migrator.shape.Conversion;
import dev.crossfade.migrator.shape.TypedColumn;
import dev.crossfade.rewrite.ExpressionText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What must hold of every row, which is called {@code o}.
 *
 * @param topic {@code data} or {@code constraint}
 * @param text what is wrong with a row that breaks it
 * @param broken the condition that a row breaks it
 * @param shown what to show of such a row to those who may see it
 */
record Rule(String topic, String text, String broken, String shown) {
  private static final Pattern LIMITED =
      Pattern.compile("(character varying|character|bit varying|bit)\\((\\d+)\\)");
  private static final String CHECKS = """
      SELECT k.conname, pg_catalog.pg_get_expr(k.conbin, k.conrelid),
        ARRAY(SELECT a.attname::pg_catalog.text FROM pg_catalog.pg_attribute a WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey))
      FROM pg_catalog.pg_constraint k WHERE k.contype = 'c' AND k.conrelid = pg_catalog.to_regclass(?) ORDER BY 1
      """;

  /** The rules of one migration, for rows of its old table while the old columns are there. */
  static List<Rule> of(Bound bound, Connection connection) throws SQLException {
    Conversion conversion = bound.conversion();
    List<Rule> rules = new ArrayList<>();
    String row = "ROW("
        + conversion.old().values().stream()
            .map(column -> column.of("o"))
            .collect(Collectors.joining(", "))
        + ")";
    if (!conversion.old().isEmpty()) {
      String again = conversion.old().keySet().stream()
          .map(name -> conversion.roundTrip(name, "o"))
          .collect(Collectors.joining(", "));
      rules.add(new Rule(
          "data",
          "b(f(O)) isn't O, so the migration isn't lossless",
          conversion.lossy("o"),
          row + "::pg_catalog.text || ' becomes ' || ROW(" + again + ")"));
    }
    if (!(bound instanceof ColumnChange)) {
      return rules;
    }
    boolean written = bound.migration().phase() != Phase.EXPAND;
    if (bound.migration().lossless() == Lossless.BOTH && written) {
      Conversion back = conversion.reversed();
      rules.add(new Rule(
          "data",
          "f(b(N)) isn't N, so the migration isn't lossless both ways",
          conversion.filled("o") + " AND " + back.lossy("o"),
          "NULL"));
    }
    for (TypedColumn column : conversion.young().values()) {
      if (column.notNull()) {
        rules.add(new Rule(
            "constraint",
            "f is NULL for " + column.name() + ", which is NOT NULL",
            "(" + conversion.forward(column.name(), "o") + ") IS NULL",
            row));
      }
    }
    checks(bound, connection, row, rules);
    return rules;
  }

  /** Checks that speak of new columns, with f in their place. */
  private static void checks(Bound bound, Connection connection, String row, List<Rule> rules)
      throws SQLException {
    Conversion conversion = bound.conversion();
    try (var select = connection.prepareStatement(CHECKS)) {
      select.setString(1, bound.newTable().sql());
      try (var found = select.executeQuery()) {
        while (found.next()) {
          List<String> columns = List.of((String[]) found.getArray(3).getArray());
          if (columns.stream().anyMatch(conversion.young()::containsKey)) {
            String condition = ExpressionText.over(
                found.getString(2),
                name -> conversion.young().containsKey(name)
                    ? conversion.forward(name, "o")
                    : new TypedColumn(name, "", false).of("o"));
            rules.add(new Rule(
                "constraint",
                "f breaks the check " + found.getString(1),
                "(" + condition + ") IS FALSE",
                row));
          }
        }
      }
    }
  }

  /** f for all new columns, with the errors that an assignment raises: a cast would cut what is too long. */
  static String assigned(Bound bound) {
    Conversion conversion = bound.conversion();
    return conversion.young().values().stream()
        .map(column -> assigned(conversion, column))
        .collect(Collectors.joining(", "));
  }

  private static String assigned(Conversion conversion, TypedColumn column) {
    Matcher limited = LIMITED.matcher(column.type());
    if (!limited.matches()) {
      return conversion.forward(column.name(), "o");
    }
    String value = ExpressionText.over(
        conversion.f().getOrDefault(column.name(), "NULL"),
        name -> new TypedColumn(name, "", false).of("o"));
    int length = Integer.parseInt(limited.group(2));
    return switch (limited.group(1)) {
      case "character varying" ->
        "pg_catalog.\"varchar\"(CAST(" + value + " AS pg_catalog.varchar), " + (length + 4)
            + ", false)";
      case "character" ->
        "pg_catalog.bpchar(CAST(" + value + " AS pg_catalog.bpchar), " + (length + 4) + ", false)";
      case "bit varying" ->
        "pg_catalog.varbit(CAST(" + value + " AS pg_catalog.varbit), " + length + ", false)";
      default ->
        "pg_catalog.\"bit\"(CAST(" + value + " AS pg_catalog.\"bit\"), " + length + ", false)";
    };
  }
}
