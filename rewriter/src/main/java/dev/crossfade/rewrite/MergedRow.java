package dev.crossfade.rewrite;

import dev.crossfade.catalog.Column;
import dev.crossfade.catalog.Relation;
import dev.crossfade.rewrite.InsertSlots.Value;
import dev.crossfade.rewrite.TableView.ColumnView;
import dev.crossfade.sql.Expr;
import dev.crossfade.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The row of MERGE's INSERT where another table has some of its columns: what is left of it, and their values. Used once per clause. */
final class MergedRow {
  private final Rewriting work;
  private final TableView view;
  private final InsertSlots slots;
  private final Scope source;

  /** @param source what the row's values see */
  MergedRow(Rewriting work, TableView view, InsertSlots slots, Scope source) {
    this.work = work;
    this.view = view;
    this.slots = slots;
    this.source = source;
  }

  /** Gives for each move its columns' values as they stand where MERGE returns what it did. */
  Map<BoundMove, Map<String, Fragment>> rewrite(Statement.MergeAction.InsertRow insert) {
    List<Expr> items = insert.values().map(row -> row.items()).orElse(List.of());
    if (items.size() != slots.columns().size() && insert.values().isPresent() || slots.repeats()) {
      throw new Refusal("MERGE ... INSERT whose columns and values don't match");
    }
    for (int i = 0; i < slots.columns().size(); i++) {
      if (slots.columns().get(i).move().filter(slots.departed()::contains).isPresent()) {
        qualify(work, view.relation(), source, items.get(i));
      }
    }
    List<Value> given = items.stream().map(item -> Value.of(work, item)).toList();
    if (!slots.onceEach(given).isEmpty() || !slots.omittedVolatile().isEmpty()) {
      throw new Refusal("MERGE ... INSERT of a volatile value into a mapped column of table "
          + view.relation().name());
    }
    Map<BoundMove, Map<String, Fragment>> departed = new LinkedHashMap<>();
    for (BoundMove move : slots.departed()) {
      Map<String, Fragment> values = new LinkedHashMap<>();
      move.old().forEach((name, column) -> values.put(name, value(column, given)));
      departed.put(move, values);
    }
    work.edits.replace(insert.span(), rest(insert, given));
    return departed;
  }

  private Fragment value(Column column, List<Value> given) {
    for (int i = 0; i < slots.columns().size(); i++) {
      if (slots.columns().get(i).name().equals(column.name()) && !given.get(i).isDefault()) {
        Value value = given.get(i);
        return BoundMigration.cast(
            BoundMigration.assigned(value.sql(), value.bare(), value.literal(), column),
            column.type());
      }
    }
    return BoundMigration.cast(
        Fragment.of(column.defaultExpression().orElse("NULL")), column.type());
  }

  private Fragment rest(Statement.MergeAction.InsertRow insert, List<Value> given) {
    List<String> names = slots.finalColumns(List.of());
    if (names.isEmpty()) {
      return Fragment.of("INSERT DEFAULT VALUES");
    }
    List<Fragment> values = new ArrayList<>();
    for (int i = 0; i < slots.columns().size(); i++) {
      ColumnView slot = slots.columns().get(i);
      if (!slots.isElsewhere(slot)) {
        values.add(given.get(i).sql());
      } else if (slots.isReplaced(slot)
          && slots.replacedSlots(slot.migration().orElseThrow()).get(0) == i) {
        values.addAll(slots.other(slot.migration().get(), given).values());
      }
    }
    values.addAll(slots.additions(given).values());
    String overriding = insert.overriding().map(span -> work.text(span) + " ").orElse("");
    return new Fragment.Builder()
        .add("INSERT (" + String.join(", ", LockedRows.quoted(names)) + ") " + overriding
            + "VALUES (")
        .add(Fragment.join(", ", values))
        .add(")")
        .build();
  }

  /** What an INSERT of MERGE has sees the source alone, what MERGE returns sees the target, too. */
  static void qualify(Rewriting work, Relation table, Scope source, Expr expr) {
    if (expr instanceof Expr.Subquery subquery) {
      work.script.tokens().stream()
          .filter(token -> token.span().start() >= subquery.span().start()
              && token.span().end() <= subquery.span().end()
              && table.column(token.text()).isPresent())
          .findFirst()
          .ifPresent(token -> {
            throw new Refusal("a subquery with names of columns of table " + table.name()
                + " in MERGE ... INSERT into columns that have moved");
          });
    }
    if (expr instanceof Expr.ColumnRef reference
        && reference.parts().size() == 1
        && table.column(reference.parts().get(0).value()).isPresent()
        && !work.edits.touch(reference.span())) {
      if (source.items.size() != 1 || source.items.get(0).isBare()) {
        throw new Refusal("column " + reference.parts().get(0).value()
            + " in MERGE ... INSERT into columns that have moved; qualify it");
      }
      work.edits.before(
          reference.span().start(), Fragment.of(source.items.get(0).qualifier() + "."));
    }
    Children.of(expr).forEach(child -> qualify(work, table, source, child));
  }
}
