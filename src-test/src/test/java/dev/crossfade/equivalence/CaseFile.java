package dev.crossfade.equivalence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a file of cases. {@code -- case: name} begins a case, {@code ;} at the end of a line ends a statement; after {@code -- script} it takes a line with {@code \g}.
 * A line that begins with a backslash is a question to JDBC's metadata.
 * Other lines of the form {@code -- word: value} say how the next statement, or the case, is run.
 */
final class CaseFile {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

  private final String name;
  private final Map<String, String> variables;
  private final List<Case> cases = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private String caseName = "";
  private Draft draft = new Draft();
  private final Set<String> marks = new HashSet<>();
  private List<String> stages = List.of();
  private boolean needed = true;
  private List<Case.Statement> statements = new ArrayList<>();
  private final StringBuilder sql = new StringBuilder();

  private CaseFile(String name, Map<String, String> variables) {
    this.name = name;
    this.variables = variables;
  }

  static List<Case> read(String name, Map<String, String> variables) {
    CaseFile file = new CaseFile(name, variables);
    try {
      Files.readAllLines(Resources.directory("cases").resolve(name + ".sql")).forEach(file::line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    file.endCase();
    return file.cases;
  }

  private void line(String line) {
    if (sql.isEmpty() && !draft.script && line.startsWith("-- ")) {
      directive(line.substring(3));
      return;
    }
    if (sql.isEmpty() && draft.script && line.startsWith("-- params: ")) {
      directive(line.substring(3));
      return;
    }
    if (sql.isEmpty() && line.isBlank()) {
      return;
    }
    String trimmed = line.stripTrailing();
    if (sql.isEmpty() && trimmed.startsWith("\\") && !draft.script) {
      sql.append(trimmed.endsWith(";") ? trimmed.substring(0, trimmed.length() - 1) : trimmed);
      endStatement();
      return;
    }
    if (draft.script ? trimmed.equals("\\g") : trimmed.endsWith(";")) {
      if (!draft.script) {
        sql.append(trimmed, 0, trimmed.length() - 1);
      }
      endStatement();
    } else {
      sql.append(line).append('\n');
    }
  }

  /** Any other line that begins with dashes outside a statement is a remark. */
  private void directive(String text) {
    String[] pair = text.split(": ?", 2);
    String value = pair.length > 1 ? pair[1].strip() : "";
    switch (pair[0].strip()) {
      case "case" -> {
        endCase();
        caseName = value;
      }
      case "needs" -> needed = Arrays.stream(value.split("[, ]+")).allMatch(variables::containsKey);
      case "stages" -> stages = Arrays.asList(value.split("[, ]+"));
      case "autocommit", "fresh", "rebuild", "nocontents" -> marks.add(pair[0].strip());
      case "script" -> draft.script = true;
      case "params" -> draft.rows.add(value);
      case "batch" -> draft.batch = true;
      case "keys" -> draft.keys = Optional.of(value);
      case "fetch" -> draft.fetch = Integer.parseInt(value);
      case "maxrows" -> draft.maxRows = Integer.parseInt(value);
      case "method" -> draft.method = value;
      case "refused" -> draft.verdicts.add(new Case.Verdict("XF001", Pattern.compile(value)));
      case "answers" -> {
        String[] both = value.split("\\s+", 2);
        draft.verdicts.add(
            new Case.Verdict(both[0], Pattern.compile(both.length > 1 ? both[1] : "")));
      }
      case "plain" -> draft.plain = Optional.of(value);
      case "volatile", "anyrows", "unordered", "ordered", "typeless", "texts", "repeats" ->
        draft.flags.add(pair[0].strip());
      default -> {}
    }
  }

  private void endStatement() {
    if (needed) {
      List<List<Parameter>> rows =
          draft.rows.stream().map(r -> Parameter.parse(expand(r))).toList();
      statements.add(new Case.Statement(
          expand(sql.toString().strip()),
          draft.plain.map(this::expand),
          rows,
          draft.batch,
          draft.keys.map(this::expand),
          draft.fetch,
          draft.maxRows,
          draft.method,
          List.copyOf(draft.verdicts),
          Set.copyOf(draft.flags)));
    }
    sql.setLength(0);
    draft = new Draft();
  }

  private void endCase() {
    if (!sql.isEmpty()) {
      throw new IllegalStateException(name + ":" + caseName + " has no end: " + sql);
    }
    if (!statements.isEmpty()) {
      if (!names.add(caseName)) {
        throw new IllegalStateException(name + " has two cases " + caseName);
      }
      boolean contents = !marks.contains("nocontents")
          && statements.stream().noneMatch(s -> s.flags().contains("volatile"));
      cases.add(new Case(
          name,
          caseName,
          marks.contains("autocommit"),
          marks.contains("fresh"),
          marks.contains("rebuild"),
          stages,
          contents,
          statements));
    }
    statements = new ArrayList<>();
    marks.clear();
    stages = List.of();
    needed = true;
  }

  private String expand(String text) {
    Matcher matcher = VARIABLE.matcher(text);
    StringBuilder expanded = new StringBuilder();
    while (matcher.find()) {
      String value = variables.get(matcher.group(1));
      if (value == null) {
        throw new IllegalStateException(
            name + ":" + caseName + " needs the variable " + matcher.group(1));
      }
      matcher.appendReplacement(
          expanded, Matcher.quoteReplacement(value.contains("${") ? expand(value) : value));
    }
    return matcher.appendTail(expanded).toString();
  }

  private static final class Draft {
    private boolean script;
    private boolean batch;
    private final List<Case.Verdict> verdicts = new ArrayList<>();
    private int fetch;
    private int maxRows;
    private String method = "execute";
    private Optional<String> keys = Optional.empty();
    private Optional<String> plain = Optional.empty();
    private final List<String> rows = new ArrayList<>();
    private final Set<String> flags = new HashSet<>();
  }
}
