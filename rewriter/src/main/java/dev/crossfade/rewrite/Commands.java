package dev.crossfade.rewrite;

import dev.crossfade.mapping.Phase;
import dev.crossfade.sql.QualifiedName;
import dev.crossfade.sql.Query;
import dev.crossfade.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Edits what stands around a query or write: EXPLAIN, DECLARE, PREPARE, CREATE TABLE AS, COPY. */
final class Commands {
  private final Rewriting work;

  Commands(Rewriting work) {
    this.work = work;
  }

  void rewrite(Statement statement, Scope scope) {
    if (statement instanceof Statement.Wrapper wrapper) {
      boolean view = wrapper.kind() == Statement.Wrapper.Kind.CREATE_VIEW
          || wrapper.kind() == Statement.Wrapper.Kind.CREATE_MATERIALIZED_VIEW;
      work.cursor = wrapper.kind() == Statement.Wrapper.Kind.DECLARE_CURSOR;
      Outputs outputs = body(wrapper.body(), scope, !view);
      if (work.cursor || wrapper.kind() == Statement.Wrapper.Kind.PREPARE) {
        work.note(outputs);
      }
    } else if (statement instanceof Statement.Execute execute) {
      work.expressions.walkAll(execute.arguments(), scope);
    } else if (statement instanceof Statement.Copy copy) {
      copy(copy, scope);
    } else if (statement instanceof Statement.Truncate truncate) {
      truncate(truncate);
    }
  }

  /** What has moved goes with the rows that it came from; what it came from would not go with it. */
  private void truncate(Statement.Truncate truncate) {
    List<TableView> views =
        truncate.tables().stream().flatMap(name -> work.mapped(name).stream()).toList();
    Set<Long> emptied = new HashSet<>();
    views.forEach(view -> emptied.add(view.relation().oid()));
    for (TableView view : views) {
      work.touched.write = true;
      if (view.isRenamed()) {
        throw new Refusal(
            "TRUNCATE of table " + view.relation().name() + " by the name that it had");
      }
      for (BoundMove move : view.arrivals()) {
        if (move.writesBoth() && !emptied.contains(move.from().oid())) {
          throw new Refusal("TRUNCATE of table " + view.relation().name() + ", to which columns of "
              + move.from().name() + " move; name both");
        }
      }
      for (BoundMove move : view.departures()) {
        if (move.phase() != Phase.EXPAND && emptied.add(move.to().oid())) {
          if (move.move().sharesRows()) {
            throw new Refusal(
                "TRUNCATE of table " + view.relation().name() + ", whose columns move to "
                    + move.to().name() + ", which holds more than they do; use DELETE");
          }
          QualifiedName last = truncate.tables().get(truncate.tables().size() - 1);
          work.edits.after(last.span().end(), Fragment.of(", " + BoundMove.qualified(move.to())));
        }
      }
    }
  }

  private Outputs body(Statement body, Scope scope, boolean outermost) {
    if (body instanceof Query query) {
      return outermost ? work.queries.outermost(query, scope) : work.queries.nested(query, scope);
    } else if (body instanceof Statement.Wrapper || body instanceof Statement.Execute) {
      rewrite(body, scope);
      return Outputs.unknown();
    }
    return work.writes.write(body, scope, outermost);
  }

  private void copy(Statement.Copy copy, Scope scope) {
    copy.table().ifPresent(name -> {
      boolean through = work.relation(name).filter(work::reachesMapped).isPresent();
      if (work.mapped(name).isPresent() || through) {
        throw new Refusal("COPY of mapped table " + name.last()
            + "; use INSERT or SELECT, or COPY (SELECT ...) TO");
      }
    });
    copy.query().ifPresent(query -> body(query, scope, true));
  }
}
