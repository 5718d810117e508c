package dev.crossfade.rewrite;

import dev.crossfade.mapping.Phase;
import dev.crossfade.mapping.Shape;
import dev.crossfade.sql.Expr;
import dev.crossfade.sql.Query;
import dev.crossfade.sql.Span;
import dev.crossfade.sql.Statement;
import dev.crossfade.sql.Statement.Assignment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Writes of a table that columns leave for another: what goes around the statement so that the other table follows. */
final class MovedWrites {
  /** A text with more rows than these is not made twice as long. */
  private static final int MOST_KEYS = 100;

  private final Rewriting work;
  private final boolean alone;

  /** @param alone whether the write is all of its text */
  MovedWrites(Rewriting work, boolean alone) {
    this.work = work;
    this.alone = alone;
  }

  /** Refuses what can't be written yet. */
  static void refuseGone(TableView view) {
    view.departures().stream()
        .filter(move -> move.phase() == Phase.CONTRACT)
        .findFirst()
        .ifPresent(move -> {
          throw new Refusal("a write of table " + view.relation().name()
              + ", whose columns have moved to " + move.to().name() + " in contract");
        });
  }

  /** Refuses a write of a table that columns come to, but for one of columns of its own. */
  private static void refuseArrivals(Item target, boolean own) {
    boolean young = target.view().filter(view -> view.shape() == Shape.NEW).isPresent();
    target.view().stream()
        .flatMap(view -> view.arrivals().stream())
        .filter(move -> !own && (move.writesBoth() || move.phase() == Phase.EXPAND && young))
        .findFirst()
        .ifPresent(move -> {
          throw new Refusal("a write of table " + move.to().name() + ", to which columns of "
              + move.from().name() + " move");
        });
  }

  private List<BoundMove> moves(Item target) {
    List<BoundMove> moves = target.view().stream()
        .flatMap(view -> view.departures().stream())
        .filter(BoundMove::writesBoth)
        .toList();
    if (!moves.isEmpty() && !alone) {
      throw new Refusal(
          "a write of table " + moves.get(0).from().name()
              + ", whose columns move to another, inside another statement or beside others; send it by itself");
    }
    moves.forEach(this::refuseShared);
    return moves;
  }

  private void refuseShared(BoundMove move) {
    MappedTable to = work.context.snapshot().tables().get(move.to().oid());
    if (to != null && to.arrivals().size() > 1) {
      throw new Refusal("a write of table " + move.from().name() + ", whose columns move to "
          + move.to().name() + " as those of another migration do");
    }
  }

  void insert(Statement.Insert insert, Item target, GeneratedKeys keys) {
    refuseArrivals(target, false);
    List<BoundMove> moves = moves(target);
    if (moves.isEmpty()) {
      return;
    }
    insert.onConflict().ifPresent(conflict -> refuseKeys(conflict.updates(), moves));
    boolean shown = isShown(insert.returning(), keys);
    List<Steps.Piece> known =
        keys instanceof GeneratedKeys.None ? inserted(insert, target, moves.get(0)) : List.of();
    follow(moves, known, insert.returning(), insert.span(), target, shown);
  }

  void update(Statement.Update update, Item target, GeneratedKeys keys) {
    Set<String> written = written(update.assignments());
    refuseArrivals(
        target,
        target.view().stream()
            .flatMap(view -> view.arrivals().stream())
            .noneMatch(move -> written.stream()
                .anyMatch(column ->
                    move.young().containsKey(column) || move.key().containsValue(column))));
    boolean concerned = target.view().stream()
        .flatMap(view -> view.departures().stream())
        .anyMatch(move -> writes(written, move));
    if (!concerned) {
      return;
    }
    List<BoundMove> moves =
        moves(target).stream().filter(move -> writes(written, move)).toList();
    if (moves.isEmpty()) {
      return;
    }
    refuseKeys(update.assignments(), moves);
    boolean shown = isShown(update.returning(), keys);
    List<Steps.Piece> known = keys instanceof GeneratedKeys.None
        ? update.where().map(where -> sought(where, target, moves.get(0))).orElse(List.of())
        : List.of();
    follow(moves, known, update.returning(), update.span(), target, shown);
  }

  void merge(Statement.Merge merge, Item target, GeneratedKeys keys) {
    refuseArrivals(target, false);
    List<BoundMove> moves = moves(target);
    if (moves.isEmpty()) {
      return;
    }
    for (Statement.MergeWhen when : merge.whens()) {
      if (when.action() instanceof Statement.MergeAction.DeleteRow) {
        throw new Refusal("MERGE ... DELETE on table " + moves.get(0).from().name()
            + ", whose columns move to another; use DELETE");
      } else if (when.action() instanceof Statement.MergeAction.UpdateRow row) {
        refuseKeys(row.assignments(), moves);
      }
    }
    follow(
        moves,
        List.of(),
        merge.returning(),
        merge.span(),
        target,
        isShown(merge.returning(), keys));
  }

  void delete(Statement.Delete delete, Item target, GeneratedKeys keys) {
    refuseArrivals(target, false);
    List<BoundMove> moves = moves(target);
    if (!moves.isEmpty()) {
      new MovedDelete(work, moves).rewrite(delete, target, isShown(delete.returning(), keys));
    }
  }

  private static boolean isShown(Optional<Statement.Returning> returning, GeneratedKeys keys) {
    return returning.isPresent() || !(keys instanceof GeneratedKeys.None);
  }

  private void follow(
      List<BoundMove> moves,
      List<Steps.Piece> known,
      Optional<Statement.Returning> returning,
      Span statement,
      Item target,
      boolean shown) {
    int hidden = 0;
    if (known.isEmpty()) {
      hidden = moves.get(0).key().size();
      work.edits.after(
          returning.map(Statement.Returning::span).orElse(statement).end(),
          Fragment.of((shown ? ", " : " RETURNING ") + texts(moves.get(0), target)));
    }
    work.steps = new Steps(
        Optional.empty(), known, hidden, shown, Optional.of(new Sync(moves).statement()), true);
  }

  /** The key's columns as text, under names that no application has. */
  static String texts(BoundMove move, Item target) {
    List<String> texts = new ArrayList<>();
    for (String column : move.key().keySet()) {
      texts.add("CAST(" + target.physical(column).sql() + " AS pg_catalog.text) AS crossfade_key"
          + (texts.size() + 1));
    }
    return String.join(", ", texts);
  }

  private static Set<String> written(List<Assignment> assignments) {
    Set<String> written = new HashSet<>();
    assignments.stream()
        .flatMap(assignment -> assignment instanceof Assignment.Multiple multiple
            ? multiple.targets().stream()
            : Stream.of(((Assignment.Single) assignment).target()))
        .forEach(target -> written.add(target.column().value()));
    return written;
  }

  private static boolean writes(Set<String> written, BoundMove move) {
    return written.stream()
        .anyMatch(column -> move.old().containsKey(column) || move.key().containsKey(column));
  }

  private static void refuseKeys(List<Assignment> assignments, List<BoundMove> moves) {
    Set<String> written = written(assignments);
    for (BoundMove move : moves) {
      move.key().keySet().stream().filter(written::contains).findFirst().ifPresent(column -> {
        throw new Refusal("a write of column " + column + ", by which rows of table "
            + move.from().name() + " are found in " + move.to().name());
      });
    }
  }

  /** The keys that an INSERT gives, if it gives all of them as they will be stored and touches no other row. */
  private List<Steps.Piece> inserted(Statement.Insert insert, Item target, BoundMove move) {
    List<String> key = List.copyOf(move.key().keySet());
    boolean others = insert.onConflict().stream()
        .anyMatch(conflict -> !conflict.updates().isEmpty() && !isArbiter(conflict, key));
    if (others
        || !(insert.source() instanceof Statement.Source.Rows rows)
        || !(rows.query().body() instanceof Query.Values values)
        || rows.query().with().isPresent()
        || !rows.query().orderBy().isEmpty()
        || !rows.query().limits().isEmpty()
        || values.rows().size() > MOST_KEYS) {
      return List.of();
    }
    List<String> columns = insert.columnList().isPresent()
        ? insert.columns().stream().map(column -> column.column().value()).toList()
        : target.names();
    List<Steps.Piece> keys = new ArrayList<>();
    for (Query.ValuesRow row : values.rows()) {
      List<Fragment> parts = new ArrayList<>();
      for (String column : key) {
        int place = columns.indexOf(column);
        if (place < 0 || place >= row.items().size() || !isPlain(row.items().get(place))) {
          return List.of();
        }
        Fragment value = work.edits.original(row.items().get(place).span());
        parts.add(
            BoundMigration.cast(value, move.from().column(column).orElseThrow().type()));
      }
      keys.add(tuple(parts));
    }
    return keys;
  }

  private static boolean isArbiter(Statement.OnConflict conflict, List<String> key) {
    Set<String> columns = new HashSet<>();
    for (Statement.Inference element : conflict.inference()) {
      if (!(element.expr() instanceof Expr.ColumnRef reference)) {
        return false;
      }
      columns.add(reference.parts().get(reference.parts().size() - 1).value());
    }
    return columns.equals(Set.copyOf(key));
  }

  /** Whether it is the same value wherever it stands, and reads nothing. */
  private static boolean isPlain(Expr expr) {
    if (expr instanceof Expr.Cast cast) {
      return isPlain(cast.operand());
    } else if (expr instanceof Expr.Paren paren) {
      return isPlain(paren.inner());
    } else if (expr instanceof Expr.Operation operation) {
      return operation.operands().size() == 1
          && operation.operator().equals("-")
          && isPlain(operation.operands().get(0));
    }
    return expr instanceof Expr.Placeholder
        || expr instanceof Expr.Constant constant && constant.kind() != Expr.Constant.Kind.NULL;
  }

  private static Steps.Piece tuple(List<Fragment> parts) {
    Fragment joined = Fragment.join(", ", parts);
    return Steps.Piece.of(
        parts.size() == 1
            ? joined
            : new Fragment.Builder().add("(").add(joined).add(")").build());
  }

  /** The keys that a predicate leaves, if it says them itself; each as the predicate compares it. */
  private List<Steps.Piece> sought(Expr where, Item target, BoundMove move) {
    List<String> key = List.copyOf(move.key().keySet());
    Map<String, Fragment> equal = new HashMap<>();
    for (Expr conjunct : conjuncts(where)) {
      if (!(conjunct instanceof Expr.Operation operation)
          || !operation.operands().stream().skip(1).allMatch(MovedWrites::isPlain)) {
        continue;
      }
      Optional<String> column = column(operation.operands().get(0), target).filter(key::contains);
      if (column.isEmpty()) {
        continue;
      }
      List<Fragment> values = operation.operands().stream()
          .skip(1)
          .map(value -> work.edits.original(value.span()))
          .toList();
      if (operation.operator().equals("=")) {
        equal.putIfAbsent(column.get(), values.get(0));
      } else if (operation.operator().equals("in")
          && key.size() == 1
          && values.size() <= MOST_KEYS) {
        return values.stream().map(value -> tuple(List.of(value))).toList();
      }
    }
    return equal.keySet().containsAll(key)
        ? List.of(tuple(key.stream().map(equal::get).toList()))
        : List.of();
  }

  private static List<Expr> conjuncts(Expr expr) {
    if (expr instanceof Expr.Paren paren) {
      return conjuncts(paren.inner());
    }
    return expr instanceof Expr.Operation operation && operation.operator().equals("and")
        ? operation.operands().stream()
            .flatMap(part -> conjuncts(part).stream())
            .toList()
        : List.of(expr);
  }

  private static Optional<String> column(Expr expr, Item target) {
    if (!(expr instanceof Expr.ColumnRef reference)) {
      return Optional.empty();
    }
    int parts = reference.parts().size();
    boolean own = parts == 1
        || parts == 2
            && target.alias().filter(reference.parts().get(0).value()::equals).isPresent();
    return own ? Optional.of(reference.parts().get(parts - 1).value()) : Optional.empty();
  }
}
