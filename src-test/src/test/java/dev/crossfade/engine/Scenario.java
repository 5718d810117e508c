package dev.crossfade.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Everything that a run needs, as text: the schema of both sides, the migrations with the SQL that a person would run between phases, and the steps.
 *
 * @param url parameters for the connection, beginning with {@code &}, or nothing
 * @param plain makes the plain side's schema
 * @param subject makes Crossfade's, with the new columns
 */
record Scenario(
    String seed,
    boolean newShape,
    String url,
    String plain,
    String subject,
    List<Migration> migrations,
    List<Step> steps) {

  /**
   * A migration.
   *
   * @param table as in SQL
   * @param key columns that tell the table's rows apart
   * @param start phase at the beginning, and how many rows are filled: {@code dual-write none}
   * @param forward new column and expression
   * @param mapping lines of the mapping file
   * @param was lines of the mapping file for contract
   * @param sql filled, unfilled, contract, uncontract, scramble, drop
   * @param target where the columns go, if it is to another table
   */
  record Migration(
      String name,
      String table,
      List<String> key,
      String start,
      List<String> old,
      Map<String, String> forward,
      Map<String, String> backward,
      String mapping,
      String was,
      Map<String, String> sql,
      Optional<Target> target) {}

  Scenario withSteps(List<Step> newSteps) {
    return new Scenario(seed, newShape, url, plain, subject, migrations, newSteps);
  }

  /** Without this migration and the columns that it adds. */
  Scenario without(Migration migration) {
    List<Migration> fewer =
        migrations.stream().filter(m -> !m.equals(migration)).toList();
    String less = subject
        .lines()
        .filter(line -> migration.forward().keySet().stream()
            .noneMatch(column -> line.startsWith(
                "ALTER TABLE " + migration.table() + " ADD COLUMN " + column + " ")))
        .collect(Collectors.joining("\n"));
    return new Scenario(seed, newShape, url, plain, less, fewer, steps);
  }

  String print() {
    StringBuilder out = new StringBuilder();
    out.append("-- seed: ")
        .append(seed)
        .append("\n-- shape: ")
        .append(newShape ? "new" : "old")
        .append("\n-- url: ")
        .append(url)
        .append('\n');
    section(out, "plain", plain);
    section(out, "subject", subject);
    for (Migration m : migrations) {
      out.append("-- migration: ")
          .append(m.name())
          .append("\n-- table: ")
          .append(m.table())
          .append("\n-- start: ")
          .append(m.start())
          .append('\n');
      if (!m.key().equals(List.of("id"))) {
        m.key().forEach(k -> out.append("-- by: ").append(k).append('\n'));
      }
      m.target().ifPresent(target -> target(out, target));
      m.old().forEach(o -> out.append("-- old: ").append(o).append('\n'));
      m.forward()
          .forEach((n, f) ->
              out.append("-- new: ").append(n).append(" := ").append(f).append('\n'));
      m.backward()
          .forEach((o, b) ->
              out.append("-- back: ").append(o).append(" := ").append(b).append('\n'));
      section(out, "mapping", m.mapping());
      section(out, "was", m.was());
      m.sql().forEach((name, sql) -> section(out, name, sql));
    }
    steps.forEach(step -> out.append(step.print()));
    return out.toString();
  }

  private static void target(StringBuilder out, Target target) {
    out.append("-- new-table: ").append(target.table()).append('\n');
    target
        .key()
        .forEach((old, young) -> out.append("-- key: ")
            .append(target.olds().equals(List.of("id")) ? "" : old + " := ")
            .append(young)
            .append('\n'));
    out.append("-- present: ")
        .append(target.present())
        .append('\n')
        .append(target.whole() ? "-- whole: yes\n" : "")
        .append(target.own().isEmpty() ? "" : "-- own: " + target.own() + "\n")
        .append(target.several() ? "-- several: yes\n" : "");
  }

  private static void section(StringBuilder out, String name, String text) {
    if (!text.isEmpty()) {
      out.append("-- section: ")
          .append(name)
          .append('\n')
          .append(text.stripTrailing())
          .append('\n');
    }
  }

  static Scenario parse(String text) {
    Reader reader = new Reader();
    text.lines().forEach(reader::line);
    return reader.finish();
  }

  /** Reads line by line. */
  private static final class Reader {
    private final Map<String, String> head = new LinkedHashMap<>();
    private final Map<String, StringBuilder> sections = new LinkedHashMap<>();
    private final List<Block> blocks = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private StringBuilder current = new StringBuilder();
    private List<List<Value>> rows = new ArrayList<>();
    private List<StringBuilder> texts = new ArrayList<>();
    private String step = "";

    private static final class Block {
      private final Map<String, String> head = new LinkedHashMap<>();
      private final List<String> by = new ArrayList<>();
      private final Map<String, String> key = new LinkedHashMap<>();
      private final List<String> old = new ArrayList<>();
      private final Map<String, String> forward = new LinkedHashMap<>();
      private final Map<String, String> backward = new LinkedHashMap<>();
      private final Map<String, StringBuilder> sections = new LinkedHashMap<>();
    }

    void line(String line) {
      if (line.startsWith("-- step: ")) {
        endStep();
        step = line.substring(9);
      } else if (!step.isEmpty()) {
        stepLine(line);
      } else if (line.startsWith("-- section: ")) {
        current = new StringBuilder();
        (blocks.isEmpty() ? sections : blocks.get(blocks.size() - 1).sections)
            .put(line.substring(12), current);
      } else if (line.startsWith("-- migration: ")) {
        blocks.add(new Block());
        blocks.get(blocks.size() - 1).head.put("name", line.substring(14));
      } else if (line.matches(
          "-- (seed|shape|url|table|start|by|new-table|key|present|whole|own|several|old|new|back):.*")) {
        header(line.substring(3));
      } else {
        current.append(line).append('\n');
      }
    }

    private void header(String line) {
      int colon = line.indexOf(':');
      String key = line.substring(0, colon);
      String value = line.substring(colon + 1).strip();
      if (blocks.isEmpty()) {
        head.put(key, value);
        return;
      }
      Block block = blocks.get(blocks.size() - 1);
      switch (key) {
        case "by" -> block.by.add(value);
        case "key" -> {
          String[] both = value.split(" := ", 2);
          block.key.put(both.length > 1 ? both[0] : "id", both[both.length - 1]);
        }
        case "old" -> block.old.add(value);
        case "new" -> block.forward.put(value.split(" := ", 2)[0], value.split(" := ", 2)[1]);
        case "back" -> block.backward.put(value.split(" := ", 2)[0], value.split(" := ", 2)[1]);
        default -> block.head.put(key, value);
      }
    }

    private void stepLine(String line) {
      if (line.equals("-- row")) {
        rows.add(new ArrayList<>());
      } else if (line.startsWith("-- ? ")) {
        rows.get(rows.size() - 1).add(Value.parse(line.substring(5)));
      } else if (line.equals("-- and")) {
        texts.add(new StringBuilder());
      } else {
        if (texts.isEmpty()) {
          texts.add(new StringBuilder());
        }
        StringBuilder text = texts.get(texts.size() - 1);
        text.append(text.isEmpty() ? "" : "\n").append(line);
      }
    }

    private void endStep() {
      if (!step.isEmpty()) {
        String[] words = step.split(" ");
        String[] options = java.util.Arrays.copyOfRange(words, 1, words.length);
        steps.add(Step.of(words[0], options)
            .with(texts.stream().map(StringBuilder::toString).toList(), List.copyOf(rows)));
      }
      rows = new ArrayList<>();
      texts = new ArrayList<>();
      step = "";
    }

    Scenario finish() {
      endStep();
      List<Migration> migrations = blocks.stream().map(Reader::migration).toList();
      return new Scenario(
          head.getOrDefault("seed", ""),
          head.getOrDefault("shape", "old").equals("new"),
          head.getOrDefault("url", ""),
          text(sections, "plain"),
          text(sections, "subject"),
          migrations,
          List.copyOf(steps));
    }

    private static Migration migration(Block block) {
      Map<String, String> sql = new LinkedHashMap<>();
      block.sections.keySet().stream()
          .filter(k -> !k.equals("mapping") && !k.equals("was"))
          .forEach(k -> sql.put(k, text(block.sections, k)));
      return new Migration(
          block.head.getOrDefault("name", ""),
          block.head.getOrDefault("table", ""),
          block.by.isEmpty() ? List.of("id") : block.by,
          block.head.getOrDefault("start", ""),
          block.old,
          block.forward,
          block.backward,
          text(block.sections, "mapping"),
          text(block.sections, "was"),
          sql,
          block.head.containsKey("new-table")
              ? Optional.of(new Target(
                  block.head.get("new-table"),
                  block.key.isEmpty() ? Map.of("id", "id") : block.key,
                  block.head.getOrDefault("present", "true"),
                  block.head.containsKey("whole"),
                  block.head.getOrDefault("own", ""),
                  block.head.containsKey("several")))
              : Optional.empty());
    }

    private static String text(Map<String, StringBuilder> sections, String name) {
      return sections.containsKey(name) ? sections.get(name).toString().stripTrailing() : "";
    }
  }
}
