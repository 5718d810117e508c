package dev.crossfade.migrator.shape;

import dev.crossfade.mapping.Expression;
import dev.crossfade.rewrite.ExpressionText;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * f and b in SQL over aliases of rows, each value cast to the full type of the column that it is for, without which {@code numeric(10,2)} would differ from a quotient for ever. Old and new names are
 * kept apart: two tables may call different columns the same.
 *
 * @param old O by name
 * @param young N by name
 * @param f new column to expression over O
 * @param b old column to expression over N
 */
public record Conversion(
    Map<String, TypedColumn> old,
    Map<String, TypedColumn> young,
    Map<String, String> f,
    Map<String, String> b) {

  static Conversion of(
      List<TypedColumn> old,
      List<TypedColumn> young,
      Map<String, Expression> f,
      Map<String, Expression> b) {
    return new Conversion(byName(old), byName(young), texts(f), texts(b));
  }

  private static Map<String, TypedColumn> byName(List<TypedColumn> columns) {
    Map<String, TypedColumn> named = new LinkedHashMap<>();
    columns.forEach(column -> named.put(column.name(), column));
    return named;
  }

  private static Map<String, String> texts(Map<String, Expression> expressions) {
    Map<String, String> texts = new LinkedHashMap<>();
    expressions.forEach((column, expression) -> texts.put(column, expression.sql()));
    return texts;
  }

  /** The same change the other way round: O becomes N. */
  public Conversion reversed() {
    return new Conversion(young, old, b, f);
  }

  /** f for a new column, over the old columns of this row. */
  public String forward(String column, String alias) {
    return convert(f, young, column, name -> column(old, name).of(alias));
  }

  /** b for an old column, over the new columns of this row. */
  public String backward(String column, String alias) {
    return convert(b, old, column, name -> column(young, name).of(alias));
  }

  /** b of f for an old column, over the old columns of this row. */
  public String roundTrip(String column, String alias) {
    return convert(b, old, column, name -> forward(name, alias));
  }

  /** f of b for a new column, over the new columns of this row. */
  public String roundTripBack(String column, String alias) {
    return reversed().roundTrip(column, alias);
  }

  private static String convert(
      Map<String, String> expressions,
      Map<String, TypedColumn> targets,
      String column,
      Function<String, String> operand) {
    String expression = expressions.get(column);
    if (expression == null) {
      throw new IllegalArgumentException("no expression for " + column);
    }
    return "CAST(" + ExpressionText.over(expression, operand::apply) + " AS "
        + column(targets, column).type() + ")";
  }

  private static TypedColumn column(Map<String, TypedColumn> columns, String name) {
    TypedColumn column = columns.get(name);
    if (column == null) {
      throw new IllegalArgumentException("no column " + name);
    }
    return column;
  }

  /** Whether the row's new side has been written: at least one of N is not null. */
  public String filled(String alias) {
    return "pg_catalog.num_nonnulls(" + list(young.values(), column -> column.of(alias)) + ") > 0";
  }

  /** Whether f makes anything of the old columns but nulls, so that the new side would be written. */
  public String fills(String alias) {
    return "pg_catalog.num_nonnulls("
        + list(young.values(), column -> forward(column.name(), alias)) + ") > 0";
  }

  /** Whether N isn't f(O), by image; false where there is no N. */
  public String forwardDiffers(String oldAlias, String newAlias) {
    return differs(young.values(), column -> column.of(newAlias), name -> forward(name, oldAlias));
  }

  /** Whether O isn't b(N), by image; false where there is no O. */
  public String backwardDiffers(String oldAlias, String newAlias) {
    return differs(old.values(), column -> column.of(oldAlias), name -> backward(name, newAlias));
  }

  /** Whether b(f(O)) isn't O, by image; false where there is no O. */
  public String lossy(String oldAlias) {
    return differs(old.values(), column -> column.of(oldAlias), name -> roundTrip(name, oldAlias));
  }

  /** Whether f(b(N)) isn't N, by image; false where there is no O to go through. */
  public String lossyBack(String newAlias) {
    return old.isEmpty() ? "false" : reversed().lossy(newAlias);
  }

  private static String differs(
      Collection<TypedColumn> columns,
      Function<TypedColumn, String> stored,
      Function<String, String> converted) {
    if (columns.isEmpty()) {
      return "false";
    }
    return "ROW(" + list(columns, stored) + ")::pg_catalog.record OPERATOR(pg_catalog.*<>) ROW("
        + list(columns, column -> converted.apply(column.name())) + ")::pg_catalog.record";
  }

  static String list(Collection<TypedColumn> columns, Function<TypedColumn, String> each) {
    return columns.stream().map(each).collect(Collectors.joining(", "));
  }
}
