package dev.crossfade.rewrite;

import dev.crossfade.catalog.Column;
import dev.crossfade.catalog.Relation;
import dev.crossfade.mapping.Phase;
import dev.crossfade.rewrite.Traits.BaseColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An element of FROM, or the target of a write, as names see it. Not thread-safe.
 *
 * <p>{@code possible} holds the column names that an element with unknown columns may give; empty and {@code opaque} means any.
 */
final class Item {
  private final Optional<String> alias;
  private final Optional<String> schema;
  private final String qualifier;
  private final Optional<TableView> view;
  private final List<Col> columns = new ArrayList<>();
  private final Map<String, Col> byName = new HashMap<>();
  private final Set<String> repeated = new HashSet<>();
  private final Map<String, Col> extra = new HashMap<>();
  private final Map<String, String> physicalNames = new HashMap<>();
  private final Map<BoundMove, MovedRow> movedRows = new HashMap<>();
  private final Set<Fragment> moved = new LinkedHashSet<>();
  private final Set<BoundMove> written = new HashSet<>();
  private final Map<String, Fragment> given = new HashMap<>();
  private final Map<String, Fragment> givenNew = new HashMap<>();
  private final Map<String, Fragment> stored = new HashMap<>();
  private Optional<Relation> relation = Optional.empty();
  private boolean locked;
  private boolean movedUnderLock;
  private boolean spelledOut;
  private boolean aliasOnly;
  private boolean derived;
  private boolean opaque;
  private boolean nullable;
  private Set<String> possible = Set.of();

  /**
   * One column as FROM shows it.
   *
   * @param name what the application calls it; an alias list may have renamed it
   * @param qualified for a column that USING or NATURAL merged and that keeps its bare name: what stands for it where that name is not its alone
   * @param merged set for a column that USING or NATURAL merged and that is written out now
   * @param through the table's column that a subquery or a merging join shows under this name
   */
  record Col(
      String name,
      Item item,
      Optional<TableView.ColumnView> view,
      Optional<Fragment> merged,
      Optional<Fragment> qualified,
      Optional<BaseColumn> through) {

    Col(String name, Item item, Optional<TableView.ColumnView> view, Optional<Fragment> merged) {
      this(name, item, view, merged, Optional.empty(), Optional.empty());
    }

    Fragment seek() {
      return merged.orElseGet(
          () -> view.map(v -> guarded(v, v.seek(item))).orElseGet(() -> item.reference(name)));
    }

    Fragment output() {
      return merged.orElseGet(
          () -> view.map(v -> guarded(v, v.output(item))).orElseGet(() -> item.reference(name)));
    }

    /** Where an outer join has put no row, the application sees null, whatever an expression makes of nulls. */
    private Fragment guarded(TableView.ColumnView column, Fragment value) {
      if (!item.nullable || value.equals(item.physical(column.name())) || column.keepsNull()) {
        return value;
      }
      return new Fragment.Builder()
          .add("CASE WHEN " + item.qualifier + ".tableoid IS NOT NULL THEN ")
          .add(value)
          .add(" ELSE CAST(NULL AS " + column.column().type() + ") END")
          .build();
    }

    /** The table's column that this one shows, through subqueries, too. */
    Optional<BaseColumn> base() {
      return view.flatMap(v -> item.view.map(table -> new BaseColumn(
              table.shownAs().schema(),
              table.shownAs().name(),
              v.name(),
              !v.column().notNull(),
              v.column().makesKeys(),
              v.column())))
          .or(() -> through);
    }

    /** The same for a column of an unmapped table, of which the server tells as long as no expression stands for it. */
    Optional<BaseColumn> unmappedBase() {
      return item.relation.flatMap(table -> table
          .column(name)
          .map(column -> new BaseColumn(
              table.schema(),
              table.name(),
              column.name(),
              !column.notNull(),
              column.makesKeys(),
              column)));
    }

    /** The type as the catalog prints it, where it is known. */
    Optional<String> type() {
      return view.map(v -> v.column().type())
          .or(() -> item.relation.flatMap(r -> r.column(name)).map(Column::type))
          .or(() -> through.map(base -> base.type().type()));
    }

    /** Whether the name alone means this column to the server. */
    boolean isPlain(Fragment rendered) {
      return merged.isEmpty() && !item.spelledOut && rendered.equals(item.reference(name));
    }
  }

  Item(Optional<String> alias, Optional<String> schema, Optional<TableView> view) {
    this.alias = alias;
    this.schema = schema;
    this.qualifier = alias.map(Identifiers::quote).orElse("");
    this.view = view;
  }

  static Item ofTable(String alias, Optional<String> schema, TableView view) {
    return ofTable(Optional.of(alias), schema, view, Map.of());
  }

  /** @param shown for each column that an alias list renames its new name */
  static Item ofTable(
      String alias, Optional<String> schema, TableView view, Map<String, String> shown) {
    return ofTable(Optional.of(alias), schema, view, shown);
  }

  /** The table where no qualifier may stand, as in a conflict target. */
  static Item unqualified(TableView view) {
    return ofTable(Optional.empty(), Optional.empty(), view, Map.of());
  }

  private static Item ofTable(
      Optional<String> alias, Optional<String> schema, TableView view, Map<String, String> shown) {
    Item item = new Item(alias, schema, Optional.of(view));
    item.physicalNames.putAll(shown);
    for (TableView.ColumnView column : view.visible()) {
      String name = shown.getOrDefault(column.name(), column.name());
      item.show(new Col(name, item, Optional.of(column), Optional.empty()));
    }
    for (TableView.ColumnView hidden : view.hidden().values()) {
      String name = shown.getOrDefault(hidden.name(), hidden.name());
      item.extra.put(name, new Col(name, item, Optional.of(hidden), Optional.empty()));
    }
    return item;
  }

  private void show(Col col) {
    columns.add(col);
    if (byName.putIfAbsent(col.name(), col) != null) {
      repeated.add(col.name());
    }
  }

  static Item ofOutputs(Optional<String> alias, Outputs outputs) {
    Item item = new Item(alias, Optional.empty(), Optional.empty());
    for (int i = 0; i < outputs.names().size(); i++) {
      item.show(new Col(
          outputs.names().get(i),
          item,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          outputs.base(i)));
    }
    return outputs.complete()
        ? item
        : item.withUnknownColumns(outputs.possible(), outputs.possible().isEmpty());
  }

  static Item ofColumns(Optional<String> alias, Optional<String> schema, List<String> names) {
    Item item = new Item(alias, schema, Optional.empty());
    names.forEach(name -> item.show(new Col(name, item, Optional.empty(), Optional.empty())));
    return item;
  }

  /** The columns that a join merged and that only their bare names reach. */
  static Item ofMerged() {
    return new Item(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The alias of JOIN USING, which shows the merged columns; those that are written out now are no more under it. */
  static Item ofJoin(String alias, List<Col> merged) {
    Item item = new Item(Optional.of(alias), Optional.empty(), Optional.empty());
    merged.forEach(col -> item.show(new Col(
        col.name(), item, Optional.empty(), col.merged(), Optional.empty(), col.through())));
    return item;
  }

  /** @param table an unmapped one that it shows under the table's own names */
  Item showing(Relation table) {
    this.relation = Optional.of(table);
    return this;
  }

  Item withUnknownColumns(Set<String> names, boolean any) {
    this.opaque = true;
    this.possible = any ? Set.of() : names;
    return this;
  }

  /** Where the new table's row can be joined. */
  void beside(BoundMove move, MovedRow row) {
    movedRows.put(move, row);
  }

  /** Whether it may yet get another table beside it. */
  boolean mayBeJoined() {
    return !movedRows.isEmpty();
  }

  /** Whether it gets another table beside it as soon as one of its moved columns is shown. */
  boolean showsMoved() {
    return movedRows.keySet().stream()
        .anyMatch(move -> move.phase() == Phase.COALESCE || move.readsNew());
  }

  /** Whether the new table's row can stand beside it and is as far as its own. */
  boolean hasMovedRow(BoundMove move) {
    return !locked && movedRows.containsKey(move);
  }

  /** Its rows are locked by the query, which may wait for it and then see them as they are by then, but no other table's. */
  void lock() {
    locked = true;
  }

  /** The server knows it by its alias only, not by its schema; {@code asQuery} if it isn't even a table there. */
  void alias(boolean asQuery) {
    aliasOnly = true;
    derived = asQuery;
  }

  /** Its columns are to be qualified: the expression goes where others are seen, too. */
  void spellOut() {
    spelledOut = true;
  }

  boolean isAliasOnly() {
    return aliasOnly;
  }

  /** Whether a query stands in the place of its table. */
  boolean isDerived() {
    return derived;
  }

  boolean isLocked() {
    return locked;
  }

  /** Whether its rows are locked, and columns of them that have moved are needed all the same. */
  boolean isMovedUnderLock() {
    return movedUnderLock;
  }

  /** A column of its row stands elsewhere, wherever the row itself comes from. */
  void give(String column, Fragment value) {
    given.put(column, value);
  }

  /** As {@link #give}, for the row as {@code new} shows it. */
  void giveNew(String column, Fragment value) {
    givenNew.put(column, value);
  }

  Optional<Fragment> given(String column) {
    Fragment value = given.get(column);
    if (value != null) {
      moveUnderLock();
    }
    return Optional.ofNullable(value);
  }

  /** A physical column is read from elsewhere, which is right only of a row that has been locked before. */
  void store(String column, Fragment value) {
    stored.put(column, value);
  }

  /** The statement itself gives this move's values, so that from here on they are those that it leaves. */
  void write(BoundMove move) {
    written.add(move);
  }

  /** The same rows under another name. */
  void writeAs(Item other) {
    written.addAll(other.written);
    given.putAll(other.givenNew);
  }

  /** Columns of its rows that have moved are needed. */
  void moveUnderLock() {
    movedUnderLock = true;
  }

  /** Whether that has been so since this was last called. */
  boolean takeMovedUnderLock() {
    boolean taken = movedUnderLock;
    movedUnderLock = false;
    return taken;
  }

  /** A column of the new table's row for this one; null where there is none. */
  Fragment moved(BoundMove move, String column) {
    if (written.contains(move)) {
      return WrittenRows.subselect(move, column, this);
    }
    if (locked) {
      moveUnderLock();
    }
    MovedRow row = movedRows.get(move);
    if (row == null) {
      return MovedRow.subselect(move, column, this, MovedRow.SUBSELECT);
    }
    Fragment reference = row.reference(column, this);
    moved.add(reference);
    return reference;
  }

  /** The columns of new tables that have been asked for since this was last called. */
  Set<Fragment> takeMoved() {
    Set<Fragment> taken = new LinkedHashSet<>(moved);
    moved.clear();
    return taken;
  }

  Optional<String> alias() {
    return alias;
  }

  Optional<String> schema() {
    return schema;
  }

  Optional<TableView> view() {
    return view;
  }

  /** In order. */
  List<Col> columns() {
    return columns;
  }

  List<String> names() {
    return columns.stream().map(Col::name).toList();
  }

  /** The column of this name, of the application's shape first. */
  Optional<Col> column(String name) {
    return Optional.ofNullable(byName.get(name)).or(() -> Optional.ofNullable(extra.get(name)));
  }

  /** Whether two of its columns are called so. */
  boolean repeats(String name) {
    return repeated.contains(name);
  }

  /** Physical columns of the other shape, which match only where nothing else does. */
  Map<String, Col> extra() {
    return extra;
  }

  /** Whether no qualifier reaches its columns: a subquery without an alias, or what a join merged. */
  boolean isBare() {
    return qualifier.isEmpty();
  }

  /** An outer join may put nulls where its row was, from here on. */
  void extendWithNulls() {
    nullable = true;
  }

  boolean isNullable() {
    return nullable;
  }

  boolean isOpaque() {
    return opaque;
  }

  boolean repeatsNames() {
    return !repeated.isEmpty();
  }

  boolean mayHave(String name) {
    return opaque && (possible.isEmpty() || possible.contains(name));
  }

  /** A reference to one of its columns by the name that FROM shows; bare where nothing qualifies it. */
  Fragment reference(String column) {
    return Fragment.of((qualifier.isEmpty() ? "" : qualifier + ".") + Identifiers.quote(column));
  }

  /** A reference to a physical column of its table. */
  Fragment physical(String column) {
    Fragment elsewhere = stored.get(column);
    if (elsewhere != null) {
      moveUnderLock();
      return elsewhere;
    }
    return reference(physicalNames.getOrDefault(column, column));
  }

  String qualifier() {
    return qualifier;
  }
}
