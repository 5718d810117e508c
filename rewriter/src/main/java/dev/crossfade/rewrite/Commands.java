package dev.crossfade.rewrite;

import dev.crossfade.catalog.Relation;
import dev.crossfade.mapping.Phase;
import dev.crossfade.mapping.Shape;
import dev.crossfade.sql.QualifiedName;
import dev.crossfade.sql.Query;
import dev.crossfade.sql.Statement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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
    } else if (statement instanceof Statement.Maintenance maintenance) {
      maintenance.tables().forEach(this::name);
    }
  }

  /** Tells the server the name of the table that is meant, and gives that. */
  private Optional<Relation> name(QualifiedName name) {
    Optional<TableView> view = work.mapped(name);
    view.filter(TableView::isRenamed)
        .ifPresent(renamed ->
            work.edits.replace(name.span(), Fragment.of(BoundMove.qualified(renamed.relation()))));
    return view.map(TableView::relation).or(() -> work.relation(name));
  }

  /** What has moved goes with the rows that it came from; what it came from would not go with it. */
  private void truncate(Statement.Truncate truncate) {
    Set<Long> emptied = new LinkedHashSet<>();
    for (QualifiedName name : truncate.tables()) {
      name(name).ifPresent(relation -> emptied.add(relation.oid()));
    }
    Set<Long> reached = truncate.cascade() ? reached(emptied) : new LinkedHashSet<>(emptied);
    for (Long oid : reached) {
      MappedTable table = work.context.snapshot().tables().get(oid);
      if (table == null) {
        continue;
      }
      work.touched.write = true;
      work.touched.table(table);
      table.arrivals().forEach(move -> refuseAlone(move, reached));
      for (Move move : table.departures()) {
        move.to()
            .filter(to -> move.migration().phase() != Phase.EXPAND && !isServers(move, to))
            .filter(to -> emptied.add(to.oid()))
            .ifPresent(to -> emptyBeside(move, to, truncate, reached));
      }
    }
  }

  /** With the tables that refer to these. */
  private Set<Long> reached(Set<Long> named) {
    Set<Long> reached = new LinkedHashSet<>(named);
    named.stream()
        .flatMap(oid -> Optional.ofNullable(work.context.snapshot().referenced().get(oid)).stream())
        .forEach(referenced -> reached.addAll(referenced.by()));
    return reached;
  }

  /** Whether a foreign key says what becomes of the new row, and an application of the new shape knows it. */
  private boolean isServers(Move move, Relation to) {
    return work.context.shape() == Shape.NEW && work.context.snapshot().refers(to, move.from());
  }

  private static void refuseAlone(Move move, Set<Long> emptied) {
    Phase phase = move.migration().phase();
    if (phase != Phase.EXPAND
        && phase != Phase.CONTRACT
        && !emptied.contains(move.from().oid())) {
      throw new Refusal("TRUNCATE of table " + move.to().map(Relation::name).orElse("")
          + ", to which columns of " + move.from().name() + " move; name both");
    }
  }

  private void emptyBeside(Move move, Relation to, Statement.Truncate truncate, Set<Long> reached) {
    List<Move> siblings = work.context.snapshot().siblings(move);
    boolean alone = !OwnColumns.count(BoundMove.of(move, work.context), true)
        && siblings.stream().allMatch(other -> reached.contains(other.from().oid()));
    if (alone) {
      QualifiedName last = truncate.tables().get(truncate.tables().size() - 1);
      work.edits.after(last.span().end(), Fragment.of(", " + BoundMove.qualified(to)));
      return;
    }
    List<Move> gone = Stream.concat(Stream.of(move), siblings.stream())
        .filter(other -> reached.contains(other.from().oid()))
        .toList();
    boolean follows = !reached.contains(to.oid())
        && gone.stream().noneMatch(other -> work.context.snapshot().refers(to, other.from()));
    if (!follows || work.script.statements().size() > 1) {
      throw new Refusal("TRUNCATE of table " + move.from().name() + ", whose columns move to "
          + to.name() + ", which holds more than they do"
          + (follows ? ", beside other statements; send it by itself" : "; use DELETE"));
    }
    follow(new SharedRows(
            gone.stream().map(other -> BoundMove.of(other, work.context)).toList())
        .emptied());
  }

  private void follow(Steps.KeyedSql rows) {
    work.steps = new Steps(
        Optional.empty(),
        List.of(new Steps.Piece("(1)", List.of())),
        0,
        false,
        Optional.of(work.steps.sync().map(rows::behindAll).orElse(rows)),
        Optional.empty(),
        true,
        false);
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
