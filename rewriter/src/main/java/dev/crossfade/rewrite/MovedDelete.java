package dev.crossfade.rewrite;

import dev.crossfade.catalog.Relation;
import dev.crossfade.mapping.Shape;
import dev.crossfade.sql.Expr;
import dev.crossfade.sql.Query;
import dev.crossfade.sql.Span;
import dev.crossfade.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A DELETE from a table that columns leave. A row leaves both tables in one statement, so that a foreign key in either direction holds at its end; it has been locked in a statement before, so
 * that none that has just been moved is missed.
 */
final class MovedDelete {
  private final Rewriting work;
  private final List<BoundMove> moves;

  MovedDelete(Rewriting work, List<BoundMove> moves) {
    this.work = work;
    this.moves = moves;
  }

  /** @param sought whether the predicate needs columns that are in the new table only */
  void rewrite(Statement.Delete delete, Item target, boolean shown, boolean sought) {
    boolean joined = shown && !delete.using().isEmpty() || sought;
    refuseUnrepeatable(delete, joined, moves.get(0).from());
    BoundMove first = moves.get(0);
    LockedRows locked = new LockedRows(
        work,
        first,
        target,
        delete.with(),
        delete.target(),
        delete.using(),
        delete.where(),
        "UPDATE");
    List<Fragment> left = new ArrayList<>();
    // An application of the new shape that knows a foreign key goes by what that says.
    List<BoundMove> leaving = moves.stream()
        .filter(move -> work.context.shape() == Shape.OLD || !refersToOld(move))
        .toList();
    for (List<BoundMove> group : SharedRows.groups(leaving)) {
      BoundMove move = group.get(0);
      if (SharedRows.mayStay(group)) {
        left.addAll(new SharedRows(group).left(left.size(), among(move, first)));
      } else {
        left.add(new Fragment.Builder()
            .add("crossfade_left" + left.size() + " AS (DELETE FROM "
                + BoundMove.qualified(move.to()) + " WHERE ")
            .add(among(move, first))
            .add(")")
            .build());
      }
    }
    if (!left.isEmpty()) {
      WrittenRows.with(work, delete.with(), delete.span(), Fragment.join(", ", left));
    }
    boolean batches = delete.with().isEmpty()
        && delete.using().isEmpty()
        && delete.where().map(where -> new Repeatable(work).test(where)).orElse(true);
    boolean shared = SharedRows.groups(leaving).stream().anyMatch(SharedRows::mayStay);
    List<Steps.Apart> apart = batches && !joined && !shown && !shared
        ? apart(leaving, work.edits.render(delete.target().span()), locked)
        : List.of();
    where(delete, locked.among(), joined);
    work.steps = new Steps(
            Optional.of(locked.lock()),
            List.of(),
            0,
            shown,
            Optional.empty(),
            Optional.empty(),
            batches,
            false)
        .holding(leaving.isEmpty() ? Optional.empty() : new Sync(leaving).hold(true, first, true))
        .or(apart);
  }

  private boolean refersToOld(BoundMove move) {
    return work.context.snapshot().refers(move.to(), move.from());
  }

  /** The tables one after the other, where foreign keys between them allow one order. */
  private List<Steps.Apart> apart(List<BoundMove> left, Fragment target, LockedRows locked) {
    BoundMove first = moves.get(0);
    boolean before =
        left.stream().noneMatch(move -> work.context.snapshot().refers(move.from(), move.to()));
    boolean behind = left.stream()
        .allMatch(
            move -> !refersToOld(move) && move.key().keySet().equals(first.key().keySet()));
    if (!before && !behind) {
      return List.of();
    }
    List<Steps.Piece> others =
        left.stream().map(move -> Steps.Piece.of(leave(move, first))).toList();
    List<Steps.Apart> ways = new ArrayList<>();
    for (boolean single : new boolean[] {true, false}) {
      Steps.Piece main = Steps.Piece.of(new Fragment.Builder()
          .add("DELETE FROM ")
          .add(target)
          .add(" WHERE ")
          .add(single ? locked.single() : locked.among())
          .build());
      ways.add(new Steps.Apart(
          single,
          before ? others : List.of(),
          Optional.empty(),
          main,
          before ? List.of() : others));
    }
    return ways;
  }

  private void refuseUnrepeatable(Statement.Delete delete, boolean joined, Relation table) {
    boolean writes = delete.with().stream()
        .flatMap(with -> with.ctes().stream())
        .anyMatch(cte -> !(cte.body() instanceof Query));
    boolean cursor = delete
        .where()
        .filter(where ->
            where instanceof Expr.Operation operation && operation.operator().equals("current of"))
        .isPresent();
    boolean twice =
        joined && !delete.where().map(where -> new Repeatable(work).test(where)).orElse(true);
    if (writes || cursor || twice) {
      throw new Refusal("a DELETE from table " + table.name() + ", whose columns move to another, "
          + (writes
              ? "behind a WITH that writes"
              : cursor ? "WHERE CURRENT OF" : "with a predicate that can't be evaluated twice"));
    }
  }

  /** Whether a new row belongs to one of the rows that are locked. */
  private static Fragment among(BoundMove move, BoundMove first) {
    List<String> mine = LockedRows.quoted(move.key().keySet());
    List<String> theirs = LockedRows.quoted(move.key().values());
    return mine.equals(LockedRows.quoted(first.key().keySet()))
        ? LockedRows.among(theirs, first)
        : new Fragment.Builder()
            .add("(" + String.join(", ", theirs) + ") IN (SELECT " + String.join(", ", mine)
                + " FROM " + BoundMove.qualified(move.from()) + " WHERE ")
            .add(LockedRows.among(LockedRows.quoted(first.key().keySet()), first))
            .add(")")
            .build();
  }

  private static Fragment leave(BoundMove move, BoundMove first) {
    return new Fragment.Builder()
        .add("DELETE FROM " + BoundMove.qualified(move.to()) + " WHERE ")
        .add(among(move, first))
        .build();
  }

  private void where(Statement.Delete delete, Fragment locked, boolean joined) {
    int end = delete.using().isEmpty()
        ? delete.target().span().end()
        : delete.using().get(delete.using().size() - 1).span().end();
    if (!joined && !delete.using().isEmpty()) {
      work.edits.delete(delete.target().span().end(), end);
    }
    if (delete.where().isEmpty()) {
      work.edits.after(end, new Fragment.Builder().add(" WHERE ").add(locked).build());
      return;
    }
    Span where = delete.where().get().span();
    if (!joined) {
      work.edits.replace(where, locked);
      return;
    }
    work.edits.before(where.start(), Fragment.of("("));
    work.edits.after(
        where.end(), new Fragment.Builder().add(") AND ").add(locked).build());
  }
}
