package dev.crossfade.rewrite;

import dev.crossfade.catalog.Relation.UniqueIndex;
import dev.crossfade.rewrite.Item.Col;
import dev.crossfade.rewrite.Scope.Meaning;
import dev.crossfade.sql.Expr;
import dev.crossfade.sql.Query;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Columns of new tables in a block that groups. To the server they don't depend on the old table's primary key (42803), though they do: so they are grouped by, too, which changes no group. Used once.
 */
final class Grouping {
  private final Rewriting work;
  private final Query.Select select;
  private final Scope scope;
  private final Function<Expr, Optional<Col>> label;
  private final Map<Item, Set<Fragment>> needed = new LinkedHashMap<>();

  /** @param label the column that an output column of this label or place shows */
  Grouping(Rewriting work, Query.Select select, Scope scope, Function<Expr, Optional<Col>> label) {
    this.work = work;
    this.select = select;
    this.scope = scope;
    this.label = label;
  }

  /** Takes note of what has been asked for, in clauses that come after grouping. */
  void note() {
    for (Item item : scope.items) {
      Set<Fragment> moved = item.takeMoved();
      if (!moved.isEmpty()) {
        needed.computeIfAbsent(item, added -> new LinkedHashSet<>()).addAll(moved);
      }
    }
  }

  /** Forgets what has been asked for before grouping. */
  void forget() {
    scope.items.forEach(Item::takeMoved);
  }

  void extend() {
    if (select.groupBy().isEmpty()
        || needed.isEmpty() && scope.items.stream().noneMatch(Item::isDerived)) {
      return;
    }
    Set<Fragment> grouped = new HashSet<>();
    for (Expr expr : elements(select.groupBy())) {
      column(expr).ifPresent(col -> grouped.add(col.qualified().orElseGet(col::seek)));
    }
    scope.items.stream()
        .filter(item -> item.isDerived() && isGroupedByKey(item, grouped))
        .findFirst()
        .ifPresent(item -> {
          throw new Refusal("GROUP BY the primary key of table " + item.qualifier()
              + ", to which rows are still being moved; group by the other columns, too");
        });
    List<Fragment> columns = needed.entrySet().stream()
        .filter(entry -> isGroupedByKey(entry.getKey(), grouped))
        .flatMap(entry -> entry.getValue().stream())
        .toList();
    if (columns.isEmpty()) {
      return;
    }
    if (select.groupBy().stream().anyMatch(Grouping::isSets)) {
      throw new Refusal(
          "GROUP BY of several sets with a primary key, where columns have moved to another table; group by the columns, too");
    }
    Expr last = select.groupBy().get(select.groupBy().size() - 1);
    work.edits.after(
        last.span().end(),
        new Fragment.Builder().add(", ").add(Fragment.join(", ", columns)).build());
  }

  private static boolean isSets(Expr expr) {
    return expr instanceof Expr.Operation operation
        && SelectBlock.GROUPINGS.contains(operation.operator());
  }

  /** Whether the server takes every column of the item's table to be one in each group. */
  private static boolean isGroupedByKey(Item item, Set<Fragment> grouped) {
    Optional<UniqueIndex> key = item.view().stream()
        .flatMap(view -> view.relation().uniques().stream())
        .filter(UniqueIndex::primary)
        .findFirst();
    return key.isPresent()
        && key.get().columns().stream().map(item::physical).allMatch(grouped::contains);
  }

  private static List<Expr> elements(List<? extends Expr> exprs) {
    List<Expr> elements = new ArrayList<>();
    for (Expr expr : exprs) {
      if (expr instanceof Expr.Paren paren) {
        elements.addAll(elements(List.of(paren.inner())));
      } else if (expr instanceof Expr.Row row) {
        elements.addAll(elements(row.items()));
      } else if (isSets(expr) && expr instanceof Expr.Operation operation) {
        elements.addAll(elements(operation.operands()));
      } else {
        elements.add(expr);
      }
    }
    return elements;
  }

  private Optional<Col> column(Expr expr) {
    if (expr instanceof Expr.ColumnRef reference
        && scope.resolve(reference) instanceof Meaning.Column column) {
      return Optional.of(column.col());
    }
    return label.apply(expr);
  }
}
