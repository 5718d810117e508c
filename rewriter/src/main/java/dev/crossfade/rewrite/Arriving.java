package dev.crossfade.rewrite;

import dev.crossfade.catalog.Column;
import dev.crossfade.catalog.Relation;
import dev.crossfade.mapping.Phase;
import dev.crossfade.mapping.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A new table as an application of the new shape sees it, or one of the old shape that can only know it as the new table, while its rows are still being moved: those that are there, and those that are only in the old tables yet. Its own columns have their
 * defaults there, as far as that is a value to speak of.
 */
final class Arriving {
  private static final String NEW = "n";

  private final Relation table;
  private final List<BoundMove> moves;

  private Arriving(Relation table, List<BoundMove> moves) {
    this.table = table;
    this.moves = moves;
  }

  /** The query in parentheses that stands for the table, if the table alone doesn't do. */
  static Optional<Fragment> of(TableView view) {
    List<BoundMove> moves = view.arrivals().stream()
        .filter(move -> move.phase() == Phase.DUAL_WRITE || move.phase() == Phase.COALESCE)
        .toList();
    boolean known =
        view.shape() == Shape.OLD && moves.stream().anyMatch(move -> move.move().sharesRows());
    return moves.isEmpty() || known
        ? Optional.empty()
        : Optional.of(new Arriving(view.relation(), moves).query());
  }

  private Fragment query() {
    List<Fragment> arms = new ArrayList<>();
    arms.add(moved());
    moves.forEach(move -> arms.add(unmoved(move)));
    return Fragment.join(" UNION ALL ", arms).operand();
  }

  private static String row(int move) {
    return "o" + (move + 1);
  }

  private Fragment old(BoundMove move, String column) {
    return Fragment.of(row(moves.indexOf(move)) + "." + Identifiers.quote(column));
  }

  private static Fragment young(String column) {
    return Fragment.of(NEW + "." + Identifiers.quote(column));
  }

  private Optional<BoundMove> movesTo(Column column) {
    return moves.stream()
        .filter(move -> move.young().containsKey(column.name()))
        .findFirst();
  }

  private Fragment moved() {
    List<Fragment> columns = new ArrayList<>();
    for (Column column : table.columns()) {
      columns.add(movesTo(column)
          .filter(move -> move.move().sharesRows())
          .map(move -> new Fragment.Builder()
              .add(BoundMigration.cast(filledOr(move, column.name()), column.type()))
              .add(" AS " + Identifiers.alwaysQuote(column.name()))
              .build())
          .orElseGet(() -> young(column.name())));
    }
    Fragment.Builder sql = new Fragment.Builder()
        .add("SELECT ")
        .add(Fragment.join(", ", columns))
        .add(" FROM " + BoundMove.qualified(table) + " " + NEW);
    moves.stream()
        .filter(move -> move.move().sharesRows())
        .forEach(move -> sql.add(join(move, Arriving::young)));
    return sql.build();
  }

  /** A row that isn't this move's doing may lack the values yet. */
  private Fragment filledOr(BoundMove move, String column) {
    return new Fragment.Builder()
        .add("CASE WHEN ")
        .add(move.filled(Arriving::young))
        .add(" THEN ")
        .add(young(column))
        .add(" WHEN ")
        .add(isPresent(move))
        .add(" THEN ")
        .add(move.forward(column, old -> old(move, old)))
        .add(" END")
        .build();
  }

  private Fragment isPresent(BoundMove move) {
    return new Fragment.Builder()
        .add(old(move, List.copyOf(move.key().keySet()).get(0)))
        .add(" IS NOT NULL AND ")
        .add(move.present(column -> old(move, column)))
        .build();
  }

  /** @param key gives a reference to a key column of the new table */
  private Fragment join(BoundMove move, Function<String, Fragment> key) {
    return new Fragment.Builder()
        .add(" LEFT JOIN " + BoundMove.qualified(move.from()) + " " + row(moves.indexOf(move))
            + " ON ")
        .add(sameKey(move, key))
        .build();
  }

  private Fragment sameKey(BoundMove move, Function<String, Fragment> key) {
    List<Fragment> conditions = new ArrayList<>();
    move.key()
        .forEach((old, young) -> conditions.add(new Fragment.Builder()
            .add(old(move, old))
            .add(" = ")
            .add(key.apply(young))
            .build()));
    return Fragment.join(" AND ", conditions);
  }

  /** The rows that this move is still to make, but for those that one before it makes. */
  private Fragment unmoved(BoundMove move) {
    List<Fragment> columns = new ArrayList<>();
    for (Column column : table.columns()) {
      columns.add(movesTo(column)
          .map(owner -> value(owner, column, move))
          .or(() -> keyOf(move, column.name()).map(key -> old(move, key)))
          .orElseGet(() -> own(column)));
    }
    Fragment.Builder sql = new Fragment.Builder()
        .add("SELECT ")
        .add(Fragment.join(", ", columns))
        .add(" FROM " + BoundMove.qualified(move.from()) + " " + row(moves.indexOf(move)));
    List<BoundMove> others = moves.stream().filter(other -> other != move).toList();
    others.forEach(other ->
        sql.add(join(other, young -> old(move, keyOf(move, young).orElseThrow()))));
    sql.add(" WHERE ")
        .add(move.present(column -> old(move, column)))
        .add(" AND NOT EXISTS (SELECT FROM " + BoundMove.qualified(table) + " " + NEW + " WHERE ")
        .add(sameKey(move, Arriving::young))
        .add(")");
    others.stream()
        .filter(other -> moves.indexOf(other) < moves.indexOf(move))
        .forEach(other -> sql.add(" AND NOT (").add(isPresent(other)).add(")"));
    return sql.build();
  }

  private Fragment value(BoundMove owner, Column column, BoundMove arm) {
    Fragment value = owner.forward(column.name(), old -> old(owner, old));
    return owner == arm
        ? value
        : BoundMigration.cast(
            new Fragment.Builder()
                .add("CASE WHEN ")
                .add(isPresent(owner))
                .add(" THEN ")
                .add(value)
                .add(" END")
                .build(),
            column.type());
  }

  private static Optional<String> keyOf(BoundMove move, String young) {
    return move.key().entrySet().stream()
        .filter(entry -> entry.getValue().equals(young))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static Fragment own(Column column) {
    String value = column
        .defaultExpression()
        .filter(expression -> !column.volatileDefault())
        .orElse("NULL");
    return BoundMigration.cast(Fragment.of(value), column.type());
  }
}
