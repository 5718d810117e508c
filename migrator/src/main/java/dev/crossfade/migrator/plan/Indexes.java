package dev.crossfade.migrator.plan;

import dev.crossfade.migrator.plan.Step.Held;
import dev.crossfade.migrator.plan.Table.Index;
import dev.crossfade.migrator.plan.Table.IndexColumn;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Derives indexes of the new columns from those of the old ones, and has them built beside the traffic. */
final class Indexes {
  private final Work work;

  Indexes(Work work) {
    this.work = work;
  }

  /**
   * A wanted index.
   *
   * @param form as the server writes it
   * @param text from USING on, for the statement
   */
  record Wanted(String name, boolean unique, Index form, String text) {}

  /** The old table's indexes, those that are planned too, that have to do with an old column. */
  List<Index> ofOldColumns() {
    List<Index> found = new ArrayList<>();
    List<Index> all = new ArrayList<>(work.table().indexes());
    // Another migration's new index may have to do with this one's old columns.
    all.addAll(work.draft().indexesOf(work.tableName()));
    for (Index index : all) {
      try {
        if (index.valid()
            && columns(index).stream().anyMatch(work.migration().oldColumns()::contains)) {
          found.add(index);
        }
      } catch (Unmirrorable e) {
        work.remark(
            Stage.AFTER_BACKFILL,
            "the index " + index.name() + " isn't understood (" + e.reason()
                + "); if it has to do with an old column, build its counterpart yourself");
      }
    }
    return found;
  }

  /** The columns that an index speaks of anywhere. */
  private static Set<String> columns(Index index) throws Unmirrorable {
    Set<String> columns = new HashSet<>();
    for (IndexColumn column : index.columns()) {
      columns.addAll(Substitution.columns(column.expression()));
    }
    if (index.predicate().isPresent()) {
      columns.addAll(Substitution.columns(index.predicate().get()));
    }
    return columns;
  }

  /** Whether the key is nothing but columns, and the old ones among them. */
  boolean keysAreColumns(Index index) {
    return index.columns().stream().limit(index.keys()).allMatch(IndexColumn::isColumn);
  }

  /** The counterpart of an index in which each old column is replaced by what shows it on the new shape. */
  Wanted backward(Index index) throws Unmirrorable, SQLException {
    return wanted(index, work.backward(), work.isRename() ? "" : "_expr");
  }

  /** The counterpart of an index on one old column that is one new column now. */
  Wanted onNew(Index index) throws Unmirrorable, SQLException {
    String old = work.migration().oldColumns().get(0);
    String young = work.quoting().name(work.migration().newColumns().get(0));
    return wanted(index, Map.of(old, young), "");
  }

  private Wanted wanted(Index index, Map<String, String> by, String end)
      throws Unmirrorable, SQLException {
    StringBuilder text = new StringBuilder("USING " + index.method() + " (");
    text.append(keys(index, by)).append(')');
    String included = included(index);
    if (!included.isEmpty()) {
      text.append(" INCLUDE (").append(included).append(')');
    }
    text.append(index.nullsNotDistinct() ? " NULLS NOT DISTINCT" : "");
    if (!index.options().isEmpty()) {
      text.append(" WITH (").append(String.join(", ", index.options())).append(')');
    }
    if (index.predicate().isPresent()) {
      text.append(" WHERE ").append(Substitution.replace(index.predicate().get(), work.backward()));
    }
    Index form = work.rehearsal().index(work.copy(), index.unique(), text.toString());
    return new Wanted(
        work.mirroredName(Quoting.fitting(index.name(), end), columns(index), form.definition()),
        index.unique(),
        form,
        withTablespace(form, index.tablespace()));
  }

  private String keys(Index index, Map<String, String> by) throws Unmirrorable {
    List<String> keys = new ArrayList<>();
    for (IndexColumn column : index.columns().subList(0, index.keys())) {
      String replaced = Substitution.replace(column.expression(), by);
      boolean touched = !replaced.equals(column.expression());
      boolean plain = column.isColumn() && !replaced.startsWith("(");
      boolean otherType = touched && plain && !work.isRename() && !work.moves();
      if (otherType && !column.usualClass()) {
        throw new Unmirrorable("its operator class " + column.operatorClass().orElse("")
            + " is for the old column's type");
      }
      StringBuilder key = new StringBuilder(plain ? replaced : "(" + replaced + ")");
      if (!otherType) {
        column.collation().ifPresent(c -> key.append(" COLLATE ").append(c));
        column.operatorClass().ifPresent(c -> key.append(' ').append(c));
      }
      keys.add(key + (column.order().isEmpty() ? "" : " " + column.order()));
    }
    return String.join(", ", keys);
  }

  /** An expression can't be included, but what it is made of can. */
  private String included(Index index) throws Unmirrorable {
    Set<String> included = new LinkedHashSet<>();
    for (IndexColumn column :
        index.columns().subList(index.keys(), index.columns().size())) {
      String name = Substitution.columns(column.expression()).iterator().next();
      if (work.renamed(name).isPresent()) {
        included.add(work.quoting().name(work.renamed(name).get()));
      } else if (work.migration().oldColumns().contains(name)) {
        work.migration()
            .newColumns()
            .forEach(young -> included.add(work.quoting().name(young)));
      } else {
        included.add(column.expression());
      }
    }
    return String.join(", ", included);
  }

  private static String withTablespace(Index form, Optional<String> tablespace) {
    if (tablespace.isEmpty()) {
      return form.definition();
    }
    String where = form.predicate().map(p -> " WHERE " + p).orElse("");
    String head = form.definition().substring(0, form.definition().length() - where.length());
    return head + " TABLESPACE " + tablespace.get() + where;
  }

  /** An index of the target that is like this one, whatever its name. */
  Optional<Index> existing(Wanted wanted) {
    return work.target().indexes().stream()
        .filter(index -> index.valid() && isLike(index, wanted))
        .findFirst();
  }

  private static boolean isLike(Index index, Wanted wanted) {
    return index.unique() == wanted.unique()
        && index.definition().equals(wanted.form().definition());
  }

  /** Plans the index unless it is there; returns the name that it has or will have, or nothing where something stands in the way. */
  Optional<String> ensure(Stage stage, Wanted wanted, String why) {
    Optional<Index> there = existing(wanted);
    if (there.isPresent()) {
      return there.map(Index::name);
    }
    if (!clear(stage, wanted)) {
      return Optional.empty();
    }
    build(stage, wanted.name(), wanted.unique(), wanted.text(), why);
    work.draft().addIndex(work.targetName(), wanted.form().named(wanted.name()));
    return Optional.of(wanted.name());
  }

  /** Plans the removal of what an attempt that failed has left; false if something else is in the way. */
  private boolean clear(Stage stage, Wanted wanted) {
    for (Index index : work.target().indexes()) {
      boolean named = index.name().equals(wanted.name());
      if (!index.valid() && (named || isLike(index, wanted))) {
        if (index.building().isPresent()) {
          work.problem(
              stage,
              "the index " + index.name() + " is being built right now by process "
                  + index.building().get() + "; wait for it, then plan again");
          return false;
        }
        drop(stage, index.name(), "An attempt to build it failed and left it INVALID.");
      } else if (named) {
        work.problem(
            stage,
            "the index " + index.name() + " exists with another definition: " + index.definition()
                + "; wanted: " + (wanted.unique() ? "UNIQUE " : "")
                + wanted.form().definition() + ". Rename it, or drop it");
        return false;
      }
    }
    return true;
  }

  void build(Stage stage, String name, boolean unique, String text, String why) {
    for (Table.Partition leaf : work.target().partitions()) {
      String own = Quoting.fitting(leaf.name(), "_" + name);
      concurrently(
          stage,
          leaf.schema(),
          own,
          unique,
          work.quoting().name(leaf.schema(), leaf.name()),
          text,
          why);
    }
    if (work.target().partitioned()) {
      work.add(work.step(
              stage,
              "index " + name,
              "CREATE " + (unique ? "UNIQUE " : "") + "INDEX " + work.quoting().name(name) + " ON "
                  + work.targetName() + " " + text,
              work.moment(Lock.SHARE))
          .because("Takes the partitions' indexes that were built before for its own."));
    } else {
      concurrently(stage, work.target().schema(), name, unique, work.targetName(), text, why);
    }
  }

  private void concurrently(
      Stage stage,
      String schema,
      String name,
      boolean unique,
      String table,
      String text,
      String why) {
    work.add(new Step(
        stage,
        work.migration().name(),
        "index " + name,
        "CREATE " + (unique ? "UNIQUE " : "") + "INDEX CONCURRENTLY "
            + work.quoting().name(name) + " ON " + table + " " + text,
        false,
        List.of(new Held(Lock.SHARE_UPDATE_EXCLUSIVE, table, Lock.Span.TWO_SCANS)),
        why,
        Optional.of(work.quoting().name(schema, name))));
  }

  void drop(Stage stage, String name, String why) {
    work.add(new Step(
        stage,
        work.migration().name(),
        "drop index " + name,
        "DROP INDEX CONCURRENTLY " + work.quoting().name(work.target().schema(), name),
        false,
        List.of(new Held(Lock.SHARE_UPDATE_EXCLUSIVE, work.targetName(), Lock.Span.WAITS)),
        why,
        Optional.empty()));
  }
}
