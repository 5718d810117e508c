package dev.crossfade.rewrite;

import dev.crossfade.catalog.Column;
import dev.crossfade.catalog.Relation;
import dev.crossfade.mapping.Migration;
import dev.crossfade.mapping.Phase;
import dev.crossfade.mapping.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A mapped table as an application of one shape sees it: its own columns in original order, and those of the other shape, which are seen only where nothing else matches. */
final class TableView {

  /**
   * A column by the name that the application uses. Without a migration and a move it is as it was.
   *
   * @param move set where the column leaves its table for another
   */
  record ColumnView(
      String name,
      Column column,
      Optional<BoundMigration> migration,
      Side side,
      Optional<BoundMove> move) {
    ColumnView(String name, Column column, Optional<BoundMigration> migration, Side side) {
      this(name, column, migration, side, Optional.empty());
    }

    /** Whether some migration names it. */
    boolean isMapped() {
      return migration.isPresent() || move.isPresent();
    }

    Fragment seek(Item item) {
      return move.map(m -> m.seek(name, item))
          .or(() -> migration.map(m -> m.seek(name, side, item::physical)))
          .orElseGet(() -> item.physical(name));
    }

    /** Whether it is null in a row of nulls without more ado. */
    boolean keepsNull() {
      return migration.map(m -> m.keepsNull(side)).orElse(true);
    }

    Fragment output(Item item) {
      return move.map(m -> m.output(name, item))
          .or(() -> migration.map(m -> m.output(name, side, item::physical)))
          .orElseGet(() -> item.physical(name));
    }
  }

  private final Relation relation;
  private final List<BoundMigration> migrations = new ArrayList<>();
  private final List<BoundMove> departures;
  private final List<BoundMove> arrivals;
  private final List<ColumnView> visible = new ArrayList<>();
  private final Map<String, ColumnView> hidden = new LinkedHashMap<>();
  private final Map<String, ColumnView> byName = new HashMap<>();
  private final Shape shape;
  private final Optional<Relation> replaced;

  TableView(MappedTable table, Context context) {
    this(table, context, Optional.empty());
  }

  /** @param replaced the table by whose name it is meant */
  private TableView(MappedTable table, Context context, Optional<Relation> replaced) {
    this.relation = table.relation();
    this.shape = context.shape();
    this.replaced = replaced;
    for (Migration migration : table.migrations()) {
      migrations.add(
          new BoundMigration(migration, relation, context.newReads().contains(migration.name())));
    }
    departures = bound(table.departures(), context);
    arrivals = bound(table.arrivals(), context);
    Side own = shape == Shape.OLD ? Side.OLD : Side.NEW;
    Map<String, ColumnView> mapped = new LinkedHashMap<>();
    for (BoundMigration migration : migrations) {
      for (Side side : Side.values()) {
        migration
            .columns(side)
            .forEach((name, column) ->
                mapped.put(name, new ColumnView(name, column, Optional.of(migration), side)));
      }
    }
    moved(own, mapped);
    for (Column column : relation.columns()) {
      ColumnView view = mapped.getOrDefault(
          column.name(), new ColumnView(column.name(), column, Optional.empty(), own));
      if (view.side() == own) {
        visible.add(view);
      } else {
        hidden.put(view.name(), view);
      }
    }
    List<ColumnView> gone = new ArrayList<>();
    for (ColumnView view : mapped.values()) {
      if (relation.column(view.name()).isEmpty() && view.side() == Side.OLD && own == Side.OLD) {
        if (table.reordered()) {
          throw new Refusal(
              "where column " + view.name() + " stood in " + relation.name()
                  + " is not known, whose columns have another order than its parent's; name the parent");
        }
        gone.add(view);
      }
    }
    gone.sort(Comparator.comparingInt(view -> view.column().number()));
    gone.forEach(view -> visible.add(Math.min(view.column().number() - 1, visible.size()), view));
    replaced.ifPresent(known -> visible.sort(Comparator.comparingInt(
        view -> known.column(view.name()).map(Column::number).orElse(Integer.MAX_VALUE))));
    visible.forEach(view -> byName.put(view.name(), view));
  }

  /** A renamed table under its old name, read from and written to the new one alone: the old one's columns in its order. */
  private TableView(Move move, Context context) {
    this.relation = move.to().orElseThrow();
    this.shape = context.shape();
    this.replaced = Optional.of(move.from());
    this.departures = List.of();
    this.arrivals = List.of();
    Side own = shape == Shape.OLD ? Side.OLD : Side.NEW;
    for (Column column : move.from().columns()) {
      relation
          .column(column.name())
          .ifPresent(there -> visible.add(new ColumnView(
              column.name(),
              // Until the old table is let go, its columns tell what makes keys.
              move.migration().phase() == Phase.CONTRACT ? there : column,
              Optional.empty(),
              own)));
    }
    visible.forEach(view -> byName.put(view.name(), view));
    relation.columns().stream()
        .filter(column -> !byName.containsKey(column.name()))
        .forEach(column -> hidden.put(
            column.name(), new ColumnView(column.name(), column, Optional.empty(), Side.NEW)));
  }

  /** The view of the table that a renamed one has become, or still is, if this name of it is to mean that one now. */
  static Optional<TableView> renamed(MappedTable table, Context context, boolean reading) {
    return became(table, context, reading).or(() -> stillIs(table, context, reading));
  }

  /** Until the old name means the new table, the new name means the old one, which has every row and whose writes both get. */
  private static Optional<TableView> stillIs(MappedTable table, Context context, boolean reading) {
    return table.arrivals().stream()
        .filter(move -> move.isWhole() && !move.sharesRows())
        .filter(move -> {
          BoundMove bound =
              new BoundMove(move, context.newReads().contains(move.migration().name()));
          return bound.writesBoth() && !bound.replaces(reading);
        })
        .flatMap(move ->
            Optional.ofNullable(context.snapshot().tables().get(move.from().oid())).stream())
        .filter(old -> old.migrations().isEmpty()
            && old.moves().size() == 1
            && sameDefaults(old.relation(), table.relation()))
        .map(old -> new TableView(old, context, Optional.of(table.relation())))
        .findFirst();
  }

  /** Whether a row gets the same values from either table; ids are made by one sequence. */
  private static boolean sameDefaults(Relation old, Relation young) {
    return old.columns().stream()
        .allMatch(column -> column.identity()
            || column.volatileDefault()
            || young
                .column(column.name())
                .filter(there -> there.defaultExpression().equals(column.defaultExpression()))
                .isPresent());
  }

  private static Optional<TableView> became(MappedTable table, Context context, boolean reading) {
    return table.departures().stream()
        .filter(Move::isWhole)
        .filter(move -> new BoundMove(
                move, context.newReads().contains(move.migration().name()))
            .replaces(reading))
        .map(move -> new TableView(move, context))
        .findFirst();
  }

  private static List<BoundMove> bound(List<Move> moves, Context context) {
    return moves.stream().map(move -> BoundMove.of(move, context)).toList();
  }

  /** A whole table that moves shows all of its columns to either shape, under either name. */
  private void moved(Side own, Map<String, ColumnView> mapped) {
    for (BoundMove move : departures) {
      Side side = move.move().isWhole() ? own : Side.OLD;
      move.old()
          .forEach((name, column) -> mapped.put(
              name, new ColumnView(name, column, Optional.empty(), side, Optional.of(move))));
    }
    for (BoundMove move : arrivals) {
      Side side = move.move().isWhole() ? own : Side.NEW;
      move.young()
          .forEach((name, column) ->
              mapped.put(name, new ColumnView(name, column, Optional.empty(), side)));
    }
  }

  Relation relation() {
    return relation;
  }

  /** The table by whose name the application calls it. */
  Relation shownAs() {
    return replaced.orElse(relation);
  }

  /** Whether the server has to be told another name. */
  boolean isRenamed() {
    return replaced.isPresent();
  }

  Shape shape() {
    return shape;
  }

  List<BoundMigration> migrations() {
    return migrations;
  }

  /** The moves that take columns off this table. */
  List<BoundMove> departures() {
    return departures;
  }

  /** The moves that bring columns to this table. */
  List<BoundMove> arrivals() {
    return arrivals;
  }

  /** The shape's own columns in order. */
  List<ColumnView> visible() {
    return visible;
  }

  /** Physical columns of the other shape. */
  Map<String, ColumnView> hidden() {
    return hidden;
  }

  Optional<ColumnView> column(String name) {
    return Optional.ofNullable(byName.get(name)).or(() -> Optional.ofNullable(hidden.get(name)));
  }

  /** Whether {@code *} means the same to the server as to the application, whatever is read from where, and goes on to do so. */
  boolean sameColumns() {
    return migrations.stream().noneMatch(BoundMigration::awaitsColumns)
        && departures.stream().allMatch(BoundMove::maintainsOld)
        && visible.stream()
            .map(ColumnView::name)
            .toList()
            .equals(relation.columns().stream().map(Column::name).toList());
  }

  boolean isPhysical(String column) {
    return relation.column(column).isPresent();
  }

  boolean inPhase(Phase phase) {
    return migrations.stream().anyMatch(migration -> migration.phase() == phase);
  }
}
