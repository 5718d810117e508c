package dev.crossfade.equivalence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A migration to try, read from a text file: the old schema with its rows, and for each migration the DDL of every step and its entry in the mapping file.
 *
 * @param variables what {@code ${name}} stands for in case files
 * @param cases the case files that run on this seed
 * @param shapes {@code old}, {@code new}
 * @param pending the stages that Crossfade doesn't serve yet, by the beginning of their labels
 * @param refusals percent of the statements that may be refused without a word in the case
 */
record Seed(
    String name,
    String oldSql,
    List<Step> migrations,
    Map<String, String> variables,
    List<String> cases,
    List<String> shapes,
    List<String> pending,
    int refusals) {

  /**
   * One migration of a seed.
   *
   * @param offset how many stages it is ahead of the seed's
   * @param half the rows that a half backfill has filled
   * @param move where the columns go, if it is to another table
   * @param sections SQL and YAML by name: mapping, expand, newrows, filled, contract, scramble, drop, was
   */
  record Step(
      String name,
      String table,
      List<String> old,
      Map<String, String> forward,
      Map<String, String> backward,
      int offset,
      String half,
      Optional<Move> move,
      Map<String, String> sections) {

    String section(String section) {
      return sections.getOrDefault(section, "");
    }

    /** The backfill of the rows for which {@code condition} holds, or of all. */
    String backfill(String condition) {
      if (move.isPresent()) {
        return move.get().backfill(this, condition);
      }
      List<String> sets = new ArrayList<>();
      forward.forEach((column, f) -> sets.add(column + " = " + f));
      return "UPDATE " + table + " SET " + String.join(", ", sets)
          + (condition.isEmpty() ? "" : " WHERE " + condition);
    }

    /** {@code num_nonnulls(N...) > 0}. */
    String filled() {
      return "num_nonnulls(" + String.join(", ", forward.keySet()) + ") > 0";
    }
  }

  static Seed read(Path file) {
    String name = file.getFileName().toString().replace(".sql", "");
    Map<String, String> variables = new LinkedHashMap<>();
    List<String> cases = new ArrayList<>();
    List<String> shapes = new ArrayList<>(List.of("old"));
    List<String> pending = new ArrayList<>();
    int refusals = 0;
    List<Block> blocks = new ArrayList<>(List.of(new Block("")));
    for (String line : lines(file)) {
      Block block = blocks.get(blocks.size() - 1);
      if (line.startsWith("-- var ")) {
        String[] pair = line.substring(7).split(" = ", 2);
        variables.put(pair[0].trim(), pair[1].strip());
      } else if (line.startsWith("-- cases: ")) {
        cases.addAll(Arrays.asList(line.substring(10).trim().split("[, ]+")));
      } else if (line.startsWith("-- shapes: ")) {
        shapes = Arrays.asList(line.substring(11).trim().split("[, ]+"));
      } else if (line.startsWith("-- pending: ")) {
        pending = Arrays.asList(line.substring(12).trim().split("[, ]+"));
      } else if (line.startsWith("-- refusals: ")) {
        refusals = Integer.parseInt(line.substring(13).replace("%", "").strip());
      } else if (line.startsWith("-- migration: ")) {
        blocks.add(new Block(line.substring(14).trim()));
      } else if (line.startsWith("-- section: ")) {
        block.section = line.substring(12).trim();
      } else if (block.section.isEmpty() && line.startsWith("-- ") && line.contains(": ")) {
        String[] pair = line.substring(3).split(": ", 2);
        block.heads.computeIfAbsent(pair[0], k -> new ArrayList<>()).add(pair[1].strip());
      } else {
        block.sections.merge(block.section, line + "\n", String::concat);
      }
    }
    return new Seed(
        name,
        blocks.get(0).sections.getOrDefault("old", ""),
        blocks.stream().skip(1).map(Block::step).toList(),
        variables,
        cases,
        shapes,
        pending,
        refusals);
  }

  /**
   * The cases of a file with this seed's names. A generic file behind {@code new/} is run by the new application, whose names are in {@code new.} variables where they differ.
   */
  List<Case> cases(String file) {
    if (!file.startsWith("new/generic/")) {
      return CaseFile.read(file, variables);
    }
    Map<String, String> young = new LinkedHashMap<>(variables);
    variables.forEach((name, value) -> {
      if (name.startsWith("new.")) {
        young.put(name.substring(4), value);
      }
    });
    return CaseFile.read(file.substring(4), young);
  }

  /** Whether Crossfade serves this stage already. */
  boolean served(Stage stage) {
    return pending.stream().noneMatch(stage.label()::startsWith);
  }

  /** Every seed on the class path, by name. */
  static List<Seed> all() {
    try (var files = Files.list(Resources.directory("seeds"))) {
      return files
          .filter(f -> f.toString().endsWith(".sql"))
          .sorted()
          .map(Seed::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether columns move to another table. */
  boolean moves() {
    return migrations.stream().anyMatch(m -> m.move().isPresent());
  }

  /** The mapping file for a stage. */
  String mapping(Stage stage) {
    StringBuilder yaml = new StringBuilder("version: 1\nmigrations:\n");
    for (Step step : migrations) {
      Stage own = stage.shifted(step.offset());
      yaml.append("  ").append(step.name()).append(":\n").append(step.section("mapping"));
      yaml.append("    phase: ").append(own.phase()).append('\n');
      if (!own.reads().isEmpty()) {
        yaml.append("    reads: ").append(own.reads()).append('\n');
      }
      if (own.isContract() && !step.section("was").isBlank()) {
        yaml.append("    was:\n").append(step.section("was"));
      }
    }
    return yaml.toString();
  }

  /** With all migrations but the first in a stage of their own when the seed is in the one given. */
  Seed beside(Stage stage, Stage others) {
    List<Step> steps = new ArrayList<>();
    for (Step step : migrations) {
      steps.add(
          steps.isEmpty() ? shifted(step, 0) : shifted(step, others.ordinal() - stage.ordinal()));
    }
    return new Seed(name, oldSql, steps, variables, cases, shapes, pending, refusals);
  }

  /** The SQL that takes the old schema to a stage, in order. */
  List<String> expansion(Stage stage) {
    List<String> sql = new ArrayList<>();
    for (Step step : migrations) {
      Stage own = stage.shifted(step.offset());
      sql.add(step.section("expand"));
      if (own.fill() != Stage.Fill.NONE) {
        sql.add(step.backfill(own.fill() == Stage.Fill.HALF ? step.half() : ""));
        sql.add(step.section("newrows"));
      }
      sql.add(own.fill() == Stage.Fill.ALL ? step.section("filled") : "");
      sql.add(own.isContract() ? step.section("contract") : "");
      sql.add(own == Stage.CONTRACT_KEPT ? step.section("scramble") : "");
      sql.add(own == Stage.CONTRACT_DROPPED ? step.section("drop") : "");
    }
    return sql.stream().filter(s -> !s.isBlank()).toList();
  }

  /** The SQL that takes the old schema to the new one: every migration finished. */
  List<String> completion() {
    List<String> sql = new ArrayList<>();
    for (Step step : migrations) {
      sql.addAll(new Seed(
              name, oldSql, List.of(shifted(step, 0)), variables, cases, shapes, pending, refusals)
          .expansion(Stage.CONTRACT_DROPPED));
    }
    return sql;
  }

  private static Step shifted(Step s, int offset) {
    return new Step(
        s.name(),
        s.table(),
        s.old(),
        s.forward(),
        s.backward(),
        offset,
        s.half(),
        s.move(),
        s.sections());
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Block {
    private final String name;
    private final Map<String, List<String>> heads = new LinkedHashMap<>();
    private final Map<String, String> sections = new LinkedHashMap<>();
    private String section = "";

    Block(String name) {
      this.name = name;
    }

    private String head(String key, String otherwise) {
      return heads.getOrDefault(key, List.of(otherwise)).get(0);
    }

    private Map<String, String> pairs(String key) {
      Map<String, String> pairs = new LinkedHashMap<>();
      for (String pair : heads.getOrDefault(key, List.of())) {
        String[] both = pair.split(" = ", 2);
        pairs.put(both[0].trim(), both[1].trim());
      }
      return pairs;
    }

    Step step() {
      List<String> old =
          heads.containsKey("old") ? Arrays.asList(head("old", "").split(", *")) : List.of();
      return new Step(
          name,
          head("table", ""),
          old,
          pairs("new"),
          pairs("back"),
          Integer.parseInt(head("offset", "0")),
          head("half", "id % 2 = 0"),
          heads.containsKey("new-table")
              ? Optional.of(new Move(
                  head("new-table", ""),
                  pairs("key"),
                  head("present", "num_nonnulls(" + String.join(", ", old) + ") > 0"),
                  heads.containsKey("whole"),
                  head("holds", "")))
              : Optional.empty(),
          sections);
    }
  }
}
