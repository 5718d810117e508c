package dev.crossfade.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes up migrations to another table: columns that move, a table that gets a new name. Not thread-safe. */
final class Moves {
  /** What is true of a row that the new table had before. */
  static final String OWN = "mark IS NOT NULL";

  /** How many of the migrations that would begin in contract do. */
  static final int CONTRACT_PERCENT = Integer.getInteger("equivalence.moves.contract", 100);

  private final Dice dice;
  private final World world;
  private final Key key;

  Moves(Dice dice, World world) {
    this.dice = dice;
    this.world = world;
    this.key = world.key();
  }

  /** A migration with what is said about both tables in DDL. */
  record Plan(
      Change change, Target target, String before, String expansion, Map<String, String> sql) {}

  Plan whole(String table, String created, List<Column> columns, boolean generated) {
    List<Column> moved =
        columns.stream().filter(c -> !key.names().contains(c.name())).toList();
    Map<String, String> same = new LinkedHashMap<>();
    moved.forEach(c -> same.put(c.name(), c.name()));
    Change change = new Change(true, moved, moved, same, same, "", false, List.of());
    String sequence = "\"" + table.replace("\"", "") + "_id_seq\"";
    String id = "id " + key.type("integer") + (key.isComposite() ? "" : " PRIMARY KEY")
        + (generated ? " DEFAULT nextval('" + sequence + "'::regclass)" : "");
    String expansion = "CREATE TABLE " + created + " ("
        + columns.stream()
            .map(c -> c.name().equals("id")
                ? id
                : c.name() + " " + c.type().name()
                    + (key.part().contains(c) && !c.otherwise().isEmpty()
                        ? " DEFAULT " + c.otherwise()
                        : ""))
            .collect(Collectors.joining(", "))
        + (key.isComposite() ? ", PRIMARY KEY (" + String.join(", ", key.names()) + ")" : "")
        + ");\n";
    Map<String, String> sql = new LinkedHashMap<>();
    if (generated) {
      sql.put("contract", "ALTER SEQUENCE " + sequence + " OWNED BY " + created + ".id;\n");
      sql.put("uncontract", "ALTER SEQUENCE " + sequence + " OWNED BY " + table + ".id;\n");
    }
    sql.put("scramble", "DELETE FROM " + table + ";\n");
    sql.put("drop", "DROP TABLE " + table + ";\n");
    Target target = new Target(
        created,
        key.in("id", key.part().stream().map(Column::name).findFirst().orElse("")),
        "true",
        true,
        "",
        false);
    return new Plan(change, target, "", expansion, sql);
  }

  /** The columns that move, and what they become. */
  Change change(Change.Names names) {
    Change change = any(names);
    return world.isNewShape() ? optional(change) : change;
  }

  /** An application of the new shape has rows of the old table that have none of the new one, so nothing that moves may be NOT NULL. */
  private static Change optional(Change c) {
    List<Column> old = c.old().stream()
        .map(o -> o.with(false, o.unique(), o.otherwise(), o.check()))
        .toList();
    List<Column> young = c.young().stream()
        .map(n -> n.with(false, n.unique(), n.otherwise(), n.check()))
        .toList();
    return new Change(
        c.rename(), old, young, c.forward(), c.backward(), c.lossless(), c.monotone(), c.flags());
  }

  private Change any(Change.Names names) {
    if (dice.chance(55)) {
      return dice.chance(50)
          ? Change.renamed(dice, names, dice.between(1, 3))
          : Change.renamed(dice, names, 2);
    }
    Change one = converted(names);
    return dice.chance(40) ? both(one, converted(names)) : one;
  }

  private Change converted(Change.Names names) {
    Change change = Change.any(dice, names);
    while (change.old().isEmpty() || change.rename()) {
      change = Change.any(dice, names);
    }
    return change;
  }

  private static Change both(Change one, Change other) {
    boolean bijective = one.isBijective() && other.isBijective();
    List<Column> old = new ArrayList<>(one.old());
    old.addAll(other.old());
    List<Column> young = new ArrayList<>(one.young());
    young.addAll(other.young());
    Map<String, String> forward = new LinkedHashMap<>(one.forward());
    forward.putAll(other.forward());
    Map<String, String> backward = new LinkedHashMap<>(one.backward());
    backward.putAll(other.backward());
    List<String> flags = new ArrayList<>(one.flags());
    flags.addAll(other.flags());
    return new Change(
        false, old, young, forward, backward, bijective ? "both" : "old", false, flags);
  }

  Plan columns(String table, String created, Change change, boolean newShape) {
    Map<String, String> pairs =
        world.pairs(newShape ? "id" : dice.of("id", "user_id", "\"Owner\""));
    String keys = String.join(", ", pairs.values());
    int kind = dice.below(100);
    boolean shared = kind < 25 && !newShape;
    boolean always = shared || dice.chance(35) && !newShape;
    // IS NOT NULL of a row is about each of its fields.
    List<String> any =
        change.old().stream().map(o -> "num_nonnulls(" + o.name() + ") > 0").toList();
    String present = always ? "true" : String.join(" OR ", any);
    String reference = "FOREIGN KEY (" + keys + ") REFERENCES " + table + " ("
        + String.join(", ", pairs.keySet()) + ")";
    String before = "";
    String expansion = "";
    Map<String, String> sql = new LinkedHashMap<>();
    if (shared) {
      before = "CREATE TABLE " + created + " (" + key.ddl(pairs, "")
          + ", mark text, verified boolean NOT NULL DEFAULT false, PRIMARY KEY (" + keys + "), "
          + reference
          + " ON DELETE CASCADE" + dice.of("", " DEFERRABLE INITIALLY DEFERRED")
          + ");\nINSERT INTO "
          + created + " SELECT " + String.join(", ", pairs.keySet())
          + ", 'm' || id, id = 2 FROM " + table + ";\n";
    } else if (kind < 45 && !newShape) {
      expansion = "CREATE TABLE " + created + " (no serial PRIMARY KEY, "
          + key.ddl(pairs, " NOT NULL") + ", note text DEFAULT 'n', UNIQUE (" + keys + "));\n";
    } else {
      expansion = "CREATE TABLE " + created + " (" + key.ddl(pairs, "") + ", PRIMARY KEY (" + keys
          + "));\n";
    }
    if (!shared) {
      references(table, created, pairs, always, newShape, reference, sql);
    }
    sql.put("drop", drop(table, change));
    return new Plan(
        change,
        new Target(created, pairs, present, false, shared ? OWN : "", false),
        before,
        expansion,
        sql);
  }

  /** Columns that go to a table to which others go, too; what is unique or checked about them must hold where they are null. */
  Plan beside(
      String table,
      String created,
      Map<String, String> pairs,
      Change change,
      boolean first,
      boolean one) {
    Map<String, String> sql = new LinkedHashMap<>(Map.of("drop", drop(table, change)));
    if (world.isNewShape() && one && first) {
      String reference = "FOREIGN KEY (" + String.join(", ", pairs.values()) + ") REFERENCES "
          + table + " (" + String.join(", ", pairs.keySet()) + ")";
      references(table, created, pairs, false, true, reference, sql);
    }
    String present = dice.chance(25) && !world.isNewShape()
        ? "true"
        : change.old().stream()
            .map(Column::name)
            .collect(Collectors.joining(", ", "num_nonnulls(", ") > 0"));
    return new Plan(
        change,
        new Target(created, pairs, present, false, "", true),
        "",
        first
            ? "CREATE TABLE " + created + " (" + key.ddl(pairs, "") + ", PRIMARY KEY ("
                + String.join(", ", pairs.values()) + "));\n"
            : "",
        sql);
  }

  /** A change of columns that may be null, to columns without a default: a row that is there for the sake of others has none of them. */
  Change besideChange(Change.Names names) {
    Change c = any(names);
    while (c.old().stream().anyMatch(Column::notNull)
        || c.young().stream().anyMatch(Column::notNull)) {
      c = any(names);
    }
    List<Column> young =
        c.young().stream().map(n -> n.with(false, n.unique(), "", n.check())).toList();
    return new Change(
        c.rename(),
        c.old(),
        young,
        c.forward(),
        c.backward(),
        c.lossless(),
        c.monotone(),
        c.flags());
  }

  private void references(
      String table,
      String created,
      Map<String, String> pairs,
      boolean always,
      boolean newShape,
      String reference,
      Map<String, String> sql) {
    String checked = newShape
        ? dice.of("", " DEFERRABLE")
        : dice.of("", " DEFERRABLE", " DEFERRABLE INITIALLY DEFERRED");
    if (newShape || dice.chance(45)) {
      sql.put(
          "filled",
          "ALTER TABLE " + created + " ADD CONSTRAINT moved_fk " + reference
              + dice.of("", " ON DELETE CASCADE") + checked + ";\n");
      sql.put("unfilled", "ALTER TABLE " + created + " DROP CONSTRAINT moved_fk;\n");
    } else if (always && dice.chance(60)) {
      sql.put(
          "filled",
          "ALTER TABLE " + table + " ADD CONSTRAINT moved_fk FOREIGN KEY ("
              + String.join(", ", pairs.keySet()) + ") REFERENCES " + created + " ("
              + String.join(", ", pairs.values()) + ") DEFERRABLE INITIALLY DEFERRED;\n");
      sql.put("unfilled", "ALTER TABLE " + table + " DROP CONSTRAINT moved_fk;\n");
    }
  }

  private static String drop(String table, Change change) {
    StringBuilder sql = new StringBuilder();
    change
        .old()
        .forEach(o -> sql.append("ALTER TABLE ")
            .append(table)
            .append(" DROP COLUMN ")
            .append(o.name())
            .append(";\n"));
    return sql.toString();
  }

  /** The mapping file's lines on where the columns go. */
  static String mapping(Optional<Target> target) {
    return target
        .map(t -> "    new_table: " + World.yaml(t.table()) + "\n"
            + (t.whole()
                ? ""
                : "    key: { "
                    + t.key().entrySet().stream()
                        .map(e -> (e.getKey().equals("id") ? "id" : World.yaml(e.getKey())) + ": "
                            + World.yaml(e.getValue()))
                        .collect(Collectors.joining(", "))
                    + " }\n    present: "
                    + World.yaml(t.present()) + "\n"))
        .orElse("");
  }

  /** The tables of a scenario that has a migration to another table. */
  void tables() {
    if (world.isShared()) {
      world.shared();
      return;
    }
    world.moved(dice.chance(world.isNewShape() ? 10 : 25));
    if (dice.chance(15)) {
      world.mapped(1);
    }
  }
}
