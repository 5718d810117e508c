package dev.crossfade.rewrite;

import dev.crossfade.catalog.Column;
import dev.crossfade.catalog.Relation;
import dev.crossfade.mapping.Phase;
import dev.crossfade.sql.Expr;
import dev.crossfade.sql.FromItem;
import dev.crossfade.sql.Name;
import dev.crossfade.sql.QualifiedName;
import dev.crossfade.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Edits INSERT, UPDATE, DELETE and MERGE so that they fill both shapes. */
final class Writes {
  private final Rewriting work;
  private GeneratedKeys keys = new GeneratedKeys.None();
  private boolean alone;

  Writes(Rewriting work) {
    this.work = work;
  }

  /**
   * Called before a write that stands in no other statement.
   *
   * @param generated the keys that the caller wants if it has no RETURNING
   * @param only whether it is all of its text
   */
  void want(GeneratedKeys generated, boolean only) {
    keys = generated;
    alone = only;
  }

  private MovedWrites moved(boolean outermost) {
    return new MovedWrites(work, alone && outermost);
  }

  /** @param outermost whether the application sees what RETURNING gives */
  Outputs write(Statement statement, Scope outer, boolean outermost) {
    if (statement instanceof Statement.Insert insert) {
      return insert(insert, outer, outermost);
    } else if (statement instanceof Statement.Update update) {
      return update(update, outer, outermost);
    } else if (statement instanceof Statement.Delete delete) {
      return delete(delete, outer, outermost);
    } else if (statement instanceof Statement.Merge merge) {
      return merge(merge, outer, outermost);
    }
    throw new Refusal("a statement of this kind inside another");
  }

  /** The target of a write as an element of scope. */
  private Item target(FromItem.TableRef table) {
    QualifiedName name = table.name();
    String alias = table.alias().map(a -> a.name().value()).orElse(name.last());
    Optional<Relation> relation = work.relation(name);
    Optional<String> schema =
        table.alias().isPresent() ? Optional.empty() : relation.map(Relation::schema);
    Optional<TableView> view = work.mapped(name);
    if (view.isPresent()) {
      work.touched.write = true;
      work.name(table, view.get());
      Item item = locked(Item.ofTable(alias, schema, view.get()));
      if (view.get().isRenamed()) {
        item.alias(false);
      }
      return item;
    }
    relation.filter(work::reachesMapped).ifPresent(r -> {
      throw new Refusal(
          "a write through view " + r.name() + ", which reads a mapped table; write to the table");
    });
    Item item = Item.ofColumns(
        Optional.of(alias),
        schema,
        relation.map(r -> r.columns().stream().map(Column::name).toList()).orElse(List.of()));
    return relation.isPresent() ? item : item.withUnknownColumns(Set.of(), true);
  }

  /** A write sees its rows as they are once it has their locks, and as it leaves them. */
  private static Item locked(Item item) {
    item.lock();
    return item;
  }

  private Outputs insert(Statement.Insert insert, Scope outer, boolean outermost) {
    Scope scope = work.queries.with(insert.with(), outer);
    Item target = target(insert.target());
    Outputs outputs = Outputs.of(List.of());
    if (insert.source() instanceof Statement.Source.Rows rows) {
      outputs = work.queries.nested(rows.query(), scope);
    }
    Optional<MovedUpsert> upsert = insert
        .onConflict()
        .filter(conflict -> target.view().isPresent())
        .map(conflict -> new MovedUpsert(
            work,
            insert,
            conflict,
            target,
            outermost && AppendedReturning.isFor(insert, work.script)
                ? keys
                : new GeneratedKeys.None()));
    Scope onConflict = Scope.inside(scope);
    onConflict.add(target);
    insert
        .onConflict()
        .ifPresent(conflict -> onConflict(conflict, target, onConflict, scope, upsert));
    List<BoundMove> elsewhere = List.of();
    if (target.view().isPresent()) {
      elsewhere = new InsertRows(
              work, target.view().get(), upsert.map(MovedUpsert::departed).orElse(Set.of()), upsert)
          .rewrite(insert, outputs);
      if (!elsewhere.isEmpty() && !outermost) {
        throw MovedWrites.refusal(target.view().get(), "an INSERT inside another statement into");
      }
      if (insert.onConflict().stream().allMatch(conflict -> conflict.updates().isEmpty())) {
        elsewhere.forEach(target::write);
      }
      upsert.ifPresent(MovedUpsert::give);
    }
    Outputs returned =
        returning(insert.returning(), insert, target, only(target, scope), outermost);
    moved(outermost)
        .insert(insert, target, keys, elsewhere.isEmpty() ? Optional.empty() : upsert, elsewhere);
    return returned;
  }

  private void onConflict(
      Statement.OnConflict conflict,
      Item target,
      Scope scope,
      Scope level,
      Optional<MovedUpsert> upsert) {
    target
        .view()
        .ifPresentOrElse(
            view -> inference(conflict, view, scope),
            () -> conflict.inference().forEach(i -> work.expressions.walk(i.expr(), scope)));
    Item excluded = target
        .view()
        .map(view -> locked(Item.ofTable("excluded", Optional.empty(), view)))
        .orElseGet(() -> Item.ofColumns(Optional.of("excluded"), Optional.empty(), target.names()));
    if (target.isOpaque()) {
      excluded.withUnknownColumns(Set.of(), true);
    }
    scope.add(excluded);
    upsert.ifPresent(after -> after.prepare(excluded));
    Optional<Assignments> assigned = assignments(
        conflict.updates(),
        target,
        scope,
        upsert.map(after -> after.before(scope, level)).orElse(scope),
        false);
    work.expressions.walk(conflict.updateWhere(), scope);
    upsert.ifPresent(after -> after.assign(assigned, excluded));
  }

  /** The arbiter is the index on the old columns until contract, and its counterpart then. */
  private void inference(Statement.OnConflict conflict, TableView view, Scope outer) {
    Scope bare = Scope.inside(outer);
    bare.add(Item.unqualified(view));
    for (Statement.Inference element : conflict.inference()) {
      Optional<TableView.ColumnView> column = element.expr() instanceof Expr.ColumnRef reference
          ? view.column(reference.parts().get(reference.parts().size() - 1).value())
          : Optional.empty();
      if (column.stream().flatMap(c -> c.move().stream()).anyMatch(BoundMove::hasDeparted)) {
        throw MovedWrites.refusal(view, "an INSERT ... ON CONFLICT on a column of");
      }
      Optional<BoundMigration> migration = column.flatMap(TableView.ColumnView::migration);
      if (migration.isPresent()) {
        arbiter(element, column.get(), migration.get());
        refuseDeferrable(view, column.get(), migration.get());
      } else {
        work.expressions.walk(element.expr(), bare);
      }
    }
    work.expressions.walk(conflict.where(), bare);
  }

  private void arbiter(
      Statement.Inference element, TableView.ColumnView column, BoundMigration migration) {
    boolean contract = migration.phase() == Phase.CONTRACT;
    Side other = column.side() == Side.OLD ? Side.NEW : Side.OLD;
    Optional<String> renamed = migration.columns(other).keySet().stream()
        .filter(name -> migration.migration().rename()
            && migration.counterpart(name).filter(column.name()::equals).isPresent())
        .findFirst();
    if (column.side() == Side.OLD && contract) {
      Fragment counterpart = renamed
          .map(name -> Fragment.of(Identifiers.quote(name)))
          .orElseGet(() -> migration.bijective()
              ? names(migration.columns(Side.NEW).keySet())
              : migration
                  .backward(column.name(), name -> Fragment.of(Identifiers.quote(name)))
                  .operand());
      work.edits.replace(element.expr().span(), counterpart);
    } else if (column.side() == Side.NEW
        && !contract
        && migration.phase() != Phase.EXPAND
        && migration.bijective()) {
      work.edits.replace(
          element.expr().span(),
          renamed
              .map(name -> Fragment.of(Identifiers.quote(name)))
              .orElseGet(() -> names(migration.columns(Side.OLD).keySet())));
    }
  }

  /** Until contract N's constraint is deferrable, and O's stands for it only where each N has its own O. */
  private static void refuseDeferrable(
      TableView view, TableView.ColumnView column, BoundMigration migration) {
    List<Relation.UniqueIndex> own = view.relation().uniques().stream()
        .filter(index -> index.columns().contains(column.name()))
        .toList();
    if (column.side() == Side.NEW
        && !migration.bijective()
        && !own.isEmpty()
        && own.stream().noneMatch(Relation.UniqueIndex::immediate)) {
      throw new Refusal("ON CONFLICT on column " + column.name() + " of migration "
          + migration.name()
          + ", whose unique constraint is deferrable, in a phase before contract");
    }
  }

  private static Fragment names(Set<String> columns) {
    return Fragment.of(
        String.join(", ", columns.stream().map(Identifiers::quote).toList()));
  }

  /**
   * Gives those of a mapped table.
   *
   * @param before what values for columns that have departed see
   * @param rows whether they may come from a subquery's row
   */
  private Optional<Assignments> assignments(
      List<Statement.Assignment> assignments,
      Item target,
      Scope scope,
      Scope before,
      boolean rows) {
    for (Statement.Assignment assignment : assignments) {
      if (assignment instanceof Statement.Assignment.Single single) {
        work.expressions.walkAll(single.target().subscripts(), scope);
        work.expressions.walk(
            single.value(), hasDeparted(target, single.target()) ? before : scope);
      } else if (assignment instanceof Statement.Assignment.Multiple multiple) {
        multiple(multiple, target, scope, before);
      }
    }
    if (target.view().isEmpty() || assignments.isEmpty()) {
      return Optional.empty();
    }
    Assignments mapped = new Assignments(work, target, assignments, rows);
    mapped.rewrite();
    return Optional.of(mapped);
  }

  private void multiple(
      Statement.Assignment.Multiple multiple, Item target, Scope scope, Scope before) {
    List<Statement.Target> targets = multiple.targets();
    if (before == scope || targets.stream().noneMatch(to -> hasDeparted(target, to))) {
      work.expressions.walk(multiple.value(), scope);
    } else if (multiple.value() instanceof Expr.Row row && row.items().size() == targets.size()) {
      for (int i = 0; i < targets.size(); i++) {
        work.expressions.walk(
            row.items().get(i), hasDeparted(target, targets.get(i)) ? before : scope);
      }
    } else {
      work.expressions.walk(multiple.value(), before);
    }
  }

  private static boolean hasDeparted(Item target, Statement.Target written) {
    return target
        .view()
        .flatMap(view -> view.column(written.column().value()))
        .flatMap(TableView.ColumnView::move)
        .filter(BoundMove::hasDeparted)
        .isPresent();
  }

  private Outputs update(Statement.Update update, Scope outer, boolean outermost) {
    Scope level = work.queries.with(update.with(), outer);
    Item target = target(update.target());
    Scope scope = Scope.inside(level);
    scope.add(target);
    work.queries.from(update.from(), scope, level);
    Optional<Assignments> assignments =
        assignments(update.assignments(), target, scope, scope, true);
    boolean read = target.takeMovedUnderLock();
    work.expressions.filter(update.where(), scope);
    boolean sought = target.takeMovedUnderLock();
    MovedWrites moved = moved(outermost);
    Optional<MovedUpdate> both =
        assignments.flatMap(assigned -> moved.both(update, target, assigned, sought));
    Optional<MovedUpdate> locked = moved.locked(update, target, sought);
    Optional<FoundRows> found = moved.found(update, target);
    Outputs returned = returning(update.returning(), update, target, scope, outermost);
    moved.update(update, target, keys, found);
    if (both.isEmpty() && (read || sought || target.isMovedUnderLock())) {
      both = locked;
    }
    both.ifPresent(other -> moved.rewrite(other, update, target, keys));
    return returned;
  }

  private Outputs delete(Statement.Delete delete, Scope outer, boolean outermost) {
    Scope level = work.queries.with(delete.with(), outer);
    Item target = target(delete.target());
    Scope scope = Scope.inside(level);
    scope.add(target);
    work.queries.from(delete.using(), scope, level);
    work.expressions.filter(delete.where(), scope);
    moved(outermost).delete(delete, target, keys);
    return returning(delete.returning(), delete, target, scope, outermost);
  }

  private Outputs merge(Statement.Merge merge, Scope outer, boolean outermost) {
    Scope level = work.queries.with(merge.with(), outer);
    Item target = target(merge.target());
    Scope scope = Scope.inside(level);
    scope.add(target);
    Scope source = Scope.inside(level);
    work.queries.from(List.of(merge.source()), source, level);
    scope.addAll(source);
    MovedMerge moved = new MovedMerge(work, merge, target, source);
    work.expressions.filter(Optional.of(merge.on()), scope);
    moved.takeOn();
    if (merge.whens().stream()
        .anyMatch(when -> when.match() == Statement.MergeWhen.Match.NOT_MATCHED_BY_SOURCE)) {
      source.items.forEach(Item::extendWithNulls);
    }
    for (Statement.MergeWhen when : merge.whens()) {
      Scope seen = switch (when.match()) {
        case MATCHED -> scope;
        case NOT_MATCHED_BY_TARGET -> source;
        case NOT_MATCHED_BY_SOURCE -> only(moved.unmatched(), level);
      };
      work.expressions.walk(when.condition(), seen);
      moved.take(when);
      if (when.action() instanceof Statement.MergeAction.UpdateRow row) {
        moved.update(
            when,
            assignments(row.assignments(), target, seen, moved.before(when, seen, level), false));
      } else if (when.action() instanceof Statement.MergeAction.InsertRow row) {
        row.values().ifPresent(values -> work.expressions.walkAll(values.items(), source));
        target
            .view()
            .ifPresent(view -> moved.insert(when, new InsertRows(work, view).rewrite(row, source)));
      }
    }
    // RETURNING * of MERGE shows the source's columns first (PostgreSQL manual, MERGE).
    Scope shown = Scope.inside(level);
    shown.addAll(source);
    shown.add(target);
    moved.give(merge.returning().isPresent() || !(keys instanceof GeneratedKeys.None));
    Outputs returned = returning(merge.returning(), merge, target, shown, outermost);
    moved(outermost).merge(merge, target, keys, moved);
    return returned;
  }

  private static Scope only(Item target, Scope outer) {
    Scope scope = Scope.inside(outer);
    scope.add(target);
    return scope;
  }

  private Outputs returning(
      Optional<Statement.Returning> returning,
      Statement statement,
      Item target,
      Scope scope,
      boolean outermost) {
    if (returning.isEmpty()) {
      if (outermost && scope.items.stream().anyMatch(item -> item.view().isPresent())) {
        generatedKeys(statement, scope);
      } else if (outermost) {
        namedKeys(statement);
      }
      return Outputs.of(List.of());
    }
    String before = returning.get().oldAlias().map(Name::value).orElse("old");
    List<Item> versions = new ArrayList<>();
    for (String row :
        List.of(before, returning.get().newAlias().map(Name::value).orElse("new"))) {
      if (scope.items.stream()
          .noneMatch(item -> item.alias().filter(row::equals).isPresent())) {
        Item version = target
            .view()
            .map(view -> locked(Item.ofTable(row, Optional.empty(), view)))
            .orElseGet(() -> Item.ofColumns(Optional.of(row), Optional.empty(), target.names()));
        // An inserted row has no old version, a deleted one no new.
        version.extendWithNulls();
        if (!row.equals(before)) {
          version.writeAs(target);
        }
        versions.add(version);
        scope.addQualifiedOnly(version);
      }
    }
    Outputs outputs = new SelectList(work, scope).rewrite(returning.get().items(), outermost);
    if (versions.stream().anyMatch(Item::isMovedUnderLock)) {
      target.moveUnderLock();
    }
    return outputs;
  }

  /** The text of a write that only reads mapped tables goes to pgjdbc without the names of its keys, too. */
  private void namedKeys(Statement statement) {
    if (keys instanceof GeneratedKeys.Columns named
        && AppendedReturning.isFor(statement, work.script)) {
      List<Fragment> columns = named.names().stream()
          .map(name -> Fragment.of(Identifiers.alwaysQuote(name)))
          .toList();
      work.edits.after(
          statement.span().end(),
          new Fragment.Builder()
              .add(" RETURNING ")
              .add(Fragment.join(", ", columns))
              .build());
    }
  }

  /** Appends the RETURNING clause that pgjdbc would have added for generated keys, in the application's shape. */
  private void generatedKeys(Statement statement, Scope scope) {
    if (keys instanceof GeneratedKeys.None || !AppendedReturning.isFor(statement, work.script)) {
      return;
    }
    List<Fragment> columns = new ArrayList<>();
    if (keys instanceof GeneratedKeys.All) {
      for (Item.Col col : scope.columns) {
        if (col.name().equals(Scope.UNKNOWN)) {
          throw new Refusal(
              "generated keys of a write that joins a mapped table with something whose columns are not known; name them");
        }
        columns.add(work.queries.labelled(col, true));
        work.touched.output(List.of(col.base()));
      }
    } else if (keys instanceof GeneratedKeys.Columns named) {
      named.names().forEach(name -> columns.add(key(name, scope)));
    }
    if (!columns.isEmpty()) {
      work.edits.after(
          statement.span().end(),
          new Fragment.Builder()
              .add(" RETURNING ")
              .add(Fragment.join(", ", columns))
              .build());
    }
  }

  /** A key by its name: quoted, as pgjdbc quotes it, where it is nothing of ours. */
  private Fragment key(String name, Scope scope) {
    List<Item.Col> found =
        scope.columns.stream().filter(col -> col.name().equals(name)).toList();
    Optional<Item.Col> col = found.isEmpty()
        ? scope.items.stream()
            .flatMap(item -> item.extra().values().stream())
            .filter(extra -> extra.name().equals(name))
            .findFirst()
        : found.stream().findFirst().filter(only -> found.size() == 1);
    work.touched.output(List.of(col.flatMap(Item.Col::base)));
    return col.map(one -> work.queries.labelled(one, true))
        .orElseGet(() -> Fragment.of(Identifiers.alwaysQuote(name)));
  }
}
