package dev.crossfade.rewrite;

import dev.crossfade.catalog.Column;
import dev.crossfade.sql.Expr;
import dev.crossfade.sql.FromItem;
import dev.crossfade.sql.Statement;
import dev.crossfade.sql.Statement.MergeAction;
import dev.crossfade.sql.Statement.MergeWhen;
import dev.crossfade.sql.Statement.MergeWhen.Match;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A MERGE into a table whose columns move or have moved. It stays what it is and gives the keys of what it wrote, and what another table is to have for them; that is written behind it. Where it
 * needs what other tables hold, or has rows deleted that another table refers to, the rows that it acts upon are locked in a statement before. Used once per statement.
 */
final class MovedMerge {
  private static final String GIVEN = "crossfade_given";

  private final Rewriting work;
  private final Statement.Merge merge;
  private final Item target;
  private final Scope source;
  private final MergeValues values;
  private final List<Item> versions = new ArrayList<>();
  private boolean joined;
  private boolean sought;
  private boolean read;

  /** @param source what stands in USING */
  MovedMerge(Rewriting work, Statement.Merge merge, Item target, Scope source) {
    this.work = work;
    this.merge = merge;
    this.target = target;
    this.source = source;
    this.values = new MergeValues(work, merge, target, source);
  }

  /** To be called once ON has been edited. */
  void takeOn() {
    joined = target.takeMovedUnderLock();
  }

  /** The target as a clause for rows without a counterpart sees it: alone, as what the clause says doesn't where it goes. */
  Item unmatched() {
    Item row = target
        .view()
        .map(view -> Item.ofTable(target.alias().orElseThrow(), target.schema(), view))
        .orElse(target);
    if (row != target) {
      row.lock();
      row.spellOut();
      versions.add(row);
    }
    return row;
  }

  /** To be called once a clause's condition has been edited. */
  void take(MergeWhen when) {
    sought |= needed();
    complain(when);
  }

  private boolean needed() {
    boolean needed = target.takeMovedUnderLock();
    for (Item version : versions) {
      needed |= version.takeMovedUnderLock();
    }
    return needed;
  }

  private List<BoundMove> departed() {
    return target.view().stream()
        .flatMap(view -> view.departures().stream())
        .filter(BoundMove::hasDeparted)
        .toList();
  }

  /** A value that sees what its clause must not would be taken where MERGE returns what it did: the server is to find it in the clause. */
  private void complain(MergeWhen when) {
    List<Expr> values = new ArrayList<>();
    if (departed().isEmpty() || when.match() == Match.MATCHED) {
      return;
    } else if (when.action() instanceof MergeAction.InsertRow row) {
      row.values().ifPresent(given -> values.addAll(given.items()));
    } else if (when.action() instanceof MergeAction.UpdateRow row) {
      row.assignments()
          .forEach(assignment -> values.add(
              assignment instanceof Statement.Assignment.Single single
                  ? single.value()
                  : ((Statement.Assignment.Multiple) assignment).value()));
    }
    int from = when.condition()
        .map(condition -> condition.span().end())
        .orElse(when.span().start());
    int then = work.script.tokens().stream()
        .filter(token -> token.span().start() >= from && token.text().equals("then"))
        .findFirst()
        .orElseThrow()
        .span()
        .start();
    values.stream()
        .filter(value -> seesOther(value, when.match()))
        .forEach(value -> work.edits.before(
            then,
            new Fragment.Builder()
                .add("AND (true OR (")
                .add(work.edits.original(value.span()))
                .add(") IS NULL) ")
                .build()));
  }

  private boolean seesOther(Expr expr, Match match) {
    if (!(expr instanceof Expr.ColumnRef reference)) {
      return Children.of(expr).stream().anyMatch(child -> seesOther(child, match));
    }
    int last = reference.parts().size() - 1;
    boolean inserts = match == Match.NOT_MATCHED_BY_TARGET;
    if (last > 0) {
      String qualifier = reference.parts().get(last - 1).value();
      boolean own = target.alias().filter(qualifier::equals).isPresent();
      return inserts == own;
    }
    String name = reference.parts().get(0).value();
    return !inserts && target.column(name).isEmpty();
  }

  /** What values for columns that have departed see: they are taken when the row has been written, and mean it as it was before. */
  Scope before(MergeWhen when, Scope seen, Scope level) {
    List<BoundMove> departed = departed();
    if (departed.isEmpty()) {
      return seen;
    }
    Item row = stored(target, departed.get(0));
    versions.add(row);
    Scope scope = Scope.inside(level);
    if (when.match() == Match.MATCHED) {
      scope.addAll(source);
    }
    scope.add(row);
    return scope;
  }

  /** A row of the target as it was before the statement: the server's old version of it, which is the last one where it was locked. */
  static Item stored(Item target, BoundMove move) {
    TableView view = target.view().orElseThrow();
    Item row = Item.ofTable(target.alias().orElseThrow(), target.schema(), view);
    row.lock();
    row.spellOut();
    List<String> same = move.key().keySet().stream()
        .map(key -> "crossfade_old." + Identifiers.quote(key) + " = "
            + target.physical(key).sql())
        .toList();
    view.relation().columns().stream()
        .map(Column::name)
        .filter(column -> !move.key().containsKey(column))
        .forEach(column -> row.store(
            column,
            Fragment.of("(SELECT crossfade_old." + Identifiers.quote(column) + " FROM "
                + BoundMove.qualified(view.relation()) + " crossfade_old WHERE "
                + String.join(" AND ", same) + ")")));
    return row;
  }

  /** A clause that updates. */
  void update(MergeWhen when, Optional<Assignments> assigned) {
    assigned.ifPresent(assignments -> values.update(when, assignments));
    read |= needed();
  }

  /** A clause that inserts. */
  void insert(MergeWhen when, Map<BoundMove, Map<String, Fragment>> departed) {
    values.insert(when, departed);
  }

  /**
   * To be called before RETURNING is edited.
   *
   * @param returns whether the application sees anything of what the statement does
   */
  void give(boolean returns) {
    if (returns) {
      values.give();
    }
    target.takeMovedUnderLock();
  }

  /**
   * To be called once RETURNING has been edited.
   *
   * @param both the moves by which both tables are written
   * @param deleted those whose new table loses a row with the old one
   * @param shown whether the application sees what the statement returns
   */
  void rewrite(List<BoundMove> both, List<BoundMove> deleted, boolean shown) {
    boolean returned = target.takeMovedUnderLock();
    if (returned && values.unrepeatable()) {
      throw values.refusal("that returns a volatile value or a subquery for");
    }
    read |= returned;
    List<BoundMove> written = List.copyOf(values.written());
    List<BoundMove> gone = deleted.stream().filter(BoundMove::hasDeparted).toList();
    if (!both.isEmpty() && (joined || sought || read || !written.isEmpty() || !gone.isEmpty())) {
      throw values.refusal("beside another migration's columns, needs");
    }
    refuseKeys(Stream.of(both, written, gone).flatMap(List::stream).toList());
    List<Fragment> hidden = new ArrayList<>();
    Optional<Steps.KeyedSql> sync =
        both.isEmpty() ? follow(written, gone, hidden) : follow(both, !deleted.isEmpty(), hidden);
    read |= values.keeps();
    List<BoundMove> referring = deleted.stream()
        .filter(move -> work.context.snapshot().refers(move.to(), move.from()))
        .toList();
    boolean locks = merge.whens().stream().anyMatch(MovedMerge::acts)
        && (joined || sought || read || !referring.isEmpty());
    if (!locks && hidden.isEmpty()) {
      return;
    }
    Optional<Steps.Piece> lock = Optional.empty();
    if (locks) {
      lock = Optional.of(lock(referring, hidden));
    }
    int end =
        merge.returning().map(Statement.Returning::span).orElse(merge.span()).end();
    work.edits.after(
        end,
        new Fragment.Builder()
            .add(shown ? ", " : " RETURNING ")
            .add(Fragment.join(", ", hidden))
            .build());
    boolean batches = !both.isEmpty() && !locks;
    work.steps = new Steps(
            lock, List.of(), hidden.size(), shown, sync, Optional.empty(), batches, false)
        .holding(
            referring.isEmpty() ? Optional.empty() : new Sync(referring).hold(true, first(), true))
        .settling(locks);
  }

  private void refuseKeys(List<BoundMove> moves) {
    for (MergeWhen when : merge.whens()) {
      if (when.action() instanceof MergeAction.UpdateRow row) {
        MovedWrites.refuseKeys(row.assignments(), moves);
      }
    }
  }

  /** What follows where the old table has all values. */
  private Optional<Steps.KeyedSql> follow(
      List<BoundMove> moves, boolean deletes, List<Fragment> hidden) {
    BoundMove first = moves.get(0);
    if (deletes
        && moves.stream()
            .anyMatch(move -> !move.key().keySet().equals(first.key().keySet()))) {
      throw new Refusal("MERGE ... DELETE on table " + first.from().name()
          + ", whose columns move to others by several keys; use DELETE");
    }
    first.key().keySet().forEach(column -> hidden.add(key(hidden, first, column)));
    Sync sync = new Sync(moves);
    return Optional.of(deletes ? sync.afterDeletes() : sync.statement(true));
  }

  private Fragment key(List<Fragment> hidden, BoundMove move, String column) {
    return Fragment.of(
        MovedWrites.text(column, move.from(), target) + " AS crossfade_key" + (hidden.size() + 1));
  }

  /** What follows where the statement has the values. */
  private Optional<Steps.KeyedSql> follow(
      List<BoundMove> written, List<BoundMove> gone, List<Fragment> hidden) {
    Set<BoundMove> moves = new LinkedHashSet<>(written);
    moves.addAll(gone);
    if (moves.isEmpty()) {
      return Optional.empty();
    }
    BoundMove first = moves.iterator().next();
    Set<String> key = new LinkedHashSet<>();
    moves.forEach(move -> key.addAll(move.key().keySet()));
    List<String> names = new ArrayList<>();
    List<String> types = new ArrayList<>(Sync.types(first.from(), List.copyOf(key)));
    List<String> columns = new ArrayList<>();
    for (String column : key) {
      hidden.add(key(hidden, first, column));
      names.add("crossfade_k" + hidden.size());
      columns.add(GIVEN + "." + names.get(names.size() - 1) + " AS " + Identifiers.quote(column));
    }
    for (BoundMove move : written) {
      move.old().forEach((name, column) -> {
        names.add("crossfade_v" + (hidden.size() + 1));
        hidden.add(new Fragment.Builder()
            .add("CAST(")
            .add(values.value(move, name))
            .add(" AS pg_catalog.text) AS " + names.get(names.size() - 1))
            .build());
        types.add(column.type());
        columns.add(GIVEN + "." + names.get(names.size() - 1) + " AS " + Identifiers.quote(name));
      });
    }
    List<String> keys = List.copyOf(key);
    List<String> parts = gone.isEmpty()
        ? new ArrayList<>()
        : new Sync(gone).gone(GIVEN, column -> names.get(keys.indexOf(column)));
    List<String> held = new Sync(List.copyOf(moves)).held(!gone.isEmpty());
    String rows = Sync.rows(GIVEN, names, keys);
    if (written.isEmpty()) {
      return Optional.of(over(names, types, parts).behind(hold(names, types, rows, held)));
    }
    names.add("crossfade_kept");
    types.add("boolean");
    hidden.add(Fragment.of("CAST(" + values.kept() + " AS pg_catalog.text) AS crossfade_kept"));
    String row = Sync.ROW + " AS MATERIALIZED (SELECT " + String.join(", ", columns) + " FROM "
        + GIVEN + " WHERE " + GIVEN + ".crossfade_kept)";
    parts.add(row);
    parts.addAll(new Sync(written).parts());
    return Optional.of(over(names, types, parts).behind(hold(names, types, rows, held)));
  }

  private static Optional<Steps.KeyedSql> hold(
      List<String> names, List<String> types, String rows, List<String> held) {
    return held.isEmpty()
        ? Optional.empty()
        : Optional.of(given(names, types, ", " + rows + String.join("", held)));
  }

  private static Steps.KeyedSql over(
      List<String> names, List<String> types, List<String> elements) {
    int last = elements.size() - 1;
    StringBuilder rest = new StringBuilder();
    elements.subList(0, last).forEach(element -> rest.append(", ").append(element));
    return given(names, types, rest + " " + Sync.body(elements.get(last)));
  }

  private static Steps.KeyedSql given(List<String> names, List<String> types, String rest) {
    return new Steps.KeyedSql(
        "WITH " + GIVEN + "(" + String.join(", ", names) + ") AS MATERIALIZED (",
        ")" + rest,
        "",
        "",
        List.copyOf(types),
        List.of());
  }

  private static boolean acts(MergeWhen when) {
    return when.match() != Match.NOT_MATCHED_BY_TARGET
        && !(when.action() instanceof MergeAction.DoNothing);
  }

  /**
   * The lock before, what becomes of rows that it has missed, and what goes with the rows that are deleted.
   *
   * @param referring the moves whose new rows have to go in the same statement
   */
  private Steps.Piece lock(List<BoundMove> referring, List<Fragment> hidden) {
    RepeatableQuery repeatable = new RepeatableQuery(work);
    boolean same = repeatable.with(merge.with())
        && repeatable.test(merge.source())
        && repeatable.test(merge.on())
        && merge.whens().stream().allMatch(when -> repeatable.test(when.condition()));
    if (!same) {
      throw values.refusal(
          "whose source or conditions may give something else a second time, needs or takes along");
    }
    BoundMove first = first();
    Fragment among = LockedRows.among(
        first.key().keySet().stream()
            .map(column -> target.physical(column).sql())
            .toList(),
        first);
    boolean deletes =
        merge.whens().stream().anyMatch(when -> when.action() instanceof MergeAction.DeleteRow);
    Fragment.Builder text = new Fragment.Builder();
    merge.with().ifPresent(with -> text.add(work.edits.render(with.span())).add(" "));
    text.add("SELECT " + MovedWrites.texts(first, target))
        .add(from())
        .add(" WHERE ")
        .add(byMatch(match -> acting(match)))
        .add(" FOR " + (deletes ? "UPDATE" : "NO KEY UPDATE") + " OF " + target.qualifier());
    Steps.Piece lock = Steps.Piece.of(text.build());
    List<Fragment> left = new ArrayList<>();
    for (List<BoundMove> group : SharedRows.groups(referring)) {
      left.add(left(group, left.size(), among));
    }
    if (!left.isEmpty()) {
      WrittenRows.with(work, merge.with(), merge.span(), Fragment.join(", ", left));
    }
    Stream.of(Match.MATCHED, Match.NOT_MATCHED_BY_SOURCE)
        .filter(this::acts)
        .forEach(match -> guard(match, among));
    hidden.add(new Fragment.Builder()
        .add("CAST(merge_action() <> 'INSERT' AND NOT (")
        .add(among)
        .add(") AS pg_catalog.text) AS crossfade_missed")
        .build());
    return lock;
  }

  /** By whose key rows are locked. */
  private BoundMove first() {
    return target.view().orElseThrow().departures().stream()
        .filter(move -> move.writesBoth() || move.hasDeparted())
        .findFirst()
        .orElseThrow();
  }

  private boolean acts(Match match) {
    return merge.whens().stream().anyMatch(when -> when.match() == match && acts(when));
  }

  private Fragment from() {
    Fragment item = work.edits.render(merge.source().span());
    return new Fragment.Builder()
        .add(" FROM ")
        .add(work.edits.render(merge.target().span()))
        .add(acts(Match.NOT_MATCHED_BY_SOURCE) ? " LEFT JOIN " : " JOIN ")
        .add(merge.source() instanceof FromItem.Join ? item.operand() : item)
        .add(" ON (")
        .add(work.edits.render(merge.on().span()))
        .add(")")
        .build();
  }

  /** A condition for the rows that have been found in the source, another for those that haven't. */
  private Fragment byMatch(Function<Match, Fragment> condition) {
    if (!acts(Match.NOT_MATCHED_BY_SOURCE)) {
      return condition.apply(Match.MATCHED);
    }
    return new Fragment.Builder()
        .add("CASE WHEN " + values.matched(Match.MATCHED) + " THEN ")
        .add(acts(Match.MATCHED) ? condition.apply(Match.MATCHED) : Fragment.of("false"))
        .add(" ELSE ")
        .add(condition.apply(Match.NOT_MATCHED_BY_SOURCE))
        .add(" END")
        .build();
  }

  /** Whether a clause acts upon a row; what other tables hold for it is not known before it is locked. */
  private Fragment acting(Match match) {
    List<Fragment> conditions = new ArrayList<>();
    for (MergeWhen when : merge.whens()) {
      if (when.match() == match && acts(when)) {
        if (sought || when.condition().isEmpty()) {
          return Fragment.of("true");
        }
        conditions.add(work.edits.render(when.condition().get().span()).operand());
      }
    }
    return Fragment.join(" OR ", conditions).operand();
  }

  /** A row that has been missed is written all the same, so that the driver hears of it. */
  private void guard(Match match, Fragment among) {
    boolean updates =
        merge.whens().stream().anyMatch(when -> when.action() instanceof MergeAction.UpdateRow);
    String column = Identifiers.quote(
        new DepartedAssignments(work, target.view().orElseThrow(), false).unwritten());
    work.edits.before(
        merge.whens().get(0).span().start(),
        new Fragment.Builder()
            .add("WHEN " + (match == Match.MATCHED ? "MATCHED" : "NOT MATCHED BY SOURCE")
                + " AND NOT (")
            .add(among)
            .add(") AND ")
            .add(acting(match))
            .add(
                updates || sought
                    ? " THEN UPDATE SET " + column + " = " + target.qualifier() + "." + column + " "
                    : " THEN DELETE ")
            .build());
  }

  private Fragment left(List<BoundMove> group, int number, Fragment among) {
    BoundMove move = group.get(0);
    return new Fragment.Builder()
        .add("crossfade_left" + number + " AS (DELETE FROM " + BoundMove.qualified(move.to())
            + (SharedRows.mayStay(group)
                ? " " + new SharedRows(group).unwanted() + " AND ("
                : " WHERE (")
            + String.join(", ", LockedRows.quoted(move.key().values()))
            + ") IN (SELECT "
            + String.join(
                ", ",
                move.key().keySet().stream()
                    .map(column -> target.physical(column).sql())
                    .toList()))
        .add(from())
        .add(" WHERE ")
        .add(among)
        .add(" AND ")
        .add(byMatch(this::deleting))
        .add("))")
        .build();
  }

  private Fragment deleting(Match match) {
    Fragment.Builder sql = new Fragment.Builder().add("CASE WHEN false THEN false");
    for (MergeWhen when : merge.whens()) {
      if (when.match() == match) {
        boolean deletes = when.action() instanceof MergeAction.DeleteRow;
        if (when.condition().isEmpty()) {
          return sql.add(" ELSE " + deletes + " END").build();
        }
        Expr condition = when.condition().get();
        sql.add(" WHEN ").add(work.edits.render(condition.span())).add(" THEN " + deletes);
      }
    }
    return sql.add(" ELSE false END").build();
  }

  /** Whether rows may be deleted. */
  static boolean deletes(Statement.Merge merge) {
    return merge.whens().stream().anyMatch(when -> when.action() instanceof MergeAction.DeleteRow);
  }
}
