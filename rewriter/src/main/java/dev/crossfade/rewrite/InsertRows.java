package dev.crossfade.rewrite;

import dev.crossfade.catalog.Column;
import dev.crossfade.catalog.Relation;
import dev.crossfade.mapping.Phase;
import dev.crossfade.mapping.Shape;
import dev.crossfade.rewrite.TableView.ColumnView;
import dev.crossfade.sql.Expr;
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
import java.util.TreeSet;
import java.util.function.Function;

/** Makes the rows of an INSERT, or of MERGE's INSERT, fill both shapes. Used once per insert. */
final class InsertRows {
  /** A derived table's name that no application's table has. */
  private static final String ROW = "crossfade_row";

  private final Rewriting work;
  private final TableView view;
  private final List<ColumnView> slots = new ArrayList<>();
  private final List<BoundMigration> added = new ArrayList<>();
  private final Map<BoundMigration, Side> sides = new HashMap<>();

  /** What has to hold of a row beside its arbiter, as a WHERE clause over the derived table. */
  private String guards = "";

  InsertRows(Rewriting work, TableView view) {
    this.work = work;
    this.view = view;
  }

  /** A row's value for a column: the text, whether it is a placeholder or untyped literal, whether it is a literal without a type, and whether it may be evaluated twice. */
  private record Value(Fragment sql, boolean bare, boolean literal, boolean repeatable, boolean isDefault) {}

  void rewrite(Statement.Insert insert, Outputs outputs) {
    fill(insert, outputs);
    insert.onConflict().flatMap(conflict -> anyConflict(conflict).flatMap(AnyConflict::arbiter)).ifPresent(arbiter -> arbiter(insert.onConflict().orElseThrow(), arbiter));
  }

  private void fill(Statement.Insert insert, Outputs outputs) {
    if (insert.source() instanceof Statement.Source.DefaultValues defaults) {
      targets(insert.columns(), insert.columnList(), 0);
      defaultValues(insert.target().span(), defaults.span());
    } else if (insert.source() instanceof Statement.Source.Rows rows) {
      Optional<Query.Values> values = plainValues(rows.query());
      int width = values.map(v -> v.rows().stream().mapToInt(row -> row.items().size()).max().orElse(0)).orElse(outputs.complete() ? outputs.names().size() : -1);
      targets(insert.columns(), insert.columnList(), width);
      if (values.isPresent()) {
        values(insert, rows, values.get());
      } else {
        query(insert, rows, outputs);
      }
    }
  }

  void rewrite(Statement.MergeAction.InsertRow insert) {
    targets(insert.columns(), insert.columnList(), insert.values().map(row -> row.items().size()).orElse(0));
    if (insert.values().isEmpty()) {
      mergeDefaults(insert.span());
      return;
    }
    Query.ValuesRow row = insert.values().get();
    if (row.items().size() != slots.size() || repeats()) {
      if (slots.stream().anyMatch(this::isReplaced)) {
        throw new Refusal("MERGE ... INSERT whose columns and values don't match");
      }
      return;
    }
    List<Value> given = row.items().stream().map(this::value).toList();
    if (!onceEach(given).isEmpty() || !omittedVolatile().isEmpty()) {
      throw new Refusal("MERGE ... INSERT of a volatile value into a mapped column of table " + view.relation().name());
    }
    rows(List.of(row), List.of(given));
    columnList(insert.columns(), insert.columnList(), new Span(row.span().start(), row.span().start()), true);
  }

  private void mergeDefaults(Span span) {
    if (!omittedVolatile().isEmpty()) {
      throw new Refusal("MERGE ... INSERT DEFAULT VALUES into table " + view.relation().name() + ", where a mapped column has a volatile default");
    }
    Map<String, Fragment> additions = additions(List.of());
    if (!additions.isEmpty()) {
      work.edits.replace(
          span,
          new Fragment.Builder().add("INSERT (").add(quoted(additions.keySet())).add(") VALUES (").add(Fragment.join(", ", List.copyOf(additions.values()))).add(")").build());
    }
  }

  private static Optional<Query.Values> plainValues(Query query) {
    boolean plain = query.with().isEmpty() && query.orderBy().isEmpty() && query.limits().isEmpty();
    return plain && query.body() instanceof Query.Values values ? Optional.of(values) : Optional.empty();
  }

  /** Decides which columns the values go to, and for each migration which side is given. */
  private void targets(List<Statement.Target> columns, Optional<Span> list, int width) {
    if (list.isEmpty() && columns.isEmpty()) {
      if (width < 0) {
        throw new Refusal("INSERT without a column list from a query whose columns are not known; name the columns");
      }
      slots.addAll(view.visible().subList(0, Math.min(width, view.visible().size())));
    }
    for (Statement.Target target : columns) {
      ColumnView column =
          view.column(target.column().value())
              .orElseGet(() -> new ColumnView(target.column().value(), unknown(target.column().value()), Optional.empty(), Side.OLD));
      if (target.indirection().isPresent() && column.migration().isPresent()) {
        throw new Refusal("a write to an element of mapped column " + column.name() + "; write the whole value");
      }
      slots.add(column);
    }
    for (BoundMigration migration : view.migrations()) {
      side(migration);
    }
  }

  private static Column unknown(String name) {
    return new Column(name, 0, "text", 0, false, Optional.empty(), false, false, false);
  }

  private void side(BoundMigration migration) {
    boolean old = slots.stream().anyMatch(slot -> slot.migration().filter(migration::equals).isPresent() && slot.side() == Side.OLD);
    boolean young = slots.stream().anyMatch(slot -> slot.migration().filter(migration::equals).isPresent() && slot.side() == Side.NEW);
    if (old && young) {
      throw new Refusal("INSERT names old and new columns of migration " + migration.name() + "; name one side");
    }
    if (young && migration.phase() == Phase.EXPAND) {
      throw new Refusal("INSERT names new columns of migration " + migration.name() + " in phase expand; go to dual-write first");
    }
    Side side = young || !old && view.shape() == Shape.NEW ? Side.NEW : Side.OLD;
    sides.put(migration, side);
    boolean adds = migration.phase() != Phase.EXPAND && (migration.maintainsOld() ? true : side == Side.OLD);
    if (adds && !(side == Side.NEW && migration.columns(Side.OLD).isEmpty())) {
      added.add(migration);
    }
  }

  private Side given(BoundMigration migration) {
    return sides.getOrDefault(migration, Side.OLD);
  }

  /** Whether the value's own column is no more, so that the other side stands in its place. */
  private boolean isReplaced(ColumnView slot) {
    return slot.migration().filter(m -> m.phase() == Phase.CONTRACT && slot.side() == Side.OLD).isPresent();
  }

  private Value value(Expr expr) {
    boolean isDefault = expr instanceof Expr.Default;
    return new Value(work.edits.render(expr.span()), SelectList.isBare(expr), SelectList.isUntyped(expr), isDefault || new Repeatable(work).test(expr), isDefault);
  }

  /** What a migration's own side gets: the row's value, or the column's default. */
  private Fragment argument(BoundMigration migration, String column, List<Value> row) {
    Column type = migration.columns(given(migration)).get(column);
    if (type == null) {
      throw new Refusal("migration " + migration.name() + " reads column " + column + ", which it does not own");
    }
    for (int i = 0; i < slots.size(); i++) {
      if (slots.get(i).name().equals(column) && i < row.size() && !row.get(i).isDefault) {
        Value value = row.get(i);
        return migration.phase() == Phase.CONTRACT ? BoundMigration.assigned(value.sql, value.literal, type.type()) : BoundMigration.argument(value.sql, value.literal, type.type());
      }
    }
    return BoundMigration.cast(Fragment.of(type.defaultExpression().orElse("NULL")), type.type());
  }

  /** For each column of the other side its value in this row. */
  private Map<String, Fragment> other(BoundMigration migration, List<Value> row) {
    Map<String, Fragment> values = new LinkedHashMap<>();
    Function<String, Fragment> argument = column -> argument(migration, column, row);
    boolean fromOld = given(migration) == Side.OLD;
    for (String column : migration.columns(fromOld ? Side.NEW : Side.OLD).keySet()) {
      Optional<Fragment> moved = migration.renamedFrom(column).flatMap(source -> given(source, row));
      values.put(column, moved.orElseGet(() -> fromOld ? migration.forward(column, argument) : migration.backward(column, argument)));
    }
    return values;
  }

  /** The row's value for this column as it stands there. */
  private Optional<Fragment> given(String column, List<Value> row) {
    for (int i = 0; i < slots.size() && i < row.size(); i++) {
      if (slots.get(i).name().equals(column) && !row.get(i).isDefault) {
        return Optional.of(row.get(i).sql);
      }
    }
    return Optional.empty();
  }

  /** The values of all columns that stand in none of the row's own places. */
  private Map<String, Fragment> additions(List<Value> row) {
    Map<String, Fragment> additions = new LinkedHashMap<>();
    for (BoundMigration migration : added) {
      if (slots.stream().noneMatch(slot -> isReplaced(slot) && slot.migration().filter(migration::equals).isPresent())) {
        additions.putAll(other(migration, row));
      }
    }
    return additions;
  }

  /** Slots whose value feeds more than one column and must be evaluated once. */
  private Set<Integer> onceEach(List<Value> row) {
    Set<Integer> once = new TreeSet<>();
    for (int i = 0; i < slots.size() && i < row.size(); i++) {
      Optional<BoundMigration> migration = slots.get(i).migration().filter(added::contains);
      boolean twice = migration.isPresent() && (!isReplaced(slots.get(i)) || migration.get().columns(Side.NEW).size() > 1);
      if (twice && (row.get(i).isDefault ? slots.get(i).column().volatileDefault() && hasDefault(i) : !row.get(i).repeatable)) {
        once.add(i);
      }
    }
    return once;
  }

  private boolean hasDefault(int slot) {
    return slots.get(slot).column().defaultExpression().isPresent();
  }

  /** An omitted column with a volatile default becomes one that is given it. */
  private List<ColumnView> omittedVolatile() {
    return added.stream()
        .filter(migration -> migration.maintainsOld() || migration.columns(Side.NEW).size() > 1)
        .flatMap(migration -> migration.columns(given(migration)).keySet().stream())
        .map(name -> view.column(name).orElseThrow())
        .filter(column -> slots.stream().noneMatch(slot -> slot.name().equals(column.name())))
        .filter(column -> column.column().volatileDefault() && column.column().defaultExpression().filter(d -> d.indexOf('(') >= 0).isPresent())
        .toList();
  }

  private void defaultValues(Span target, Span source) {
    List<ColumnView> volatiles = omittedVolatile();
    if (!volatiles.isEmpty()) {
      once(source, List.of(List.of()), volatiles);
      work.edits.after(target.end(), Fragment.of(" (" + String.join(", ", finalColumns(volatiles).stream().map(Identifiers::quote).toList()) + ")"));
      return;
    }
    Map<String, Fragment> additions = additions(List.of());
    if (additions.isEmpty()) {
      return;
    }
    work.edits.after(target.end(), Fragment.of(" (" + String.join(", ", additions.keySet().stream().map(Identifiers::quote).toList()) + ")"));
    work.edits.replace(source, new Fragment.Builder().add("VALUES (").add(Fragment.join(", ", List.copyOf(additions.values()))).add(")").build());
  }

  private void values(Statement.Insert insert, Statement.Source.Rows source, Query.Values values) {
    boolean even = values.rows().stream().allMatch(row -> row.items().size() == slots.size());
    if (!even || repeats()) {
      mismatch(insert, values.rows().stream().anyMatch(row -> row.items().size() < slots.size()));
      return;
    }
    List<ColumnView> volatiles = omittedVolatile();
    List<List<Value>> rows = values.rows().stream().map(row -> row.items().stream().map(this::value).toList()).toList();
    guards = insert.onConflict().flatMap(this::anyConflict).map(conflict -> conflict.guards(ROW)).orElse("");
    if (guards.isEmpty() && volatiles.isEmpty() && rows.stream().allMatch(row -> onceEach(row).isEmpty())) {
      rows(values.rows(), rows);
      columnList(insert.columns(), insert.columnList(), new Span(insert.target().span().end(), insert.target().span().end()), false);
      return;
    }
    once(source.span(), rows, volatiles);
    String columns = " (" + String.join(", ", finalColumns(volatiles).stream().map(Identifiers::quote).toList()) + ")";
    insert.columnList().ifPresentOrElse(list -> work.edits.replace(list, Fragment.of(columns.strip())), () -> work.edits.after(insert.target().span().end(), Fragment.of(columns)));
  }

  /** DO NOTHING for whatever conflict needs every unique index to be an arbiter, and a deferrable one, as N's is until contract, can't be. */
  private Optional<AnyConflict> anyConflict(Statement.OnConflict conflict) {
    boolean any = conflict.inference().isEmpty() && conflict.constraint().isEmpty() && conflict.updates().isEmpty();
    return any ? AnyConflict.of(view, slots) : Optional.empty();
  }

  private void arbiter(Statement.OnConflict conflict, Relation.UniqueIndex arbiter) {
    int words =
        work.script.tokens().stream().filter(token -> token.span().start() >= conflict.span().start()).skip(1).findFirst().orElseThrow().span().end();
    work.edits.after(words, Fragment.of(" (" + String.join(", ", arbiter.columns().stream().map(Identifiers::quote).toList()) + ")"));
  }

  private boolean repeats() {
    return slots.stream().map(ColumnView::name).distinct().count() < slots.size();
  }

  /** The statement is wrong, and the server has to say so: it gets a list that is wrong in the same way, of columns that it has. */
  private void mismatch(Statement.Insert insert, boolean fewer) {
    boolean physical = slots.stream().noneMatch(this::isReplaced);
    if (physical && insert.columnList().isEmpty()) {
      work.edits.after(insert.target().span().end(), Fragment.of(" (" + String.join(", ", slots.stream().map(slot -> Identifiers.quote(slot.name())).toList()) + ")"));
    } else if (!physical) {
      String column = Identifiers.quote(view.relation().columns().get(0).name());
      String list = repeats() ? "(" + column + ", " + column + ")" : fewer ? "(" + column + ", " + Identifiers.quote(view.relation().columns().get(1).name()) + ")" : "(" + column + ")";
      work.edits.replace(insert.columnList().orElse(new Span(insert.target().span().end(), insert.target().span().end())), Fragment.of((insert.columnList().isEmpty() ? " " : "") + list));
      work.edits.replace(insert.source().span(), Fragment.of(repeats() || !fewer ? "VALUES (NULL, NULL)" : "VALUES (NULL)"));
    }
  }

  /** Edits each row in place: replaced values where their column is no more, the other values at its end. */
  private void rows(List<Query.ValuesRow> rows, List<List<Value>> values) {
    for (int r = 0; r < rows.size(); r++) {
      Query.ValuesRow row = rows.get(r);
      Map<String, Fragment> additions = additions(values.get(r));
      Map<Integer, List<Fragment>> replaced = new HashMap<>();
      for (BoundMigration migration : added) {
        List<Value> given = values.get(r);
        replacedSlots(migration).stream().findFirst().ifPresent(first -> replaced.put(first, List.copyOf(other(migration, given).values())));
      }
      for (int i = 0; i < slots.size(); i++) {
        if (replaced.containsKey(i)) {
          work.edits.replace(row.items().get(i).span(), Fragment.join(", ", replaced.get(i)));
        } else if (isReplaced(slots.get(i))) {
          work.edits.delete(row.items().get(i - 1).span().end(), row.items().get(i).span().end());
        }
      }
      if (!additions.isEmpty()) {
        String comma = row.items().isEmpty() ? "" : ", ";
        work.edits.after(row.span().end() - 1, new Fragment.Builder().add(comma).add(Fragment.join(", ", List.copyOf(additions.values()))).build());
      }
    }
  }

  private List<Integer> replacedSlots(BoundMigration migration) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < slots.size(); i++) {
      if (isReplaced(slots.get(i)) && slots.get(i).migration().filter(migration::equals).isPresent()) {
        places.add(i);
      }
    }
    return places;
  }

  /** The columns that the server gets, in the order in which {@link #rows} puts the values. */
  private List<String> finalColumns(List<ColumnView> volatiles) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < slots.size(); i++) {
      ColumnView slot = slots.get(i);
      if (!isReplaced(slot)) {
        names.add(slot.name());
      } else if (replacedSlots(slot.migration().orElseThrow()).get(0) == i) {
        names.addAll(slot.migration().get().columns(Side.NEW).keySet());
      }
    }
    volatiles.stream().filter(column -> !isReplaced(column)).forEach(column -> names.add(column.name()));
    names.addAll(additions(List.of()).keySet());
    return names;
  }

  private void columnList(List<Statement.Target> targets, Optional<Span> list, Span otherwise, boolean before) {
    List<String> names = finalColumns(List.of());
    if (list.isEmpty()) {
      Fragment text = Fragment.of("(" + String.join(", ", names.stream().map(Identifiers::quote).toList()) + ")");
      if (before) {
        work.edits.before(valuesWord(otherwise.start()), new Fragment(text.sql() + " ", List.of()));
      } else {
        work.edits.after(otherwise.end(), new Fragment(" " + text.sql(), List.of()));
      }
      return;
    }
    for (int i = 0; i < slots.size(); i++) {
      if (isReplaced(slots.get(i))) {
        BoundMigration migration = slots.get(i).migration().orElseThrow();
        if (replacedSlots(migration).get(0) == i) {
          work.edits.replace(targets.get(i).span(), quoted(migration.columns(Side.NEW).keySet()));
        } else {
          work.edits.delete(targets.get(i - 1).span().end(), targets.get(i).span().end());
        }
      }
    }
    Set<String> additions = additions(List.of()).keySet();
    if (!additions.isEmpty()) {
      String comma = targets.isEmpty() ? "" : ", ";
      work.edits.after(list.get().end() - 1, new Fragment.Builder().add(comma).add(quoted(additions)).build());
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

  /** Turns VALUES into a query over itself, so that one evaluation feeds both sides. */
  private void once(Span source, List<List<Value>> rows, List<ColumnView> volatiles) {
    List<Fragment> inner = new ArrayList<>();
    List<ColumnView> columns = new ArrayList<>(slots);
    columns.addAll(volatiles);
    for (List<Value> row : rows) {
      List<Fragment> values = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        values.add(typed(columns.get(i), i < row.size() ? Optional.of(row.get(i)) : Optional.empty()));
      }
      inner.add(new Fragment.Builder().add("(").add(Fragment.join(", ", values)).add(")").build());
    }
    List<Value> references = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      references.add(new Value(Fragment.of(ROW + ".c" + (i + 1)), false, false, true, false));
    }
    slots.addAll(volatiles);
    work.edits.replace(
        source,
        new Fragment.Builder()
            .add(selectOver(references))
            .add("(VALUES ")
            .add(Fragment.join(", ", inner))
            .add(") ")
            .add(rowAlias(columns.size()) + guards)
            .build());
    slots.removeAll(volatiles);
  }

  private static String rowAlias(int width) {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= width; i++) {
      names.add("c" + i);
    }
    return ROW + "(" + String.join(", ", names) + ")";
  }

  /** {@code SELECT values FROM }, in the order of the final columns. */
  private Fragment selectOver(List<Value> references) {
    List<Fragment> out = new ArrayList<>();
    for (int i = 0; i < slots.size(); i++) {
      ColumnView slot = slots.get(i);
      if (!isReplaced(slot)) {
        out.add(references.get(i).sql);
      } else if (replacedSlots(slot.migration().orElseThrow()).get(0) == i) {
        out.addAll(other(slot.migration().get(), references).values());
      }
    }
    out.addAll(additions(references).values());
    return new Fragment.Builder().add("SELECT ").add(Fragment.join(", ", out)).add(" FROM ").build();
  }

  /** Inside a derived table a placeholder or untyped literal would become text; the length is left to the assignment, which reports it. */
  private Fragment typed(ColumnView column, Optional<Value> value) {
    String base = TypeName.of(column.column().type()).base();
    if (value.isEmpty() || value.get().isDefault) {
      if (column.column().identity() || column.column().generated()) {
        throw new Refusal("DEFAULT for column " + column.name() + " beside a volatile value; leave the column out");
      }
      return BoundMigration.cast(Fragment.of(column.column().defaultExpression().orElse("NULL")), base.equals("character") ? "bpchar" : base);
    }
    return value.get().bare ? BoundMigration.cast(value.get().sql, base.equals("character") ? "bpchar" : base) : value.get().sql;
  }

  private void query(Statement.Insert insert, Statement.Source.Rows source, Outputs outputs) {
    int width = outputs.complete() ? outputs.names().size() : slots.size();
    List<ColumnView> volatiles = omittedVolatile();
    guards = insert.onConflict().flatMap(this::anyConflict).map(conflict -> conflict.guards(ROW)).orElse("");
    boolean replaces = slots.stream().anyMatch(this::isReplaced) || !guards.isEmpty() || !volatiles.isEmpty();
    Span end = new Span(insert.target().span().end(), insert.target().span().end());
    if (width != slots.size() || repeats()) {
      mismatch(insert, width < slots.size());
      return;
    }
    if (added.isEmpty()) {
      if (insert.columnList().isEmpty()) {
        columnList(insert.columns(), insert.columnList(), end, false);
      }
      return;
    }
    List<Value> values = outputs.values().stream().map(v -> new Value(v.sql(), v.bare(), false, v.repeatable(), false)).toList();
    if (!replaces && values.size() == slots.size() && onceEach(values).isEmpty() && appends(source.query())) {
      Query.Select select = (Query.Select) source.query().body();
      int last = select.targets().get(select.targets().size() - 1).span().end();
      Fragment extra = Fragment.join(", ", List.copyOf(additions(values).values()));
      if (!extra.sql().isEmpty()) {
        work.edits.after(last, new Fragment.Builder().add(", ").add(extra).build());
      }
    } else {
      wrap(source, volatiles);
    }
    slots.addAll(volatiles);
    if (volatiles.isEmpty()) {
      columnList(insert.columns(), insert.columnList(), end, false);
    } else {
      Fragment list = new Fragment.Builder().add("(").add(Fragment.of(String.join(", ", finalColumns(List.of()).stream().map(Identifiers::quote).toList()))).add(")").build();
      insert.columnList().ifPresentOrElse(span -> work.edits.replace(span, list), () -> work.edits.after(end.end(), new Fragment(" " + list.sql(), List.of())));
    }
  }

  private static boolean appends(Query query) {
    return query.body() instanceof Query.Select select && !select.distinct() && !select.targets().isEmpty();
  }

  /** Takes the query's rows through a derived table; a volatile default that the INSERT leaves to the server is evaluated there, once for each row. */
  private void wrap(Statement.Source.Rows source, List<ColumnView> volatiles) {
    bareOutputs(source.query().body());
    int width = slots.size();
    List<Value> references = new ArrayList<>();
    for (int i = 0; i < width + volatiles.size(); i++) {
      references.add(new Value(Fragment.of(ROW + ".c" + (i + 1)), false, false, true, false));
    }
    slots.addAll(volatiles);
    Fragment.Builder before = new Fragment.Builder().add(selectOver(references)).add("(");
    slots.removeAll(volatiles);
    if (!volatiles.isEmpty()) {
      before.add("SELECT crossfade_source.*");
      volatiles.forEach(column -> before.add(", ").add(typed(column, Optional.empty())));
      before.add(" FROM (");
    }
    work.edits.before(source.span().start(), before.build());
    work.edits.after(source.span().end(), Fragment.of((volatiles.isEmpty() ? "" : ") crossfade_source") + ") " + rowAlias(width + volatiles.size()) + guards));
  }

  private void bareOutputs(Query.Body body) {
    if (body instanceof Query.Select select) {
      for (int i = 0; i < select.targets().size() && i < slots.size(); i++) {
        bareOutput(select.targets().get(i).expr(), i);
      }
    } else if (body instanceof Query.Values values) {
      values.rows().forEach(row -> {
        for (int i = 0; i < row.items().size() && i < slots.size(); i++) {
          bareOutput(row.items().get(i), i);
        }
      });
    }
  }

  private void bareOutput(Expr expr, int slot) {
    if (expr instanceof Expr.Default || SelectList.isBare(expr)) {
      Optional<Value> value = Optional.of(value(expr));
      work.edits.replace(expr.span(), typed(slots.get(slot), value));
    }
  }
}
