package dev.crossfade.equivalence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The query for all rows of a database as an application sees them that doesn't know of any migration.
 *
 * @param stage empty for the plain side
 */
record Contents(Seed seed, Optional<Stage> stage, boolean newShape) {

  /**
   * One line for each row.
   *
   * @param tables the plain side's tables with their columns' types
   */
  String query(Map<String, Map<String, String>> tables) {
    List<String> selects = new ArrayList<>();
    tables.forEach((table, columns) -> {
      List<String> values = new ArrayList<>();
      columns.forEach((column, type) -> values.add(value(table, column, type)));
      selects.add("SELECT '" + table + " ' || " + partition(table) + " || row("
          + String.join(", ", values) + ")::text AS line FROM " + source(table, columns));
    });
    return "SELECT coalesce(string_agg(line, E'\\n' ORDER BY line), '') FROM ("
        + String.join(" UNION ALL ", selects) + ") l";
  }

  private boolean isContract(Seed.Step step) {
    return stage.filter(s -> s.shifted(step.offset()).isContract()).isPresent();
  }

  private boolean writesBoth(Seed.Step step) {
    return stage.filter(s -> s.shifted(step.offset()).writesBoth()).isPresent();
  }

  /** The migration by which {@code table} got a new name that alone is written. */
  private Optional<Seed.Step> renamed(String table) {
    return seed.migrations().stream()
        .filter(s -> !newShape && isContract(s) && s.table().equals(table))
        .filter(s -> s.move().map(Move::whole).orElse(false))
        .findFirst();
  }

  /** The migration that fills {@code table} while the old shape is written too. */
  private Optional<Seed.Step> filling(String table) {
    return bringing(table).stream().filter(s -> newShape && writesBoth(s)).findFirst();
  }

  private List<Seed.Step> bringing(String table) {
    return seed.migrations().stream()
        .filter(s -> s.move().map(m -> m.table().equals(table)).orElse(false))
        .toList();
  }

  private String partition(String table) {
    return renamed(table).or(() -> filling(table)).isPresent()
        ? "'" + table.replaceFirst("^public\\.", "") + "'"
        : "tableoid::regclass";
  }

  private String source(String table, Map<String, String> columns) {
    Optional<Seed.Step> renamed = renamed(table);
    if (renamed.isPresent()) {
      return renamed.get().move().orElseThrow().table() + " t";
    }
    return filling(table)
        .map(s -> bringing(table).size() > 1
            ? Move.completed(bringing(table).stream().filter(this::writesBoth).toList(), columns)
            : s.move().orElseThrow().completed(s, columns))
        .orElse(table + " t" + own(table));
  }

  /** Of a table that was there before columns move to it the rows that it began with: others come with the columns. */
  private String own(String table) {
    return seed.migrations().stream()
        .filter(s -> !newShape)
        .flatMap(s -> s.move().stream())
        .filter(m -> m.table().equals(table))
        .findFirst()
        .map(m -> " WHERE " + m.isOwn("t"))
        .orElse("");
  }

  private String value(String table, String column, String type) {
    for (Seed.Step step : seed.migrations()) {
      if (!step.table().equals(table)) {
        continue;
      }
      Optional<Move> move = step.move();
      if (!newShape && isContract(step) && step.backward().containsKey(column)) {
        return move.map(m -> m.oldValue(step, column, type, bringing(m.table()).size() > 1))
            .orElse("CASE WHEN " + step.filled() + " THEN (" + step.backward().get(column) + ")::"
                + type + " END");
      }
      if (!newShape && isContract(step) && move.map(Move::whole).orElse(false)) {
        return move.get().key().getOrDefault(column, column);
      }
      if (newShape && writesBoth(step) && move.isEmpty() && step.forward().containsKey(column)) {
        return "CASE WHEN " + step.filled() + " THEN " + column + " ELSE ("
            + step.forward().get(column) + ")::" + type + " END";
      }
    }
    return "t." + column;
  }
}
