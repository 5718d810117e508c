package dev.crossfade.migrator.plan;

import dev.crossfade.mapping.Migration;
import dev.crossfade.migrator.plan.Table.Attribute;
import dev.crossfade.migrator.plan.Table.Constraint;
import dev.crossfade.migrator.plan.Table.Index;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the mapping file has to keep in mind once the old columns are gone: a migration's {@code was:} block. */
final class WasBlock {
  private final Table table;
  private final Quoting quoting;
  private final List<String> order;

  /** @param onTable the migrations that stand on the table */
  WasBlock(Table table, Quoting quoting, List<Migration> onTable) {
    this.table = table;
    this.quoting = quoting;
    this.order = order(table, onTable);
  }

  /** The table's columns as the application knows them: without the new ones, and with old ones that are gone already. */
  private static List<String> order(Table table, List<Migration> onTable) {
    Set<String> young = new HashSet<>();
    Map<Integer, String> gone = new TreeMap<>();
    for (Migration migration : onTable) {
      if (migration.newTable().isEmpty()) {
        young.addAll(migration.newColumns());
      }
      migration.was().forEach((name, was) -> {
        if (table.attribute(name).isEmpty()) {
          gone.put(was.position(), name);
        }
      });
    }
    List<String> order = new ArrayList<>(table.attributes().stream()
        .map(Attribute::name)
        .filter(name -> !young.contains(name))
        .toList());
    gone.forEach((position, name) -> order.add(Math.min(position - 1, order.size()), name));
    return order;
  }

  /** The block's lines, to be indented as the file has it; none if there is no old column, or one is gone. */
  List<String> lines(Migration migration) {
    List<String> lines = new ArrayList<>();
    for (String name : migration.oldColumns()) {
      Attribute attribute = table.attribute(name).orElse(null);
      if (attribute == null) {
        return List.of();
      }
      if (lines.isEmpty()) {
        lines.add("was:");
      }
      lines.add("  " + key(name) + ":");
      lines.add("    position: " + (order.indexOf(name) + 1));
      lines.add("    type: " + quoted(attribute.type()));
      lines.add("    not_null: " + attribute.notNull());
      lines.add("    unique: " + isUnique(attribute));
      attribute.defaultExpression().ifPresent(d -> lines.add("    default: " + quoted(d)));
      attribute.collation().ifPresent(c -> lines.add("    collation: " + quoted(c)));
      list(lines, "indexes", indexes(attribute));
      list(lines, "constraints", constraints(name));
    }
    return lines;
  }

  private String key(String name) {
    String sql = quoting.name(name);
    return sql.startsWith("\"") ? quoted(sql) : sql;
  }

  private boolean isUnique(Attribute attribute) {
    return table.indexes().stream()
        .anyMatch(index -> index.unique()
            && index.predicate().isEmpty()
            && index.keys() == 1
            && index.columns().get(0).column() == attribute.number());
  }

  private List<String> indexes(Attribute attribute) {
    return table.indexes().stream()
        .filter(index -> index.constraint().isEmpty() && index.valid())
        .filter(index -> speaksOf(index, attribute))
        .map(index -> "CREATE " + (index.unique() ? "UNIQUE " : "") + "INDEX "
            + quoting.name(index.name()) + " ON " + quoting.name(table.schema(), table.name()) + " "
            + index.definition())
        .toList();
  }

  private static boolean speaksOf(Index index, Attribute attribute) {
    try {
      for (Table.IndexColumn column : index.columns()) {
        if (Substitution.columns(column.expression()).contains(attribute.name())) {
          return true;
        }
      }
      return index.predicate().isPresent()
          && Substitution.columns(index.predicate().get()).contains(attribute.name());
    } catch (Unmirrorable e) {
      return false;
    }
  }

  private List<String> constraints(String column) {
    return table.constraints().stream()
        .filter(c -> c.columns().contains(column))
        .map(Constraint::definition)
        .toList();
  }

  private static void list(List<String> lines, String key, List<String> definitions) {
    if (!definitions.isEmpty()) {
      lines.add("    " + key + ":");
      definitions.forEach(definition -> lines.add("      - " + quoted(definition)));
    }
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
