package dev.crossfade.migrator.plan;

import dev.crossfade.migrator.plan.Step.Held;
import dev.crossfade.migrator.plan.Table.Attribute;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The old columns, or the old table, go. */
final class ContractSteps {
  private static final Stage STAGE = Stage.CONTRACT;

  private final Work work;

  ContractSteps(Work work) {
    this.work = work;
  }

  void plan() {
    List<Attribute> old = work.migration().oldColumns().stream()
        .flatMap(name -> work.table().attribute(name).stream())
        .toList();
    boolean whole = work.migration().newTable().map(moved -> moved.wholeTable()).orElse(false);
    List<Attribute> going = whole ? work.table().attributes() : old;
    if (going.isEmpty()) {
      return;
    }
    List<String> names = going.stream().map(Attribute::name).toList();
    for (Table.Dependent dependent : work.table().dependents()) {
      if (names.contains(dependent.column())) {
        work.problem(
            STAGE,
            dependent.what() + " stands on the old column " + dependent.column()
                + ", which can't be dropped before; let it use the new columns, or drop it");
      }
    }
    for (Table.Constraint reference : work.table().references()) {
      boolean own = reference.table().equals(work.tableName());
      boolean planned = work.draft().steps().stream()
          .anyMatch(step -> step.title().equals("drop " + reference.name()));
      if (!own && !planned && reference.targetColumns().stream().anyMatch(names::contains)) {
        work.problem(
            STAGE,
            "the foreign key " + reference.name() + " of " + reference.table()
                + " refers to what goes; let it refer to the new columns, or drop it");
      }
    }
    going.forEach(this::keepSequence);
    Held lock = new Held(Lock.ACCESS_EXCLUSIVE, work.tableName(), Lock.Span.MOMENT);
    String sql = whole
        ? "DROP TABLE " + work.tableName()
        : "ALTER TABLE " + work.tableName() + " "
            + old.stream()
                .map(a -> "DROP COLUMN " + work.quoting().name(a.name()))
                .collect(Collectors.joining(", "));
    String title = whole ? "drop table " + work.table().name() : "drop " + String.join(", ", names);
    work.add(work.step(STAGE, title, sql, lock).because(because(whole, names)));
  }

  private String because(boolean whole, List<String> names) {
    String with = work.table().indexes().stream()
        .filter(index -> index.columns().stream()
            .anyMatch(column -> work.table().attributes().stream()
                .anyMatch(a -> a.number() == column.column() && names.contains(a.name()))))
        .map(Table.Index::name)
        .distinct()
        .collect(Collectors.joining(", "));
    return "There is no way back from here."
        + (whole || with.isEmpty() ? "" : " With it go the indexes " + with + ".");
  }

  /** A serial's sequence would go with its column, and the new column's default with it. */
  private void keepSequence(Attribute attribute) {
    Optional<String> sequence = attribute.sequence().filter(name -> isUsed(name));
    sequence.ifPresent(name ->
        work.add(work.step(STAGE, "keep " + name, "ALTER SEQUENCE " + name + " OWNED BY NONE")
            .because("It would be dropped with " + attribute.name() + ", which owns it.")));
  }

  private boolean isUsed(String sequence) {
    String quoted = Quoting.literal(sequence);
    return work.target().attributes().stream()
        .filter(a -> !work.migration().oldColumns().contains(a.name()) || work.moves())
        .anyMatch(a -> a.defaultExpression().filter(d -> d.contains(quoted)).isPresent());
  }
}
