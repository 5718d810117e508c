package dev.crossfade.rewrite;

import dev.crossfade.catalog.Column;
import dev.crossfade.mapping.Phase;
import dev.crossfade.rewrite.Item.Col;
import dev.crossfade.rewrite.Scope.Meaning;
import dev.crossfade.sql.Expr;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Comparisons of a mapped column that an index can serve in another form than the column's seek source written out. */
final class Comparisons {
  private static final Set<String> ORDERED = Set.of("<", "<=", ">", ">=");
  private static final Set<String> EQUAL = Set.of("=", "in");
  private static final Map<String, Integer> SAFE_DIGITS =
      Map.of("smallint", 4, "integer", 9, "bigint", 18, "numeric", 1000);

  private static final Map<String, String> RANGES = Map.of(
      "smallint",
      "-32768 AND 32767",
      "integer",
      "-2147483648 AND 2147483647",
      "bigint",
      "-9223372036854775808 AND 9223372036854775807");

  private final Rewriting work;

  Comparisons(Rewriting work) {
    this.work = work;
  }

  /** Edits the whole comparison, or leaves it and says false. */
  boolean rewrite(Expr.Operation operation, Scope scope) {
    boolean ordered = ORDERED.contains(operation.operator());
    if (!ordered && !EQUAL.contains(operation.operator())
        || !(operation.operands().get(0) instanceof Expr.ColumnRef reference)) {
      return false;
    }
    if (!(scope.resolve(reference) instanceof Meaning.Column column)
        || !scope.items.contains(column.col().item())
        || column.col().merged().isPresent()) {
      return false;
    }
    if (column.col().view().flatMap(TableView.ColumnView::migration).isEmpty()) {
      return false;
    }
    TableView.ColumnView view = column.col().view().orElseThrow();
    BoundMigration migration = view.migration().orElseThrow();
    List<Expr> values = operation.operands().subList(1, operation.operands().size());
    Optional<Fragment> edit = Optional.empty();
    if (view.side() == Side.NEW && !migration.readsNew() && migration.phase() != Phase.EXPAND) {
      edit = onEitherSide(operation, migration, column.col(), values);
    } else if (view.side() == Side.OLD
        && migration.readsNew()
        && !migration.migration().rename()
        && migration.bijective()
        && migration.columns(Side.NEW).size() == 1
        && migration.columns(Side.OLD).size() == 1
        && migration.convertsAnyValue()) {
      edit = ordered && !migration.keepsOrder()
          ? Optional.empty()
          : onNew(operation, migration, view.column(), column.col(), values);
    }
    edit.ifPresent(fragment -> {
      work.edits.replace(operation.span(), fragment);
      work.touched.read(migration, false);
    });
    return edit.isPresent();
  }

  /** {@code filled AND N op x OR NOT filled AND f(O) op x}: true, false and null as {@code (filled ? N : f(O)) op x} is. */
  private Optional<Fragment> onEitherSide(
      Expr.Operation operation, BoundMigration migration, Col col, List<Expr> values) {
    boolean mayLackRow = col.item().isNullable() && !migration.keepsNull(Side.NEW);
    if (mayLackRow || !values.stream().allMatch(Comparisons::isSimple)) {
      return Optional.empty();
    }
    Item item = col.item();
    String name = col.view().map(TableView.ColumnView::name).orElse(col.name());
    Fragment right = right(
        operation, values.stream().map(value -> work.edits.render(value.span())).toList());
    Fragment filled = migration.filled(item::physical);
    return Optional.of(new Fragment.Builder()
        .add("(")
        .add(filled)
        .add(" AND ")
        .add(item.physical(name))
        .add(right)
        .add(" OR NOT ")
        .add(filled)
        .add(" AND ")
        .add(migration.forward(name, item::physical))
        .add(right)
        .add(")")
        .build());
  }

  private Optional<Fragment> onNew(
      Expr.Operation operation, BoundMigration migration, Column old, Col col, List<Expr> values) {
    String base = TypeName.of(old.type()).base();
    String target = migration.migration().newColumns().get(0);
    boolean exact = values.stream().allMatch(value -> isOfType(value, base));
    boolean bound = RANGES.containsKey(base)
        && EQUAL.contains(operation.operator())
        && values.stream().allMatch(value -> isOfType(value, base) || isBound(value));
    if (!exact && !bound) {
      return Optional.empty();
    }
    List<Fragment> converted = values.stream()
        .map(value -> migration.forward(
            target,
            name -> BoundMigration.cast(
                isBound(value) ? inRange(value, base) : work.edits.render(value.span()), base)))
        .toList();
    Fragment.Builder sql = new Fragment.Builder()
        .add(exact ? "" : "(")
        .add(col.item().physical(target))
        .add(right(operation, converted));
    if (!exact) {
      List<Fragment> plain =
          values.stream().map(value -> work.edits.render(value.span())).toList();
      sql.add(" AND ")
          .add(migration.backward(old.name(), col.item()::physical))
          .add(right(operation, plain))
          .add(")");
    }
    return Optional.of(sql.build());
  }

  private static boolean isBound(Expr value) {
    return value instanceof Expr.Placeholder || value instanceof Expr.Parameter;
  }

  /**
   * A bound value may be of a wider type, whose values outside of the column's match nothing: they become null. Those that rounding would make match are kept out by the comparison with b(N).
   */
  private Fragment inRange(Expr value, String base) {
    Fragment bound = work.edits.render(value.span());
    return new Fragment.Builder()
        .add("CASE WHEN ")
        .add(bound)
        .add(" BETWEEN " + RANGES.get(base) + " THEN ")
        .add(bound)
        .add(" END")
        .build();
  }

  private static Fragment right(Expr.Operation operation, List<Fragment> values) {
    Fragment list = Fragment.join(", ", values);
    return operation.operator().equals("in")
        ? new Fragment.Builder().add(" IN (").add(list).add(")").build()
        : new Fragment.Builder().add(" " + operation.operator() + " ").add(list).build();
  }

  /** A subquery that stands for a column is one value; alone behind IN, ANY or ALL the server would look for it among its rows. */
  void keepValue(Expr.Operation operation) {
    String operator = operation.operator();
    List<Expr> operands = operation.operands();
    boolean alone = operator.endsWith(" any")
        || operator.endsWith(" all")
        || operator.equals("in")
        || operator.equals("not in");
    if (!alone || operands.size() != 2) {
      return;
    }
    Expr last = operands.get(1);
    if (isColumn(last)
        && work.edits.touch(last.span())
        && work.edits.render(last.span()).sql().replace("(", "").startsWith("SELECT ")) {
      work.edits.before(last.span().start(), Fragment.of("coalesce("));
      work.edits.after(last.span().end(), Fragment.of(")"));
    }
  }

  private static boolean isColumn(Expr value) {
    return value instanceof Expr.ColumnRef
        || value instanceof Expr.Paren paren && isColumn(paren.inner());
  }

  private static boolean isSimple(Expr value) {
    return value instanceof Expr.Placeholder
        || value instanceof Expr.Parameter
        || value instanceof Expr.Constant
        || value instanceof Expr.Cast cast && isSimple(cast.operand());
  }

  /** Whether the server compares the value as one of exactly this type, so that converting it first changes nothing. */
  private boolean isOfType(Expr value, String base) {
    if (value instanceof Expr.Cast cast) {
      return isSimple(cast) && TypeName.of(work.text(cast.type())).equals(new TypeName(base, ""));
    }
    if (!(value instanceof Expr.Constant constant)) {
      return false;
    }
    return switch (constant.kind()) {
      case STRING -> true;
      case INTEGER ->
        SAFE_DIGITS.getOrDefault(base, 0)
            >= constant.span().end() - constant.span().start();
      case NUMERIC -> base.equals("numeric");
      case BIT_STRING, BOOLEAN, NULL, TYPED -> false;
    };
  }
}
