package dev.crossfade.rewrite;

import dev.crossfade.catalog.Column;
import dev.crossfade.catalog.Relation;
import dev.crossfade.catalog.Relation.UniqueIndex;
import dev.crossfade.rewrite.TableView.ColumnView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes of ON CONFLICT DO NOTHING without a target on a table that has a deferrable unique index, which the server refuses as an arbiter (55000): one index is named as the
 * arbiter, the others are looked into before.
 *
 * @param arbiter the index to name; none where nothing can conflict at once
 */
record AnyConflict(
    Optional<UniqueIndex> arbiter,
    List<UniqueIndex> others,
    TableView view,
    List<ColumnView> slots) {

  /** Empty where the statement is right as it is. */
  static Optional<AnyConflict> of(TableView view, List<ColumnView> slots) {
    Relation table = view.relation();
    if (table.uniques().stream().allMatch(UniqueIndex::immediate)) {
      return Optional.empty();
    }
    List<UniqueIndex> candidates = new ArrayList<>(table.uniques().stream()
        .filter(UniqueIndex::immediate)
        .filter(index -> !isServers(index, table, slots))
        .toList());
    for (UniqueIndex index : candidates) {
      if (index.columns().isEmpty() || index.partial()) {
        throw new Refusal(
            "ON CONFLICT DO NOTHING without a target on table " + table.name()
                + ", which has a deferrable unique constraint and a unique index with an expression or predicate; name the target");
      }
    }
    if (candidates.isEmpty()) {
      throw new Refusal("ON CONFLICT DO NOTHING without a target on table " + table.name()
          + ", which has no unique index for it that isn't deferrable; leave it out");
    }
    UniqueIndex arbiter = candidates.stream()
        .filter(index -> isMapped(index, view))
        .findFirst()
        .orElse(candidates.get(candidates.size() - 1));
    candidates.remove(arbiter);
    return Optional.of(new AnyConflict(Optional.of(arbiter), candidates, view, slots));
  }

  private static boolean isMapped(UniqueIndex index, TableView view) {
    return index.columns().stream()
        .anyMatch(name -> view.column(name).flatMap(ColumnView::migration).isPresent());
  }

  /** Whether the server makes the key itself, so that it is a new one. */
  private static boolean isServers(UniqueIndex index, Relation table, List<ColumnView> slots) {
    return !index.columns().isEmpty()
        && index.columns().stream()
            .map(name -> table.column(name).orElseThrow())
            .allMatch(column -> slots.stream().noneMatch(slot -> slot.name().equals(column.name()))
                && (column.identity() || column.volatileDefault()));
  }

  /**
   * The WHERE clause that keeps out the rows that conflict in another index than the arbiter.
   *
   * @param computed the columns that stand in none of the row's own places
   */
  String guards(String row, Map<String, Fragment> computed) {
    List<String> conditions = new ArrayList<>();
    for (UniqueIndex index : others) {
      List<String> keys = index.columns().stream()
          .map(name -> "crossfade_known." + Identifiers.quote(name) + " = "
              + (computed.containsKey(name) ? computed.get(name).sql() : value(row, name)))
          .toList();
      // As a join it could give the rows in another order, which RETURNING shows: OFFSET keeps it
      // from
      // becoming one.
      conditions.add("NOT EXISTS (SELECT FROM " + qualified() + " crossfade_known WHERE "
          + String.join(" AND ", keys) + " OFFSET 0)");
    }
    return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
  }

  private String qualified() {
    return Identifiers.quote(view.relation().schema()) + "."
        + Identifiers.quote(view.relation().name());
  }

  private String value(String row, String name) {
    Column column = view.relation().column(name).orElseThrow();
    for (int i = 0; i < slots.size(); i++) {
      if (slots.get(i).name().equals(name)) {
        return "CAST(" + row + ".c" + (i + 1) + " AS " + column.type() + ")";
      }
    }
    return "CAST(" + column.defaultExpression().orElse("NULL") + " AS " + column.type() + ")";
  }
}
