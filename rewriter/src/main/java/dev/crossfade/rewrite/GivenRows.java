package dev.crossfade.rewrite;

import dev.crossfade.catalog.Column;
import dev.crossfade.rewrite.InsertSlots.Value;
import dev.crossfade.rewrite.TableView.ColumnView;
import dev.crossfade.sql.Expr;
import dev.crossfade.sql.Query;
import dev.crossfade.sql.Span;
import dev.crossfade.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The rows of an INSERT as a query of their own, so that one evaluation feeds both sides: in FROM, or in the statement's WITH where another table is written from it. Used once per insert.
 */
final class GivenRows {
  /** A derived table's name that no application's table has. */
  static final String ROW = "crossfade_row";

  /** The same rows where they stand in WITH. */
  private static final String GIVEN = "crossfade_given";

  private final Rewriting work;
  private final Statement.Insert insert;
  private final TableView view;
  private final InsertSlots slots;
  private final Optional<MovedUpsert> upsert;
  private final String guards;

  /** An identity column whose value is taken from its sequence; empty for none. */
  private String made = "";

  /**
   * @param upsert set where what is written elsewhere has to wait for the statement
   * @param guards what has to hold of a row beside its arbiter, as a WHERE clause over the query
   */
  GivenRows(
      Rewriting work,
      Statement.Insert insert,
      TableView view,
      InsertSlots slots,
      Optional<MovedUpsert> upsert,
      String guards) {
    this.work = work;
    this.insert = insert;
    this.view = view;
    this.slots = slots;
    this.upsert = upsert;
    this.guards = guards;
  }

  /** Turns VALUES into a query over itself. */
  void values(Span source, List<List<Value>> rows, List<ColumnView> volatiles) {
    List<Fragment> inner = new ArrayList<>();
    List<ColumnView> columns = new ArrayList<>(slots.columns());
    columns.addAll(volatiles);
    for (List<Value> row : rows) {
      List<Fragment> values = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        values.add(
            typed(columns.get(i), i < row.size() ? Optional.of(row.get(i)) : Optional.empty()));
      }
      inner.add(new Fragment.Builder()
          .add("(")
          .add(Fragment.join(", ", values))
          .add(")")
          .build());
    }
    List<Value> references = references(columns.size());
    slots.columns().addAll(volatiles);
    Fragment values =
        new Fragment.Builder().add("VALUES ").add(Fragment.join(", ", inner)).build();
    work.edits.replace(
        source,
        new Fragment.Builder()
            .add(selectOver(references))
            .add(slots.departed().isEmpty() ? values.operand() : given(values))
            .add(" " + rowAlias(columns.size()) + conditions())
            .build());
    slots.columns().removeAll(volatiles);
  }

  private String conditions() {
    // The values of a row that is left out are wrong all the same, where they are.
    boolean skips =
        !slots.departed().isEmpty() && upsert.filter(MovedUpsert::skips).isPresent();
    return skips
        ? (guards.isEmpty() ? " WHERE " : guards + " AND ") + "(SELECT pg_catalog.count(*) FROM "
            + Sync.ROW + ") >= 0"
        : guards;
  }

  /** The rows' columns by their places. */
  static List<Value> references(int width) {
    List<Value> references = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      references.add(new Value(Fragment.of(ROW + ".c" + (i + 1)), false, false, true, false));
    }
    return references;
  }

  /** The rows stand in the statement's WITH, where the writes of other tables see them, too. */
  private Fragment given(Fragment given) {
    int width = slots.columns().size();
    Fragment source = new Fragment.Builder()
        .add(GIVEN + " AS MATERIALIZED (")
        .add(given)
        .add(")")
        .build();
    WrittenRows rows = new WrittenRows(slots.departed());
    Function<String, Fragment> keys = column -> BoundMigration.cast(
        reference(column), view.column(column).orElseThrow().column().type());
    BiFunction<BoundMove, Column, Fragment> values =
        (move, column) -> slots.slotOf(column.name()).isEmpty()
            ? Fragment.of("NULL")
            : BoundMigration.assigned(reference(column.name()), false, false, column);
    Fragment from = Fragment.of(" FROM " + GIVEN + " " + rowAlias(width));
    Fragment elements = upsert
        .map(after -> after.rows(rows, keys, values, this::given, from))
        .orElseGet(() -> rows.elements(true, Optional.empty(), keys, values, from));
    WrittenRows.with(
        work,
        insert.with(),
        insert.span(),
        new Fragment.Builder().add(source).add(", ").add(elements).build());
    overriding();
    return Fragment.of(GIVEN);
  }

  /** What the statement would insert. */
  private Fragment given(String column) {
    Column type = view.column(column).orElseThrow().column();
    if (slots.slotOf(column).isPresent()) {
      return BoundMigration.cast(reference(column), type.type());
    }
    if (type.generated() || type.identity() || type.volatileDefault()) {
      throw new Refusal(
          "an INSERT ... ON CONFLICT into table " + view.relation().name()
              + ", whose columns have moved to another, that needs column " + column
              + " and doesn't give it");
    }
    return BoundMigration.cast(Fragment.of(type.defaultExpression().orElse("NULL")), type.type());
  }

  private Fragment reference(String column) {
    int slot = slots.slotOf(column).orElseThrow();
    return Fragment.of(ROW + ".c" + (slot + 1));
  }

  /** A key that the server makes comes from its sequence before the row is there. */
  private void overriding() {
    // What is given for it counts for nothing: the server makes another, which nobody knows before.
    Optional<String> unseen = insert
        .overriding()
        .filter(words -> work.text(words).toLowerCase(Locale.ROOT).contains("user"))
        .flatMap(words -> slots.departed().stream()
            .flatMap(move -> move.key().keySet().stream())
            .filter(key -> view.relation().column(key).filter(Column::identity).isPresent())
            .findFirst());
    if (insert.overriding().isPresent() && (!made.isEmpty() || unseen.isPresent())) {
      throw new Refusal("OVERRIDING in an INSERT into table " + view.relation().name()
          + ", whose columns have moved to another, without a value for column "
          + unseen.orElse(made));
    }
    if (!made.isEmpty()) {
      work.edits.before(insert.source().span().start(), Fragment.of("OVERRIDING SYSTEM VALUE "));
    }
  }

  private static String rowAlias(int width) {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= width; i++) {
      names.add("c" + i);
    }
    // SELECT without columns gives rows of defaults.
    return names.isEmpty() ? ROW : ROW + "(" + String.join(", ", names) + ")";
  }

  /** {@code SELECT values FROM }, in the order of the final columns. */
  private Fragment selectOver(List<Value> references) {
    List<Fragment> out = new ArrayList<>();
    for (int i = 0; i < slots.columns().size(); i++) {
      ColumnView slot = slots.columns().get(i);
      if (!slots.isElsewhere(slot)) {
        out.add(unlessRefused(slot, references.get(i).sql()));
      } else if (slots.isReplaced(slot)
          && slots.replacedSlots(slot.migration().orElseThrow()).get(0) == i) {
        out.addAll(slots.other(slot.migration().get(), references).values());
      }
    }
    out.addAll(slots.additions(references).values());
    return new Fragment.Builder()
        .add("SELECT ")
        .add(Fragment.join(", ", out))
        .add(" FROM ")
        .build();
  }

  /** A row that would conflict is refused for its nulls before that is looked at, by its key where the column itself is gone. */
  private Fragment unlessRefused(ColumnView slot, Fragment value) {
    List<String> required = slots.departed().stream()
        .filter(move -> upsert.isPresent() && move.key().containsKey(slot.name()))
        .flatMap(move -> move.required().stream())
        .toList();
    if (required.isEmpty()) {
      return value;
    }
    List<String> nulls = required.stream()
        .map(column ->
            slots.slotOf(column).isEmpty() ? "true" : reference(column).sql() + " IS NULL")
        .toList();
    return new Fragment.Builder()
        .add("CASE WHEN " + String.join(" OR ", nulls) + " THEN NULL ELSE ")
        .add(value)
        .add(" END")
        .build();
  }

  /** Inside a derived table a placeholder or untyped literal would become text; the length is left to the assignment, which reports it. */
  private Fragment typed(ColumnView column, Optional<Value> value) {
    String base = TypeName.of(column.column().base()).base();
    if (value.isEmpty() || value.get().isDefault()) {
      if (column.column().identity() && !slots.departed().isEmpty()) {
        made = column.name();
        return BoundMigration.cast(nextOf(column), base);
      }
      if (column.column().identity() || column.column().generated()) {
        throw new Refusal("DEFAULT for column " + column.name()
            + " beside a volatile value; leave the column out");
      }
      return BoundMigration.cast(
          Fragment.of(column.column().defaultExpression().orElse("NULL")),
          base.equals("character") ? "bpchar" : base);
    }
    return value.get().typed(column.column());
  }

  private Fragment nextOf(ColumnView column) {
    return Fragment.of("pg_catalog.nextval(pg_catalog.pg_get_serial_sequence("
        + literal(Identifiers.quote(view.relation().schema()) + "."
            + Identifiers.quote(view.relation().name()))
        + ", " + literal(column.name()) + "))");
  }

  private static String literal(String text) {
    return (text.contains("\\") ? " E" : "") + "'" + text.replace("\\", "\\\\").replace("'", "''")
        + "'";
  }

  /** Takes the query's rows through a derived table; a volatile default that the INSERT leaves to the server is evaluated there, once for each row. */
  void query(Statement.Source.Rows source, List<ColumnView> volatiles) {
    bareOutputs(source.query().body());
    int width = slots.columns().size();
    List<Value> references = references(width + volatiles.size());
    slots.columns().addAll(volatiles);
    Fragment select = selectOver(references);
    Fragment.Builder before = new Fragment.Builder();
    if (!volatiles.isEmpty()) {
      before.add("SELECT crossfade_source.*");
      volatiles.forEach(column -> before.add(", ").add(typed(column, Optional.empty())));
      before.add(" FROM (");
    }
    String after = volatiles.isEmpty() ? "" : ") crossfade_source";
    String alias = " " + rowAlias(width + volatiles.size()) + conditions();
    if (!slots.departed().isEmpty()) {
      Fragment rows = before.add(work.edits.render(source.span())).add(after).build();
      work.edits.replace(
          source.span(),
          new Fragment.Builder().add(select).add(given(rows)).add(alias).build());
    } else {
      work.edits.before(
          source.span().start(),
          new Fragment.Builder().add(select).add("(").add(before.build()).build());
      work.edits.after(source.span().end(), Fragment.of(after + ")" + alias));
    }
    slots.columns().removeAll(volatiles);
  }

  private void bareOutputs(Query.Body body) {
    if (body instanceof Query.Select select) {
      for (int i = 0; i < select.targets().size() && i < slots.columns().size(); i++) {
        bareOutput(select.targets().get(i).expr(), i);
      }
    } else if (body instanceof Query.Values values) {
      values.rows().forEach(row -> {
        for (int i = 0; i < row.items().size() && i < slots.columns().size(); i++) {
          bareOutput(row.items().get(i), i);
        }
      });
    }
  }

  private void bareOutput(Expr expr, int slot) {
    if (expr instanceof Expr.Default || SelectList.isBare(expr)) {
      Optional<Value> value = Optional.of(Value.of(work, expr));
      work.edits.replace(expr.span(), typed(slots.columns().get(slot), value));
    }
  }
}
