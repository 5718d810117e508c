package dev.crossfade.rewrite;

import dev.crossfade.catalog.Function;
import dev.crossfade.catalog.Lookup;
import dev.crossfade.catalog.ObjectName;
import dev.crossfade.catalog.Relation;
import dev.crossfade.mapping.Phase;
import dev.crossfade.sql.QualifiedName;
import dev.crossfade.sql.Script;
import dev.crossfade.sql.Span;
import java.util.HashMap;
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
  private final Map<MappedTable, TableView> views = new HashMap<>();

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

  /** The mapped table of this name; notes that the statement touches it. */
  Optional<TableView> mapped(QualifiedName name) {
    return relation(name)
        .flatMap(relation -> Optional.ofNullable(context.snapshot().tables().get(relation.oid()))
            .or(() -> context
                .snapshot()
                .gone(new ObjectName(name.schema(), name.last()))
                .filter(table -> table.relation().equals(relation))))
        .map(this::view);
  }

  private TableView view(MappedTable table) {
    touched.table(table);
    return views.computeIfAbsent(table, mapped -> new TableView(mapped, context));
  }

  /** A view's reads are right as long as the old columns under it are. */
  void readThrough(Relation relation) {
    for (Long oid : relation.reaches()) {
      MappedTable table = context.snapshot().tables().get(oid);
      if (table == null) {
        continue;
      }
      touched.table(table);
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

  boolean reachesMapped(Relation relation) {
    return relation.reaches().stream().anyMatch(context.snapshot().tables()::containsKey);
  }
}
