package dev.crossfade.rewrite;

import dev.crossfade.catalog.Column;
import dev.crossfade.mapping.Phase;
import dev.crossfade.mapping.Shape;
import dev.crossfade.rewrite.TableView.ColumnView;
import dev.crossfade.sql.Expr;
import dev.crossfade.sql.Span;
import dev.crossfade.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** Which columns the values of an INSERT go to, which side of each migration is given, and what the other side gets. Used once per insert. */
final class InsertSlots {
  private final TableView view;
  private final List<ColumnView> columns = new ArrayList<>();
  private final List<BoundMigration> added = new ArrayList<>();
  private final Map<BoundMigration, Side> sides = new HashMap<>();
  private final List<BoundMove> departed = new ArrayList<>();
  private final Set<BoundMove> elsewhere;

  /** @param elsewhere moves that are written whatever the rows give */
  InsertSlots(TableView view, Set<BoundMove> elsewhere) {
    this.view = view;
    this.elsewhere = elsewhere;
  }

  /**
   * A row's value for a column.
   *
   * @param bare whether it is a placeholder or has no type of its own
   * @param literal whether it has no type of its own
   * @param repeatable whether it may be evaluated twice
   */
  record Value(Fragment sql, boolean bare, boolean literal, boolean repeatable, boolean isDefault) {
    /** As one of the column's type where it has none of its own; the length is left to the assignment, which reports it. */
    Fragment typed(Column column) {
      return bare ? BoundMigration.typed(sql, literal, column) : sql;
    }

    static Value of(Rewriting work, Expr expr) {
      boolean isDefault = expr instanceof Expr.Default;
      boolean row = expr instanceof Expr.Row;
      return new Value(
          work.edits.render(expr.span()),
          row || SelectList.isBare(expr),
          row || SelectList.isUntyped(expr),
          isDefault || new Repeatable(work).test(expr),
          isDefault);
    }
  }

  /** The columns that the application gives, in order. */
  List<ColumnView> columns() {
    return columns;
  }

  /** The place of a column among those that the application gives. */
  Optional<Integer> slotOf(String column) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(column)) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  /** The migrations whose other side is written, too. */
  List<BoundMigration> added() {
    return added;
  }

  /** Whether no other column has to be written. */
  boolean addsNothing() {
    return added.isEmpty() && silenced().isEmpty();
  }

  /** Columns that have moved for an application of the new shape: their defaults would give the row a counterpart that it doesn't ask for. */
  private List<String> silenced() {
    return view.shape() == Shape.OLD
        ? List.of()
        : view.departures().stream()
            .filter(move -> move.writesBoth() && !move.move().isWhole())
            .flatMap(move -> move.old().values().stream())
            .filter(column -> column.defaultExpression().isPresent()
                && columns.stream().noneMatch(slot -> slot.name().equals(column.name())))
            .map(Column::name)
            .toList();
  }

  /** Decides which columns the values go to, and for each migration which side is given. */
  void take(List<Statement.Target> targets, Optional<Span> list, int width) {
    if (list.isEmpty() && targets.isEmpty()) {
      if (width < 0) {
        throw new Refusal(
            "INSERT without a column list from a query whose columns are not known; name the columns");
      }
      columns.addAll(view.visible().subList(0, Math.min(width, view.visible().size())));
    }
    for (Statement.Target target : targets) {
      ColumnView column = view.column(target.column().value())
          .orElseGet(() -> new ColumnView(
              target.column().value(),
              unknown(target.column().value()),
              Optional.empty(),
              Side.OLD));
      if (target.indirection().isPresent()
          && (column.migration().isPresent() || isDeparted(column))) {
        throw new Refusal(
            "a write to an element of mapped column " + column.name() + "; write the whole value");
      }
      columns.add(column);
    }
    for (BoundMigration migration : view.migrations()) {
      side(migration);
    }
    view.departures().stream()
        .filter(BoundMove::hasDeparted)
        .filter(move -> elsewhere.contains(move)
            || columns.stream()
                .anyMatch(slot -> slot.move().filter(move::equals).isPresent())
            || view.shape() == Shape.OLD && move.mayEnterByDefault())
        .forEach(departed::add);
  }

  /** The moves whose values the row has for another table. */
  List<BoundMove> departed() {
    return departed;
  }

  private static boolean isDeparted(ColumnView slot) {
    return slot.move().filter(BoundMove::hasDeparted).isPresent();
  }

  /** Whether the table itself has no column for the value. */
  boolean isElsewhere(ColumnView slot) {
    return isReplaced(slot) || isDeparted(slot);
  }

  private static Column unknown(String name) {
    return new Column(name, 0, "text", 0, false, Optional.empty(), false, false, false);
  }

  private void side(BoundMigration migration) {
    boolean old = columns.stream()
        .anyMatch(slot ->
            slot.migration().filter(migration::equals).isPresent() && slot.side() == Side.OLD);
    boolean young = columns.stream()
        .anyMatch(slot ->
            slot.migration().filter(migration::equals).isPresent() && slot.side() == Side.NEW);
    if (old && young) {
      throw new Refusal(
          "INSERT names old and new columns of migration " + migration.name() + "; name one side");
    }
    if (young && migration.phase() == Phase.EXPAND) {
      throw new Refusal("INSERT names new columns of migration " + migration.name()
          + " in phase expand; go to dual-write first");
    }
    Side side = young || !old && view.shape() == Shape.NEW ? Side.NEW : Side.OLD;
    sides.put(migration, side);
    boolean adds =
        migration.phase() != Phase.EXPAND && (migration.maintainsOld() ? true : side == Side.OLD);
    if (adds && !(side == Side.NEW && migration.columns(Side.OLD).isEmpty())) {
      added.add(migration);
    }
  }

  private Side given(BoundMigration migration) {
    return sides.getOrDefault(migration, Side.OLD);
  }

  /** Whether the value's own column is no more, so that the other side stands in its place. */
  boolean isReplaced(ColumnView slot) {
    return slot.migration()
        .filter(m -> m.phase() == Phase.CONTRACT && slot.side() == Side.OLD)
        .isPresent();
  }

  /** What a migration's own side gets: the row's value, or the column's default. */
  private Fragment argument(BoundMigration migration, String column, List<Value> row) {
    Column type = migration.columns(given(migration)).get(column);
    if (type == null) {
      throw new Refusal(
          "migration " + migration.name() + " reads column " + column + ", which it does not own");
    }
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(column) && i < row.size() && !row.get(i).isDefault) {
        Value value = row.get(i);
        return migration.phase() == Phase.CONTRACT
            ? BoundMigration.assigned(value.sql, value.bare, value.literal, type)
            : BoundMigration.argument(value.sql, value.literal, type.type());
      }
    }
    return BoundMigration.cast(Fragment.of(type.defaultExpression().orElse("NULL")), type.type());
  }

  /** For each column of the other side its value in this row. */
  Map<String, Fragment> other(BoundMigration migration, List<Value> row) {
    Map<String, Fragment> values = new LinkedHashMap<>();
    Function<String, Fragment> argument = column -> argument(migration, column, row);
    boolean fromOld = given(migration) == Side.OLD;
    for (String column : migration.columns(fromOld ? Side.NEW : Side.OLD).keySet()) {
      Optional<Fragment> moved =
          migration.renamedFrom(column).flatMap(source -> given(source, row));
      values.put(
          column,
          moved.orElseGet(() -> fromOld
              ? migration.forward(column, argument)
              : migration.backward(column, argument)));
    }
    return values;
  }

  /** The row's value for this column as it stands there. */
  private Optional<Fragment> given(String column, List<Value> row) {
    for (int i = 0; i < columns.size() && i < row.size(); i++) {
      if (columns.get(i).name().equals(column) && !row.get(i).isDefault) {
        return Optional.of(row.get(i).sql);
      }
    }
    return Optional.empty();
  }

  /** The values of all columns that stand in none of the row's own places. */
  Map<String, Fragment> additions(List<Value> row) {
    Map<String, Fragment> additions = new LinkedHashMap<>();
    for (BoundMigration migration : added) {
      if (columns.stream()
          .noneMatch(slot ->
              isReplaced(slot) && slot.migration().filter(migration::equals).isPresent())) {
        additions.putAll(other(migration, row));
      }
    }
    silenced().forEach(column -> additions.put(column, Fragment.of("NULL")));
    return additions;
  }

  /** Slots whose value feeds more than one column and must be evaluated once. */
  Set<Integer> onceEach(List<Value> row) {
    Set<Integer> once = new TreeSet<>();
    for (int i = 0; i < columns.size() && i < row.size(); i++) {
      Optional<BoundMigration> migration = columns.get(i).migration().filter(added::contains);
      boolean twice = migration.isPresent()
          && (!isReplaced(columns.get(i)) || migration.get().columns(Side.NEW).size() > 1);
      if (twice
          && (row.get(i).isDefault
              ? columns.get(i).column().volatileDefault() && hasDefault(i)
              : !row.get(i).repeatable)) {
        once.add(i);
      }
    }
    return once;
  }

  private boolean hasDefault(int slot) {
    return columns.get(slot).column().defaultExpression().isPresent();
  }

  /** An omitted column whose value is needed more than once becomes one that is given it. */
  List<ColumnView> omitted() {
    List<ColumnView> omitted = new ArrayList<>(omittedVolatile());
    for (BoundMove move : departed) {
      Stream.concat(
              move.key().keySet().stream(),
              move.old().values().stream()
                  .filter(column -> column.defaultExpression().isPresent())
                  .map(Column::name))
          .map(name -> view.column(name).orElseThrow())
          .filter(column -> columns.stream().noneMatch(slot -> slot.name().equals(column.name())))
          .filter(column -> !omitted.contains(column))
          .forEach(omitted::add);
    }
    return omitted;
  }

  List<ColumnView> omittedVolatile() {
    return added.stream()
        .filter(
            migration -> migration.maintainsOld() || migration.columns(Side.NEW).size() > 1)
        .flatMap(migration -> migration.columns(given(migration)).keySet().stream())
        .map(name -> view.column(name).orElseThrow())
        .filter(column -> columns.stream().noneMatch(slot -> slot.name().equals(column.name())))
        .filter(column -> column.column().volatileDefault()
            && column
                .column()
                .defaultExpression()
                .filter(d -> d.indexOf('(') >= 0)
                .isPresent())
        .toList();
  }

  boolean repeats() {
    return columns.stream().map(ColumnView::name).distinct().count() < columns.size();
  }

  List<Integer> replacedSlots(BoundMigration migration) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (isReplaced(columns.get(i))
          && columns.get(i).migration().filter(migration::equals).isPresent()) {
        places.add(i);
      }
    }
    return places;
  }

  /** The columns that the server gets, in the order in which {@link InsertRows} puts the values. */
  List<String> finalColumns(List<ColumnView> volatiles) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      ColumnView slot = columns.get(i);
      if (isDeparted(slot)) {
        continue;
      }
      if (!isReplaced(slot)) {
        names.add(slot.name());
      } else if (replacedSlots(slot.migration().orElseThrow()).get(0) == i) {
        names.addAll(slot.migration().get().columns(Side.NEW).keySet());
      }
    }
    volatiles.stream()
        .filter(column -> !isElsewhere(column))
        .forEach(column -> names.add(column.name()));
    names.addAll(additions(List.of()).keySet());
    return names;
  }
}
