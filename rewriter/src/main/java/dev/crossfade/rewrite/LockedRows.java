package dev.crossfade.rewrite;

import dev.crossfade.sql.Expr;
import dev.crossfade.sql.FromItem;
import dev.crossfade.sql.Query;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a write's target, locked in a statement before it: what the write then reads of other tables beside them is as it is once it has the locks, and not as it was before a wait. To be made
 * before the write's own text is edited around.
 */
final class LockedRows {
  private final BoundMove move;
  private final Item target;
  private final Steps.Piece lock;

  LockedRows(
      Rewriting work,
      BoundMove move,
      Item target,
      Optional<Query.With> with,
      FromItem table,
      List<FromItem> others,
      Optional<Expr> where,
      String strength) {
    this.move = move;
    this.target = target;
    Fragment.Builder text = new Fragment.Builder();
    with.ifPresent(own -> text.add(work.edits.render(own.span())).add(" "));
    text.add("SELECT " + MovedWrites.texts(move, target) + " FROM ")
        .add(work.edits.render(table.span()));
    others.forEach(item -> text.add(", ").add(work.edits.render(item.span())));
    where.ifPresent(condition -> text.add(" WHERE ").add(work.edits.render(condition.span())));
    this.lock = Steps.Piece.of(
        text.add(" FOR " + strength + " OF " + target.qualifier()).build());
  }

  Steps.Piece lock() {
    return lock;
  }

  /** Whether a row of the target is one of them. */
  Fragment among() {
    return among(
        move.key().keySet().stream()
            .map(column -> target.physical(column).sql())
            .toList(),
        move);
  }

  /** The same where there is one at most, in the form of which the server keeps a plan. */
  Fragment single() {
    List<String> types = Sync.types(move.from(), List.copyOf(move.key().keySet()));
    List<String> equal = new ArrayList<>();
    List<Integer> sources = new ArrayList<>();
    for (String column : move.key().keySet()) {
      int place = equal.size();
      equal.add(target.physical(column).sql() + " = CAST(? AS " + types.get(place) + ")");
      sources.add(-1 - place);
    }
    return new Fragment(String.join(" AND ", equal), List.copyOf(sources));
  }

  /** Whether a key is one of theirs, in the form that an index serves whatever the server's statistics say. */
  static Fragment among(List<String> key, BoundMove move) {
    List<String> types = Sync.types(move.from(), List.copyOf(move.key().keySet()));
    if (types.size() == 1) {
      return new Fragment(key.get(0) + " = ANY (CAST(? AS " + types.get(0) + "[]))", List.of(-1));
    }
    List<Integer> sources = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      sources.add(-1 - i);
    }
    return new Fragment(
        "(" + String.join(", ", key) + ") IN (SELECT * FROM " + Steps.arrays(types) + ")",
        List.copyOf(sources));
  }

  static List<String> quoted(Collection<String> columns) {
    return columns.stream().map(Identifiers::quote).toList();
  }
}
