package dev.crossfade.rewrite;

import dev.crossfade.catalog.Column;
import dev.crossfade.catalog.Relation;
import dev.crossfade.mapping.Lossless;
import dev.crossfade.mapping.Migration;
import dev.crossfade.mapping.OldColumn;
import dev.crossfade.mapping.Phase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A migration on one table as a statement sees it: its phase, whether this transaction reads the new shape, and the SQL that shows one side by the other. Where a method
 * takes {@code row}, that gives a reference to a physical column of the row in question.
 */
final class BoundMigration {
  private static final Set<String> MATCHED = Set.of(
      "smallint",
      "integer",
      "bigint",
      "numeric",
      "real",
      "double precision",
      "boolean",
      "date",
      "timestamp without time zone",
      "timestamp with time zone",
      "uuid");

  private final Migration migration;
  private final boolean newShare;
  private final Map<String, Column> old = new LinkedHashMap<>();
  private final Map<String, Column> young = new LinkedHashMap<>();
  private final Map<String, Template> templates = new LinkedHashMap<>();

  BoundMigration(Migration migration, Relation relation, boolean newShare) {
    this.migration = migration;
    this.newShare = newShare;
    for (String name : migration.oldColumns()) {
      old.put(name, oldColumn(name, relation));
    }
    migration.forward().forEach((name, f) -> {
      templates.put(name, Template.of(f.sql()));
      Optional<Column> column = relation.column(name);
      if (column.isEmpty() && migration.phase() != Phase.EXPAND) {
        throw new Refusal("column " + name + " of migration " + migration.name()
            + " is not in table " + relation.name());
      }
      column.ifPresent(found -> young.put(name, found));
    });
    migration.backward().forEach((name, b) -> templates.put(name, Template.of(b.sql())));
  }

  /** In contract the mapping file's word counts: a leftover column has lost its constraints and default. */
  private Column oldColumn(String name, Relation relation) {
    OldColumn was = migration.was().get(name);
    if (migration.phase() == Phase.CONTRACT && was != null) {
      return new Column(
          name,
          was.position(),
          was.type(),
          0,
          was.notNull(),
          was.defaultExpression(),
          true,
          false,
          false,
          was.base(),
          was.visible());
    }
    return relation
        .column(name)
        .orElseThrow(() -> new Refusal("column " + name + " of migration " + migration.name()
            + " is not in table " + relation.name()));
  }

  Migration migration() {
    return migration;
  }

  /** Whether columns are still to be added to the table, which may happen at any moment. */
  boolean awaitsColumns() {
    return young.size() < migration.forward().size();
  }

  String name() {
    return migration.name();
  }

  Phase phase() {
    return migration.phase();
  }

  Map<String, Column> columns(Side side) {
    return side == Side.OLD ? old : young;
  }

  boolean bijective() {
    return migration.lossless() == Lossless.BOTH;
  }

  /** Whether order on the one side is order on the other, and ties are ties. */
  boolean keepsOrder() {
    return migration.monotone() && bijective() && old.size() == 1 && young.size() == 1;
  }

  /** Whether the old columns are written and right. */
  boolean maintainsOld() {
    return phase() != Phase.CONTRACT;
  }

  /** Whether a value that rows are compared with may be put through f: f fails on none. */
  boolean convertsAnyValue() {
    return migration.newColumns().stream()
        .map(templates::get)
        .allMatch(template -> template != null && template.isArithmetic());
  }

  /** Whether the expressions that show this side surely give null for nulls. */
  boolean keepsNull(Side side) {
    return migration.rename()
        || columns(side).keySet().stream()
            .map(templates::get)
            .allMatch(
                template -> template != null && template.isArithmetic() && template.readsColumns());
  }

  /** Whether this transaction's reads rely on every row being filled. */
  boolean readsNew() {
    return phase() == Phase.CONTRACT || phase() == Phase.CUTOVER && newShare;
  }

  /** What rows are sought by. */
  Fragment seek(String column, Side side, Function<String, Fragment> row) {
    if (side == Side.OLD) {
      return phase() == Phase.CONTRACT || readsNew() && migration.rename()
          ? backward(column, row)
          : row.apply(column);
    }
    return phase() == Phase.EXPAND || readsNew() ? row.apply(column) : filledNew(column, row);
  }

  /** What a value is shown from where the one rule allows it. */
  Fragment output(String column, Side side, Function<String, Fragment> row) {
    if (side == Side.NEW) {
      return phase() == Phase.CUTOVER ? row.apply(column) : seek(column, side, row);
    }
    boolean keeps = migration.lossless().keepsOld();
    return switch (phase()) {
      case EXPAND, DUAL_WRITE -> row.apply(column);
      case COALESCE -> keeps ? coalesced(column, row) : row.apply(column);
      case CUTOVER -> newShare && keeps ? filledOld(column, row) : row.apply(column);
      case CONTRACT -> filledOld(column, row);
    };
  }

  private Fragment coalesced(String column, Function<String, Fragment> row) {
    if (migration.rename()) {
      return new Fragment.Builder()
          .add("coalesce(")
          .add(backward(column, row))
          .add(", ")
          .add(row.apply(column))
          .add(")")
          .build();
    }
    return whereFilled(column, row, row.apply(column));
  }

  /** Null where not filled, of the column's full type: a CASE has a length only if all its arms have it. */
  private Fragment filledOld(String column, Function<String, Fragment> row) {
    if (migration.rename()) {
      return backward(column, row);
    }
    Column type = old.get(column);
    return whereFilled(
        column, row, type == null ? Fragment.of("NULL") : cast(Fragment.of("NULL"), type.type()));
  }

  private Fragment whereFilled(String column, Function<String, Fragment> row, Fragment otherwise) {
    return new Fragment.Builder()
        .add("CASE WHEN ")
        .add(filled(row))
        .add(" THEN ")
        .add(backward(column, row))
        .add(" ELSE ")
        .add(otherwise)
        .add(" END")
        .build();
  }

  /** {@code filled ? N : f(O)}. */
  Fragment filledNew(String column, Function<String, Fragment> row) {
    if (old.isEmpty() && young.size() == 1 || young.size() == 1 && migration.rename()) {
      return new Fragment.Builder()
          .add("coalesce(")
          .add(row.apply(column))
          .add(", ")
          .add(forward(column, row))
          .add(")")
          .build();
    }
    return new Fragment.Builder()
        .add("CASE WHEN ")
        .add(filled(row))
        .add(" THEN ")
        .add(row.apply(column))
        .add(" ELSE ")
        .add(forward(column, row))
        .add(" END")
        .build();
  }

  /** Whether the row's new side has been written. */
  Fragment filled(Function<String, Fragment> row) {
    return new Fragment.Builder()
        .add("pg_catalog.num_nonnulls(")
        .add(Fragment.join(", ", young.keySet().stream().map(row).toList()))
        .add(") > 0")
        .build();
  }

  /** f for a new column, cast to its full type; {@code argument} gives old columns' values, of the old columns' types. */
  Fragment forward(String column, Function<String, Fragment> argument) {
    return convert(column, young, argument);
  }

  /** b for an old column, cast to its full type. */
  Fragment backward(String column, Function<String, Fragment> argument) {
    return convert(column, old, argument);
  }

  private Fragment convert(
      String column, Map<String, Column> targets, Function<String, Fragment> argument) {
    Template template = templates.get(column);
    Column target = targets.get(column);
    if (template == null || target == null) {
      throw new Refusal("migration " + name() + " has no expression for column " + column);
    }
    if (renamedFrom(column).isPresent()) {
      return template.apply(argument);
    }
    return cast(template.apply(argument), target.type());
  }

  /** The value's image on the other side, for comparisons that tell every difference. */
  static Fragment sameImage(List<Fragment> left, List<Fragment> right) {
    return new Fragment.Builder()
        .add("ROW(")
        .add(Fragment.join(", ", left))
        .add(")::record OPERATOR(pg_catalog.*=) ROW(")
        .add(Fragment.join(", ", right))
        .add(")::record")
        .build();
  }

  static Fragment cast(Fragment value, String type) {
    return new Fragment.Builder()
        .add("CAST(")
        .add(value)
        .add(" AS ")
        .add(type)
        .add(")")
        .build();
  }

  /**
   * A value that is also assigned to a column of this type, as f's or b's argument. An explicit cast allows more than the assignment, and says other things where it doesn't (42846): the CASE
   * has the server match the types first (42804). Only for types where whatever may be assigned is matched.
   */
  static Fragment argument(Fragment value, boolean literal, String type) {
    return literal || !MATCHED.contains(TypeName.of(type).base())
        ? cast(value, type)
        : cast(matched(value, type), type);
  }

  /** The value, if the server finds that it is of this type or of one that becomes it by itself; else 42804. */
  static Fragment matched(Fragment value, String type) {
    return new Fragment.Builder()
        .add("CASE WHEN true THEN ")
        .add(value)
        .add(" ELSE NULL::" + type + " END")
        .build();
  }

  /** A placeholder or a literal without a type, where it would become text: of this type, without a length, and as little converted as an assignment would have it. */
  static Fragment typed(Fragment value, boolean literal, Column column) {
    String base = TypeName.of(column.base()).base();
    Fragment typed = literal || !MATCHED.contains(base)
        ? cast(value, base.equals("character") ? "bpchar" : base)
        : matched(value, base);
    return literal ? typed : declared(value, column, typed);
  }

  /** What is made of a placeholder, whose type is to be the domain for all that. */
  private static Fragment declared(Fragment placeholder, Column column, Fragment made) {
    return column.base().equals(column.type())
        ? made
        : new Fragment.Builder()
            .add("CASE WHEN ")
            .add(cast(placeholder, column.type()))
            .add(" IS NULL THEN NULL ELSE ")
            .add(made)
            .add(" END")
            .build();
  }

  /**
   * A value that would have been assigned to an old column that is gone, with the errors that the assignment would have given (PostgreSQL manual, 10.4 Value Storage): an
   * explicit cast would cut a string that is too long.
   *
   * @param bare whether it is a placeholder or {@code literal}, one without a type
   */
  static Fragment assigned(Fragment value, boolean bare, boolean literal, Column column) {
    TypeName base = TypeName.of(column.base());
    boolean domain = !column.base().equals(column.type());
    if (!base.isString() && !(domain && MATCHED.contains(base.base()))) {
      return argument(value, literal, column.type());
    }
    Fragment made = base.isString()
        ? sized(value, base, column.base())
        : literal ? value : matched(value, column.base());
    return domain
        ? cast(bare && !literal ? declared(value, column, made) : made, column.type())
        : made;
  }

  private static Fragment sized(Fragment value, TypeName type, String spelled) {
    boolean padded = type.base().equals("character");
    Fragment text =
        cast(value, type.base().equals("citext") ? spelled : padded ? "bpchar" : type.base());
    return type.length() < 0
        ? text
        : new Fragment.Builder()
            .add(padded ? "pg_catalog.bpchar(" : "pg_catalog.\"varchar\"(")
            .add(text)
            .add(", " + (type.length() + 4) + ", false)")
            .build();
  }

  /** The column of the other side that this one's expression is, if it is nothing else. */
  Optional<String> counterpart(String column) {
    return Optional.ofNullable(templates.get(column)).flatMap(Template::column);
  }

  /** The column that a renamed one takes its value from as it is, with the same assignment cast. */
  Optional<String> renamedFrom(String column) {
    Side side = young.containsKey(column) ? Side.NEW : Side.OLD;
    List<String> own = List.copyOf(columns(side).keySet());
    List<String> others =
        List.copyOf(columns(side == Side.NEW ? Side.OLD : Side.NEW).keySet());
    Template template = templates.get(column);
    if (!migration.rename() || template == null) {
      return Optional.empty();
    }
    return template
        .column()
        .filter(others::contains)
        .filter(source -> sameType(own.get(own.indexOf(column)), source));
  }

  private boolean sameType(String one, String other) {
    Column a = old.getOrDefault(one, young.get(one));
    Column b = old.getOrDefault(other, young.get(other));
    return a != null && b != null && TypeName.of(a.type()).equals(TypeName.of(b.type()));
  }
}
