package dev.crossfade.rewrite;

import dev.crossfade.catalog.Column;
import dev.crossfade.rewrite.Item.Col;
import dev.crossfade.rewrite.Scope.Meaning;
import dev.crossfade.sql.Expr;
import dev.crossfade.sql.Name;
import dev.crossfade.sql.Query;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A select list or RETURNING: stars written out where the server has other columns, labels kept. Used once. */
final class SelectList {
  private final Rewriting work;
  private final Scope scope;
  private final List<String> labels = new ArrayList<>();
  private final List<Optional<Col>> shown = new ArrayList<>();
  private final List<Optional<Traits.BaseColumn>> bases = new ArrayList<>();
  private final List<Outputs.Value> values = new ArrayList<>();
  private boolean complete = true;
  private boolean valuesKnown = true;
  private boolean output;

  SelectList(Rewriting work, Scope scope) {
    this.work = work;
    this.scope = scope;
  }

  /** @param output whether direct references take the output source */
  Outputs rewrite(List<Query.SelectItem> items, boolean output) {
    this.output = output;
    for (Query.SelectItem item : items) {
      Optional<Item> row = rowStar(item.expr());
      if (item.expr() instanceof Expr.Star star) {
        star(star.qualifier(), item);
      } else if (row.isPresent()) {
        writeOut(item, row.get().columns());
      } else {
        expression(item);
      }
    }
    return new Outputs(
        List.copyOf(labels),
        complete,
        Set.of(),
        valuesKnown ? List.copyOf(values) : List.of(),
        List.copyOf(bases));
  }

  /** Labels in the application's order, as far as they are known. */
  List<String> labels() {
    return labels;
  }

  boolean isComplete() {
    return complete;
  }

  boolean shows() {
    return output;
  }

  /** The column that this output column shows, if it is nothing but a column. */
  Optional<Col> shown(int place) {
    return shown.get(place);
  }

  /** {@code (u).*} is {@code u.*}. */
  private Optional<Item> rowStar(Expr expr) {
    return expr instanceof Expr.Field field && field.field().isEmpty()
        ? work.expressions.hiddenRow(field.base(), scope)
        : Optional.empty();
  }

  private void expression(Query.SelectItem item) {
    Optional<Col> direct = Optional.empty();
    if (column(item.expr()) instanceof Expr.ColumnRef reference
        && scope.resolve(reference) instanceof Meaning.Column column) {
      direct = Optional.of(column.col());
      work.expressions.place(
          reference, column, output ? column.col().output() : column.col().seek(), scope);
      column.col().view().ifPresent(view -> work.touched.read(view, output));
    } else {
      work.expressions.walk(item.expr(), scope);
    }
    String label = Queries.label(item);
    values.add(new Outputs.Value(
        work.edits.render(item.expr().span()),
        isBare(item.expr()),
        new Repeatable(work).test(item.expr())));
    boolean named = unwrapped(item.expr()) instanceof Expr.Call || label.equals("?column?");
    if (item.alias().isEmpty() && !named && work.edits.touch(item.expr().span())) {
      work.edits.after(item.span().end(), Fragment.of(" AS " + Identifiers.alwaysQuote(label)));
    }
    add(label, direct, direct.flatMap(Col::base).or(() -> fieldBase(item.expr())));
  }

  /** What the expression is a reference to, if it is nothing else: a cast to the type that the column has is none to the server. */
  private Expr column(Expr expr) {
    Expr inner = unwrapped(expr);
    return inner instanceof Expr.Cast cast
            && unwrapped(cast.operand()) instanceof Expr.ColumnRef reference
            && scope.resolve(reference) instanceof Meaning.Column column
            && column
                .col()
                .base()
                .filter(base -> isOfType(base.type(), work.text(cast.type())))
                .isPresent()
        ? reference
        : inner;
  }

  private static boolean isOfType(Column column, String written) {
    TypeName type = TypeName.of(written);
    return type.equals(TypeName.of(column.type()))
        || column.visible()
            && type.modifier().isEmpty()
            && column.type().endsWith("." + type.base())
            && type.base().indexOf('.') < 0;
  }

  /** {@code (u).name} is {@code u.name}. */
  private Optional<Traits.BaseColumn> fieldBase(Expr expr) {
    return expr instanceof Expr.Field field
        ? field
            .field()
            .flatMap(name -> work.expressions
                .hiddenRow(field.base(), scope)
                .flatMap(row -> row.column(name.value()))
                .flatMap(Col::base))
        : Optional.empty();
  }

  private static Expr unwrapped(Expr expr) {
    return expr instanceof Expr.Paren paren ? unwrapped(paren.inner()) : expr;
  }

  private void add(String label, Optional<Col> direct) {
    add(label, direct, direct.flatMap(Col::base));
  }

  private void add(String label, Optional<Col> direct, Optional<Traits.BaseColumn> base) {
    labels.add(label);
    shown.add(direct);
    bases.add(base);
  }

  /** Whether the value takes its type from where it stands. */
  static boolean isBare(Expr expr) {
    return expr instanceof Expr.Placeholder || expr instanceof Expr.Parameter || isUntyped(expr);
  }

  /** Whether it is a literal that has no type of its own. */
  static boolean isUntyped(Expr expr) {
    return expr instanceof Expr.Constant constant
        && (constant.kind() == Expr.Constant.Kind.STRING
            || constant.kind() == Expr.Constant.Kind.NULL);
  }

  private void star(List<Name> qualifier, Query.SelectItem item) {
    List<Col> columns = scope.columns;
    boolean concerned =
        scope.items.stream().anyMatch(i -> Joins.concerns(i) || output && i.showsMoved())
            || scope.columns.stream().anyMatch(this::isEdited);
    boolean opaque = !scope.opaque.isEmpty();
    if (!qualifier.isEmpty()) {
      Optional<String> schema = qualifier.size() > 1
          ? Optional.of(qualifier.get(qualifier.size() - 2).value())
          : Optional.empty();
      Optional<Item> named = scope.item(qualifier.get(qualifier.size() - 1).value(), schema);
      columns = named.map(Item::columns).orElse(List.of());
      concerned = named
          .filter(i -> Joins.concerns(i)
              || schema.isPresent() && i.isAliasOnly()
              || i.columns().stream().anyMatch(this::isEdited))
          .isPresent();
      opaque = named.map(Item::isOpaque).orElse(true);
    }
    if (!concerned) {
      valuesKnown = false;
      complete &= !opaque;
      columns.stream()
          .filter(col -> !col.name().equals(Scope.UNKNOWN))
          .forEach(col -> add(col.name(), Optional.of(col)));
    } else if (!qualifier.isEmpty()) {
      writeOut(item, columns);
    } else {
      writeOutAll(item);
    }
  }

  private boolean isEdited(Col col) {
    return !col.isPlain(output ? col.output() : col.seek());
  }

  private void writeOut(Query.SelectItem item, List<Col> columns) {
    List<Fragment> parts = new ArrayList<>();
    for (Col col : columns) {
      parts.add(work.queries.labelled(col, output));
      values.add(new Outputs.Value(output ? col.output() : col.seek(), false, true));
      add(col.name(), Optional.of(col));
    }
    work.edits.replace(item.span(), Fragment.join(", ", parts));
  }

  /** The bare star over several items: an item that isn't mapped keeps a star of its own, so that its columns needn't be known. */
  private void writeOutAll(Query.SelectItem item) {
    List<Fragment> parts = new ArrayList<>();
    Set<Item> done = new HashSet<>();
    for (Col col : scope.columns) {
      if (whole(col.item())) {
        if (done.add(col.item())) {
          parts.add(Fragment.of(col.item().qualifier() + ".*"));
          col.item().columns().forEach(own -> add(own.name(), Optional.of(own)));
          valuesKnown = false;
          complete &= !col.item().isOpaque();
        }
      } else {
        if (col.name().equals(Scope.UNKNOWN)) {
          throw new Refusal(
              "a star over a mapped table and something whose columns are not known; name the columns");
        }
        if (col.item().repeatsNames()) {
          throw new Refusal(
              "a star over a subquery that gives two columns one name, beside a mapped table");
        }
        parts.add(work.queries.labelled(col, output));
        values.add(new Outputs.Value(output ? col.output() : col.seek(), false, true));
        add(col.name(), Optional.of(col));
      }
    }
    work.edits.replace(item.span(), Fragment.join(", ", parts));
  }

  /** Whether {@code alias.*} gives exactly what the bare star gives of it. */
  private boolean whole(Item item) {
    return item.view().isEmpty()
        && item.extra().isEmpty()
        && !item.isBare()
        && scope.columns.stream().filter(col -> col.item() == item).count()
            == item.columns().size() + (item.isOpaque() ? 1 : 0);
  }
}
