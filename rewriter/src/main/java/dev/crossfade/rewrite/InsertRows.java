package dev.crossfade.rewrite;

import dev.crossfade.catalog.Relation;
import dev.crossfade.rewrite.InsertSlots.Value;
import dev.crossfade.rewrite.TableView.ColumnView;
import dev.crossfade.sql.Query;
import dev.crossfade.sql.Span;
import dev.crossfade.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the rows of an INSERT, or of MERGE's INSERT, fill both shapes. Used once per insert. */
final class InsertRows {
  private final Rewriting work;
  private final TableView view;
  private final InsertSlots slots;
  private final Optional<MovedUpsert> upsert;

  /** What has to hold of a row beside its arbiter, as a WHERE clause over the derived table. */
  private String guards = "";

  InsertRows(Rewriting work, TableView view) {
    this(work, view, Set.of(), Optional.empty());
  }

  /**
   * @param departed moves that the statement writes whatever its rows give
   * @param upsert set where what is written elsewhere has to wait for the statement
   */
  InsertRows(
      Rewriting work, TableView view, Set<BoundMove> departed, Optional<MovedUpsert> upsert) {
    this.work = work;
    this.view = view;
    this.slots = new InsertSlots(view, departed);
    this.upsert = upsert;
  }

  /** Gives the moves whose values another table gets from this statement. */
  List<BoundMove> rewrite(Statement.Insert insert, Outputs outputs) {
    fill(insert, outputs);
    insert
        .onConflict()
        .flatMap(conflict -> anyConflict(conflict).flatMap(AnyConflict::arbiter))
        .ifPresent(arbiter -> arbiter(insert.onConflict().orElseThrow(), arbiter));
    return slots.departed();
  }

  private void fill(Statement.Insert insert, Outputs outputs) {
    if (insert.source() instanceof Statement.Source.DefaultValues defaults) {
      slots.take(insert.columns(), insert.columnList(), 0);
      defaultValues(insert, defaults.span());
    } else if (insert.source() instanceof Statement.Source.Rows rows) {
      Optional<Query.Values> values = plainValues(rows.query());
      int width = values
          .map(v -> v.rows().stream().mapToInt(row -> row.items().size()).max().orElse(0))
          .orElse(outputs.complete() ? outputs.names().size() : -1);
      slots.take(insert.columns(), insert.columnList(), width);
      if (values.isPresent()) {
        values(insert, rows, values.get());
      } else {
        query(insert, rows, outputs);
      }
    }
  }

  /**
   * Gives for each move whose table gets values from the row what they are.
   *
   * @param source what the row's values see
   */
  Map<BoundMove, Map<String, Fragment>> rewrite(
      Statement.MergeAction.InsertRow insert, Scope source) {
    slots.take(
        insert.columns(),
        insert.columnList(),
        insert.values().map(row -> row.items().size()).orElse(0));
    if (!slots.departed().isEmpty()) {
      return new MergedRow(work, view, slots, source).rewrite(insert);
    }
    if (insert.values().isEmpty()) {
      mergeDefaults(insert.span());
      return Map.of();
    }
    Query.ValuesRow row = insert.values().get();
    if (row.items().size() != slots.columns().size() || slots.repeats()) {
      if (slots.columns().stream().anyMatch(slots::isElsewhere)) {
        throw new Refusal("MERGE ... INSERT whose columns and values don't match");
      }
      return Map.of();
    }
    List<Value> given = row.items().stream().map(item -> Value.of(work, item)).toList();
    if (!slots.onceEach(given).isEmpty() || !slots.omitted().isEmpty()) {
      throw new Refusal("MERGE ... INSERT of a volatile value into a mapped column of table "
          + view.relation().name());
    }
    rows(List.of(row), List.of(given));
    columnList(
        insert.columns(),
        insert.columnList(),
        new Span(row.span().start(), row.span().start()),
        true);
    return Map.of();
  }

  private void mergeDefaults(Span span) {
    if (!slots.omitted().isEmpty()) {
      throw new Refusal("MERGE ... INSERT DEFAULT VALUES into table "
          + view.relation().name() + ", where a mapped column has a volatile default");
    }
    Map<String, Fragment> additions = slots.additions(List.of());
    if (!additions.isEmpty()) {
      work.edits.replace(
          span,
          new Fragment.Builder()
              .add("INSERT (")
              .add(quoted(additions.keySet()))
              .add(") VALUES (")
              .add(Fragment.join(", ", List.copyOf(additions.values())))
              .add(")")
              .build());
    }
  }

  private GivenRows given(Statement.Insert insert) {
    return new GivenRows(work, insert, view, slots, upsert, guards);
  }

  private static Optional<Query.Values> plainValues(Query query) {
    boolean plain =
        query.with().isEmpty() && query.orderBy().isEmpty() && query.limits().isEmpty();
    return plain && query.body() instanceof Query.Values values
        ? Optional.of(values)
        : Optional.empty();
  }

  private void defaultValues(Statement.Insert insert, Span source) {
    Span target = insert.target().span();
    List<ColumnView> volatiles = slots.omitted();
    if (!volatiles.isEmpty()) {
      given(insert).values(source, List.of(List.of()), volatiles);
      work.edits.after(
          target.end(),
          Fragment.of(" ("
              + String.join(
                  ", ",
                  slots.finalColumns(volatiles).stream().map(Identifiers::quote).toList())
              + ")"));
      return;
    }
    Map<String, Fragment> additions = slots.additions(List.of());
    if (additions.isEmpty()) {
      return;
    }
    work.edits.after(
        target.end(),
        Fragment.of(" ("
            + String.join(
                ", ", additions.keySet().stream().map(Identifiers::quote).toList()) + ")"));
    work.edits.replace(
        source,
        new Fragment.Builder()
            // Not VALUES, of which pgjdbc's reWriteBatchedInserts would make one statement.
            .add("SELECT ")
            .add(Fragment.join(", ", List.copyOf(additions.values())))
            .build());
  }

  private void values(Statement.Insert insert, Statement.Source.Rows source, Query.Values values) {
    boolean even = values.rows().stream()
        .allMatch(row -> row.items().size() == slots.columns().size());
    if (!even || slots.repeats()) {
      mismatch(
          insert,
          values.rows().stream()
              .anyMatch(row -> row.items().size() < slots.columns().size()));
      return;
    }
    List<ColumnView> volatiles = volatiles(insert);
    List<List<Value>> rows = values.rows().stream()
        .map(row -> row.items().stream().map(item -> Value.of(work, item)).toList())
        .toList();
    guards = guards(insert, volatiles);
    if (guards.isEmpty()
        && volatiles.isEmpty()
        && slots.departed().isEmpty()
        && rows.stream().allMatch(row -> slots.onceEach(row).isEmpty())) {
      rows(values.rows(), rows);
      columnList(
          insert.columns(),
          insert.columnList(),
          new Span(insert.target().span().end(), insert.target().span().end()),
          false);
      return;
    }
    boolean plain = guards.isEmpty()
        && slots.omittedVolatile().isEmpty()
        && volatiles.size() == slots.omitted().size()
        && rows.stream().allMatch(row -> slots.onceEach(row).isEmpty());
    upsert.ifPresent(after -> after.take(slots, values.rows(), rows, plain));
    given(insert).values(source.span(), rows, volatiles);
    String columns = " ("
        + String.join(
            ", ", slots.finalColumns(volatiles).stream().map(Identifiers::quote).toList()) + ")";
    insert
        .columnList()
        .ifPresentOrElse(
            list -> work.edits.replace(list, Fragment.of(columns.strip())),
            () -> work.edits.after(insert.target().span().end(), Fragment.of(columns)));
  }

  /** DO NOTHING for whatever conflict needs every unique index to be an arbiter, and a deferrable one, as N's is until contract, can't be. */
  private Optional<AnyConflict> anyConflict(Statement.OnConflict conflict) {
    boolean any = conflict.inference().isEmpty()
        && conflict.constraint().isEmpty()
        && conflict.updates().isEmpty();
    return any ? AnyConflict.of(view, slots.columns()) : Optional.empty();
  }

  /** Omitted columns whose default is evaluated before the server gets the rows: also where a row that is left out takes a number from a sequence. */
  private List<ColumnView> volatiles(Statement.Insert insert) {
    List<ColumnView> volatiles = new ArrayList<>(slots.omitted());
    if (insert
        .onConflict()
        .flatMap(this::anyConflict)
        .filter(conflict -> !conflict.others().isEmpty())
        .isPresent()) {
      view.visible().stream()
          .filter(column -> column.migration().isEmpty() && column.move().isEmpty())
          .filter(column -> column.column().makesKeys() && !column.column().identity())
          .filter(column -> slots.columns().stream().noneMatch(s -> s.name().equals(column.name())))
          .filter(column -> !volatiles.contains(column))
          .forEach(volatiles::add);
    }
    return List.copyOf(volatiles);
  }

  private String guards(Statement.Insert insert, List<ColumnView> volatiles) {
    Optional<AnyConflict> conflict = insert.onConflict().flatMap(this::anyConflict);
    if (conflict.isEmpty()) {
      return "";
    }
    slots.columns().addAll(volatiles);
    List<Value> references = GivenRows.references(slots.columns().size());
    Map<String, Fragment> computed = new LinkedHashMap<>();
    slots.added().forEach(migration -> computed.putAll(slots.other(migration, references)));
    slots.columns().removeAll(volatiles);
    return conflict.get().guards(GivenRows.ROW, computed);
  }

  private void arbiter(Statement.OnConflict conflict, Relation.UniqueIndex arbiter) {
    int words = work.script.tokens().stream()
        .filter(token -> token.span().start() >= conflict.span().start())
        .skip(1)
        .findFirst()
        .orElseThrow()
        .span()
        .end();
    work.edits.after(
        words,
        Fragment.of(" ("
            + String.join(
                ", ", arbiter.columns().stream().map(Identifiers::quote).toList()) + ")"));
  }

  /** The statement is wrong, and the server has to say so: it gets a list that is wrong in the same way, of columns that it has. */
  private void mismatch(Statement.Insert insert, boolean fewer) {
    boolean physical = slots.columns().stream().noneMatch(slots::isElsewhere);
    if (physical && insert.columnList().isEmpty()) {
      work.edits.after(
          insert.target().span().end(),
          Fragment.of(" ("
              + String.join(
                  ", ",
                  slots.columns().stream()
                      .map(slot -> Identifiers.quote(slot.name()))
                      .toList())
              + ")"));
    } else if (!physical) {
      String column = Identifiers.quote(view.relation().columns().get(0).name());
      String list = slots.repeats()
          ? "(" + column + ", " + column + ")"
          : fewer
              ? "(" + column + ", "
                  + Identifiers.quote(view.relation().columns().get(1).name()) + ")"
              : "(" + column + ")";
      work.edits.replace(
          insert
              .columnList()
              .orElse(
                  new Span(insert.target().span().end(), insert.target().span().end())),
          Fragment.of((insert.columnList().isEmpty() ? " " : "") + list));
      work.edits.replace(
          insert.source().span(),
          Fragment.of(slots.repeats() || !fewer ? "VALUES (NULL, NULL)" : "VALUES (NULL)"));
    }
  }

  /** Edits each row in place: replaced values where their column is no more, the other values at its end. */
  private void rows(List<Query.ValuesRow> rows, List<List<Value>> values) {
    for (int r = 0; r < rows.size(); r++) {
      Query.ValuesRow row = rows.get(r);
      Map<String, Fragment> additions = slots.additions(values.get(r));
      Map<Integer, List<Fragment>> replaced = new HashMap<>();
      for (BoundMigration migration : slots.added()) {
        List<Value> given = values.get(r);
        slots.replacedSlots(migration).stream()
            .findFirst()
            .ifPresent(first ->
                replaced.put(first, List.copyOf(slots.other(migration, given).values())));
      }
      for (int i = 0; i < slots.columns().size(); i++) {
        if (replaced.containsKey(i)) {
          work.edits.replace(row.items().get(i).span(), Fragment.join(", ", replaced.get(i)));
        } else if (slots.isReplaced(slots.columns().get(i))) {
          work.edits.delete(
              row.items().get(i - 1).span().end(), row.items().get(i).span().end());
        }
      }
      if (!additions.isEmpty()) {
        String comma = row.items().isEmpty() ? "" : ", ";
        work.edits.after(
            row.span().end() - 1,
            new Fragment.Builder()
                .add(comma)
                .add(Fragment.join(", ", List.copyOf(additions.values())))
                .build());
      }
    }
  }

  private void columnList(
      List<Statement.Target> targets, Optional<Span> list, Span otherwise, boolean before) {
    List<String> names = slots.finalColumns(List.of());
    if (list.isEmpty() && names.isEmpty()) {
      // INSERT INTO t SELECT, of no column, gives rows of defaults.
      return;
    }
    if (list.isEmpty()) {
      Fragment text = Fragment.of(
          "(" + String.join(", ", names.stream().map(Identifiers::quote).toList()) + ")");
      if (before) {
        work.edits.before(valuesWord(otherwise.start()), new Fragment(text.sql() + " ", List.of()));
      } else {
        work.edits.after(otherwise.end(), new Fragment(" " + text.sql(), List.of()));
      }
      return;
    }
    for (int i = 0; i < slots.columns().size(); i++) {
      if (slots.isReplaced(slots.columns().get(i))) {
        BoundMigration migration = slots.columns().get(i).migration().orElseThrow();
        if (slots.replacedSlots(migration).get(0) == i) {
          work.edits.replace(
              targets.get(i).span(), quoted(migration.columns(Side.NEW).keySet()));
        } else {
          work.edits.delete(
              targets.get(i - 1).span().end(), targets.get(i).span().end());
        }
      }
    }
    Set<String> additions = slots.additions(List.of()).keySet();
    if (!additions.isEmpty()) {
      String comma = targets.isEmpty() ? "" : ", ";
      work.edits.after(
          list.get().end() - 1,
          new Fragment.Builder().add(comma).add(quoted(additions)).build());
    }
  }

  /** The word VALUES in front of MERGE's row. */
  private int valuesWord(int row) {
    return work.script.tokens().stream()
        .filter(token -> token.span().end() <= row && token.text().equals("values"))
        .mapToInt(token -> token.span().start())
        .max()
        .orElseThrow();
  }

  private static Fragment quoted(Set<String> names) {
    return Fragment.of(String.join(", ", names.stream().map(Identifiers::quote).toList()));
  }

  private void query(Statement.Insert insert, Statement.Source.Rows source, Outputs outputs) {
    int width = outputs.complete() ? outputs.names().size() : slots.columns().size();
    List<ColumnView> volatiles = volatiles(insert);
    guards = guards(insert, volatiles);
    boolean replaces = slots.columns().stream().anyMatch(slots::isElsewhere)
        || !slots.departed().isEmpty()
        || !guards.isEmpty()
        || !volatiles.isEmpty();
    Span end = new Span(insert.target().span().end(), insert.target().span().end());
    if (width != slots.columns().size() || slots.repeats()) {
      mismatch(insert, width < slots.columns().size());
      return;
    }
    if (slots.addsNothing() && slots.departed().isEmpty()) {
      if (insert.columnList().isEmpty()) {
        columnList(insert.columns(), insert.columnList(), end, false);
      }
      return;
    }
    List<Value> values = outputs.values().stream()
        .map(v -> new Value(v.sql(), v.bare(), false, v.repeatable(), false))
        .toList();
    if (!replaces
        && values.size() == slots.columns().size()
        && slots.onceEach(values).isEmpty()
        && appends(source.query())) {
      Query.Select select = (Query.Select) source.query().body();
      int last = select.targets().get(select.targets().size() - 1).span().end();
      Fragment extra = Fragment.join(", ", List.copyOf(slots.additions(values).values()));
      if (!extra.sql().isEmpty()) {
        work.edits.after(last, new Fragment.Builder().add(", ").add(extra).build());
      }
    } else {
      given(insert).query(source, volatiles);
    }
    slots.columns().addAll(volatiles);
    if (volatiles.isEmpty() && slots.departed().isEmpty()) {
      columnList(insert.columns(), insert.columnList(), end, false);
    } else {
      Fragment list = new Fragment.Builder()
          .add("(")
          .add(Fragment.of(String.join(
              ", ",
              slots.finalColumns(List.of()).stream().map(Identifiers::quote).toList())))
          .add(")")
          .build();
      insert
          .columnList()
          .ifPresentOrElse(
              span -> work.edits.replace(span, list),
              () -> work.edits.after(end.end(), new Fragment(" " + list.sql(), List.of())));
    }
  }

  private static boolean appends(Query query) {
    return query.body() instanceof Query.Select select
        && !select.distinct()
        && !select.targets().isEmpty();
  }
}
