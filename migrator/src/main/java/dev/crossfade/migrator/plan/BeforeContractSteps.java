package dev.crossfade.migrator.plan;

import dev.crossfade.migrator.plan.Indexes.Wanted;
import dev.crossfade.migrator.plan.Step.Held;
import dev.crossfade.migrator.plan.Table.Attribute;
import dev.crossfade.migrator.plan.Table.Constraint;
import dev.crossfade.migrator.plan.Table.Index;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the new columns must be able to do alone, and what the old ones must give up, before contract stops writing them. */
final class BeforeContractSteps {
  private static final Stage STAGE = Stage.BEFORE_CONTRACT;

  private final Work work;
  private final Indexes indexes;

  BeforeContractSteps(Work work) {
    this.work = work;
    this.indexes = new Indexes(work);
  }

  void plan() throws SQLException {
    List<Index> unique = new ArrayList<>();
    for (Index index : indexes.ofOldColumns()) {
      if (index.constraintType() == 'x') {
        continue;
      }
      if (index.unique()) {
        unique.add(index);
      } else if (!work.isRename()) {
        seekable(index, "");
      }
    }
    for (Index index : unique) {
      if (!work.isRename() || !index.isPlain()) {
        seekable(
            index,
            "From here to the edit to `contract`, concurrent ON CONFLICT on the old column may raise 23505: do this late.");
      }
    }
    if (!work.isRename()) {
      analyzeExpressions();
    }
    for (Index index : unique) {
      takeOver(index);
    }
    new OldConstraints(work, indexes).giveUp();
  }

  /** Rows are found by b(N) in contract, unless the new column is the old one under another name. */
  private void seekable(Index index, String why) throws SQLException {
    try {
      if (index.unique() && !work.isRename() && !work.isNullWhereUnfilled(nullable())) {
        throw new Unmirrorable(
            "rows without a value would collide in it, since b makes something of NULL; let b yield NULL for NULL");
      }
      indexes.ensure(STAGE, indexes.backward(index), why);
    } catch (Unmirrorable e) {
      work.remark(
          STAGE,
          "the index " + index.name() + " has no counterpart that could be derived: " + e.reason());
    }
  }

  private List<String> nullable() {
    return work.migration().oldColumns().stream()
        .filter(name -> !work.table().attribute(name).map(Attribute::notNull).orElse(false))
        .toList();
  }

  private void analyzeExpressions() {
    boolean built = work.draft().steps().stream()
        .anyMatch(step -> step.stage() == STAGE
            && step.migration().equals(work.migration().name())
            && step.index().isPresent());
    if (built) {
      work.add(work.step(
              STAGE,
              "analyze " + work.target().name(),
              "ANALYZE " + work.targetName(),
              new Held(Lock.SHARE_UPDATE_EXCLUSIVE, work.targetName(), Lock.Span.SAMPLE))
          .because("An index on an expression has statistics of its own."));
    }
  }

  /** A deferrable constraint can be no arbiter for ON CONFLICT and no target of a foreign key. */
  private void takeOver(Index source) throws SQLException {
    if (!source.isPlain() || work.target().partitioned()) {
      return;
    }
    Wanted wanted;
    try {
      if (work.isRename()) {
        wanted = indexes.backward(source);
      } else if (isCarriedOver(source)) {
        wanted = indexes.onNew(source);
      } else {
        return;
      }
    } catch (Unmirrorable e) {
      return;
    }
    boolean key = source.constraintType() == 'p' && !isReferred();
    Optional<Index> there = indexes.existing(wanted);
    boolean deferrable = there
        .flatMap(Index::constraint)
        .flatMap(work.target()::constraint)
        .map(Constraint::deferrable)
        .orElse(true);
    if (there.isPresent() && !deferrable) {
      return;
    }
    swap(wanted, there, source, key);
  }

  /** Whether other tables refer to what the key is now, or will be. */
  private boolean isReferred() {
    return work.table().references().stream()
        .flatMap(reference -> reference.targetColumns().stream())
        .anyMatch(column -> work.migration().oldColumns().contains(column)
            || work.migration().newColumns().contains(column));
  }

  private boolean isCarriedOver(Index source) throws Unmirrorable, SQLException {
    return work.migration().oldColumns().size() == 1
        && work.migration().newColumns().size() == 1
        && indexes.keysAreColumns(source)
        && work.keepsUnique();
  }

  private void swap(Wanted wanted, Optional<Index> there, Index source, boolean key) {
    String name = there.flatMap(Index::constraint).orElse(wanted.name());
    String plain = Quoting.fitting(name, "_plain");
    Optional<Index> built = work.target().index(plain);
    if (built.isPresent() && !built.get().valid()) {
      indexes.drop(STAGE, plain, "An attempt to build it failed and left it INVALID.");
    }
    if (built.isEmpty() || !built.get().valid()) {
      indexes.build(STAGE, plain, true, wanted.text(), "");
    }
    String quoted = work.quoting().name(name);
    String own = key ? source.constraint().orElse(name) : name;
    work.add(
        work.step(
                STAGE,
                "plain constraint " + own,
                "ALTER TABLE " + work.targetName()
                    + (key ? " DROP CONSTRAINT " + work.quoting().name(own) + "," : "")
                    + " DROP CONSTRAINT IF EXISTS " + quoted + ", ADD CONSTRAINT "
                    + work.quoting().name(own) + (key ? " PRIMARY KEY" : " UNIQUE")
                    + " USING INDEX "
                    + work.quoting().name(plain),
                work.moment(Lock.ACCESS_EXCLUSIVE))
            .because(
                "ON CONFLICT takes no deferrable constraint for its arbiter, and from contract on this is the one. From here to the edit concurrent ON CONFLICT on the old column may raise 23505: make the edit right after."));
  }

  /** Takes from old columns what the server would hold against rows that no longer fill them. */
  private static final class OldConstraints {
    private final Work work;
    private final Indexes indexes;
    private final Set<String> old;

    OldConstraints(Work work, Indexes indexes) {
      this.work = work;
      this.indexes = indexes;
      this.old = Set.copyOf(work.migration().oldColumns());
    }

    void giveUp() throws SQLException {
      work.table().references().stream()
          .filter(c -> c.targetColumns().stream().anyMatch(old::contains))
          .forEach(this::repoint);
      work.table().constraints().stream()
          .filter(c -> c.type() == 'f' && c.columns().stream().anyMatch(old::contains))
          .filter(c -> !work.migration().accept().contains(c.name()))
          .forEach(this::dropForeignKey);
      uniques();
      if (!work.moves() || !work.migration().newTable().orElseThrow().wholeTable()) {
        checks();
        defaults();
      }
    }

    private void repoint(Constraint reference) {
      boolean renamed = work.isRename() && !work.moves();
      Held child = new Held(Lock.ACCESS_EXCLUSIVE, reference.table(), Lock.Span.MOMENT);
      if (renamed) {
        List<String> columns = reference.targetColumns().stream()
            .map(column -> work.renamed(column).orElse(column))
            .toList();
        boolean there = work.table().references().stream()
            .anyMatch(c -> c.table().equals(reference.table())
                && c.columns().equals(reference.columns())
                && c.targetColumns().equals(columns)
                && c.validated());
        if (!there) {
          addReference(reference, columns);
        }
      } else {
        work.remark(
            STAGE,
            "the foreign key " + reference.name() + " of " + reference.table()
                + " refers to an old column and can't be pointed at the new ones as it is: see that they are what it should refer to");
      }
      if (renamed && !work.migration().accept().contains(reference.name())) {
        work.add(work.step(
            STAGE,
            "drop " + reference.name(),
            "ALTER TABLE " + reference.table() + " DROP CONSTRAINT "
                + work.quoting().name(reference.name()),
            child,
            work.moment(Lock.ACCESS_EXCLUSIVE)));
      }
    }

    private void addReference(Constraint reference, List<String> columns) {
      String name = work.quoting()
          .name(work.mirroredName(
              reference.name(), reference.targetColumns(), reference.table() + reference.name()));
      boolean half = work.table().references().stream()
          .anyMatch(c ->
              work.quoting().name(c.name()).equals(name) && c.targetColumns().equals(columns));
      if (!half) {
        work.add(work.step(
            STAGE,
            "reference " + name,
            "ALTER TABLE " + reference.table() + " ADD CONSTRAINT " + name + " FOREIGN KEY ("
                + work.quoting().list(reference.columns()) + ") REFERENCES " + work.targetName()
                + " (" + work.quoting().list(columns) + ")" + reference.actions() + " NOT VALID",
            new Held(Lock.SHARE_ROW_EXCLUSIVE, reference.table(), Lock.Span.MOMENT),
            work.moment(Lock.SHARE_ROW_EXCLUSIVE)));
      }
      work.add(work.step(
          STAGE,
          "validate " + name,
          "ALTER TABLE " + reference.table() + " VALIDATE CONSTRAINT " + name,
          new Held(Lock.SHARE_UPDATE_EXCLUSIVE, reference.table(), Lock.Span.SCAN),
          work.scan(Lock.ROW_SHARE)));
    }

    private void dropForeignKey(Constraint key) {
      work.add(work.step(
          STAGE,
          "drop " + key.name(),
          "ALTER TABLE " + work.tableName() + " DROP CONSTRAINT "
              + work.quoting().name(key.name()),
          new Held(Lock.ACCESS_EXCLUSIVE, work.tableName(), Lock.Span.MOMENT),
          new Held(Lock.ACCESS_EXCLUSIVE, key.target().orElseThrow(), Lock.Span.MOMENT)));
    }

    /** NULLs don't collide, but a default does, and so do NULLs under NULLS NOT DISTINCT. */
    private void uniques() throws SQLException {
      for (Index index : indexes.ofOldColumns()) {
        if (!index.unique() || work.moves()) {
          continue;
        }
        boolean collides = index.nullsNotDistinct()
            || index.columns().stream()
                .limit(index.keys())
                .allMatch(column -> work.table().attributes().stream()
                    .anyMatch(a ->
                        a.number() == column.column() && a.defaultExpression().isPresent()));
        String name = index.constraint().orElse(index.name());
        if (index.constraintType() == 'p') {
          primaryKey(index, name);
        } else if (!collides) {
          accept(
              name,
              "unique",
              "the application's ON CONFLICT needs it up to the edit, and NULLs don't collide");
        } else if (index.constraint().isPresent()) {
          work.add(
              work.step(
                      STAGE,
                      "drop " + name,
                      "ALTER TABLE " + work.tableName() + " DROP CONSTRAINT "
                          + work.quoting().name(name),
                      new Held(Lock.ACCESS_EXCLUSIVE, work.tableName(), Lock.Span.MOMENT))
                  .because(
                      "Rows that contract writes would collide in it. From here to the edit ON CONFLICT on the old column has no arbiter: make the edit right after."));
        } else {
          indexes.drop(STAGE, name, "Rows that contract writes would collide in it.");
        }
      }
    }

    /** Where other tables refer to the new unique constraint, it stays beside the new key. */
    private void primaryKey(Index index, String name) throws SQLException {
      boolean replaced = work.draft().steps().stream()
          .anyMatch(step -> step.title().equals("plain constraint " + name));
      if (replaced) {
        return;
      }
      if (!work.isRename() || work.target().partitioned()) {
        work.remark(
            STAGE,
            "an old column is in the primary key " + name
                + ", which can't be carried over as it is: replace it by hand");
        return;
      }
      String plain = Quoting.fitting(name, "_plain");
      try {
        boolean built = work.target().index(plain).map(Index::valid).orElse(false);
        if (!built) {
          indexes.build(STAGE, plain, true, indexes.backward(index).text(), "");
        }
      } catch (Unmirrorable e) {
        work.remark(
            STAGE, "the primary key " + name + " can't be carried over: replace it by hand");
        return;
      }
      work.add(work.step(
          STAGE,
          "primary key " + name,
          "ALTER TABLE " + work.tableName() + " DROP CONSTRAINT "
              + work.quoting().name(name)
              + ", ADD CONSTRAINT " + work.quoting().name(name) + " PRIMARY KEY USING INDEX "
              + work.quoting().name(plain),
          new Held(Lock.ACCESS_EXCLUSIVE, work.tableName(), Lock.Span.MOMENT)));
    }

    private void checks() {
      List<String> clauses = new ArrayList<>();
      for (String name : work.migration().oldColumns()) {
        if (work.table().attribute(name).map(Attribute::notNull).orElse(false)) {
          clauses.add("ALTER COLUMN " + work.quoting().name(name) + " DROP NOT NULL");
        }
      }
      work.table().constraints().stream()
          .filter(c -> c.type() == 'c' && c.columns().stream().anyMatch(old::contains))
          .filter(c -> !work.migration().accept().contains(c.name()))
          .forEach(c -> clauses.add("DROP CONSTRAINT " + work.quoting().name(c.name())));
      if (!clauses.isEmpty()) {
        work.add(work.step(
            STAGE,
            "free " + String.join(", ", work.migration().oldColumns()),
            "ALTER TABLE " + work.tableName() + " " + String.join(", ", clauses),
            new Held(Lock.ACCESS_EXCLUSIVE, work.tableName(), Lock.Span.MOMENT)));
      }
    }

    private void defaults() {
      for (String name : work.migration().oldColumns()) {
        if (work.table().attribute(name).flatMap(Attribute::defaultExpression).isPresent()) {
          accept(
              name,
              "default of",
              "dropped now, it would be missing from INSERTs that don't name the column; it goes with the column");
        }
      }
    }

    private void accept(String name, String what, String why) {
      if (!work.migration().accept().contains(name)) {
        work.remark(
            STAGE,
            "the " + what + " " + name + " is best left until the column goes, with `accept: ["
                + name + "]` in the entry: " + why);
      }
    }
  }
}
