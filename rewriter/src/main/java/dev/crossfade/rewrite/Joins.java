package dev.crossfade.rewrite;

import dev.crossfade.catalog.Function;
import dev.crossfade.catalog.Relation;
import dev.crossfade.rewrite.Item.Col;
import dev.crossfade.sql.Expr;
import dev.crossfade.sql.FromItem;
import dev.crossfade.sql.Name;
import dev.crossfade.sql.Span;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads FROM: what it shows by name, with USING and NATURAL made to mean what they mean to the application. */
final class Joins {
  /** Types that the server makes into later ones of their list where both meet. */
  private static final List<List<String>> WIDER = List.of(
      List.of("smallint", "integer", "bigint", "numeric", "real", "double precision"),
      List.of("date", "timestamp without time zone", "timestamp with time zone"));

  private final Rewriting work;

  Joins(Rewriting work) {
    this.work = work;
  }

  /**
   * What an element of FROM shows.
   *
   * @param outer the level around the query
   * @param left what stands left of it in the same FROM, for LATERAL
   */
  Scope read(FromItem from, Scope outer, Scope left) {
    Scope shown = Scope.inside(outer);
    if (from instanceof FromItem.TableRef table) {
      shown.add(table(table, outer));
    } else if (from instanceof FromItem.SubqueryRef subquery) {
      Locks inside =
          work.locks.inside(subquery.alias().map(a -> a.name().value()).orElse(""));
      Outputs outputs =
          work.queries.inFrom(subquery.query(), subquery.lateral() ? left : outer, inside);
      shown.add(derived(subquery.alias(), outputs));
    } else if (from instanceof FromItem.FunctionRef function) {
      work.expressions.walkAll(function.functions(), left);
      shown.add(function(function));
    } else if (from instanceof FromItem.Nested nested) {
      shown.addAll(read(nested.inner(), outer, left));
    } else if (from instanceof FromItem.Join join) {
      return join(join, outer, left);
    }
    return shown;
  }

  private static List<String> names(List<Name> names) {
    return names.stream().map(Name::value).toList();
  }

  private Item derived(Optional<FromItem.Alias> alias, Outputs outputs) {
    Outputs shown = outputs.renamed(alias.map(a -> names(a.columns())).orElse(List.of()));
    return Item.ofOutputs(alias.map(a -> a.name().value()), shown);
  }

  private Item table(FromItem.TableRef table, Scope outer) {
    work.expressions.walkAll(table.sampleArguments(), outer);
    String name = table.name().last();
    Optional<Outputs> cte = table.name().parts().size() == 1 ? outer.cte(name) : Optional.empty();
    String alias = table.alias().map(a -> a.name().value()).orElse(name);
    if (cte.isPresent()) {
      return table.alias().isPresent()
          ? derived(table.alias(), cte.get())
          : Item.ofOutputs(Optional.of(alias), cte.get());
    }
    List<String> aliases = table.alias().map(a -> names(a.columns())).orElse(List.of());
    Optional<Relation> relation = work.relation(table.name());
    Optional<String> schema =
        table.alias().isPresent() ? Optional.empty() : relation.map(Relation::schema);
    Optional<TableView> view =
        work.locks.include(alias) ? work.mapped(table.name()) : work.read(table.name());
    if (view.isPresent()) {
      return new MappedElement(work, table, view.get()).read(alias, schema);
    }
    relation.ifPresent(work::readThrough);
    List<String> columns =
        relation.map(r -> r.columns().stream().map(c -> c.name()).toList()).orElse(List.of());
    Item item = Item.ofColumns(
        Optional.of(alias), schema, Outputs.of(columns).renamed(aliases).names());
    if (relation.isEmpty()) {
      return item.withUnknownColumns(Set.of(), true);
    }
    return aliases.isEmpty() ? item.showing(relation.get()) : item;
  }

  private Item function(FromItem.FunctionRef function) {
    Optional<String> alias = function
        .alias()
        .map(a -> a.name().value())
        .or(() -> function.functions().stream()
            .findFirst()
            .filter(Expr.Call.class::isInstance)
            .map(e -> ((Expr.Call) e).name().last()));
    List<String> aliases = function.alias().map(a -> names(a.columns())).orElse(List.of());
    List<String> columns = new ArrayList<>(names(function.columns()));
    Set<String> possible = new LinkedHashSet<>();
    boolean any = false;
    if (columns.isEmpty()) {
      for (Expr expr : function.functions()) {
        Optional<Function> facts =
            expr instanceof Expr.Call call ? work.function(call.name()) : Optional.empty();
        any |= facts.map(Function::anyRecord).orElse(true);
        facts.ifPresent(f -> possible.addAll(f.outputs()));
      }
    }
    boolean opaque = any || !possible.isEmpty();
    if (!opaque && columns.isEmpty()) {
      function
          .functions()
          .forEach(f -> columns.add(
              function.functions().size() == 1 && function.alias().isPresent()
                  ? alias.orElse("")
                  : nameOf(f)));
    }
    if (function.ordinality()) {
      (opaque ? possible : columns).add("ordinality");
    }
    List<String> shown = opaque ? aliases : Outputs.of(columns).renamed(aliases).names();
    Item item = Item.ofColumns(alias, Optional.empty(), shown);
    return opaque ? item.withUnknownColumns(possible, any) : item;
  }

  private static String nameOf(Expr function) {
    return function instanceof Expr.Call call ? call.name().last() : "";
  }

  private Scope join(FromItem.Join join, Scope outer, Scope before) {
    Scope left = read(join.left(), outer, before);
    Scope seen = Scope.inside(before);
    seen.addAll(left);
    Scope right = read(join.right(), outer, seen);
    Scope both = Scope.inside(outer);
    if (join.condition() instanceof FromItem.Condition.On on) {
      both.addAll(left);
      both.addAll(right);
      work.expressions.filter(Optional.of(on.expr()), both);
      extendWithNulls(join.kind(), left, right);
    } else if (join.condition() instanceof FromItem.Condition.Using using) {
      merge(join, left, right, names(using.columns()), both);
      using
          .alias()
          .ifPresent(alias -> both.items.add(
              Item.ofJoin(alias.value(), both.columns.subList(0, using.columns().size()))));
    } else if (join.condition() instanceof FromItem.Condition.Natural) {
      merge(join, left, right, common(left, right), both);
    } else {
      both.addAll(left);
      both.addAll(right);
    }
    return join.alias().isPresent() ? underAlias(join, join.alias().get(), both, outer) : both;
  }

  /** Behind its condition an outer join's rows may lack a side. */
  private static void extendWithNulls(FromItem.Join.Kind kind, Scope left, Scope right) {
    if (kind == FromItem.Join.Kind.LEFT || kind == FromItem.Join.Kind.FULL) {
      right.items.forEach(Item::extendWithNulls);
    }
    if (kind == FromItem.Join.Kind.RIGHT || kind == FromItem.Join.Kind.FULL) {
      left.items.forEach(Item::extendWithNulls);
    }
  }

  private static List<String> common(Scope left, Scope right) {
    Set<String> names = new LinkedHashSet<>(left.columns.stream().map(Col::name).toList());
    names.retainAll(right.columns.stream().map(Col::name).toList());
    names.remove(Scope.UNKNOWN);
    return List.copyOf(names);
  }

  private static boolean concerns(Scope side) {
    return side.items.stream().anyMatch(Joins::concerns);
  }

  /** Whether the server sees other columns in it than the application. */
  static boolean concerns(Item item) {
    return !item.extra().isEmpty()
        || item.view().filter(view -> !view.sameColumns()).isPresent();
  }

  private void merge(FromItem.Join join, Scope left, Scope right, List<String> names, Scope both) {
    boolean natural = join.condition() instanceof FromItem.Condition.Natural;
    boolean concerned = concerns(left) || concerns(right);
    if (natural && concerned && (!left.opaque.isEmpty() || !right.opaque.isEmpty())) {
      throw new Refusal(
          "NATURAL JOIN of a mapped table with something whose columns are not known; use USING or ON");
    }
    boolean written =
        names.stream().anyMatch(name -> mustBeWritten(name, left) || mustBeWritten(name, right));
    if (written) {
      String condition = String.join(
          " AND ",
          names.stream()
              .map(name -> only(name, left).seek().sql() + " = "
                  + only(name, right).seek().sql())
              .toList());
      condition(join, "ON " + (condition.isEmpty() ? "true" : condition));
    } else if (natural && concerned) {
      condition(
          join,
          names.isEmpty()
              ? "ON true"
              : "USING ("
                  + String.join(", ", names.stream().map(Identifiers::quote).toList()) + ")");
    }
    extendWithNulls(join.kind(), left, right);
    Item merged = Item.ofMerged();
    for (String name : names) {
      Optional<Fragment> value = mergedValue(join.kind(), name, left, right);
      if (written && value.isEmpty()) {
        only(name, left);
        only(name, right);
      }
      Optional<Traits.BaseColumn> base = value.isEmpty()
          ? Optional.empty()
          : mergedBase(join.kind(), only(name, left), only(name, right));
      both.columns.add(new Col(
          name,
          merged,
          Optional.empty(),
          written ? value : Optional.empty(),
          written ? Optional.empty() : value,
          base));
    }
    both.items.addAll(left.items);
    both.items.addAll(right.items);
    both.opaque.addAll(left.opaque);
    both.opaque.addAll(right.opaque);
    left.columns.stream().filter(col -> !names.contains(col.name())).forEach(both.columns::add);
    right.columns.stream().filter(col -> !names.contains(col.name())).forEach(both.columns::add);
  }

  /** Whether the server would not find the column under its bare name, or would find two. */
  private static boolean mustBeWritten(String name, Scope side) {
    boolean captured = side.items.stream().anyMatch(item -> item.extra().containsKey(name));
    Optional<Col> col = side.columns.stream().filter(c -> c.name().equals(name)).findFirst();
    return captured || col.isPresent() && !col.get().isPlain(col.get().seek());
  }

  private static Col only(String name, Scope side) {
    List<Col> found =
        side.columns.stream().filter(col -> col.name().equals(name)).toList();
    if (found.size() != 1) {
      throw new Refusal(
          "column " + name + " of JOIN USING can't be told from others of that name; use ON");
    }
    return found.get(0);
  }

  private static Optional<Fragment> mergedValue(
      FromItem.Join.Kind kind, String name, Scope left, Scope right) {
    List<Col> lefts =
        left.columns.stream().filter(col -> col.name().equals(name)).toList();
    List<Col> rights =
        right.columns.stream().filter(col -> col.name().equals(name)).toList();
    return lefts.size() == 1 && rights.size() == 1
        ? Optional.of(merged(kind, lefts.get(0), rights.get(0)))
        : Optional.empty();
  }

  /** A full join, or one of two types, shows no column of a table but an expression; where a type isn't known, the server's answer stands. */
  private static Optional<Traits.BaseColumn> mergedBase(
      FromItem.Join.Kind kind, Col left, Col right) {
    boolean swapped = kind == FromItem.Join.Kind.RIGHT;
    Col shown = swapped ? right : left;
    Col other = swapped ? left : right;
    if (kind == FromItem.Join.Kind.FULL) {
      return Optional.empty();
    } else if (stays(shown, other)) {
      return shown.base().or(shown::unmappedBase);
    }
    // Of two kinds of strings the server takes the first.
    boolean strings = other.type().filter(type -> TypeName.of(type).isString()).isPresent()
        && !other
            .type()
            .map(type -> TypeName.of(type).base())
            .equals(shown.type().map(type -> TypeName.of(type).base()));
    return kind == FromItem.Join.Kind.INNER && !strings && stays(other, shown)
        ? other.base().or(other::unmappedBase)
        : Optional.empty();
  }

  private static boolean stays(Col shown, Col other) {
    return shown
        .type()
        .filter(type -> other.type().filter(t -> isCommon(type, t)).isPresent())
        .isPresent();
  }

  /** Whether the first is what the server makes of the two, so that its column stays one. */
  private static boolean isCommon(String type, String other) {
    TypeName one = TypeName.of(type);
    TypeName two = TypeName.of(other);
    return type.equals(other)
        || one.modifier().isEmpty()
            && (one.base().equals(two.base())
                || one.base().equals("text") && two.isString()
                || WIDER.stream()
                    .anyMatch(types -> types.contains(two.base())
                        && types.indexOf(two.base()) < types.indexOf(one.base())));
  }

  private static boolean typesDiffer(Col left, Col right) {
    return left.type().isPresent() && right.type().isPresent() && !left.type().equals(right.type());
  }

  /** Of two types the server makes a common one, as coalesce() does; where one side is null, so is the other, or it isn't asked for. */
  private static Fragment merged(FromItem.Join.Kind kind, Col left, Col right) {
    Fragment first = left.qualified().orElseGet(left::seek);
    Fragment second = right.qualified().orElseGet(right::seek);
    if (kind == FromItem.Join.Kind.FULL || typesDiffer(left, right)) {
      boolean swapped = kind == FromItem.Join.Kind.RIGHT;
      return new Fragment.Builder()
          .add("coalesce(")
          .add(swapped ? second : first)
          .add(", ")
          .add(swapped ? first : second)
          .add(")")
          .build();
    }
    return kind == FromItem.Join.Kind.RIGHT ? second : first;
  }

  private void condition(FromItem.Join join, String condition) {
    if (join.condition() instanceof FromItem.Condition.Using using) {
      work.edits.replace(using.span(), Fragment.of(condition));
    } else if (join.condition() instanceof FromItem.Condition.Natural natural) {
      Span word = natural.span();
      work.edits.delete(word.start(), word.end());
      work.edits.after(join.right().span().end(), Fragment.of(" " + condition));
    }
  }

  /** A join in parentheses with an alias hides what is inside; where the server would show other columns under it, it becomes a subquery that names them. */
  private Scope underAlias(FromItem.Join join, FromItem.Alias alias, Scope both, Scope outer) {
    Outputs outputs = Outputs.of(
            both.columns.stream().map(Col::name).toList(),
            both.columns.stream().map(Col::base).toList())
        .renamed(names(alias.columns()));
    boolean written =
        concerns(both) || both.columns.stream().anyMatch(col -> !col.isPlain(col.seek()));
    if (written && !both.opaque.isEmpty()) {
      throw new Refusal(
          "a join with an alias over a mapped table and something whose columns are not known; use a subquery that names its columns");
    }
    if (written) {
      List<String> list = new ArrayList<>();
      for (int i = 0; i < both.columns.size(); i++) {
        list.add(both.columns.get(i).seek().sql() + " AS "
            + Identifiers.alwaysQuote(outputs.names().get(i)));
      }
      work.edits.after(
          join.span().start() + 1, Fragment.of("SELECT " + String.join(", ", list) + " FROM "));
      work.edits.replace(
          alias.span(), Fragment.of("AS " + Identifiers.quote(alias.name().value())));
    }
    Item item = Item.ofOutputs(Optional.of(alias.name().value()), outputs);
    if (!both.opaque.isEmpty()) {
      item.withUnknownColumns(Set.of(), true);
    }
    Scope shown = Scope.inside(outer);
    shown.add(item);
    return shown;
  }
}
