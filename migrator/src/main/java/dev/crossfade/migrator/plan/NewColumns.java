package dev.crossfade.migrator.plan;

import dev.crossfade.mapping.Expression;
import dev.crossfade.migrator.plan.Table.Attribute;
import dev.crossfade.migrator.plan.Table.Constraint;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What single new columns take over from old ones: NOT NULL, defaults, statistics. */
final class NewColumns {
  private static final Stage STAGE = Stage.AFTER_BACKFILL;

  private final Work work;

  NewColumns(Work work) {
    this.work = work;
  }

  /** NOT NULL without a long lock: a check is proved beside the traffic, and SET NOT NULL believes it without a look at a row (since PostgreSQL 12). */
  void notNull() {
    work.migration().forward().forEach((name, f) -> {
      Optional<Attribute> young = work.target().attribute(name);
      Optional<Constraint> proof = proof(name);
      boolean done = young.map(Attribute::notNull).orElse(false);
      if (!done && (!mustNotBeNull(name, f) || staysNullable(name))) {
        return;
      }
      String alter = "ALTER TABLE " + work.targetName();
      String check = work.quoting().name(proof.map(Constraint::name).orElse(proofName(name)));
      if (!done && proof.isEmpty()) {
        work.add(
            work.step(
                    STAGE,
                    name + " not null, 1 of 4",
                    alter + " ADD CONSTRAINT " + check + " CHECK ("
                        + work.quoting().name(name) + " IS NOT NULL) NOT VALID",
                    work.moment(Lock.ACCESS_EXCLUSIVE))
                .because(
                    "From here on a row that isn't filled can't be updated: the backfill must be done."));
      }
      if (!done && !proof.map(Constraint::validated).orElse(false)) {
        work.add(work.step(
            STAGE,
            name + " not null, 2 of 4",
            alter + " VALIDATE CONSTRAINT " + check,
            work.scan(Lock.SHARE_UPDATE_EXCLUSIVE)));
      }
      if (!done) {
        work.add(work.step(
                STAGE,
                name + " not null, 3 of 4",
                alter + " ALTER COLUMN " + work.quoting().name(name) + " SET NOT NULL",
                work.moment(Lock.ACCESS_EXCLUSIVE))
            .because("Believes the check, and looks at no row."));
      }
      if (!done || proof.isPresent()) {
        work.add(work.step(
            STAGE,
            name + " not null, 4 of 4",
            alter + " DROP CONSTRAINT " + check,
            work.moment(Lock.ACCESS_EXCLUSIVE)));
      }
    });
  }

  private String proofName(String column) {
    return Quoting.fitting(work.target().name() + "_" + column, "_crossfade_not_null");
  }

  private Optional<Constraint> proof(String column) {
    return work.target().constraint(proofName(column));
  }

  /** Only where a write of the old shape can't bring NULL about: it would fail then. */
  private boolean mustNotBeNull(String name, Expression f) {
    List<String> old = work.migration().oldColumns();
    boolean never = Nullness.isNeverNull(
        f.sql(),
        column -> work.table().attribute(column).map(Attribute::notNull).orElse(false));
    boolean allNotNull = !old.isEmpty()
        && old.stream()
            .allMatch(o -> work.table().attribute(o).map(Attribute::notNull).orElse(false));
    if (!never && allNotNull) {
      work.remark(
          STAGE,
          name
              + " stays nullable: as far as can be told, its expression may be NULL though the old columns never are. If it can't, give it NOT NULL yourself, by way of a validated check");
    }
    return never;
  }

  private boolean staysNullable(String name) {
    if (work.shared()) {
      work.remark(
          STAGE,
          name + " stays nullable: a row of " + work.targetName()
              + " may be there for another migration's sake");
    }
    return work.shared();
  }

  void defaults() throws SQLException {
    if (work.shared()) {
      // A row that is there for another migration's sake would have values of this one.
      return;
    }
    for (Map.Entry<String, Expression> f : work.migration().forward().entrySet()) {
      try {
        Optional<String> wanted = wantedDefault(f.getKey(), f.getValue());
        if (wanted.isPresent()) {
          setDefault(f.getKey(), wanted.get());
        }
      } catch (Unmirrorable e) {
        work.remark(STAGE, "no default for " + f.getKey() + " could be derived: " + e.reason());
      }
    }
  }

  private Optional<String> wantedDefault(String name, Expression f) throws Unmirrorable {
    Optional<Attribute> source = AfterBackfillSteps.source(work, name);
    if (source.isPresent()) {
      return source.get().defaultExpression();
    }
    Map<String, String> defaults = new LinkedHashMap<>();
    for (String column : Substitution.columns(f.sql())) {
      Optional<Attribute> old = work.table().attribute(column);
      if (old.isEmpty() || old.get().defaultExpression().isEmpty()) {
        return Optional.empty();
      }
      String expression = old.get().defaultExpression().get();
      if (!Substitution.columns(expression).isEmpty() || expression.contains("nextval(")) {
        throw new Unmirrorable("the old default " + expression + " gives a new value each time");
      }
      defaults.put(column, "(CAST((" + expression + ") AS " + old.get().type() + "))");
    }
    return Optional.of(Substitution.replace(f.sql(), defaults));
  }

  private void setDefault(String name, String expression) throws Unmirrorable, SQLException {
    String wanted = work.rehearsal().defaultOf(work.copy(), name, expression);
    Optional<String> there = work.target().attribute(name).flatMap(Attribute::defaultExpression);
    if (there.isPresent() && !there.get().equals(wanted)) {
      if (work.migration().accept().contains(name)) {
        return;
      }
      work.problem(
          STAGE,
          name + " has another default: " + there.get() + "; wanted: " + wanted
              + ". Drop it, or keep it by `accept: [" + name + "]`");
    } else if (there.isEmpty()) {
      work.add(work.step(
          STAGE,
          "default of " + name,
          "ALTER TABLE " + work.targetName() + " ALTER COLUMN " + work.quoting().name(name)
              + " SET DEFAULT " + wanted,
          work.moment(Lock.ACCESS_EXCLUSIVE)));
    }
  }

  void statistics() {
    for (String name : work.migration().newColumns()) {
      Optional<Attribute> source = AfterBackfillSteps.source(work, name);
      if (source.isEmpty()) {
        continue;
      }
      Optional<Attribute> young = work.target().attribute(name);
      String alter =
          "ALTER TABLE " + work.targetName() + " ALTER COLUMN " + work.quoting().name(name);
      int target = source.get().statistics();
      if (target >= 0 && young.map(Attribute::statistics).orElse(-1) != target) {
        work.add(work.step(
            STAGE,
            "statistics target of " + name,
            alter + " SET STATISTICS " + target,
            work.moment(Lock.SHARE_UPDATE_EXCLUSIVE)));
      }
      List<String> options = source.get().options();
      if (!options.isEmpty() && !young.map(Attribute::options).orElse(List.of()).equals(options)) {
        work.add(work.step(
            STAGE,
            "options of " + name,
            alter + " SET (" + String.join(", ", options) + ")",
            work.moment(Lock.SHARE_UPDATE_EXCLUSIVE)));
      }
    }
  }

  /** The planner must know the new columns before rows are sought by them. */
  void analyze(Stage stage) {
    List<String> unknown = work.migration().newColumns().stream()
        .filter(name -> !work.target().analyzed().contains(name))
        .toList();
    if (!unknown.isEmpty() && !work.table().empty()) {
      work.add(work.step(
              stage,
              "analyze " + String.join(", ", unknown),
              "ANALYZE " + work.targetName() + " ("
                  + unknown.stream().map(work.quoting()::name).collect(Collectors.joining(", "))
                  + ")",
              new Step.Held(Lock.SHARE_UPDATE_EXCLUSIVE, work.targetName(), Lock.Span.SAMPLE))
          .because("The planner knows nothing of these columns yet."));
    }
  }
}
