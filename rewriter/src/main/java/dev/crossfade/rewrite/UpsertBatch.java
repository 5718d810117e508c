package dev.crossfade.rewrite;

import dev.crossfade.catalog.Column;
import dev.crossfade.rewrite.InsertSlots.Value;
import dev.crossfade.rewrite.TableView.ColumnView;
import dev.crossfade.sql.Expr;
import dev.crossfade.sql.Query;
import dev.crossfade.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Many executions of an INSERT ... ON CONFLICT of one row, whose columns are partly in another table: the old table's part is sent as often as the application sends the text, and the other table is
 * written once behind all of them, from the same parameters. To be made before the statement's values are edited around.
 */
final class UpsertBatch {
  /** Stands for the rows while the query over them is put together. */
  private static final String ROWS = "crossfade_rows";

  private static final String ROW = "crossfade_r";

  private final Rewriting work;
  private final Statement.OnConflict conflict;
  private final Item target;
  private final InsertSlots slots;
  private final Query.ValuesRow given;
  private final List<Value> values;
  private final Fragment table;
  private final String head;
  private final Fragment row;

  UpsertBatch(
      Rewriting work,
      Statement.OnConflict conflict,
      Item target,
      Fragment table,
      InsertSlots slots,
      Query.ValuesRow given,
      List<Value> values) {
    this.work = work;
    this.conflict = conflict;
    this.target = target;
    this.slots = slots;
    this.given = given;
    this.values = values;
    this.table = table;
    this.head = "INSERT INTO " + table.sql() + " ("
        + String.join(", ", LockedRows.quoted(slots.finalColumns(List.of()))) + ") VALUES ";
    this.row = row(stored());
  }

  /** The row as the old table has it. */
  private List<Fragment> stored() {
    List<Fragment> stored = new ArrayList<>();
    for (int i = 0; i < slots.columns().size(); i++) {
      ColumnView slot = slots.columns().get(i);
      if (!slots.isElsewhere(slot)) {
        stored.add(values.get(i).sql());
      } else if (slots.isReplaced(slot)
          && slots.replacedSlots(slot.migration().orElseThrow()).get(0) == i) {
        stored.addAll(slots.other(slot.migration().get(), values).values());
      }
    }
    stored.addAll(slots.additions(values).values());
    return stored;
  }

  /**
   * To be called when the conflict's clause has been edited; gives nothing where the rows have to be written one by one.
   *
   * @param places the moved columns' places among what the statement would have inserted
   * @param keyed whether the row conflicts by its key alone
   * @param next what the other table gets
   */
  Optional<Steps.Behind> behind(
      List<BoundMove> written,
      Map<String, Integer> places,
      boolean keyed,
      BiFunction<BoundMove, Column, Fragment> next) {
    boolean shared = SharedRows.groups(written).stream().anyMatch(SharedRows::isShared);
    Set<String> key = written.get(0).key().keySet();
    boolean given = keyed && key.stream().allMatch(this::isPlain);
    boolean whole = given && written.stream().allMatch(this::isTakenWhole);
    boolean skips = conflict.updates().isEmpty();
    boolean required = written.stream().anyMatch(move -> !move.required().isEmpty());
    if (shared
        || slots.finalColumns(List.of()).isEmpty()
        || !whole && (!MovedWrites.arePlain(written.get(0)) || skips && required)) {
      return Optional.empty();
    }
    List<Fragment> row = new ArrayList<>();
    List<Fragment> columns = new ArrayList<>();
    List<String> same = new ArrayList<>();
    if (!whole) {
      key.forEach(column -> row.add(shown(row.size(), column)));
      row.add(new Fragment("CAST(? AS boolean)", List.of(-1 - row.size())));
      columns.add(Fragment.of(ROW + ".c" + row.size() + " AS crossfade_updated"));
    }
    String skipped = ROW + ".c1 IS NULL";
    int place = 0;
    for (String column : key) {
      place++;
      if (given) {
        row.add(typed(column).orElseThrow());
        same.add(ROW + ".c" + row.size() + " = " + ROW + ".c" + place);
      }
      columns.add(
          Fragment.of(ROW + ".c" + (whole ? row.size() : place) + " AS crossfade_k" + place));
    }
    for (BoundMove move : written) {
      for (Column column : move.old().values()) {
        Optional<Fragment> value = typed(column.name());
        if (value.isEmpty()) {
          return Optional.empty();
        }
        row.add(value.get());
        if (column.notNull() && !whole) {
          // It is refused where the rows go one by one.
          same.add(ROW + ".c" + row.size() + " IS NOT NULL");
        }
        columns.add(WrittenRows.as(
            BoundMigration.assigned(Fragment.of(ROW + ".c" + row.size()), false, false, column),
            "crossfade_v" + places.get(column.name())));
      }
    }
    Fragment query = new WrittenRows(written)
        .query(
            List.of(),
            target::physical,
            whole ? (move, column) -> given(places, column) : next,
            new Fragment.Builder()
                .add(" FROM (SELECT ")
                .add(Fragment.join(", ", columns))
                .add(" FROM (VALUES " + ROWS + ") " + names(row.size()))
                .add(
                    same.isEmpty() || whole
                        ? ""
                        : " WHERE " + (skips ? skipped + " OR " : "") + String.join(" AND ", same))
                // Wrong values are wrong also where nothing takes them.
                .add(whole ? "" : " OFFSET 0")
                .add(") " + MovedUpsert.EXCLUDED + " JOIN ")
                .add(table)
                .add(" ON " + equal(key))
                .build());
    Fragment conflicts = new Fragment.Builder()
        .add(" ")
        .add(work.edits.render(conflict.span()))
        .add(whole ? "" : " RETURNING " + flags(written.get(0)))
        .build();
    // What the application's values are in is made once for all executions.
    if (!query.sources().isEmpty()
        || !table.sources().isEmpty()
        || conflicts.sql().contains(Sync.ROW + ".")) {
      return Optional.empty();
    }
    boolean many =
        !whole && given && !conflict.updates().isEmpty() && conflicts.sources().isEmpty();
    int at = query.sql().indexOf(ROWS);
    return Optional.of(new Steps.Behind(
        many
            ? new Steps.Gathered(head, Steps.Piece.of(this.row), ", ", conflicts.sql())
            : new Steps.Gathered(
                head,
                Steps.Piece.of(
                    new Fragment.Builder().add(this.row).add(conflicts).build()),
                "",
                ""),
        whole ? 0 : key.size() + 1,
        many,
        new Steps.Gathered(
            "WITH " + query.sql().substring(0, at),
            Steps.Piece.of(row(row)),
            ", ",
            query.sql().substring(at + ROWS.length()) + ", "
                + String.join(", ", new Sync(written).parts()) + count(key))));
  }

  private static Fragment row(List<Fragment> values) {
    return new Fragment.Builder()
        .add("(")
        .add(Fragment.join(", ", values))
        .add(")")
        .build();
  }

  private String equal(Set<String> key) {
    List<String> equal = new ArrayList<>();
    for (String column : key) {
      equal.add(target.physical(column).sql() + " = " + MovedUpsert.EXCLUDED + ".crossfade_k"
          + (equal.size() + 1));
    }
    return String.join(" AND ", equal);
  }

  private static Fragment given(Map<String, Integer> places, Column column) {
    return Fragment.of(MovedUpsert.EXCLUDED + ".crossfade_v" + places.get(column.name()));
  }

  private static String names(int width) {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= width; i++) {
      names.add("c" + i);
    }
    return ROW + "(" + String.join(", ", names) + ")";
  }

  private static String count(Set<String> key) {
    return " SELECT pg_catalog.count(*), pg_catalog.count(DISTINCT ROW("
        + String.join(
            ", ", key.stream().map(column -> WrittenRows.row(column).sql()).toList())
        + ")) FROM " + Sync.ROW;
  }

  private String flags(BoundMove move) {
    return MovedWrites.texts(move, target) + ", " + target.qualifier() + MovedUpsert.UPDATED
        + " AS crossfade_updated";
  }

  /** Whether a row that is there gets all that the statement would have inserted, so that it doesn't matter whether it was. */
  private boolean isTakenWhole(BoundMove move) {
    return move.old().keySet().stream()
        .allMatch(column -> conflict.updates().stream()
            .anyMatch(assignment -> assignment instanceof Statement.Assignment.Single single
                && single.target().column().value().equals(column)
                && single.value() instanceof Expr.ColumnRef reference
                && reference.parts().size() == 2
                && reference.parts().get(0).value().equals("excluded")
                && reference.parts().get(1).value().equals(column)));
  }

  private boolean isPlain(String column) {
    return slots
        .slotOf(column)
        .filter(slot -> MovedWrites.isPlain(given.items().get(slot)))
        .isPresent();
  }

  private Fragment shown(int place, String column) {
    String type =
        Sync.types(target.view().orElseThrow().relation(), List.of(column)).get(0);
    return new Fragment("CAST(? AS " + type + ")", List.of(-1 - place));
  }

  /** The row's value for a column as one of its type, whose length is left to the assignment; nothing where it takes more than its own text to say. */
  private Optional<Fragment> typed(String column) {
    Column type = target.view().orElseThrow().column(column).orElseThrow().column();
    Optional<Integer> slot = slots.slotOf(column);
    if (slot.isEmpty()) {
      return type.defaultExpression().isPresent()
          ? Optional.empty()
          : Optional.of(
              BoundMigration.cast(Fragment.of("NULL"), TypeName.of(type.base()).base()));
    }
    Value value = values.get(slot.get());
    return Optional.of(value)
        .filter(some -> some.repeatable() && !some.isDefault())
        .map(some -> some.typed(type));
  }
}
