package dev.crossfade.rewrite;

import dev.crossfade.catalog.Function;
import dev.crossfade.sql.Expr;
import dev.crossfade.sql.FromItem;
import dev.crossfade.sql.Query;
import dev.crossfade.sql.Span;
import dev.crossfade.sql.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * FOR UPDATE and friends over a table whose columns have moved. A statement that waits for a lock goes on with the locked row as it is by then, but with every other table's rows as they were: so
 * the rows are locked first, and read in a second statement, whose snapshot has what was committed during the wait.
 */
final class LockingRead {
  private static final Set<String> STRENGTH = Set.of("for", "no", "key", "update", "share");

  private final Rewriting work;
  private final Query query;

  LockingRead(Rewriting work, Query query) {
    this.work = work;
    this.query = query;
  }

  /** @param item the element of FROM whose moved columns the query needs */
  void rewrite(Item item) {
    BoundMove move = item.view().orElseThrow().departures().stream()
        .filter(departure -> !departure.maintainsOld())
        .findFirst()
        .orElseThrow();
    Query.Select select = select(item).orElseThrow(() -> refusal(move));
    Query.Locking locking = query.locking().get(0);
    Fragment lock = lock(select, locking, item, move);
    work.edits.delete(locking.span().start(), locking.span().end());
    restrict(select, item, move);
    work.steps = new Steps(
        Optional.of(Steps.Piece.of(lock)),
        List.of(),
        0,
        true,
        Optional.empty(),
        Optional.empty(),
        true,
        false);
  }

  static Refusal refusal(BoundMove move) {
    return new Refusal(
        "a locking read of table " + move.from().name()
            + " that needs columns which have moved to " + move.to().name()
            + ", of more than one table's rows, with OFFSET, or inside another statement; lock the rows by a plain query first");
  }

  /** The block, if it locks rows of this item alone and gives the same for the same rows. */
  private Optional<Query.Select> select(Item item) {
    if (!(query.body() instanceof Query.Select select)
        || query.with().isPresent()
        || query.locking().size() != 1
        || select.into().isPresent()
        || select.distinct()
        || !select.groupBy().isEmpty()
        || select.having().isPresent()
        || !select.windows().isEmpty()) {
      return Optional.empty();
    }
    Query.Locking locking = query.locking().get(0);
    boolean only = locking.of().isEmpty()
        ? select.from().size() == 1 && select.from().get(0) instanceof FromItem.TableRef
        : locking.of().size() == 1
            && item.alias().filter(locking.of().get(0).last()::equals).isPresent();
    boolean offset = work.script.tokens().stream()
        .anyMatch(token -> isWithin(token, query.span()) && token.text().equals("offset"));
    Repeatable repeatable = new Repeatable(work);
    boolean same = select.where().map(repeatable::test).orElse(true)
        && select.targets().stream()
            .allMatch(target -> repeatable.test(target.expr()) && isPlain(target.expr()));
    return only && !offset && same ? Optional.of(select) : Optional.empty();
  }

  private static boolean isWithin(Token token, Span span) {
    return token.span().start() >= span.start() && token.span().end() <= span.end();
  }

  /** Neither an aggregate nor a window function, over which the server locks nothing. */
  private boolean isPlain(Expr expr) {
    boolean grouped = expr instanceof Expr.Call call
        && (call.over().isPresent()
            || call.star()
            || call.filter().isPresent()
            || work.function(call.name()).map(Function::aggregate).orElse(true));
    return !grouped && Children.of(expr).stream().allMatch(this::isPlain);
  }

  /** The query itself, as far as it locks, with the keys of the rows. */
  private Fragment lock(Query.Select select, Query.Locking locking, Item item, BoundMove move) {
    int list = select.targets().get(select.targets().size() - 1).span().end();
    int next = work.script.tokens().stream()
        .mapToInt(token -> token.span().start())
        .filter(start -> start >= list)
        .findFirst()
        .orElseThrow();
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= move.key().size(); i++) {
      names.add("crossfade_locked.crossfade_key" + i);
    }
    return new Fragment.Builder()
        .add("SELECT " + String.join(", ", names) + " FROM (")
        .add(work.edits.render(new Span(query.span().start(), list)))
        .add(", " + MovedWrites.texts(move, item) + " ")
        .add(work.edits.render(new Span(next, locking.span().start())))
        .add(clause(locking, item))
        .add(work.edits.render(new Span(locking.span().end(), query.span().end())))
        .add(") crossfade_locked")
        .build();
  }

  private String clause(Query.Locking locking, Item item) {
    String text = work.text(locking.span());
    if (!locking.of().isEmpty()) {
      return text;
    }
    int behind = work.script.tokens().stream()
            .filter(token -> isWithin(token, locking.span()))
            .takeWhile(token -> STRENGTH.contains(token.text()))
            .mapToInt(token -> token.span().end())
            .max()
            .orElseThrow()
        - locking.span().start();
    return text.substring(0, behind) + " OF " + item.qualifier() + text.substring(behind);
  }

  private void restrict(Query.Select select, Item item, BoundMove move) {
    Fragment locked = LockedRows.among(
        move.key().keySet().stream().map(column -> item.physical(column).sql()).toList(), move);
    if (select.where().isEmpty()) {
      int end = select.from().get(select.from().size() - 1).span().end();
      work.edits.after(end, new Fragment.Builder().add(" WHERE ").add(locked).build());
      return;
    }
    Span where = select.where().get().span();
    work.edits.before(where.start(), Fragment.of("("));
    work.edits.after(
        where.end(), new Fragment.Builder().add(") AND ").add(locked).build());
  }
}
