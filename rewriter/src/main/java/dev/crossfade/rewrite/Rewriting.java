package dev.crossfade.rewrite;

import dev.crossfade.catalog.Function;
import dev.crossfade.catalog.Lookup;
import dev.crossfade.catalog.ObjectName;
import dev.crossfade.catalog.Relation;
import dev.crossfade.mapping.Phase;
import dev.crossfade.mapping.Shape;
import dev.crossfade.sql.FromItem;
import dev.crossfade.sql.QualifiedName;
import dev.crossfade.sql.Script;
import dev.crossfade.sql.Span;
import dev.crossfade.sql.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One text on its way: what it is, what is known, the edits so far, and the rooms that work on it. Not thread-safe. */
final class Rewriting {
  final Script script;
  final Context context;
  final Edits edits;
  final Touched touched = new Touched();
  final Expressions expressions;
  final Queries queries;
  final Joins joins;
  final Writes writes;
  final Commands commands;
  /** The elements of FROM whose rows the query at hand locks. */
  Locks locks = Locks.NONE;

  /** Those that are mapped, in the text so far. */
  final List<Item> locked = new ArrayList<>();

  /** Whether the query is a cursor's, at whose row a write may be aimed: that has to be a row of the old table alone. */
  boolean cursor;

  private int aliases;

  private record Seen(MappedTable table, boolean reading) {}

  private final Map<Seen, TableView> views = new HashMap<>();

  /** What goes around the text, if a table that its columns leave is written. */
  Steps steps = Steps.NONE;

  Rewriting(Script script, Context context) {
    this.script = script;
    this.context = context;
    this.edits = new Edits(script);
    this.expressions = new Expressions(this);
    this.queries = new Queries(this);
    this.joins = new Joins(this);
    this.writes = new Writes(this);
    this.commands = new Commands(this);
  }

  /** A name that the text doesn't hold. */
  String alias() {
    String name;
    do {
      name = "crossfade_" + ++aliases;
    } while (script.text().contains(name));
    return name;
  }

  String text(Span span) {
    return span.of(script.text());
  }

  Optional<Relation> relation(QualifiedName name) {
    ObjectName object = new ObjectName(name.schema(), name.last());
    return context.catalog().relation(object) instanceof Lookup.Found<Relation> found
        ? Optional.of(found.value())
        : context.snapshot().gone(object).map(MappedTable::relation);
  }

  Optional<Function> function(QualifiedName name) {
    return context.catalog().function(new ObjectName(name.schema(), name.last()))
            instanceof Lookup.Found<Function> found
        ? Optional.of(found.value())
        : Optional.empty();
  }

  /** Whether the server has no function of this name, so that it will say so. */
  boolean isAbsent(QualifiedName name) {
    return context.catalog().function(new ObjectName(name.schema(), name.last()))
        instanceof Lookup.Absent<Function>;
  }

  /** The mapped table of this name as a write sees it; notes that the statement touches it. */
  Optional<TableView> mapped(QualifiedName name) {
    return table(name).map(table -> view(table, false));
  }

  /** The mapped table of this name as a read sees it that locks nothing; notes that the statement touches it. */
  Optional<TableView> read(QualifiedName name) {
    return table(name).map(table -> view(table, true));
  }

  private Optional<MappedTable> table(QualifiedName name) {
    return relation(name)
        .flatMap(relation -> Optional.ofNullable(context.snapshot().tables().get(relation.oid()))
            .or(() -> context
                .snapshot()
                .gone(new ObjectName(name.schema(), name.last()))
                .filter(table -> table.relation().equals(relation))));
  }

  private TableView view(MappedTable table, boolean reading) {
    touched.table(table);
    return views.computeIfAbsent(
        new Seen(table, reading),
        seen -> TableView.renamed(table, context, reading)
            .orElseGet(() -> new TableView(table, context)));
  }

  /** Tells the server the new name of a renamed table, and the old one as its alias. */
  void name(FromItem.TableRef table, TableView view) {
    if (view.isRenamed()) {
      edits.replace(table.name().span(), Fragment.of(BoundMove.qualified(view.relation())));
      if (table.alias().isEmpty()) {
        edits.after(
            behindName(table),
            Fragment.of(" AS " + Identifiers.quote(table.name().last())));
      }
    }
  }

  /** Where the name ends, with the star that may stand behind it and the parenthesis of ONLY. */
  int behindName(FromItem.TableRef table) {
    int end = table.name().span().end();
    for (Token token : script.tokens()) {
      boolean belongs = token.text().equals("*") || token.text().equals(")");
      if (token.span().start() >= end && token.span().end() <= table.span().end()) {
        if (!belongs) {
          return end;
        }
        end = token.span().end();
      }
    }
    return end;
  }

  /** A view's reads are right as long as the old columns under it are. */
  void readThrough(Relation relation) {
    for (Long oid : relation.reaches()) {
      MappedTable table = context.snapshot().tables().get(oid);
      if (table == null) {
        continue;
      }
      touched.table(table);
      refuseMoving(relation, table);
      table.migrations().stream()
          .filter(migration -> migration.phase() == Phase.CONTRACT)
          .filter(migration -> migration.oldColumns().stream()
              .anyMatch(column -> table.relation().column(column).isPresent()))
          .findFirst()
          .ifPresent(migration -> {
            throw new Refusal("view " + relation.name() + " may read old columns of migration "
                + migration.name() + " in contract; drop them or define the view anew");
          });
    }
  }

  /** A view reads tables as the server has them. */
  private void refuseMoving(Relation view, MappedTable table) {
    table.departures().stream()
        .filter(move -> move.migration().phase() == Phase.CONTRACT)
        .filter(move -> move.migration().oldColumns().stream()
            .anyMatch(column -> table.relation().column(column).isPresent()))
        .findFirst()
        .ifPresent(move -> {
          throw new Refusal("view " + view.name() + " may read old columns of migration "
              + move.migration().name() + " in contract; drop them or define the view anew");
        });
    if (context.shape() == Shape.NEW
        && Arriving.of(new TableView(table, context)).isPresent()) {
      throw new Refusal("view " + view.name() + " reads table "
          + table.relation().name() + ", to which columns are still being moved");
    }
  }

  boolean reachesMapped(Relation relation) {
    return relation.reaches().stream().anyMatch(context.snapshot().tables()::containsKey);
  }

  /** Takes note of what the statement at hand shows. */
  void note(Outputs outputs) {
    if (outputs.complete()) {
      touched.output(outputs.bases());
    }
  }
}
