package dev.crossfade.rewrite;

import dev.crossfade.catalog.Column;
import dev.crossfade.mapping.Phase;
import dev.crossfade.rewrite.TableView.ColumnView;
import dev.crossfade.sql.Expr;
import dev.crossfade.sql.Query;
import dev.crossfade.sql.Statement;
import dev.crossfade.sql.Statement.Assignment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes the assignments of an UPDATE, of DO UPDATE or of MERGE's UPDATE fill both shapes. The values themselves have been edited before. Used once per list.
 */
final class Assignments {
  private static final String ROW = "crossfade_row";

  private final Rewriting work;
  private final Item target;
  private final TableView view;
  private final List<Assignment> assignments;
  private final List<AssignedColumn> entries = new ArrayList<>();
  private final Map<AssignedColumn, Map<String, Fragment>> inside = new LinkedHashMap<>();
  private final Map<String, Fragment> appended = new LinkedHashMap<>();
  private final Map<AssignedColumn, Map<String, Fragment>> replaced = new LinkedHashMap<>();
  private final DepartedAssignments departed;

  /** @param rows whether the values of columns that have departed may come from a subquery's row */
  Assignments(Rewriting work, Item target, List<Assignment> assignments, boolean rows) {
    this.work = work;
    this.target = target;
    this.view = target.view().orElseThrow();
    this.assignments = assignments;
    this.departed = new DepartedAssignments(work, view, rows);
  }

  void rewrite() {
    for (Assignment assignment : assignments) {
      if (assignment instanceof Assignment.Single single) {
        entry(single.target(), assignment, Optional.of(single.value()), 0);
      } else if (assignment instanceof Assignment.Multiple multiple) {
        multiple(multiple);
      }
    }
    if (repeats()) {
      rename();
      return;
    }
    // Before anything is written behind the last of them.
    departed.take(entries);
    view.migrations().forEach(this::migration);
    departed.columns().forEach(entry -> replaced.put(entry, Map.of()));
    departed
        .beside()
        .forEach((entry, row) -> replaced.put(
            entry,
            Map.of(
                entry.column().name(),
                WrittenRows.beside(
                    row.carried(entry.place()), departed.moves().iterator().next(), target))));
    keepOne();
    edit();
  }

  /** What is assigned for other tables. */
  DepartedAssignments departed() {
    return departed;
  }

  /** The row is written all the same where all its values are for another table, for its triggers and those that wait for it. */
  private void keepOne() {
    if (!entries.isEmpty()
        && appended.isEmpty()
        && entries.stream()
            .allMatch(entry -> replaced.containsKey(entry)
                && replaced.get(entry).isEmpty()
                && !inside.containsKey(entry))) {
      String kept = departed.unwritten();
      replaced.put(entries.get(0), Map.of(kept, target.physical(kept)));
    }
  }

  private boolean repeats() {
    return entries.stream().map(entry -> entry.column().name()).distinct().count() < entries.size();
  }

  /** The server refuses two assignments to one column; it has to find them, under a name that it has. */
  private void rename() {
    for (AssignedColumn entry : entries) {
      entry
          .departed()
          .ifPresent(move -> work.edits.replace(
              entry.written().span(), Fragment.of(Identifiers.quote(departed.unwritten()))));
      entry
          .column()
          .migration()
          .filter(migration -> !migration.maintainsOld() && entry.column().side() == Side.OLD)
          .ifPresent(migration -> work.edits.replace(
              entry.written().span(),
              Fragment.of(Identifiers.quote(migration.migration().newColumns().get(0)))));
    }
  }

  private void multiple(Assignment.Multiple multiple) {
    List<Expr> items = multiple.value() instanceof Expr.Row row
        ? row.items()
        : multiple.value() instanceof Expr.Paren paren ? List.of(paren.inner()) : List.of();
    boolean mapped = multiple.targets().stream()
        .anyMatch(
            t -> view.column(t.column().value()).filter(ColumnView::isMapped).isPresent());
    if (!(multiple.value() instanceof Expr.Subquery)
        && items.size() != multiple.targets().size()) {
      if (mapped && items.isEmpty()) {
        throw new Refusal(
            "an assignment of a row that is not written out to mapped columns of table "
                + view.relation().name());
      }
      return;
    }
    for (int i = 0; i < multiple.targets().size(); i++) {
      entry(
          multiple.targets().get(i),
          multiple,
          items.isEmpty() ? Optional.empty() : Optional.of(items.get(i)),
          i);
    }
  }

  private void entry(Statement.Target written, Assignment owner, Optional<Expr> expr, int place) {
    ColumnView column = view.column(written.column().value())
        .orElseGet(() -> new ColumnView(
            written.column().value(),
            new Column(
                written.column().value(),
                0,
                "text",
                0,
                false,
                Optional.empty(),
                false,
                false,
                false),
            Optional.empty(),
            Side.OLD));
    boolean elsewhere = column.move().filter(BoundMove::hasDeparted).isPresent();
    if (written.indirection().isPresent() && (column.migration().isPresent() || elsewhere)) {
      throw new Refusal(
          "a write to an element of mapped column " + column.name() + "; write the whole value");
    }
    entries.add(new AssignedColumn(column, written, owner, expr, place));
  }

  private void migration(BoundMigration migration) {
    List<AssignedColumn> own = entries.stream()
        .filter(entry -> entry.column().migration().filter(migration::equals).isPresent())
        .toList();
    if (own.isEmpty()) {
      return;
    }
    Side side = own.get(0).column().side();
    if (own.stream().anyMatch(entry -> entry.column().side() != side)) {
      throw new Refusal(
          "UPDATE names old and new columns of migration " + migration.name() + "; name one side");
    }
    if (side == Side.NEW && migration.phase() == Phase.EXPAND) {
      throw new Refusal("UPDATE names new columns of migration " + migration.name()
          + " in phase expand; go to dual-write first");
    }
    if (migration.phase() != Phase.EXPAND && !(side == Side.NEW && !migration.maintainsOld())) {
      write(migration, side, own);
    }
  }

  private void write(BoundMigration migration, Side side, List<AssignedColumn> own) {
    boolean replaces = side == Side.OLD && !migration.maintainsOld();
    if (replaces && own.size() == 1 && isMoved(migration, own.get(0))) {
      work.edits.replace(
          own.get(0).written().span(),
          Fragment.of(Identifiers.quote(migration.migration().newColumns().get(0))));
      return;
    }
    Optional<AssignedColumn> once = once(migration, own, replaces);
    Map<String, Fragment> values = values(migration, side, own, once);
    if (values.isEmpty()) {
      return;
    }
    Optional<AssignedColumn> host =
        once.or(() -> own.stream().filter(entry -> entry.expr().isEmpty()).findFirst());
    if (host.isPresent()) {
      host(host.get(), values);
      if (replaces) {
        own.forEach(entry -> replaced.put(entry, Map.of()));
      }
    } else if (replaces) {
      own.forEach(entry -> replaced.put(entry, entry.equals(own.get(0)) ? values : Map.of()));
    } else {
      appended.putAll(values);
    }
  }

  /** Values that need nothing of the subquery stand beside it: inside, an untyped literal would become text. */
  private void host(AssignedColumn host, Map<String, Fragment> values) {
    Map<String, Fragment> hosted = new LinkedHashMap<>(values);
    hosted.values().removeIf(value -> !value.sql().contains(ROW + "."));
    inside.put(host, hosted.isEmpty() ? values : hosted);
    values.forEach((column, value) -> {
      if (!inside.get(host).containsKey(column)) {
        appended.put(column, value);
      }
    });
  }

  /** A renamed column in contract keeps the application's value and its assignment cast; only the name changes. */
  private static boolean isMoved(BoundMigration migration, AssignedColumn entry) {
    return migration.migration().rename()
        && migration.columns(Side.OLD).size() == 1
        && !entry.isDefault()
        && migration.renamedFrom(migration.migration().newColumns().get(0)).isPresent();
  }

  /** The entry whose value must be evaluated once, in a subquery that hands it to both sides. */
  private Optional<AssignedColumn> once(
      BoundMigration migration, List<AssignedColumn> own, boolean replaces) {
    boolean single = replaces && migration.columns(Side.NEW).size() == 1 && migration.bijective();
    List<AssignedColumn> volatiles = own.stream()
        .filter(entry -> entry.expr().isPresent())
        .filter(entry -> entry.isDefault()
            ? entry.column().column().volatileDefault()
                && entry
                    .column()
                    .column()
                    .defaultExpression()
                    .filter(d -> d.indexOf('(') >= 0)
                    .isPresent()
            : !new Repeatable(work).test(entry.expr().get()))
        .toList();
    if (volatiles.isEmpty() || single) {
      return Optional.empty();
    }
    boolean subquery = own.stream().anyMatch(entry -> entry.expr().isEmpty());
    if (volatiles.size() > 1 || subquery) {
      throw new Refusal("several volatile values or subqueries for columns of migration "
          + migration.name() + " in one statement; assign them one by one");
    }
    return Optional.of(volatiles.get(0));
  }

  private Fragment raw(AssignedColumn entry, Optional<AssignedColumn> once) {
    if (entry.expr().isEmpty()) {
      return Fragment.of(ROW + ".c" + (entry.place() + 1));
    }
    if (once.filter(entry::equals).isPresent()) {
      return Fragment.of(ROW + ".c1");
    }
    return departed.own(entry);
  }

  private Fragment typed(
      BoundMigration migration, AssignedColumn entry, Optional<AssignedColumn> once) {
    Fragment value = raw(entry, once);
    Column column = entry.column().column();
    TypeName base = TypeName.of(column.base());
    if (!migration.maintainsOld() && !base.isString() && isText(entry, base)) {
      // The assignment would say 42804, where a cast says nothing.
      return BoundMigration.cast(BoundMigration.matched(value, column.base()), column.type());
    }
    boolean literal = entry
            .expr()
            .filter(e -> SelectList.isUntyped(e) || e instanceof Expr.Default)
            .isPresent()
        && once.filter(entry::equals).isEmpty();
    boolean bare = entry.expr().filter(SelectList::isBare).isPresent()
        && once.filter(entry::equals).isEmpty();
    return migration.maintainsOld()
        ? BoundMigration.argument(value, literal, column.type())
        : BoundMigration.assigned(value, bare, literal, column);
  }

  /** Whether the value is a subquery's literal without a type, which is text, or a placeholder that may be text and nothing else that is assigned but would not be matched. */
  private static boolean isText(AssignedColumn entry, TypeName base) {
    return entry.owner() instanceof Assignment.Multiple multiple
        && multiple.value() instanceof Expr.Subquery subquery
        && subquery.query().body() instanceof Query.Select select
        && entry.place() < select.targets().size()
        && (base.isOnlyItself()
            ? SelectList.isBare(select.targets().get(entry.place()).expr())
            : SelectList.isUntyped(select.targets().get(entry.place()).expr()));
  }

  /** For each column that has to be written besides the statement's own: its value. */
  private Map<String, Fragment> values(
      BoundMigration migration,
      Side side,
      List<AssignedColumn> own,
      Optional<AssignedColumn> once) {
    Function<String, Fragment> row = target::physical;
    Function<String, Fragment> current = side == Side.NEW
        ? column -> migration.filledNew(column, row)
        : migration.maintainsOld() ? row : column -> migration.backward(column, row);
    Function<String, Fragment> next = column -> own.stream()
        .filter(entry -> entry.column().name().equals(column))
        .findFirst()
        .map(entry -> typed(migration, entry, once))
        .orElseGet(() -> current.apply(column));
    Map<String, Fragment> values = new LinkedHashMap<>();
    if (side == Side.OLD) {
      migration
          .columns(Side.NEW)
          .keySet()
          .forEach(column -> values.put(
              column,
              moved(migration, column, own, once)
                  .orElseGet(() -> unlessSame(
                      migration,
                      side,
                      own,
                      current,
                      next,
                      row.apply(column),
                      migration.forward(column, next)))));
      return values;
    }
    migration.columns(Side.NEW).keySet().stream()
        .filter(column -> own.stream().noneMatch(entry -> entry.column().name().equals(column)))
        .forEach(column -> values.put(column, current.apply(column)));
    migration
        .columns(Side.OLD)
        .keySet()
        .forEach(column -> values.put(
            column,
            moved(migration, column, own, once)
                .orElseGet(() -> unlessSame(
                    migration,
                    side,
                    own,
                    current,
                    next,
                    row.apply(column),
                    migration.backward(column, next)))));
    return values;
  }

  /** A renamed column takes the application's value as it stands, with the same assignment cast. */
  private Optional<Fragment> moved(
      BoundMigration migration,
      String column,
      List<AssignedColumn> own,
      Optional<AssignedColumn> once) {
    return migration
        .renamedFrom(column)
        .flatMap(source -> own.stream()
            .filter(entry -> entry.column().name().equals(source) && !entry.isDefault())
            .findFirst())
        .map(entry -> raw(entry, once));
  }

  /** ORMs rewrite every column: where a side doesn't change, the other keeps what only it may know. */
  private Fragment unlessSame(
      BoundMigration migration,
      Side side,
      List<AssignedColumn> own,
      Function<String, Fragment> current,
      Function<String, Fragment> next,
      Fragment kept,
      Fragment written) {
    if (migration.bijective()) {
      return written;
    }
    List<String> columns = own.stream().map(entry -> entry.column().name()).toList();
    Fragment.Builder sql = new Fragment.Builder().add("CASE WHEN ");
    if (side == Side.OLD) {
      sql.add(migration.filled(target::physical)).add(" AND ");
    }
    return sql.add(BoundMigration.sameImage(
            columns.stream().map(current).toList(), columns.stream().map(next).toList()))
        .add(" THEN ")
        .add(kept)
        .add(" ELSE ")
        .add(written)
        .add(" END")
        .build();
  }

  private void edit() {
    List<Fragment> parts = new ArrayList<>();
    boolean kept = false;
    for (int i = 0; i < assignments.size(); i++) {
      Assignment assignment = assignments.get(i);
      List<AssignedColumn> own =
          entries.stream().filter(entry -> entry.owner() == assignment).toList();
      boolean hosts = own.stream().anyMatch(inside::containsKey);
      if (hosts
          && assignment instanceof Assignment.Multiple multiple
          && multiple.value() instanceof Expr.Subquery subquery) {
        work.edits.replace(
            assignment.span(),
            hosted(
                own,
                "(SELECT) crossfade_one LEFT JOIN ",
                work.edits.render(subquery.query().span())));
      } else if (hosts || own.stream().anyMatch(replaced::containsKey)) {
        Fragment list = Fragment.join(
            ", ", own.stream().flatMap(entry -> singles(entry).stream()).toList());
        work.edits.replace(assignment.span(), list);
        if (list.sql().isEmpty()) {
          dropComma(kept ? i - 1 : i);
          continue;
        }
      }
      kept = true;
    }
    appended.forEach((column, value) -> parts.add(assign(column, value)));
    if (!parts.isEmpty()) {
      int end = assignments.get(assignments.size() - 1).span().end();
      work.edits.after(
          end, new Fragment.Builder().add(", ").add(Fragment.join(", ", parts)).build());
    }
  }

  /** Deletes what stands between an assignment and the next: one of the two is gone. */
  private void dropComma(int assignment) {
    int commaFrom = assignments.get(assignment).span().end();
    int commaTo = assignments.get(assignment + 1).span().start();
    work.edits.delete(commaFrom, commaTo);
  }

  private List<Fragment> singles(AssignedColumn entry) {
    if (inside.containsKey(entry)) {
      return List.of(hosted(List.of(entry), "", perRow(entry)));
    }
    if (replaced.containsKey(entry)) {
      List<Fragment> parts = new ArrayList<>();
      replaced.get(entry).forEach((column, value) -> parts.add(assign(column, value)));
      return parts;
    }
    Fragment value = entry.isDefault()
        ? Fragment.of("DEFAULT")
        : work.edits.render(entry.expr().orElseThrow().span());
    return List.of(new Fragment.Builder()
        .add(work.edits.render(entry.written().span()))
        .add(" = ")
        .add(value)
        .build());
  }

  private static Fragment assign(String column, Fragment value) {
    return new Fragment.Builder()
        .add(Identifiers.quote(column))
        .add(" = ")
        .add(value)
        .build();
  }

  /**
   * {@code (a, n) = (SELECT v, f(v) FROM (the value or subquery) v)}.
   *
   * @param join what a subquery is joined to, so that f sees nulls where it gives no row
   */
  private Fragment hosted(List<AssignedColumn> own, String join, Fragment query) {
    List<String> names = new ArrayList<>();
    List<Fragment> outputs = new ArrayList<>();
    List<String> aliases = new ArrayList<>();
    for (int i = 0; i < own.size(); i++) {
      aliases.add("c" + (i + 1));
      if (!replaced.containsKey(own.get(i))) {
        names.add(work.edits.render(own.get(i).written().span()).sql());
        outputs.add(Fragment.of(ROW + ".c" + (i + 1)));
      }
    }
    for (AssignedColumn entry : own) {
      inside.getOrDefault(entry, Map.of()).forEach((column, value) -> {
        names.add(Identifiers.quote(column));
        outputs.add(value);
      });
    }
    return new Fragment.Builder()
        .add("(" + String.join(", ", names) + ") = (SELECT ")
        .add(Fragment.join(", ", outputs))
        .add(" FROM " + join + "(")
        .add(query)
        .add(") " + ROW + "(" + String.join(", ", aliases) + ")"
            + (join.isEmpty() ? ")" : " ON true)"))
        .build();
  }

  /** A query that gives the entry's value anew for each row: without a reference to the row that the planner can't drop the server evaluates it once for the whole statement. */
  private Fragment perRow(AssignedColumn entry) {
    return new Fragment.Builder()
        .add("SELECT ")
        .add(
            entry.isDefault()
                ? BoundMigration.assigned(
                    departed.own(entry), true, true, entry.column().column())
                : departed.own(entry))
        .add(" WHERE " + target.qualifier() + ".tableoid IS NOT NULL")
        .build();
  }
}
