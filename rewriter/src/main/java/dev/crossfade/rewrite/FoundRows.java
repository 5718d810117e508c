package dev.crossfade.rewrite;

import dev.crossfade.sql.Expr;
import dev.crossfade.sql.FromItem;
import dev.crossfade.sql.Query;
import dev.crossfade.sql.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The rows that a write of a table finds to which columns come, as a read of the application's finds them: those that have not been moved yet, too. The write itself is then confined to them. To be
 * made before anything is written behind the write's predicate.
 */
final class FoundRows {
  private final Rewriting work;
  private final Item target;
  private final Optional<Query.With> with;
  private final FromItem.TableRef table;
  private final List<FromItem> others;
  private final Optional<Expr> where;
  private final Edits.Surroundings around;

  /** @param place the predicate, or where one would stand */
  FoundRows(
      Rewriting work,
      Item target,
      Optional<Query.With> with,
      FromItem.TableRef table,
      List<FromItem> others,
      Optional<Expr> where,
      Span place) {
    this.work = work;
    this.target = target;
    this.with = with;
    this.table = table;
    this.others = others;
    this.where = where;
    this.around = work.edits.surroundings(place);
  }

  /** A query for their keys; nothing where it might find others a second time. */
  Optional<Fragment> keys(Collection<String> key) {
    RepeatableQuery repeatable = new RepeatableQuery(work);
    boolean cursor = where
        .filter(condition -> condition instanceof Expr.Operation operation
            && operation.operator().equals("current of"))
        .isPresent();
    if (cursor
        || !repeatable.with(with)
        || !others.stream().allMatch(repeatable::test)
        || !repeatable.test(where)) {
      return Optional.empty();
    }
    List<String> columns = new ArrayList<>();
    key.forEach(column -> columns.add(target.qualifier() + "." + Identifiers.quote(column)));
    Fragment.Builder text = new Fragment.Builder();
    with.ifPresent(own -> text.add(work.edits.original(own.span())).add(" "));
    text.add("SELECT " + String.join(", ", columns) + " FROM ")
        .add(work.edits.original(table.span()));
    others.forEach(item -> text.add(", ").add(work.edits.original(item.span())));
    where.ifPresent(condition -> text.add(" WHERE ").add(work.edits.original(condition.span())));
    return Optional.of(read(work, text.build()));
  }

  /** A query of the application's, as it is to be sent. */
  static Fragment read(Rewriting work, Fragment text) {
    Outcome outcome = Rewriter.rewrite(text.sql(), new GeneratedKeys.None(), work.context);
    if (outcome instanceof Outcome.Unchanged) {
      return text;
    } else if (outcome instanceof Outcome.Rewritten rewritten) {
      List<Integer> sources = new ArrayList<>();
      for (int source : rewritten.sources()) {
        sources.add(text.sources().get(source));
      }
      return new Fragment(rewritten.sql(), List.copyOf(sources));
    }
    throw new Refusal(
        outcome instanceof Outcome.Refused refused
            ? refused.reason()
            : outcome instanceof Outcome.Passed passed
                ? passed.reason()
                : "a write whose rows can't be read before");
  }

  /** Confines the write to rows whose keys have been given before. */
  void confine(BoundMove move) {
    Fragment among = LockedRows.among(
        move.key().values().stream()
            .map(column -> target.physical(column).sql())
            .toList(),
        move);
    work.edits.surround(
        around,
        Fragment.of(where.isPresent() ? "(" : ""),
        new Fragment.Builder()
            .add(where.isPresent() ? ") AND " : " WHERE ")
            .add(among)
            .build());
  }
}
