package dev.crossfade.migrator.plan;

import dev.crossfade.mapping.Expression;
import dev.crossfade.mapping.Lossless;
import dev.crossfade.mapping.Migration;
import dev.crossfade.migrator.plan.Step.Held;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One migration while its plan is made.
 *
 * @param table the old table
 * @param target the table that the new columns stand in, or will: the old one, unless they move
 * @param targetName qualified and quoted
 * @param copy the rehearsal's copy of the target, with the new columns
 * @param targetExists whether the target is there already
 * @param shared whether other migrations bring columns to the target, too, and rows of it may be there for their sake
 */
record Work(
    Migration migration,
    Table table,
    Table target,
    String targetName,
    String copy,
    boolean targetExists,
    boolean shared,
    Rehearsal rehearsal,
    Quoting quoting,
    Draft draft) {

  boolean moves() {
    return migration.newTable().isPresent();
  }

  String tableName() {
    return quoting.name(table.schema(), table.name());
  }

  /** Whether a new column is the old one under another name, type and all. */
  boolean isRename() {
    return migration.rename();
  }

  /** The new column that takes an old one's place as it is. */
  Optional<String> renamed(String old) {
    if (!migration.rename()) {
      return Optional.empty();
    }
    return migration.forward().entrySet().stream()
        .filter(entry -> entry.getValue().sql().equals("\"" + old.replace("\"", "\"\"") + "\""))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** What stands for each old column in expressions on the new shape: the new column, or b cast to the old column's type. */
  Map<String, String> backward() {
    Map<String, String> by = new LinkedHashMap<>();
    migration.backward().forEach((old, b) -> {
      Optional<String> young = renamed(old);
      if (young.isPresent()) {
        by.put(old, quoting.name(young.get()));
      } else {
        table
            .attribute(old)
            .ifPresent(a -> by.put(old, "(CAST((" + b.sql() + "\n) AS " + a.type() + "))"));
      }
    });
    migration
        .newTable()
        .ifPresent(moved -> moved.key().forEach((old, young) -> by.put(old, quoting.name(young))));
    return by;
  }

  /** Whether a row that isn't filled shows NULL in these old columns by b alone, as it must. */
  boolean isNullWhereUnfilled(Collection<String> columns) throws Unmirrorable, SQLException {
    for (String old : columns) {
      String by = backward().get(old);
      if (by != null && !rehearsal.isNullForNulls(copy, by)) {
        return false;
      }
    }
    return true;
  }

  /** Whether what is unique in the one old column is unique in the one new one, NULLs apart, which don't collide. */
  boolean keepsUnique() throws Unmirrorable, SQLException {
    if (migration.lossless() != Lossless.BOTH) {
      return false;
    }
    boolean nullable = migration.oldColumns().stream()
        .anyMatch(old -> !table.attribute(old).map(Table.Attribute::notNull).orElse(false));
    for (Expression f : migration.forward().values()) {
      if (nullable && !rehearsal.isNullForNulls(copy, f.sql())) {
        return false;
      }
    }
    return true;
  }

  /** Whether every column of the new shape is there. */
  boolean hasNewColumns() {
    return targetExists
        && migration.newColumns().stream()
            .allMatch(name -> target.attribute(name).isPresent());
  }

  /**
   * What an object on the new columns is called after one on the old columns.
   *
   * @param columns the columns that it stands on
   * @param definition the new object's
   */
  String mirroredName(String name, Collection<String> columns, String definition) {
    String mirrored = name;
    if (moves() && mirrored.contains(table.name())) {
      mirrored = mirrored.replace(
          table.name(), migration.newTable().orElseThrow().name().name());
    }
    String all = String.join("_", migration.newColumns());
    String own = "";
    for (String old : migration.oldColumns()) {
      if (columns.contains(old)) {
        mirrored = mirrored.replace(old, renamed(old).orElse(all));
        own = own + "_" + renamed(old).orElse("");
      }
    }
    String end = isRename() ? own : "_" + all;
    String fitted =
        mirrored.equals(name) ? Quoting.fitting(name, end) : Quoting.fitting(mirrored, "");
    return draft.claim(fitted, targetName + " " + definition);
  }

  Held moment(Lock lock) {
    return new Held(lock, targetName, Lock.Span.MOMENT);
  }

  Held scan(Lock lock) {
    return new Held(lock, targetName, Lock.Span.SCAN);
  }

  void add(Step step) {
    draft.add(step);
  }

  Step step(Stage stage, String title, String sql, Held... locks) {
    return Step.of(stage, migration.name(), title, sql, locks);
  }

  void remark(Stage stage, String text) {
    draft.remark(stage, migration.name(), text);
  }

  void problem(Stage stage, String text) {
    draft.problem(stage, migration.name(), text);
  }
}
