package dev.crossfade.migrator.plan;

import dev.crossfade.mapping.Expression;
import dev.crossfade.mapping.Migration;
import dev.crossfade.migrator.plan.Table.Attribute;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the types of new columns: what the command line says, else for a rename the old column's, else what the server derives. */
final class NewTypes {
  private final Migration migration;
  private final Table table;
  private final Table target;
  private final Rehearsal rehearsal;
  private final String copy;
  private final Map<String, String> said;

  /** @param copy the rehearsal's copy of the old table */
  NewTypes(
      Migration migration,
      Table table,
      Table target,
      Rehearsal rehearsal,
      String copy,
      Map<String, String> said) {
    this.migration = migration;
    this.table = table;
    this.target = target;
    this.rehearsal = rehearsal;
    this.copy = copy;
    this.said = said;
  }

  /** The columns that aren't there yet, and what defines them, key columns of a new table first. */
  Map<String, String> missing() throws Unmirrorable, SQLException {
    Map<String, String> missing = new LinkedHashMap<>();
    if (migration.newTable().isPresent()) {
      migration.newTable().get().key().forEach((old, young) -> {
        if (target.attribute(young).isEmpty()) {
          table.attribute(old).ifPresent(a -> missing.put(young, full(a)));
        }
      });
    }
    for (Map.Entry<String, Expression> f : migration.forward().entrySet()) {
      if (target.attribute(f.getKey()).isEmpty()) {
        missing.put(f.getKey(), type(f.getKey(), f.getValue()));
      }
    }
    return missing;
  }

  private String type(String name, Expression f) throws Unmirrorable, SQLException {
    String given = said.get(name);
    if (given != null) {
      return given;
    }
    Optional<Attribute> renamed = renamed(f);
    return renamed.isPresent()
        ? full(renamed.get())
        : rehearsal.typeOf(copy, f.sql()).sql();
  }

  private Optional<Attribute> renamed(Expression f) {
    return migration.rename()
        ? table.attributes().stream()
            .filter(a -> f.sql().equals("\"" + a.name().replace("\"", "\"\"") + "\""))
            .findFirst()
        : Optional.empty();
  }

  /** A rename whose new column has another type than the old one would lose or change values. */
  List<String> different() {
    List<String> different = new ArrayList<>();
    migration.forward().forEach((name, f) -> {
      Optional<Attribute> there = target.attribute(name);
      Optional<Attribute> renamed = renamed(f);
      if (there.isPresent()
          && renamed.isPresent()
          && !full(there.get()).equals(full(renamed.get()))) {
        different.add("the column " + name + " exists as " + full(there.get())
            + "; the rename wants " + full(renamed.get())
            + ". Drop it, or give it that type before rows are filled");
      }
    });
    return different;
  }

  private static String full(Attribute attribute) {
    return attribute.type() + attribute.collation().map(c -> " COLLATE " + c).orElse("");
  }
}
