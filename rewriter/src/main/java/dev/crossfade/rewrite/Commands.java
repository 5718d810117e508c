package dev.crossfade.rewrite;

import dev.crossfade.sql.Query;
import dev.crossfade.sql.Statement;

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
      body(wrapper.body(), scope, !view);
    } else if (statement instanceof Statement.Execute execute) {
      work.expressions.walkAll(execute.arguments(), scope);
    } else if (statement instanceof Statement.Copy copy) {
      copy(copy, scope);
    }
  }

  private void body(Statement body, Scope scope, boolean outermost) {
    if (body instanceof Query query) {
      if (outermost) {
        work.queries.outermost(query, scope);
      } else {
        work.queries.nested(query, scope);
      }
    } else if (body instanceof Statement.Wrapper || body instanceof Statement.Execute) {
      rewrite(body, scope);
    } else {
      work.writes.write(body, scope, outermost);
    }
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
