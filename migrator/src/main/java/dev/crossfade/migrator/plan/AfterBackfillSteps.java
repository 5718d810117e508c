package dev.crossfade.migrator.plan;

import dev.crossfade.migrator.plan.Indexes.Wanted;
import dev.crossfade.migrator.plan.Step.Held;
import dev.crossfade.migrator.plan.Table.Attribute;
import dev.crossfade.migrator.plan.Table.Constraint;
import dev.crossfade.migrator.plan.Table.Index;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What makes the new columns as fast and as safe as the old ones: indexes, unique constraints, checks, foreign keys, NOT NULL, defaults, statistics. */
final class AfterBackfillSteps {
  private static final Stage STAGE = Stage.AFTER_BACKFILL;

  private final Work work;
  private final Indexes indexes;

  AfterBackfillSteps(Work work) {
    this.work = work;
    this.indexes = new Indexes(work);
  }

  void plan() throws SQLException {
    for (Index index : indexes.ofOldColumns()) {
      try {
        mirror(index);
      } catch (Unmirrorable e) {
        unmirrored("index " + index.name(), e);
      }
    }
    for (Constraint constraint : work.table().constraints()) {
      if (constraint.columns().stream().anyMatch(work.migration().oldColumns()::contains)) {
        try {
          mirror(constraint);
        } catch (Unmirrorable e) {
          unmirrored("constraint " + constraint.name(), e);
        }
      }
    }
    NewColumns columns = new NewColumns(work);
    columns.notNull();
    columns.defaults();
    columns.statistics();
    columns.analyze(STAGE);
  }

  private void unmirrored(String what, Unmirrorable reason) {
    work.remark(
        STAGE, "the " + what + " has no counterpart that could be derived: " + reason.reason());
  }

  private void mirror(Index index) throws Unmirrorable, SQLException {
    if (index.constraintType() == 'x') {
      throw new Unmirrorable("an exclusion constraint can't be built beside the traffic");
    }
    boolean oneToOne = work.migration().oldColumns().size() == 1
        && work.migration().newColumns().size() == 1
        && !work.moves();
    if (work.isRename()) {
      if (work.moves()) {
        moved(index);
      }
      plan(index, indexes.backward(index));
    } else if (oneToOne && indexes.keysAreColumns(index)) {
      if (index.unique() && !work.keepsUnique()) {
        return;
      }
      plan(index, indexes.onNew(index));
    }
  }

  /** An index can't span two tables. */
  private void moved(Index index) throws Unmirrorable {
    for (Table.IndexColumn column : index.columns()) {
      for (String name : Substitution.columns(column.expression())) {
        if (!work.backward().containsKey(name)) {
          throw new Unmirrorable("it also has " + name + ", which stays in " + work.tableName());
        }
      }
    }
  }

  private void plan(Index source, Wanted wanted) {
    if (!source.unique()) {
      indexes.ensure(STAGE, wanted, "");
      return;
    }
    if (!source.isPlain()) {
      work.remark(
          STAGE,
          "the unique index " + source.name()
              + " is partial, on an expression or in another order, so no deferrable constraint can stand for it; its counterpart comes before contract");
      return;
    }
    if (work.target().partitioned()) {
      work.remark(
          STAGE,
          "uniqueness of the partitioned table (" + source.name()
              + ") has to be carried over by hand");
      return;
    }
    Optional<Index> there = indexes.existing(wanted);
    if (there.isPresent() && there.get().constraint().isPresent()) {
      return;
    }
    indexes
        .ensure(
            STAGE,
            wanted,
            "Until it is a deferrable constraint, the next step, concurrent ON CONFLICT on the old column may raise 23505.")
        .ifPresent(this::constrain);
  }

  private void constrain(String index) {
    String name = work.quoting().name(index);
    work.add(
        work.step(
                STAGE,
                "constraint " + index,
                "ALTER TABLE " + work.targetName() + " ADD CONSTRAINT " + name
                    + " UNIQUE USING INDEX " + name + " DEFERRABLE",
                work.moment(Lock.ACCESS_EXCLUSIVE))
            .because(
                "Deferrable until contract: beside a plain unique index the application's ON CONFLICT on the old column would raise 23505."));
  }

  private void mirror(Constraint constraint) throws Unmirrorable, SQLException {
    switch (constraint.type()) {
      case 'c' -> check(constraint);
      case 'f' -> foreignKey(constraint);
      default -> {}
    }
  }

  private void check(Constraint constraint) throws Unmirrorable, SQLException {
    String inner = constraint.definition().replaceFirst("^CHECK \\(", "");
    int end = inner.lastIndexOf(')');
    if (!inner.substring(end + 1).isBlank() && !inner.endsWith("NOT VALID")) {
      throw new Unmirrorable("it is " + inner.substring(end + 1).strip());
    }
    if (work.moves()) {
      for (String name : constraint.columns()) {
        if (!work.backward().containsKey(name)) {
          throw new Unmirrorable("it also has " + name + ", which stays in " + work.tableName());
        }
      }
    }
    String sql = Substitution.replace(inner.substring(0, end), work.backward());
    if (work.shared() || !work.isRename() && !work.isNullWhereUnfilled(constraint.columns())) {
      // A row whose old columns are NULL stays unfilled, and b would make something of it.
      sql = "pg_catalog.num_nonnulls(" + work.quoting().list(work.migration().newColumns())
          + ") = 0 OR (" + sql + ")";
    }
    String definition = work.rehearsal().check(work.copy(), sql);
    ensure(
        constraint,
        definition,
        List.of(work.moment(Lock.ACCESS_EXCLUSIVE)),
        List.of(work.scan(Lock.SHARE_UPDATE_EXCLUSIVE)));
  }

  private void foreignKey(Constraint constraint) throws Unmirrorable {
    if (!work.isRename()) {
      throw new Unmirrorable(
          "the new column has another type or meaning; reference what it should by hand");
    }
    if (constraint.definition().matches(".*ON (DELETE|UPDATE) SET (NULL|DEFAULT) \\(.*")) {
      throw new Unmirrorable("its action names columns");
    }
    String target = constraint.target().orElseThrow();
    String definition = "FOREIGN KEY (" + renamed(constraint.columns()) + ") REFERENCES " + target
        + "(" + work.quoting().list(constraint.targetColumns()) + ")" + constraint.actions();
    if (constraint.actions().contains("CASCADE") || constraint.actions().contains("SET ")) {
      work.remark(
          STAGE,
          "the foreign key on the new columns acts on its own, as " + constraint.name()
              + " does on the old; list both under `accept:`");
    }
    ensure(
        constraint,
        definition,
        List.of(
            work.moment(Lock.SHARE_ROW_EXCLUSIVE),
            new Held(Lock.SHARE_ROW_EXCLUSIVE, target, Lock.Span.MOMENT)),
        List.of(
            work.scan(Lock.SHARE_UPDATE_EXCLUSIVE),
            new Held(Lock.ROW_SHARE, target, Lock.Span.SCAN)));
  }

  private String renamed(List<String> columns) throws Unmirrorable {
    StringBuilder renamed = new StringBuilder();
    for (String column : columns) {
      String by = work.backward().get(column);
      if (by == null && work.moves()) {
        throw new Unmirrorable("it also has " + column + ", which stays in " + work.tableName());
      }
      renamed
          .append(renamed.isEmpty() ? "" : ", ")
          .append(by == null ? work.quoting().name(column) : by);
    }
    return renamed.toString();
  }

  /** The constraint is added at once and proved beside the traffic. */
  private void ensure(Constraint source, String definition, List<Held> adding, List<Held> proving) {
    Optional<Constraint> there = work.target().constraints().stream()
        .filter(c -> c.definition().replace(" NOT VALID", "").equals(definition))
        .findFirst();
    String name = there
        .map(Constraint::name)
        .orElseGet(() -> work.mirroredName(source.name(), source.columns(), definition));
    String alter = "ALTER TABLE " + work.targetName();
    if (there.isEmpty()) {
      Optional<Constraint> other = work.target().constraint(name);
      if (other.isPresent()) {
        work.problem(
            STAGE,
            "the constraint " + name + " exists with another definition: "
                + other.get().definition() + "; wanted: " + definition
                + ". Rename it, or drop it");
        return;
      }
      boolean provedAtOnce = source.type() == 'f' && work.target().partitioned();
      work.add(work.step(
          STAGE,
          "constraint " + name,
          alter + " ADD CONSTRAINT " + work.quoting().name(name) + " " + definition
              + (provedAtOnce ? "" : " NOT VALID"),
          adding.toArray(Held[]::new)));
      if (provedAtOnce) {
        return;
      }
    }
    if (there.isEmpty() || !there.get().validated()) {
      work.add(work.step(
          STAGE,
          "validate " + name,
          alter + " VALIDATE CONSTRAINT " + work.quoting().name(name),
          proving.toArray(Held[]::new)));
    }
  }

  /** The old column that a new one mirrors. */
  static Optional<Attribute> source(Work work, String young) {
    return work.migration().oldColumns().stream()
        .filter(old -> work.renamed(old).filter(young::equals).isPresent())
        .findFirst()
        .flatMap(work.table()::attribute);
  }
}
