package dev.crossfade.rewrite;

import dev.crossfade.catalog.Column;
import dev.crossfade.mapping.Phase;
import dev.crossfade.rewrite.Item.Col;
import dev.crossfade.rewrite.Scope.Meaning;
import dev.crossfade.sql.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Comparisons of a mapped column that an index can serve in another form than the column's seek source written out. */
final class Comparisons {
  private static final Set<String> ORDERED = Set.of("<", "<=", ">", ">=");
  private static final Set<String> EQUAL = Set.of("=", "in");
  private static final Map<String, Integer> SAFE_DIGITS = Map.of("smallint", 4, "integer", 9, "bigint", 18, "numeric", 1000);

  private final Rewriting work;

  Comparisons(Rewriting work) {
    this.work = work;
  }

  /** Edits the whole comparison, or leaves it and says false. */
  boolean rewrite(Expr.Operation operation, Scope scope) {
    boolean ordered = ORDERED.contains(operation.operator());
    if (!ordered && !EQUAL.contains(operation.operator()) || !(operation.operands().get(0) instanceof Expr.ColumnRef reference)) {
      return false;
    }
    if (!(scope.resolve(reference) instanceof Meaning.Column column) || !scope.items.contains(column.col().item()) || column.col().merged().isPresent()) {
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
    } else if (view.side() == Side.OLD && migration.readsNew() && !migration.migration().rename() && migration.bijective() && migration.columns(Side.NEW).size() == 1) {
      edit = ordered && !migration.keepsOrder() ? Optional.empty() : onNew(operation, migration, view.column(), column.col(), values);
    }
    edit.ifPresent(
        fragment -> {
          work.edits.replace(operation.span(), fragment);
          work.touched.read(migration, false);
        });
    return edit.isPresent();
  }

  /** {@code filled AND N op x OR NOT filled AND f(O) op x}: true, false and null as {@code (filled ? N : f(O)) op x} is. */
  private Optional<Fragment> onEitherSide(Expr.Operation operation, BoundMigration migration, Col col, List<Expr> values) {
    if (!values.stream().allMatch(Comparisons::isSimple)) {
      return Optional.empty();
    }
    Item item = col.item();
    String name = col.view().map(TableView.ColumnView::name).orElse(col.name());
    Fragment right = right(operation, values.stream().map(value -> work.edits.render(value.span())).toList());
    Fragment filled = migration.filled(item::physical);
    return Optional.of(
        new Fragment.Builder()
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

  private Optional<Fragment> onNew(Expr.Operation operation, BoundMigration migration, Column old, Col col, List<Expr> values) {
    String base = TypeName.of(old.type()).base();
    List<Fragment> converted = new ArrayList<>();
    String target = migration.migration().newColumns().get(0);
    for (Expr value : values) {
      if (!isOfType(value, base)) {
        return Optional.empty();
      }
      converted.add(migration.forward(target, name -> BoundMigration.cast(work.edits.render(value.span()), base)));
    }
    return Optional.of(new Fragment.Builder().add(col.item().physical(target)).add(right(operation, converted)).build());
  }

  private static Fragment right(Expr.Operation operation, List<Fragment> values) {
    Fragment list = Fragment.join(", ", values);
    return operation.operator().equals("in")
        ? new Fragment.Builder().add(" IN (").add(list).add(")").build()
        : new Fragment.Builder().add(" " + operation.operator() + " ").add(list).build();
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
      case INTEGER -> SAFE_DIGITS.getOrDefault(base, 0) >= constant.span().end() - constant.span().start();
      case NUMERIC -> base.equals("numeric");
      case BIT_STRING, BOOLEAN, NULL, TYPED -> false;
    };
  }
}
