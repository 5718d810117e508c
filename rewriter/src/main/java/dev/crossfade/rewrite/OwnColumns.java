package dev.crossfade.rewrite;

import dev.crossfade.catalog.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The columns of a new table that no migration brings. A row that holds something in them isn't there for the sake of an old row alone; what the server makes of itself, a number or the time, says nothing of
 * that.
 */
final class OwnColumns {
  private static final Pattern CONSTANT =
      Pattern.compile("(?:'(?:[^']|'')*'|-?[0-9.]+|true|false|NULL)(?:::.+)?");

  private OwnColumns() {}

  private static List<Column> of(BoundMove move) {
    return move.to().columns().stream()
        .filter(column -> move.move().hasMore())
        .filter(column -> !move.key().containsValue(column.name()))
        .filter(column -> !move.young().containsKey(column.name()))
        .filter(column ->
            move.siblings().stream().noneMatch(other -> other.young().containsKey(column.name())))
        .filter(column -> !column.identity() && !column.generated() && !column.volatileDefault())
        .filter(column ->
            CONSTANT.matcher(column.defaultExpression().orElse("NULL")).matches())
        .toList();
  }

  /**
   * Whether a row has something in them other than their defaults, if that may keep it. It can't stay without the columns that have moved where these take no nulls.
   *
   * @param goes whether the old row goes, or gets another key: a foreign key then says what becomes of the new one as it is
   */
  static Optional<String> held(BoundMove move, Function<String, Fragment> row, boolean goes) {
    if (!count(move, goes)) {
      return Optional.empty();
    }
    List<Fragment> values = new ArrayList<>();
    List<Fragment> defaults = new ArrayList<>();
    for (Column column : of(move)) {
      values.add(row.apply(column.name()));
      defaults.add(BoundMigration.cast(
          Fragment.of(column.defaultExpression().orElse("NULL")), column.type()));
    }
    return Optional.of(Sync.differ(values, defaults));
  }

  /** Whether there are any that may keep rows. */
  static boolean count(BoundMove move, boolean goes) {
    return !of(move).isEmpty()
        && (goes && move.refers() || move.young().values().stream().noneMatch(Column::notNull));
  }
}
