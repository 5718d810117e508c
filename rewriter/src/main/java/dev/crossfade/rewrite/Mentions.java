package dev.crossfade.rewrite;

import dev.crossfade.catalog.Function;
import dev.crossfade.catalog.Lookup;
import dev.crossfade.catalog.ObjectName;
import dev.crossfade.catalog.Relation;
import dev.crossfade.sql.Expr;
import dev.crossfade.sql.FromItem;
import dev.crossfade.sql.QualifiedName;
import dev.crossfade.sql.Query;
import dev.crossfade.sql.Script;
import dev.crossfade.sql.Statement;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** The tables and functions that a text names, wherever they stand in it. Not thread-safe. */
final class Mentions {
  private final Context context;
  private final Set<ObjectName> relations = new LinkedHashSet<>();
  private final Set<ObjectName> functions = new LinkedHashSet<>();
  private boolean mapped;

  private Mentions(Context context) {
    this.context = context;
  }

  static Mentions of(Script script, Context context) {
    Mentions mentions = new Mentions(context);
    script.statements().forEach(mentions::statement);
    return mentions;
  }

  /** Whether everything that is named has been looked up. */
  boolean isComplete() {
    return relations.isEmpty() && (functions.isEmpty() || !mapped);
  }

  /** Relations that nobody has looked up yet. */
  Set<ObjectName> relations() {
    return relations;
  }

  /** Functions that nobody has looked up yet. */
  Set<ObjectName> functions() {
    return functions;
  }

  boolean touchesMapped() {
    return mapped;
  }

  private void table(QualifiedName name) {
    Lookup<Relation> lookup =
        context.catalog().relation(new ObjectName(name.schema(), name.last()));
    if (lookup instanceof Lookup.Unknown<Relation>) {
      relations.add(new ObjectName(name.schema(), name.last()));
    } else if (lookup instanceof Lookup.Found<Relation> found) {
      mapped |= context.snapshot().tables().containsKey(found.value().oid())
          || found.value().reaches().stream().anyMatch(context.snapshot().tables()::containsKey);
    } else {
      mapped |=
          context.snapshot().gone(new ObjectName(name.schema(), name.last())).isPresent();
    }
  }

  private void truncated(QualifiedName name, boolean cascade) {
    table(name);
    mapped |= cascade
        && context.catalog().relation(new ObjectName(name.schema(), name.last()))
            instanceof Lookup.Found<Relation> found
        && context.snapshot().referenced().containsKey(found.value().oid());
  }

  private void function(QualifiedName name) {
    if (context.catalog().function(new ObjectName(name.schema(), name.last()))
        instanceof Lookup.Unknown<Function>) {
      functions.add(new ObjectName(name.schema(), name.last()));
    }
  }

  private void statement(Statement statement) {
    if (statement instanceof Query query) {
      query(query);
    } else if (statement instanceof Statement.Insert insert) {
      with(insert.with());
      from(insert.target());
      if (insert.source() instanceof Statement.Source.Rows rows) {
        query(rows.query());
      }
      insert.onConflict().ifPresent(this::onConflict);
      returning(insert.returning());
    } else if (statement instanceof Statement.Update update) {
      with(update.with());
      from(update.target());
      update.assignments().forEach(this::assignment);
      update.from().forEach(this::from);
      update.where().ifPresent(this::expr);
      returning(update.returning());
    } else if (statement instanceof Statement.Delete delete) {
      with(delete.with());
      from(delete.target());
      delete.using().forEach(this::from);
      delete.where().ifPresent(this::expr);
      returning(delete.returning());
    } else if (statement instanceof Statement.Merge merge) {
      merge(merge);
    } else if (statement instanceof Statement.Wrapper wrapper) {
      statement(wrapper.body());
    } else if (statement instanceof Statement.Execute execute) {
      execute.arguments().forEach(this::expr);
    } else if (statement instanceof Statement.Copy copy) {
      copy.table().ifPresent(this::table);
      copy.query().ifPresent(this::statement);
    } else if (statement instanceof Statement.Truncate truncate) {
      truncate.tables().forEach(name -> truncated(name, truncate.cascade()));
    } else if (statement instanceof Statement.Maintenance maintenance) {
      maintenance.tables().forEach(this::table);
    } else if (statement instanceof Statement.Utility utility
        && utility.command().startsWith("CREATE")) {
      // LIKE a mapped table: the words tell.
      mapped |= utility.command().contains("TABLE");
    }
  }

  private void merge(Statement.Merge merge) {
    with(merge.with());
    from(merge.target());
    from(merge.source());
    expr(merge.on());
    for (Statement.MergeWhen when : merge.whens()) {
      when.condition().ifPresent(this::expr);
      if (when.action() instanceof Statement.MergeAction.UpdateRow update) {
        update.assignments().forEach(this::assignment);
      } else if (when.action() instanceof Statement.MergeAction.InsertRow insert) {
        insert.values().ifPresent(row -> row.items().forEach(this::expr));
      }
    }
    returning(merge.returning());
  }

  private void onConflict(Statement.OnConflict conflict) {
    conflict.inference().forEach(element -> expr(element.expr()));
    conflict.where().ifPresent(this::expr);
    conflict.updates().forEach(this::assignment);
    conflict.updateWhere().ifPresent(this::expr);
  }

  private void assignment(Statement.Assignment assignment) {
    if (assignment instanceof Statement.Assignment.Single single) {
      single.target().subscripts().forEach(this::expr);
      expr(single.value());
    } else if (assignment instanceof Statement.Assignment.Multiple multiple) {
      expr(multiple.value());
    }
  }

  private void returning(Optional<Statement.Returning> returning) {
    returning.ifPresent(r -> r.items().forEach(item -> expr(item.expr())));
  }

  private void with(Optional<Query.With> with) {
    with.ifPresent(w -> w.ctes().forEach(cte -> statement(cte.body())));
  }

  private void query(Query query) {
    with(query.with());
    body(query.body());
    query.orderBy().forEach(item -> expr(item.expr()));
    query.limits().forEach(this::expr);
  }

  private void body(Query.Body body) {
    if (body instanceof Query.Select select) {
      select.distinctOn().forEach(this::expr);
      select.targets().forEach(item -> expr(item.expr()));
      select.from().forEach(this::from);
      select.where().ifPresent(this::expr);
      select.groupBy().forEach(this::expr);
      select.having().ifPresent(this::expr);
      select.windows().forEach(window -> Children.ofWindow(window.window()).forEach(this::expr));
    } else if (body instanceof Query.Values values) {
      values.rows().forEach(row -> row.items().forEach(this::expr));
    } else if (body instanceof Query.SetOperation operation) {
      body(operation.left());
      body(operation.right());
    } else if (body instanceof Query.Table table) {
      from(table.table());
    } else if (body instanceof Query.Nested nested) {
      query(nested.query());
    }
  }

  private void from(FromItem from) {
    if (from instanceof FromItem.TableRef table) {
      table(table.name());
      table.sampleArguments().forEach(this::expr);
    } else if (from instanceof FromItem.SubqueryRef subquery) {
      query(subquery.query());
    } else if (from instanceof FromItem.FunctionRef function) {
      function.functions().forEach(this::expr);
    } else if (from instanceof FromItem.Nested nested) {
      from(nested.inner());
    } else if (from instanceof FromItem.Join join) {
      from(join.left());
      from(join.right());
      if (join.condition() instanceof FromItem.Condition.On on) {
        expr(on.expr());
      }
    }
  }

  private void expr(Expr expr) {
    if (expr instanceof Expr.Call call) {
      function(call.name());
    } else if (expr instanceof Expr.Subquery subquery) {
      query(subquery.query());
    } else if (expr instanceof Expr.Cast cast
        && context.snapshot().names().contains(cast.typeName())) {
      mapped |= context.snapshot().tables().values().stream()
          .anyMatch(table -> table.relation().name().equals(cast.typeName()));
    }
    Children.of(expr).forEach(this::expr);
  }
}
