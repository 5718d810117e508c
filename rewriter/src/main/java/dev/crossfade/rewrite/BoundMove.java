package dev.crossfade.rewrite;

import dev.crossfade.catalog.Column;
import dev.crossfade.catalog.Relation;
import dev.crossfade.mapping.Expression;
import dev.crossfade.mapping.Lossless;
import dev.crossfade.mapping.OldColumn;
import dev.crossfade.mapping.Phase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A migration to a table of its own as a statement sees it: its phase, whether this transaction reads the new shape, and the SQL that makes the columns of one table of those of the other. The tables
 * may call different columns the same, so old and new names are never in one map.
 */
final class BoundMove {
  private final Move move;
  private final boolean newShare;
  private final List<BoundMove> siblings;
  private final boolean refers;
  private final boolean follows;
  private final Map<String, Column> old = new LinkedHashMap<>();
  private final Map<String, Column> young = new LinkedHashMap<>();
  private final Map<String, Template> forward = new LinkedHashMap<>();
  private final Map<String, Template> backward = new LinkedHashMap<>();

  BoundMove(Move move, boolean newShare) {
    this(move, newShare, List.of(), false, false);
  }

  /**
   * @param siblings the other moves that bring columns to the same table, from {@code dual-write} on
   * @param refers whether the new table has a foreign key by which its rows belong to the old one's
   * @param follows whether the server gives the new row another key when the old one gets one
   */
  BoundMove(Move move, boolean newShare, List<Move> siblings, boolean refers, boolean follows) {
    this.move = move;
    this.newShare = newShare;
    this.refers = refers;
    this.follows = follows;
    this.siblings = siblings.stream().map(other -> new BoundMove(other, false)).toList();
    move.migration().oldColumns().forEach(name -> old.put(name, oldColumn(name)));
    move.to()
        .ifPresent(to -> move.migration()
            .newColumns()
            .forEach(name -> to.column(name).ifPresent(column -> young.put(name, column))));
    move.migration().forward().forEach((name, f) -> forward.put(name, Template.of(f.sql())));
    move.migration().backward().forEach((name, b) -> backward.put(name, Template.of(b.sql())));
  }

  /** In contract the mapping file's word counts: a leftover column has lost its constraints and default. */
  private Column oldColumn(String name) {
    OldColumn was = move.migration().was().get(name);
    if (phase() == Phase.CONTRACT && was != null) {
      return new Column(
          name,
          was.position(),
          was.type(),
          0,
          was.notNull(),
          was.defaultExpression(),
          true,
          false,
          false,
          was.base(),
          was.visible());
    }
    return move.from()
        .column(name)
        .orElseThrow(() -> new Refusal("column " + name + " of migration " + name()
            + " is not in table " + move.from().name()));
  }

  /** A move in a statement's context. */
  static BoundMove of(Move move, Context context) {
    return new BoundMove(
        move,
        context.newReads().contains(move.migration().name()),
        context.snapshot().siblings(move),
        !context.snapshot().keys(move).isEmpty(),
        context.snapshot().keys(move).stream().anyMatch(Snapshot.ForeignKey::follows));
  }

  Move move() {
    return move;
  }

  /** The other moves that bring columns to the same table, from {@code dual-write} on. */
  List<BoundMove> siblings() {
    return siblings;
  }

  /** Whether the new table has a foreign key by which its rows belong to the old one's. */
  boolean refers() {
    return refers;
  }

  /** Whether the server gives the new row another key when the old one gets one. */
  boolean follows() {
    return follows;
  }

  String name() {
    return move.migration().name();
  }

  Phase phase() {
    return move.migration().phase();
  }

  /** The columns that move, by their old names. */
  Map<String, Column> old() {
    return old;
  }

  /** The columns that they become; without those that are still to be added, in expand. */
  Map<String, Column> young() {
    return young;
  }

  /** Old table's key column to new table's. */
  Map<String, String> key() {
    return move.key();
  }

  Relation from() {
    return move.from();
  }

  /** The new table; to be asked for only past expand. */
  Relation to() {
    return move.to()
        .orElseThrow(() -> new Refusal("the new table of migration " + name() + " is not there"));
  }

  /** Whether every write goes to both tables. */
  boolean writesBoth() {
    return phase() != Phase.EXPAND && phase() != Phase.CONTRACT;
  }

  /** Whether the columns are in the new table only, beside an old table that stays. */
  boolean hasDeparted() {
    return phase() == Phase.CONTRACT && !move.isWhole();
  }

  /** Whether a row that gives none of the columns may have one in the new table: what {@code present} says of defaults only the server knows. */
  boolean mayEnterByDefault() {
    return move.migration().newTable().flatMap(table -> table.present()).isPresent()
        || old.values().stream().anyMatch(column -> column.defaultExpression().isPresent())
        || !required().isEmpty();
  }

  /** Whether f and b are each other's inverse. */
  boolean bijective() {
    return move.migration().lossless() == Lossless.BOTH;
  }

  /** Whether the old columns are written and right. */
  boolean maintainsOld() {
    return phase() != Phase.CONTRACT;
  }

  /** Whether this transaction's reads rely on every row having been moved. */
  boolean readsNew() {
    return phase() == Phase.CONTRACT || phase() == Phase.CUTOVER && newShare;
  }

  /** What rows are sought by: the old column, which every committed write keeps right with the indexes that it has, as long as it is there. */
  Fragment seek(String column, Item item) {
    return maintainsOld()
        ? item.physical(column)
        : item.given(column).orElseGet(() -> shown(column, item));
  }

  /** What a value is shown from where the one rule allows it. A row that is locked has its old columns as they are after the wait, one that is written has them as they are now, and the new row still lags behind. */
  Fragment output(String column, Item item) {
    boolean keeps = move.migration().lossless().keepsOld();
    return switch (phase()) {
      case EXPAND, DUAL_WRITE -> item.physical(column);
      case COALESCE ->
        keeps && item.hasMovedRow(this) ? coalesced(column, item) : item.physical(column);
      case CUTOVER ->
        newShare && keeps && item.hasMovedRow(this) ? shown(column, item) : item.physical(column);
      case CONTRACT -> item.given(column).orElseGet(() -> shown(column, item));
    };
  }

  /** b(N), or null where the new table has no row, or has one for the sake of other columns. */
  private Fragment shown(String column, Item item) {
    Fragment value = backward(column, name -> item.moved(this, name));
    if (backwardKeepsNull(column)) {
      return value;
    }
    Fragment key = item.moved(this, List.copyOf(key().values()).get(0));
    return whereMoved(
        move.several()
            ? filled(name -> item.moved(this, name))
            : new Fragment.Builder().add(key).add(" IS NOT NULL").build(),
        value,
        BoundMigration.cast(Fragment.of("NULL"), known(old, column).type()));
  }

  /** A new row that isn't this migration's doing may lack the values yet; the old columns always have them. */
  private Fragment coalesced(String column, Item item) {
    Fragment value = backward(column, name -> item.moved(this, name));
    if (move.migration().rename()) {
      return new Fragment.Builder()
          .add("coalesce(")
          .add(value)
          .add(", ")
          .add(item.physical(column))
          .add(")")
          .build();
    }
    return whereMoved(filled(name -> item.moved(this, name)), value, item.physical(column));
  }

  private static Fragment whereMoved(Fragment condition, Fragment value, Fragment otherwise) {
    return new Fragment.Builder()
        .add("CASE WHEN ")
        .add(condition)
        .add(" THEN ")
        .add(value)
        .add(" ELSE ")
        .add(otherwise)
        .add(" END")
        .build();
  }

  /** Whether a row of the new table has any of the moved values. */
  Fragment filled(Function<String, Fragment> row) {
    return new Fragment.Builder()
        .add("pg_catalog.num_nonnulls(")
        .add(Fragment.join(", ", young.keySet().stream().map(row).toList()))
        .add(") > 0")
        .build();
  }

  /** Whether the old name of a whole table means the new table, which has every row. */
  boolean replaces(boolean reading) {
    return move.isWhole() && (phase() == Phase.CONTRACT || reading && readsNew());
  }

  /** f for a new column, cast to its full type; {@code argument} gives the old columns' values. */
  Fragment forward(String column, Function<String, Fragment> argument) {
    return convert(known(forward, column), known(young, column), old, argument);
  }

  /** b for an old column, cast to its full type; {@code argument} gives the new columns' values. */
  Fragment backward(String column, Function<String, Fragment> argument) {
    return convert(known(backward, column), known(old, column), young, argument);
  }

  private <T> T known(Map<String, T> of, String column) {
    T found = of.get(column);
    if (found == null) {
      throw new Refusal("migration " + name() + " says nothing of column " + column);
    }
    return found;
  }

  private static Fragment convert(
      Template template,
      Column target,
      Map<String, Column> sources,
      Function<String, Fragment> argument) {
    Fragment value = template.apply(argument);
    boolean same = template
        .column()
        .map(sources::get)
        .filter(source -> TypeName.of(source.type()).equals(TypeName.of(target.type())))
        .isPresent();
    return same ? value : BoundMigration.cast(value, target.type());
  }

  /** Whether b for this old column is surely null where the new columns are. */
  boolean backwardKeepsNull(String column) {
    Template template = known(backward, column);
    return template.column().isPresent() || template.isArithmetic() && template.readsColumns();
  }

  /** Whether the new table has a row for these values of the old columns: true or false, never null. */
  Fragment present(Function<String, Fragment> argument) {
    if (move.isWhole()) {
      return Fragment.of("true");
    }
    Optional<Expression> present = move.migration().newTable().flatMap(table -> table.present());
    if (present.isPresent()) {
      return new Fragment.Builder()
          .add("(")
          .add(Template.of(present.get().sql()).apply(argument))
          .add(") IS TRUE")
          .build();
    }
    List<Fragment> values = old.keySet().stream().map(argument).toList();
    return new Fragment.Builder()
        .add("pg_catalog.num_nonnulls(")
        .add(Fragment.join(", ", values))
        .add(") > 0")
        .build();
  }

  /** Whether every old row has a new one. */
  boolean isAlwaysPresent() {
    return move.isWhole()
        || move.migration()
            .newTable()
            .flatMap(table -> table.present())
            .filter(present -> present.sql().strip().equalsIgnoreCase("true"))
            .isPresent();
  }

  /** The old columns that took no nulls. */
  List<String> required() {
    return old.values().stream().filter(Column::notNull).map(Column::name).toList();
  }

  /** A table as a statement names it wherever its search_path points. */
  static String qualified(Relation table) {
    return Identifiers.quote(table.schema()) + "." + Identifiers.quote(table.name());
  }
}
