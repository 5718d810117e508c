package dev.crossfade.rewrite;

import dev.crossfade.catalog.Column;
import dev.crossfade.sql.Expr;
import dev.crossfade.sql.Name;
import dev.crossfade.sql.Query;
import dev.crossfade.sql.Span;
import dev.crossfade.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * An UPDATE of a table that needs columns which are in another one only. Its rows are locked in a statement before; then both tables are written in one. Used once per statement, from when its
 * values and predicate have been edited, and before its RETURNING is.
 */
final class MovedUpdate {
  private final Rewriting work;
  private final Statement.Update update;
  private final Item target;
  private final List<BoundMove> written;
  private final boolean sought;
  private final boolean rekeyed;
  private final BoundMove by;
  private final Edits.Surroundings around;
  private final Fragment rows;
  private final LockedRows locked;
  private final List<Steps.Gathered> gathered = new ArrayList<>();

  /**
   * @param first by whose key rows are locked
   * @param written the moves whose new tables are written
   * @param assigned what the statement assigns
   * @param sought whether the predicate needs columns that are in a new table only
   */
  MovedUpdate(
      Rewriting work,
      Statement.Update update,
      Item target,
      BoundMove first,
      List<BoundMove> written,
      Optional<Assignments> assigned,
      boolean sought) {
    this.work = work;
    this.update = update;
    this.target = target;
    this.written = written;
    this.sought = sought;
    this.by = first;
    // A RETURNING clause that is written from here on stands behind.
    this.around = work.edits.surroundings(place(update));
    Set<String> columns = MovedWrites.written(update.assignments());
    this.rekeyed =
        written.stream().anyMatch(move -> move.key().keySet().stream().anyMatch(columns::contains));
    this.locked = new LockedRows(
        work,
        first,
        target,
        update.with(),
        update.target(),
        update.from(),
        update.where(),
        rekeyed ? "UPDATE" : "NO KEY UPDATE");
    this.rows =
        assigned.filter(values -> !written.isEmpty()).map(this::rows).orElse(Fragment.of(""));
    written.stream().filter(BoundMove::hasDeparted).forEach(target::write);
  }

  private Fragment rows(Assignments assigned) {
    Fragment.Builder from = new Fragment.Builder()
        .add(" FROM ")
        .add(work.edits.render(update.target().span()));
    update.from().forEach(item -> from.add(", ").add(work.edits.render(item.span())));
    from.add(assigned.departed().joins()).add(" WHERE ").add(locked.among());
    if (isJoined() && update.where().isPresent()) {
      from.add(" AND (").add(work.edits.render(update.where().get().span())).add(")");
    }
    Function<String, Fragment> keys =
        column -> assigned.departed().value(column).orElseGet(() -> target.physical(column));
    BiFunction<BoundMove, Column, Fragment> values = (move, column) ->
        assigned.departed().value(column.name()).orElseGet(() -> move.seek(column.name(), target));
    List<Fragment> beside = new ArrayList<>();
    assigned
        .departed()
        .beside()
        .forEach((entry, row) ->
            beside.add(WrittenRows.as(row.column(entry.place()), row.carried(entry.place()))));
    WrittenRows all = new WrittenRows(written).and(beside);
    if (!rekeyed
        && !assigned.departed().takesRows()
        && SharedRows.groups(written).stream().noneMatch(SharedRows::mayEmpty)
        && new Separable(work, target, written).test(update)) {
      Fragment table = work.edits.render(update.target().span());
      for (Fragment some : List.of(locked.single(), locked.among())) {
        Fragment.Builder rows = new Fragment.Builder();
        rows.add(" FROM ").add(table).add(" WHERE ").add(some);
        gathered.add(all.gathered(keys, values, rows.build()));
      }
    }
    return all.elements(
        false, rekeyed ? Optional.of(target) : Optional.empty(), keys, values, from.build());
  }

  /** Whether the predicate is needed beside the locks: it has to see what other tables hold now, or says which of their rows belong to a row. */
  private boolean isJoined() {
    return sought || !update.from().isEmpty();
  }

  /** @param shown whether the application sees what the statement returns */
  void rewrite(boolean shown) {
    refuseUnrepeatable();
    Steps around = work.steps;
    boolean batches = isBatchable();
    List<Steps.Apart> apart =
        batches && !shown && around.isNone() && !gathered.isEmpty() ? apart() : List.of();
    where();
    if (!written.isEmpty()) {
      WrittenRows.with(work, update.with(), update.span(), rows);
    }
    work.steps = new Steps(
            Optional.of(locked.lock()),
            around.keys(),
            around.hidden(),
            around.isNone() ? shown : around.shown(),
            around.sync(),
            Optional.empty(),
            batches,
            !written.isEmpty() && !update.from().isEmpty())
        .holding(written.isEmpty() ? Optional.empty() : new Sync(written).hold(true, by, rekeyed))
        .or(apart);
  }

  private List<Steps.Apart> apart() {
    Fragment assignments =
        work.edits.render(new Span(update.span().start(), place(update).start()));
    List<Steps.Apart> ways = new ArrayList<>();
    for (boolean single : new boolean[] {true, false}) {
      Fragment main = new Fragment.Builder()
          .add(assignments)
          .add(update.where().isPresent() ? "" : " WHERE ")
          .add(single ? locked.single() : locked.among())
          .build();
      ways.add(new Steps.Apart(
          single,
          List.of(),
          Optional.of(gathered.get(ways.size())),
          Steps.Piece.of(main),
          List.of()));
    }
    return ways;
  }

  /** Whether what the predicate finds is the same before other executions of the statement and after them. */
  private boolean isBatchable() {
    if (update.with().isPresent() || isJoined() || update.where().isEmpty()) {
      return false;
    }
    Set<String> assigned = MovedWrites.written(update.assignments());
    return isIndependent(update.where().get(), assigned);
  }

  private boolean isIndependent(Expr expr, Set<String> assigned) {
    if (expr instanceof Expr.ColumnRef reference) {
      Name last = reference.parts().get(reference.parts().size() - 1);
      return !assigned.contains(last.value());
    }
    return new Repeatable(work).test(expr)
        && Children.of(expr).stream().allMatch(child -> isIndependent(child, assigned));
  }

  private void refuseUnrepeatable() {
    boolean writes = update.with().stream()
        .flatMap(with -> with.ctes().stream())
        .anyMatch(cte -> !(cte.body() instanceof Query));
    boolean cursor = update
        .where()
        .filter(where ->
            where instanceof Expr.Operation operation && operation.operator().equals("current of"))
        .isPresent();
    boolean twice = isJoined()
        && !update.where().map(where -> new Repeatable(work).test(where)).orElse(true);
    if (writes || cursor || twice) {
      throw new Refusal("an UPDATE of table "
          + target.view().orElseThrow().relation().name()
          + ", of which columns have moved to another, "
          + (writes
              ? "behind a WITH that writes"
              : cursor ? "WHERE CURRENT OF" : "with a predicate that can't be evaluated twice"));
    }
  }

  /** The predicate, or where one would stand. */
  static Span place(Statement.Update update) {
    int end = update.from().isEmpty()
        ? update.assignments().get(update.assignments().size() - 1).span().end()
        : update.from().get(update.from().size() - 1).span().end();
    return update.where().map(Expr::span).orElse(new Span(end, end));
  }

  private void where() {
    Fragment among = locked.among();
    if (update.where().isEmpty()) {
      work.edits.surround(
          around,
          Fragment.of(""),
          new Fragment.Builder().add(" WHERE ").add(among).build());
      return;
    }
    Span where = update.where().get().span();
    if (!isJoined()) {
      work.edits.replace(where, among);
      return;
    }
    work.edits.surround(
        around,
        Fragment.of("("),
        new Fragment.Builder().add(") AND ").add(among).build());
  }
}
