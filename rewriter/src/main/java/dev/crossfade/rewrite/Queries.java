package dev.crossfade.rewrite;

import dev.crossfade.sql.Expr;
import dev.crossfade.sql.FromItem;
import dev.crossfade.sql.Name;
import dev.crossfade.sql.OutputLabel;
import dev.crossfade.sql.Query;
import dev.crossfade.sql.Span;
import dev.crossfade.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Edits queries: their FROM, their select lists, and what sorts and groups by name or position. */
final class Queries {
  private final Rewriting work;

  private boolean alone;

  Queries(Rewriting work) {
    this.work = work;
  }

  /** ORDER BY and LIMIT may stand outside of the parentheses around the block that they belong to. */
  private record Tail(List<Expr.SortItem> orderBy, List<Expr> limits) {}

  /** A query that is all of a text. */
  Outputs alone(Query query, Scope scope) {
    alone = true;
    return outermost(query, scope);
  }

  /** A query whose result the application sees. */
  Outputs outermost(Query query, Scope scope) {
    return query(query, scope, true);
  }

  /** Any other query: all of it takes the seek source. */
  Outputs nested(Query query, Scope scope) {
    return query(query, scope, false);
  }

  /** A subquery in FROM, whose tables may be locked from outside. */
  Outputs inFrom(Query query, Scope scope, Locks outside) {
    return query(query, scope, false, outside);
  }

  private Outputs query(Query query, Scope outer, boolean outermost) {
    return query(query, outer, outermost, Locks.NONE);
  }

  private Outputs query(Query query, Scope outer, boolean outermost, Locks outside) {
    Scope scope = with(query.with(), outer);
    Locks before = work.locks;
    work.locks = outside.all() ? outside : Locks.of(query.locking());
    int first = work.locked.size();
    Outputs outputs =
        body(query.body(), new Tail(query.orderBy(), query.limits()), scope, outermost);
    work.locks = before;
    lockFirst(query, outermost, work.locked.subList(first, work.locked.size()));
    return outputs;
  }

  /** What has been read of rows under a lock must not be older than the lock. */
  private void lockFirst(Query query, boolean outermost, List<Item> locked) {
    List<Item> moved = locked.stream().filter(Item::isMovedUnderLock).toList();
    if (moved.isEmpty()) {
      return;
    }
    if (moved.size() > 1 || !outermost || !alone || query.locking().isEmpty()) {
      throw LockingRead.refusal(moved.get(0).view().orElseThrow().departures().get(0));
    }
    new LockingRead(work, query).rewrite(moved.get(0));
  }

  /** The level inside a WITH clause. */
  Scope with(Optional<Query.With> with, Scope outer) {
    Scope scope = Scope.inside(outer);
    if (with.isEmpty()) {
      return scope;
    }
    if (with.get().recursive()) {
      with.get()
          .ctes()
          .forEach(cte -> scope.ctes.put(cte.name().value(), declared(cte, Outputs.unknown())));
    }
    for (Query.Cte cte : with.get().ctes()) {
      Outputs outputs = cteBody(cte, scope, with.get().recursive());
      scope.ctes.put(cte.name().value(), declared(cte, outputs));
    }
    return scope;
  }

  private Outputs cteBody(Query.Cte cte, Scope scope, boolean recursive) {
    if (recursive
        && cte.body() instanceof Query query
        && query.body() instanceof Query.SetOperation operation) {
      Scope inner = with(query.with(), scope);
      Outputs left = body(operation.left(), new Tail(List.of(), List.of()), inner, false);
      scope.ctes.put(cte.name().value(), declared(cte, left));
      body(operation.right(), new Tail(List.of(), List.of()), inner, false);
      work.expressions.walkAll(query.limits(), inner);
      return left.computed();
    }
    return statement(cte.body(), scope);
  }

  private static Outputs declared(Query.Cte cte, Outputs outputs) {
    Outputs named = outputs.renamed(cte.columns().stream().map(Name::value).toList());
    return named.and(cte.generated().stream().map(Name::value).toList());
  }

  private Outputs statement(Statement statement, Scope scope) {
    return statement instanceof Query query
        ? nested(query, scope)
        : work.writes.write(statement, scope, false);
  }

  private Outputs body(Query.Body body, Tail tail, Scope scope, boolean outermost) {
    if (body instanceof Query.Select select) {
      return new SelectBlock(work, select, scope, outermost).rewrite(tail.orderBy, tail.limits);
    } else if (body instanceof Query.Nested nested) {
      Query inner = nested.query();
      if (!tail.orderBy.isEmpty() && inner.orderBy().isEmpty()
          || !tail.limits.isEmpty() && inner.limits().isEmpty()) {
        Scope level = with(inner.with(), scope);
        List<Expr> limits = new ArrayList<>(inner.limits());
        limits.addAll(tail.limits);
        return body(
            inner.body(),
            new Tail(tail.orderBy.isEmpty() ? inner.orderBy() : tail.orderBy, limits),
            level,
            outermost);
      }
      return query(inner, scope, outermost);
    }
    work.expressions.walkAll(tail.limits, scope);
    if (body instanceof Query.SetOperation operation) {
      Tail none = new Tail(List.of(), List.of());
      Outputs left = body(operation.left(), none, scope, false);
      body(operation.right(), none, scope, false);
      return left.computed();
    } else if (body instanceof Query.Table table) {
      return table(table, scope, outermost && tail.orderBy.isEmpty());
    } else if (body instanceof Query.Values values) {
      return values(values, scope);
    }
    throw new IllegalStateException("unknown query body " + body.getClass().getSimpleName());
  }

  private Outputs values(Query.Values values, Scope scope) {
    List<String> names = new ArrayList<>();
    for (Query.ValuesRow row : values.rows()) {
      work.expressions.walkAll(row.items(), scope);
    }
    for (int i = 1;
        !values.rows().isEmpty() && i <= values.rows().get(0).items().size();
        i++) {
      names.add("column" + i);
    }
    return Outputs.of(names);
  }

  /** {@code TABLE t} has to name its columns where the server has others. */
  private Outputs table(Query.Table table, Scope scope, boolean output) {
    Scope from = work.joins.read(table.table(), scope, scope);
    Item item = from.items.get(0);
    List<String> names = item.names();
    if (item.view().isEmpty()) {
      return item.isOpaque() ? Outputs.unknown() : Outputs.of(names);
    }
    Fragment select = new Fragment.Builder()
        .add("SELECT ")
        .add(Fragment.join(
            ", ", item.columns().stream().map(col -> labelled(col, output)).toList()))
        .add(" FROM ")
        .build();
    // What is written around the table stays where it is.
    work.edits.replace(new Span(table.span().start(), table.table().span().start()), select);
    return Outputs.of(names, item.columns().stream().map(Item.Col::base).toList());
  }

  /** A column of a star that is written out, under the application's label. */
  Fragment labelled(Item.Col col, boolean output) {
    Fragment value = output ? col.output() : col.seek();
    col.view().ifPresent(view -> work.touched.read(view, output));
    if (col.qualified().isPresent()) {
      return new Fragment.Builder()
          .add(col.qualified().get())
          .add(" AS " + Identifiers.alwaysQuote(col.name()))
          .build();
    }
    return col.isPlain(value)
        ? value
        : new Fragment.Builder()
            .add(value)
            .add(" AS " + Identifiers.alwaysQuote(col.name()))
            .build();
  }

  /** What an item of a select list is called where it has no alias. */
  static String label(Query.SelectItem item) {
    return item.alias().map(Name::value).orElseGet(() -> OutputLabel.of(item.expr()));
  }

  /** Reads a FROM list into the scope, from left to right. */
  void from(List<FromItem> items, Scope scope, Scope outer) {
    for (FromItem item : items) {
      Scope left = Scope.inside(outer);
      left.addAll(scope);
      scope.addAll(work.joins.read(item, outer, left));
    }
  }
}
