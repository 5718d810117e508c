package dev.crossfade.rewrite;

import dev.crossfade.catalog.Column;
import dev.crossfade.catalog.Relation;
import dev.crossfade.mapping.Shape;
import dev.crossfade.sql.Expr;
import dev.crossfade.sql.Query;
import dev.crossfade.sql.Span;
import dev.crossfade.sql.Statement;
import dev.crossfade.sql.Statement.Assignment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Writes of a table that columns leave for another: what goes around the statement so that the other table follows. */
final class MovedWrites {
  /** A text with more rows than these is not made twice as long. */
  private static final int MOST_KEYS = 100;

  private static final Set<String> PLAIN = Set.of("smallint", "integer", "bigint", "uuid");

  private final Rewriting work;
  private final boolean alone;

  /** @param alone whether the write is all of its text */
  MovedWrites(Rewriting work, boolean alone) {
    this.work = work;
    this.alone = alone;
  }

  private static List<String> keyOf(BoundMove move) {
    return List.copyOf(move.key().keySet());
  }

  private Optional<ArrivingWrites> arriving(Item target) {
    return ArrivingWrites.of(work, alone, target);
  }

  private static List<BoundMove> departed(Item target) {
    return target.view().stream()
        .flatMap(view -> view.departures().stream())
        .filter(BoundMove::hasDeparted)
        .toList();
  }

  /** An UPDATE that has to write both tables at once: of columns that are in the new one only, or of those by which its rows are found. */
  Optional<MovedUpdate> both(
      Statement.Update update, Item target, Assignments assigned, boolean sought) {
    Set<BoundMove> moves = new LinkedHashSet<>(assigned.departed().moves());
    List<BoundMove> rekeyed = rekeyed(update, target);
    rekeyed.stream()
        .filter(move -> move.follows()
            && move.siblings().stream()
                .anyMatch(other -> other.from().oid() != move.from().oid()))
        .findFirst()
        .ifPresent(move -> {
          throw new Refusal("an UPDATE of the key of table " + move.from().name()
              + ", which a foreign key of " + move.to().name()
              + " follows, though another table's columns move there, too");
        });
    moves.addAll(rekeyed);
    if (moves.isEmpty()) {
      return Optional.empty();
    }
    BoundMove first = moves.iterator().next();
    return Optional.of(new MovedUpdate(
        work, update, target, first, List.copyOf(moves), Optional.of(assigned), sought));
  }

  /** An UPDATE that only reads columns which are in the new table only. */
  Optional<MovedUpdate> locked(Statement.Update update, Item target, boolean sought) {
    return departed(target).stream()
        .findFirst()
        .map(first ->
            new MovedUpdate(work, update, target, first, List.of(), Optional.empty(), sought));
  }

  void rewrite(MovedUpdate both, Statement.Update update, Item target, GeneratedKeys keys) {
    refuseInside(target.view().orElseThrow().departures().get(0));
    both.rewrite(isShown(update, update.returning(), keys));
  }

  /** The moves whose new rows go along with the key. An application of the new shape that knows a foreign key goes by what that says, and in contract it has both tables. */
  private List<BoundMove> rekeyed(Statement.Update update, Item target) {
    Set<String> written = written(update.assignments());
    return target.view().stream()
        .flatMap(view -> view.departures().stream())
        .filter(move -> move.writesBoth() || move.hasDeparted() && isOld(target))
        .filter(move -> isOld(target) || !work.context.snapshot().refers(move.to(), move.from()))
        .filter(move -> move.key().keySet().stream().anyMatch(written::contains))
        .toList();
  }

  /** For what needs columns that are in another table only. */
  static Refusal refusal(TableView view, String what) {
    BoundMove move =
        view.departures().stream().filter(BoundMove::hasDeparted).findFirst().orElseThrow();
    return new Refusal(what + " table " + move.from().name()
        + " that needs columns which have moved to " + move.to().name());
  }

  private void refuseInside(BoundMove move) {
    if (!alone) {
      throw new Refusal(
          "a write of table " + move.from().name()
              + ", whose columns move to another, inside another statement or beside others; send it by itself");
    }
  }

  private List<BoundMove> moves(Item target) {
    List<BoundMove> moves = target.view().stream()
        .flatMap(view -> view.departures().stream())
        .filter(BoundMove::writesBoth)
        .toList();
    moves.stream().findFirst().ifPresent(this::refuseInside);
    return moves;
  }

  /**
   * @param upsert what follows it, where it is one that writes columns which are in another table only
   * @param elsewhere those columns' moves
   */
  void insert(
      Statement.Insert insert,
      Item target,
      GeneratedKeys keys,
      Optional<MovedUpsert> upsert,
      List<BoundMove> elsewhere) {
    Optional<ArrivingWrites> arriving = arriving(target);
    if (arriving.isPresent()) {
      List<String> key = arriving.get().key();
      arriving
          .get()
          .insert(
              insert,
              inserted(insert, target, key, target.view().orElseThrow().relation()),
              writesOthers(insert, key),
              isShown(insert, insert.returning(), keys));
      return;
    }
    List<BoundMove> moves = moves(target);
    if (upsert.isPresent()) {
      if (!moves.isEmpty()) {
        throw refusal(
            target.view().orElseThrow(),
            "an INSERT ... ON CONFLICT, beside another migration's columns, into");
      }
      insert.onConflict().ifPresent(conflict -> refuseKeys(conflict.updates(), elsewhere));
      refuseInside(elsewhere.get(0));
      upsert.get().rewrite(elsewhere, isShown(insert, insert.returning(), keys));
    }
    if (moves.isEmpty()) {
      return;
    }
    insert.onConflict().ifPresent(conflict -> refuseKeys(conflict.updates(), moves));
    boolean shown = isShown(insert, insert.returning(), keys);
    List<Fragment> known = keys instanceof GeneratedKeys.None
        ? inserted(insert, target, keyOf(moves.get(0)), moves.get(0).from())
        : List.of();
    follow(moves, known, insert.returning(), insert.span(), target, shown, true);
  }

  /** The rows of an UPDATE, where it may not say which they are; before anything is written behind its predicate. */
  Optional<FoundRows> found(Statement.Update update, Item target) {
    return arriving(target).map(writes -> writes.found(update));
  }

  /** @param found of {@link #found} */
  void update(Statement.Update update, Item target, GeneratedKeys keys, Optional<FoundRows> found) {
    Set<String> written = written(update.assignments());
    Optional<ArrivingWrites> arriving = arriving(target).filter(writes -> writes.concerns(written));
    if (arriving.isPresent()) {
      List<String> key = arriving.get().key();
      arriving
          .get()
          .update(
              update,
              update.where().map(where -> sought(where, target, key)).orElse(List.of()),
              found,
              isShown(update, update.returning(), keys));
      return;
    }
    boolean concerned = target.view().stream()
        .flatMap(view -> view.departures().stream())
        .anyMatch(move -> writes(written, move));
    if (!concerned) {
      return;
    }
    List<BoundMove> rekeyed = rekeyed(update, target);
    List<BoundMove> moves = moves(target).stream()
        .filter(move -> writes(written, move) && !rekeyed.contains(move))
        .toList();
    if (moves.isEmpty()) {
      return;
    }
    boolean shown = isShown(update, update.returning(), keys);
    List<Fragment> known = keys instanceof GeneratedKeys.None
        ? update
            .where()
            .map(where -> sought(where, target, keyOf(moves.get(0))))
            .orElse(List.of())
        : List.of();
    follow(moves, known, update.returning(), update.span(), target, shown, false);
  }

  void merge(Statement.Merge merge, Item target, GeneratedKeys keys, MovedMerge moved) {
    Optional<ArrivingWrites> arriving = arriving(target);
    if (arriving.isPresent()) {
      arriving.get().merge(merge, isShown(merge, merge.returning(), keys));
      return;
    }
    List<BoundMove> both = moves(target);
    List<BoundMove> departed = departed(target);
    List<BoundMove> deleted = MovedMerge.deletes(merge)
        ? Stream.concat(both.stream(), departed.stream())
            .filter(move -> isOld(target)
                || !move.hasDeparted() && !work.context.snapshot().refers(move.to(), move.from()))
            .toList()
        : List.of();
    moved.rewrite(both, deleted, isShown(merge, merge.returning(), keys));
    if (!work.steps.isNone()) {
      departed.stream().findFirst().ifPresent(this::refuseInside);
    }
  }

  void delete(Statement.Delete delete, Item target, GeneratedKeys keys) {
    boolean sought = target.isMovedUnderLock();
    ArrivingWrites.refuseOwn(target);
    Optional<ArrivingWrites> arriving = arriving(target);
    if (arriving.isPresent()) {
      List<String> key = arriving.get().key();
      arriving
          .get()
          .delete(
              delete,
              delete.where().map(where -> sought(where, target, key)).orElse(List.of()),
              isShown(delete, delete.returning(), keys));
      return;
    }
    List<BoundMove> moves = new ArrayList<>(moves(target));
    if (isOld(target)) {
      moves.addAll(departed(target));
    } else if (sought) {
      throw refusal(target.view().orElseThrow(), "a DELETE from");
    }
    if (!moves.isEmpty()) {
      refuseInside(moves.get(0));
      new MovedDelete(work, moves)
          .rewrite(delete, target, isShown(delete, delete.returning(), keys), sought);
    }
  }

  private static boolean isOld(Item target) {
    return target.view().filter(view -> view.shape() == Shape.OLD).isPresent();
  }

  private boolean isShown(
      Statement statement, Optional<Statement.Returning> returning, GeneratedKeys keys) {
    return returning.isPresent()
        || !(keys instanceof GeneratedKeys.None) && AppendedReturning.isFor(statement, work.script);
  }

  private void follow(
      List<BoundMove> moves,
      List<Fragment> known,
      Optional<Statement.Returning> returning,
      Span statement,
      Item target,
      boolean shown,
      boolean stored) {
    int hidden = 0;
    if (known.isEmpty()) {
      hidden = moves.get(0).key().size();
      work.edits.after(
          returning.map(Statement.Returning::span).orElse(statement).end(),
          Fragment.of((shown ? ", " : " RETURNING ") + texts(moves.get(0), target)));
    }
    work.steps = new Steps(
        Optional.empty(),
        known.stream().map(Steps.Piece::of).toList(),
        hidden,
        shown,
        Optional.of(new Sync(moves).statement(stored)),
        Optional.empty(),
        true,
        false);
  }

  /** The key's columns under names that no application has, as text but where the driver gives their text anyway: it has to know how long they are to send a batch at once. */
  static String texts(BoundMove move, Item target) {
    List<String> texts = new ArrayList<>();
    for (String column : move.key().keySet()) {
      texts.add(text(column, move.from(), target) + " AS crossfade_key" + (texts.size() + 1));
    }
    return String.join(", ", texts);
  }

  static String text(String column, Relation table, Item target) {
    String value = target.physical(column).sql();
    String type = table.column(column).map(Column::type).orElse("");
    return PLAIN.contains(type) ? value : "CAST(" + value + " AS pg_catalog.text)";
  }

  /** Whether the driver gives the key's text anyway. */
  static boolean arePlain(BoundMove move) {
    return PLAIN.containsAll(Sync.types(move.from(), keyOf(move)));
  }

  static Set<String> written(List<Assignment> assignments) {
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

  static void refuseKeys(List<Assignment> assignments, List<BoundMove> moves) {
    Set<String> written = written(assignments);
    for (BoundMove move : moves) {
      move.key().keySet().stream().filter(written::contains).findFirst().ifPresent(column -> {
        throw new Refusal("a write of column " + column + ", by which rows of table "
            + move.from().name() + " are found in " + move.to().name());
      });
    }
  }

  /** Whether rows may conflict by something else than the key, and be written by that. */
  private static boolean writesOthers(Statement.Insert insert, List<String> key) {
    return insert.onConflict().stream()
        .anyMatch(conflict -> !conflict.updates().isEmpty() && !isArbiter(conflict, key));
  }

  /** The keys that an INSERT gives, if it gives all of them as they will be stored and touches no other row. */
  private List<Fragment> inserted(
      Statement.Insert insert, Item target, List<String> key, Relation table) {
    if (writesOthers(insert, key)
        || insert.overriding().isPresent()
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
    List<Fragment> keys = new ArrayList<>();
    for (Query.ValuesRow row : values.rows()) {
      List<Fragment> parts = new ArrayList<>();
      for (String column : key) {
        int place = columns.indexOf(column);
        if (place < 0 || place >= row.items().size() || !isPlain(row.items().get(place))) {
          return List.of();
        }
        Fragment value = work.edits.original(row.items().get(place).span());
        parts.add(BoundMigration.cast(value, table.column(column).orElseThrow().type()));
      }
      keys.add(tuple(parts));
    }
    return keys;
  }

  static boolean isArbiter(Statement.OnConflict conflict, List<String> key) {
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
  static boolean isPlain(Expr expr) {
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

  private static Fragment tuple(List<Fragment> parts) {
    return new Fragment.Builder()
        .add("(")
        .add(Fragment.join(", ", parts))
        .add(")")
        .build();
  }

  /** The keys that a predicate leaves, if it says them itself; each as the predicate compares it. */
  private List<Fragment> sought(Expr where, Item target, List<String> key) {
    Map<String, Fragment> equal = new HashMap<>();
    for (Expr conjunct : conjuncts(where)) {
      if (!(conjunct instanceof Expr.Operation operation)
          || operation.operands().isEmpty()
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

  static List<Expr> conjuncts(Expr expr) {
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
