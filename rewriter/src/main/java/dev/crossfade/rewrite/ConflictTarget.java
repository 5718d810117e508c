package dev.crossfade.rewrite;

import dev.crossfade.catalog.Column;
import dev.crossfade.rewrite.InsertSlots.Value;
import dev.crossfade.sql.Expr;
import dev.crossfade.sql.Query;
import dev.crossfade.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The columns by whose values an INSERT ... ON CONFLICT finds rows that are there, and so which of the given rows each of them stands for. */
final class ConflictTarget {
  private final Statement.Insert insert;
  private final Item target;
  private final Optional<List<String>> columns;
  private final Map<String, String> key;
  private final boolean updates;

  /** @param move by whose key the other table's rows are found */
  ConflictTarget(
      Statement.Insert insert, Statement.OnConflict conflict, Item target, BoundMove move) {
    this.insert = insert;
    this.target = target;
    this.columns = columns(conflict, target);
    this.key = move.key();
    this.updates = !conflict.updates().isEmpty();
  }

  /** Nothing where it isn't made of columns alone, each as it is in the table. */
  private static Optional<List<String>> columns(Statement.OnConflict conflict, Item target) {
    List<String> columns = new ArrayList<>();
    conflict.constraint().stream()
        .flatMap(name -> target.view().orElseThrow().relation().uniques().stream()
            .filter(index -> index.name().equals(name.value()) && !index.partial()))
        .forEach(index -> columns.addAll(index.columns()));
    for (Statement.Inference element : conflict.inference()) {
      if (!(element.expr() instanceof Expr.ColumnRef reference)
          || !element.span().equals(reference.span())) {
        return Optional.empty();
      }
      columns.add(reference.parts().get(reference.parts().size() - 1).value());
    }
    boolean plain = columns.stream()
        .allMatch(name -> target
            .view()
            .flatMap(view -> view.column(name))
            .filter(column -> !column.isMapped())
            .isPresent());
    return Optional.of(columns)
        .filter(some -> plain && !some.isEmpty() && conflict.where().isEmpty());
  }

  /** Whether a row conflicts by its key alone. */
  boolean isKey() {
    return columns.filter(some -> Set.copyOf(some).equals(key.keySet())).isPresent();
  }

  /** Whether rows that are written are known by a key that several of the given ones may have, of which others are left out. */
  boolean mayRepeat() {
    return !isSingle() && !isKey() && columns.isEmpty();
  }

  /** Whether several of the given rows have the key of one of the target's. */
  Fragment repeats() {
    return Fragment.of(
        "(SELECT pg_catalog.count(*) FROM " + Sync.ROW + " WHERE " + byKey() + ") > 1");
  }

  private boolean isSingle() {
    return insert.source() instanceof Statement.Source.Rows rows
        && rows.query().body() instanceof Query.Values values
        && values.rows().size() == 1;
  }

  /** Whether the given row of each that is written can be told. */
  boolean tellsRows(Set<String> updated) {
    return isSingle()
        || isKey()
        || !updates
        || columns.filter(some -> some.stream().noneMatch(updated::contains)).isPresent();
  }

  /** The columns that the given rows need beside the key and what has moved. */
  List<String> beside() {
    return isSingle() || isKey() ? List.of() : columns.orElse(List.of());
  }

  /** What a column of {@link #beside} is called among the given rows. */
  static String name(int place) {
    return "crossfade_c" + (place + 1);
  }

  /**
   * A column of the given row for one of the target's.
   *
   * @param written whether the row is shown as the statement has written it, and not as it was there
   */
  Fragment given(String column, boolean written) {
    return Fragment.of(
        "(SELECT " + Sync.ROW + "." + column + " FROM " + Sync.ROW + same(written) + " LIMIT 1)");
  }

  private String same(boolean written) {
    if (isSingle()) {
      return "";
    }
    if (isKey() || columns.isEmpty()) {
      return " WHERE " + byKey();
    }
    List<String> equal = new ArrayList<>();
    for (String column : columns.orElseThrow()) {
      boolean never = column(column).notNull();
      equal.add(Sync.ROW + "." + name(equal.size()) + (never ? " = " : " IS NOT DISTINCT FROM ")
          + target.physical(column).sql());
    }
    String byColumns = String.join(" AND ", equal);
    // A new row may have nulls there, as others have, or a key that another given row has, too.
    return written
        ? " WHERE CASE WHEN " + target.qualifier() + MovedUpsert.UPDATED + " THEN " + byColumns
            + " ELSE " + byColumns + " AND " + byKey() + " END"
        : " WHERE " + byColumns;
  }

  private String byKey() {
    return String.join(
        " AND ",
        key.keySet().stream()
            .map(column ->
                WrittenRows.row(column).sql() + " = " + target.physical(column).sql())
            .toList());
  }

  private Column column(String name) {
    return target.view().orElseThrow().column(name).orElseThrow().column();
  }

  /**
   * The statement that locks the rows that are there; nothing where it isn't known which.
   *
   * @param keys the columns that it gives
   * @param table the target as it stands in the text
   * @param rows what the statement gives
   */
  Optional<Steps.Piece> lock(
      String keys, Fragment table, InsertSlots slots, List<List<Value>> rows, Set<String> updated) {
    if (columns.isEmpty()) {
      return Optional.empty();
    }
    List<Fragment> given = new ArrayList<>();
    for (List<Value> row : rows) {
      List<Fragment> values = new ArrayList<>();
      for (String column : columns.get()) {
        Optional<Fragment> value = value(column, slots, row);
        if (value.isEmpty()) {
          return Optional.empty();
        }
        values.add(value.get());
      }
      given.add(new Fragment.Builder()
          .add("(")
          .add(Fragment.join(", ", values))
          .add(")")
          .build());
    }
    boolean unique = target.view().orElseThrow().relation().uniques().stream()
        .anyMatch(index -> index.columns().stream().anyMatch(updated::contains));
    return Optional.of(Steps.Piece.of(new Fragment.Builder()
        .add("SELECT " + keys + " FROM ")
        .add(table)
        .add(" WHERE ("
            + String.join(
                ", ",
                columns.get().stream()
                    .map(column -> target.physical(column).sql())
                    .toList())
            + ") IN (")
        .add(Fragment.join(", ", given))
        .add(") FOR " + (unique ? "UPDATE" : "NO KEY UPDATE") + " OF " + target.qualifier())
        .build()));
  }

  private Optional<Fragment> value(String name, InsertSlots slots, List<Value> row) {
    Column type = column(name);
    Optional<Value> given = slots
        .slotOf(name)
        .filter(slot -> slot < row.size())
        .map(row::get)
        .filter(value -> !value.isDefault());
    if (given.isPresent()) {
      return given.filter(Value::repeatable).map(value -> value.typed(type));
    }
    return type.defaultExpression().isPresent()
        ? Optional.empty()
        : Optional.of(BoundMigration.cast(Fragment.of("NULL"), type.type()));
  }
}
