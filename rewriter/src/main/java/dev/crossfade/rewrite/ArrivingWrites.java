package dev.crossfade.rewrite;

import dev.crossfade.mapping.Phase;
import dev.crossfade.mapping.Shape;
import dev.crossfade.sql.Expr;
import dev.crossfade.sql.Query;
import dev.crossfade.sql.Span;
import dev.crossfade.sql.Statement;
import dev.crossfade.sql.Statement.MergeAction;
import dev.crossfade.sql.Statement.MergeWhen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes of a table to which columns come: what goes around the statement so that the old table follows. */
final class ArrivingWrites {
  private final Rewriting work;
  private final boolean alone;
  private final Item target;
  private final List<BoundMove> moves;
  private final BoundMove first;
  private final List<String> key;

  private ArrivingWrites(Rewriting work, boolean alone, Item target, List<BoundMove> moves) {
    this.work = work;
    this.alone = alone;
    this.target = target;
    this.moves = moves;
    this.first = moves.get(0);
    this.key = List.copyOf(first.key().values());
  }

  /**
   * Nothing where no columns come to the table.
   *
   * @param alone whether the write is all of its text
   */
  static Optional<ArrivingWrites> of(Rewriting work, boolean alone, Item target) {
    boolean young = target.view().filter(view -> view.shape() == Shape.NEW).isPresent();
    List<BoundMove> moves = target.view().stream()
        .flatMap(view -> view.arrivals().stream())
        .filter(move -> move.writesBoth() || move.phase() == Phase.EXPAND && young)
        .toList();
    return moves.isEmpty()
        ? Optional.empty()
        : Optional.of(new ArrivingWrites(work, alone, target, moves));
  }

  /** The new table's columns by which its rows are found. */
  List<String> key() {
    return key;
  }

  /** Whether an UPDATE of these columns is one that the old table follows. */
  boolean concerns(Set<String> written) {
    return moves.stream()
        .anyMatch(move -> written.stream()
            .anyMatch(
                column -> move.young().containsKey(column) || move.key().containsValue(column)));
  }

  private Refusal refusal(String what) {
    return new Refusal(what + " table " + first.to().name() + ", to which columns of "
        + first.from().name() + " move");
  }

  private void refuseUnserved(Set<String> written) {
    if (written.stream().anyMatch(key::contains)) {
      throw refusal("a write of the key of");
    } else if (moves.stream().anyMatch(each -> !each.writesBoth() || each.move().isWhole())
        || !alone) {
      throw refusal("a write of");
    }
  }

  /**
   * @param given the keys that it gives as values
   * @param others whether it may write rows of other keys
   */
  void insert(Statement.Insert insert, List<Fragment> given, boolean others, boolean shown) {
    insert.onConflict().ifPresent(conflict -> {
      refuseUnserved(MovedWrites.written(conflict.updates()));
      BackSync.refuseDeferrable(conflict, first.to());
    });
    refuseUnserved(Set.of());
    if (given.isEmpty()) {
      Optional<Fragment> keys = others ? Optional.empty() : keys(insert);
      follow(found(keys), Rows.COMING, false, shown);
    } else {
      follow(given, Rows.GIVEN, false, shown);
    }
  }

  /** A query for the keys of what an INSERT gives. */
  private Optional<Fragment> keys(Statement.Insert insert) {
    if (!(insert.source() instanceof Statement.Source.Rows rows)
        || insert.overriding().isPresent()
        || !new RepeatableQuery(work).with(insert.with())
        || !new RepeatableQuery(work).test(rows.query())
        || hasDefaults(rows.query())) {
      return Optional.empty();
    }
    List<String> columns = insert.columnList().isPresent()
        ? insert.columns().stream().map(column -> column.column().value()).toList()
        : target.names();
    List<String> keys = new ArrayList<>();
    for (String column : key) {
      if (!columns.contains(column)) {
        return Optional.empty();
      }
      // A null or a string would be text inside the query.
      keys.add("CAST(crossfade_given.c" + (columns.indexOf(column) + 1) + " AS "
          + Sync.types(first.to(), List.of(column)).get(0) + ")");
    }
    Fragment.Builder text = new Fragment.Builder();
    insert.with().ifPresent(own -> text.add(work.edits.original(own.span())).add(" "));
    List<String> all = new ArrayList<>();
    columns.forEach(column -> all.add("c" + (all.size() + 1)));
    text.add("SELECT " + String.join(", ", keys) + " FROM (")
        .add(work.edits.original(rows.query().span()))
        .add(") crossfade_given(" + String.join(", ", all) + ")");
    return Optional.of(FoundRows.read(work, text.build()));
  }

  private static boolean hasDefaults(Query query) {
    return query.body() instanceof Query.Values values
        && values.rows().stream()
            .flatMap(row -> row.items().stream())
            .anyMatch(Expr.Default.class::isInstance);
  }

  /** The rows of an UPDATE, should it not say which they are. To be called before anything is written behind its predicate. */
  FoundRows found(Statement.Update update) {
    return new FoundRows(
        work,
        target,
        update.with(),
        update.target(),
        update.from(),
        update.where(),
        MovedUpdate.place(update));
  }

  void update(
      Statement.Update update, List<Fragment> given, Optional<FoundRows> found, boolean shown) {
    refuseUnserved(MovedWrites.written(update.assignments()));
    write(given, found.orElseThrow(), false, shown);
  }

  /** Refuses to delete rows that an application of the old shape takes for its own, which knew the table before columns came, once what has come is in no other table. */
  static void refuseOwn(Item target) {
    target
        .view()
        .filter(view -> view.shape() == Shape.OLD)
        .flatMap(view -> view.arrivals().stream()
            .filter(move -> move.move().hasMore())
            .filter(BoundMove::hasDeparted)
            .findFirst())
        .ifPresent(move -> {
          throw new Refusal(
              "a DELETE of rows of table " + move.to().name()
                  + ", to which columns of " + move.from().name()
                  + " have moved, by an application of the old shape; set its own columns to their defaults");
        });
  }

  /** Whether an application of the old shape knew the table before columns came, so that what it deletes are its own columns. */
  private boolean isKnown() {
    return target.view().filter(view -> view.shape() == Shape.OLD).isPresent()
        && first.move().hasMore();
  }

  void delete(Statement.Delete delete, List<Fragment> given, boolean shown) {
    refuseUnserved(Set.of());
    if (isKnown() && first.move().several()) {
      throw refusal(
          "a DELETE by an application of the old shape, which knew it before, of rows of");
    }
    int end = delete.using().isEmpty()
        ? delete.target().span().end()
        : delete.using().get(delete.using().size() - 1).span().end();
    write(
        given,
        new FoundRows(
            work,
            target,
            delete.with(),
            delete.target(),
            delete.using(),
            delete.where(),
            delete.where().map(Expr::span).orElse(new Span(end, end))),
        true,
        shown);
  }

  private void write(List<Fragment> given, FoundRows found, boolean deletes, boolean shown) {
    if (given.isEmpty()) {
      List<Fragment> keys = found(found.keys(key));
      found.confine(first);
      follow(keys, Rows.FOUND, deletes, shown);
    } else {
      follow(given, Rows.THERE, deletes, shown);
    }
  }

  void merge(Statement.Merge merge, boolean shown) {
    refuseUnserved(Set.of());
    if (isKnown() && MovedMerge.deletes(merge)) {
      throw refusal(
          "a MERGE ... DELETE by an application of the old shape, which knew it before, of rows of");
    }
    Optional<Map<String, Expr>> by = by(merge);
    RepeatableQuery repeatable = new RepeatableQuery(work);
    if (by.isEmpty()
        || !repeatable.with(merge.with())
        || !repeatable.test(merge.source())
        || !merge.whens().stream().allMatch(when -> isByKey(when, by.get()))) {
      throw refusal("a MERGE whose ON does not give the key of all its rows, into");
    }
    List<Fragment> keys = key.stream()
        .map(column -> work.edits.original(
            Optional.ofNullable(by.get().get(column)).orElseThrow().span()))
        .toList();
    Fragment.Builder text = new Fragment.Builder();
    merge.with().ifPresent(own -> text.add(work.edits.original(own.span())).add(" "));
    text.add("SELECT ")
        .add(Fragment.join(", ", keys))
        .add(" FROM ")
        .add(work.edits.original(merge.source().span()));
    follow(List.of(FoundRows.read(work, text.build())), Rows.COMING, false, shown);
  }

  /** What ON compares the key with, where that is all of the source's. */
  private Optional<Map<String, Expr>> by(Statement.Merge merge) {
    Map<String, Expr> by = new HashMap<>();
    for (Expr conjunct : MovedWrites.conjuncts(merge.on())) {
      if (conjunct instanceof Expr.Operation operation
          && operation.operator().equals("=")
          && operation.operands().size() == 2) {
        Expr left = operation.operands().get(0);
        Expr right = operation.operands().get(1);
        own(left).filter(column -> isOther(right)).ifPresent(column -> by.put(column, right));
        own(right).filter(column -> isOther(left)).ifPresent(column -> by.put(column, left));
      }
    }
    return Optional.of(by).filter(all -> all.keySet().containsAll(key));
  }

  /** A column of the target's, by its name. */
  private Optional<String> own(Expr expr) {
    return expr instanceof Expr.ColumnRef reference
            && reference.parts().size() == 2
            && target.alias().filter(reference.parts().get(0).value()::equals).isPresent()
        ? Optional.of(reference.parts().get(1).value())
        : Optional.empty();
  }

  /** Whether it is a value, or a column that is none of the target's. */
  private boolean isOther(Expr expr) {
    return MovedWrites.isPlain(expr)
        || expr instanceof Expr.Cast cast && isOther(cast.operand())
        || expr instanceof Expr.ColumnRef reference
            && reference.parts().size() == 2
            && own(expr).isEmpty();
  }

  private boolean isByKey(MergeWhen when, Map<String, Expr> by) {
    if (when.match() == MergeWhen.Match.NOT_MATCHED_BY_SOURCE) {
      return false;
    } else if (when.action() instanceof MergeAction.UpdateRow row) {
      return MovedWrites.written(row.assignments()).stream().noneMatch(key::contains);
    } else if (when.action() instanceof MergeAction.InsertRow row) {
      List<String> columns = row.columnList().isPresent()
          ? row.columns().stream().map(column -> column.column().value()).toList()
          : target.names();
      List<Expr> values = row.values().map(Query.ValuesRow::items).orElse(List.of());
      return row.overriding().isEmpty()
          && key.stream().allMatch(column -> {
            int place = columns.indexOf(column);
            return place >= 0
                && place < values.size()
                && work.text(values.get(place).span())
                    .equals(work.text(
                        Optional.ofNullable(by.get(column)).orElseThrow().span()));
          });
    }
    return true;
  }

  private List<Fragment> found(Optional<Fragment> keys) {
    return List.of(
        keys.orElseThrow(
            () -> refusal(
                "a write that neither gives the key of its rows as values nor lets them be found the same way twice, of")));
  }

  /** What is known of the rows that are written. */
  private enum Rows {
    /** Their keys stand in the text, and they are to come. */
    GIVEN,
    /** Their keys stand in the text, where they are there. */
    THERE,
    /** A query finds the keys of those that are there. */
    FOUND,
    /** A query has the keys of those that may be to come. */
    COMING
  }

  private void follow(List<Fragment> keys, Rows rows, boolean deletes, boolean shown) {
    boolean query = rows == Rows.FOUND || rows == Rows.COMING;
    boolean inserts = rows == Rows.GIVEN || rows == Rows.COMING;
    BackSync own = new BackSync(first);
    SharedBack shared = new SharedBack(moves);
    boolean several = first.move().several();
    Fragment lock = several || query
        ? shared.lock(keys, inserts ? query ? " UNION " : " UNION VALUES " : "")
        : own.lock(keys);
    Steps.Back steps = several
        ? new Steps.Back(shared.before(), shared.after(), 0)
        : new Steps.Back(
            new Sync(moves).statement(true),
            deletes && isKnown() ? new Sync(moves).comesBack() : own.statement(rows == Rows.COMING),
            rows == Rows.GIVEN ? keys.size() : 0);
    work.steps = new Steps(
        Optional.of(Steps.Piece.of(lock)),
        List.of(),
        0,
        shown,
        Optional.empty(),
        Optional.of(steps),
        !query,
        false);
  }
}
