package dev.crossfade.rewrite;

import dev.crossfade.catalog.Relation;
import dev.crossfade.mapping.Shape;
import dev.crossfade.sql.Expr;
import dev.crossfade.sql.Query;
import dev.crossfade.sql.Span;
import dev.crossfade.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
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

  void rewrite(Statement.Delete delete, Item target, boolean shown) {
    boolean joined = shown && !delete.using().isEmpty();
    refuseUnrepeatable(delete, joined, moves.get(0).from());
    BoundMove first = moves.get(0);
    Steps.Piece lock = Steps.Piece.of(lock(delete, target, first));
    List<String> key = List.copyOf(first.key().keySet());
    Fragment locked =
        among(key.stream().map(column -> target.physical(column).sql()).toList(), first);
    List<Fragment> left = new ArrayList<>();
    for (BoundMove move : moves) {
      // An application of the new shape that knows a foreign key goes by what that says.
      if (work.context.shape() == Shape.OLD
          || !work.context.snapshot().refers(move.to(), move.from())) {
        left.add(leave(move, first, left.size()));
      }
    }
    if (!left.isEmpty()) {
      with(delete, left);
    }
    where(delete, locked, joined);
    boolean batches = delete.with().isEmpty()
        && delete.using().isEmpty()
        && delete.where().map(where -> new Repeatable(work).test(where)).orElse(true);
    work.steps = new Steps(
        Optional.of(lock), List.of(), 0, shown, Optional.empty(), Optional.empty(), batches);
  }

  private void with(Statement.Delete delete, List<Fragment> left) {
    Fragment.Builder ctes = new Fragment.Builder().add(Fragment.join(", ", left));
    delete
        .with()
        .ifPresentOrElse(
            with -> work.edits.after(
                with.span().end(),
                new Fragment.Builder().add(", ").add(ctes.build()).build()),
            () -> work.edits.before(
                delete.span().start(),
                new Fragment.Builder().add("WITH ").add(ctes.build()).add(" ").build()));
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
              : cursor
                  ? "WHERE CURRENT OF"
                  : "with USING, RETURNING and a predicate that can't be evaluated twice"));
    }
  }

  private Fragment lock(Statement.Delete delete, Item target, BoundMove move) {
    Fragment.Builder lock = new Fragment.Builder();
    delete.with().ifPresent(with -> lock.add(work.edits.render(with.span())).add(" "));
    lock.add("SELECT " + MovedWrites.texts(move, target) + " FROM ")
        .add(work.edits.render(delete.target().span()));
    delete.using().forEach(item -> lock.add(", ").add(work.edits.render(item.span())));
    delete.where().ifPresent(where -> lock.add(" WHERE ").add(work.edits.render(where.span())));
    return lock.add(" FOR UPDATE OF " + target.qualifier()).build();
  }

  /** Whether a key is one of those locked, in the form that an index serves whatever the server's statistics say. */
  private static Fragment among(List<String> key, BoundMove move) {
    List<String> types = Sync.types(move.from(), List.copyOf(move.key().keySet()));
    if (types.size() == 1) {
      return new Fragment(key.get(0) + " = ANY (CAST(? AS " + types.get(0) + "[]))", List.of(-1));
    }
    return new Fragment.Builder()
        .add("(" + String.join(", ", key) + ") IN (")
        .add(lockedKeys(move))
        .add(")")
        .build();
  }

  /** The keys that the lock has given, as rows. */
  static Fragment lockedKeys(BoundMove move) {
    List<String> types = Sync.types(move.from(), List.copyOf(move.key().keySet()));
    List<Integer> sources = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      sources.add(-1 - i);
    }
    return new Fragment("SELECT * FROM " + Steps.arrays(types), List.copyOf(sources));
  }

  private static Fragment leave(BoundMove move, BoundMove first, int number) {
    List<String> mine = quoted(move.key().keySet());
    List<String> theirs = quoted(move.key().values());
    Fragment.Builder leave = new Fragment.Builder()
        .add("crossfade_left" + number + " AS (DELETE FROM " + BoundMove.qualified(move.to())
            + " WHERE ");
    if (mine.equals(quoted(first.key().keySet()))) {
      return leave.add(among(theirs, first)).add(")").build();
    }
    return leave
        .add("(" + String.join(", ", theirs) + ") IN (SELECT " + String.join(", ", mine) + " FROM "
            + BoundMove.qualified(move.from()) + " WHERE ")
        .add(among(quoted(first.key().keySet()), first))
        .add("))")
        .build();
  }

  private static List<String> quoted(Collection<String> columns) {
    return columns.stream().map(Identifiers::quote).toList();
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
