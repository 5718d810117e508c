package dev.crossfade.migrator;

import dev.crossfade.mapping.Migration;
import dev.crossfade.migrator.cli.Answer;
import dev.crossfade.migrator.cli.ExitStatus;
import dev.crossfade.migrator.cli.MappingOptions;
import dev.crossfade.migrator.cli.Verb;
import dev.crossfade.migrator.plan.FileForm;
import dev.crossfade.migrator.plan.Plan;
import dev.crossfade.migrator.plan.PlanMaker;
import dev.crossfade.migrator.plan.Stage;
import dev.crossfade.migrator.plan.Step;
import dev.crossfade.migrator.plan.WasEdit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code crossfade plan}. */
@Command(
    name = "plan",
    header = "Says which DDL is left to do, and which lock every step takes.",
    description =
        "Derives from the mapping file and the catalog the new columns and tables, the indexes and constraints that mirror the old ones, what the old columns must"
            + " give up before contract, and what is dropped in it. What is there already is left out. Changes nothing: definitions are tried on empty temporary tables"
            + " in a transaction that is rolled back. Exit status 1 if something stands in the way.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  crossfade plan                                        all that is left, of all migrations",
      "  crossfade plan handle --stage expand                  the first step of one migration",
      "  crossfade plan --stage expand --format flyway --out db/migration --flyway-version 42",
      "  crossfade plan --type price_decimal='numeric(10,2)'   another type than the server would derive",
      "  crossfade plan handle --write-was                     also notes in the mapping file what the old columns are"
    })
final class PlanCommand extends Verb {
  @Parameters(arity = "0..*", paramLabel = "MIGRATION", description = "Only these. Default: all.")
  private List<String> names = List.of();

  @Option(
      names = "--stage",
      split = ",",
      paramLabel = "STAGE",
      description = "Only these: expand, after-backfill, before-contract, contract. Default: all.")
  private List<String> stages = List.of();

  @Option(
      names = "--format",
      paramLabel = "FORM",
      defaultValue = "psql",
      description = "The form of the files: psql, flyway or liquibase. Default: ${DEFAULT-VALUE}.")
  private String format = "psql";

  @Option(names = "--out", paramLabel = "DIR", description = "Write the steps to files in DIR.")
  private @Nullable Path out;

  @Option(
      names = "--flyway-version",
      paramLabel = "V",
      description = "The first part of Flyway's versions. Default: the time, as 20260131120000.")
  private @Nullable String flywayVersion;

  @Option(
      names = "--type",
      paramLabel = "COLUMN=TYPE",
      description = "The type of a new column that isn't there yet.")
  private Map<String, String> types = new LinkedHashMap<>();

  @Option(
      names = "--write-was",
      description =
          "Put the `was:` blocks into the mapping file, whose other lines stay as they are.")
  private boolean writeWas;

  @Override
  protected int run(Answer answer) throws SQLException, IOException {
    FileForm form = FileForm.ofLabel(format)
        .orElseThrow(() -> new ParameterException(
            spec().commandLine(), "--format is psql, flyway or liquibase, not `" + format + "`"));
    Set<Stage> chosen = stages(stages, spec().commandLine());
    if (out != null && form != FileForm.PSQL && chosen.size() != 1) {
      throw new ParameterException(
          spec().commandLine(),
          "--out for " + form.label()
              + " needs one --stage: it would run the contract right after the expand");
    }
    var mapping = mapping().mapping(database());
    List<Migration> migrations = MappingOptions.select(mapping, names);
    Plan plan;
    try (var connection = database().connect()) {
      plan = new PlanMaker(connection, mapping, types).plan(migrations, chosen);
    }
    print(plan, chosen, answer);
    Path directory = out;
    if (directory != null) {
      write(form.files(plan, version()), directory, answer);
    }
    if (writeWas) {
      writeWas(plan, migrations, mapping().file(database()), answer);
    }
    return plan.problems().isEmpty() ? ExitStatus.OK : ExitStatus.NO;
  }

  /** The stages of these names; empty for all. */
  static Set<Stage> stages(List<String> labels, CommandLine command) {
    Set<Stage> stages = EnumSet.noneOf(Stage.class);
    for (String label : labels) {
      stages.add(Stage.ofLabel(label)
          .orElseThrow(() -> new ParameterException(
              command,
              "--stage is expand, after-backfill, before-contract or contract, not `" + label
                  + "`")));
    }
    return stages;
  }

  private String version() {
    String given = flywayVersion;
    return given != null
        ? given
        : LocalDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("yyyyMMddHHmmss"));
  }

  private static void print(Plan plan, Set<Stage> chosen, Answer answer) {
    for (Stage stage : Stage.values()) {
      if (chosen.isEmpty() || chosen.contains(stage)) {
        printStage(plan, stage, answer);
      }
    }
    boolean beforeContract = chosen.isEmpty() || chosen.contains(Stage.BEFORE_CONTRACT);
    if (beforeContract
        && !plan.was().isEmpty()
        && plan.steps().stream().anyMatch(step -> step.stage() == Stage.BEFORE_CONTRACT)) {
      answer.line("For the mapping file, before contract (--write-was puts it there):");
      plan.was().forEach((migration, lines) -> {
        answer.line("  " + migration + ":");
        lines.forEach(line -> answer.line("    " + line));
      });
    }
    answer.put("steps", plan.steps().stream().map(PlanCommand::json).toList());
    answer.put("problems", plan.problems().stream().map(PlanCommand::json).toList());
    answer.put("remarks", plan.remarks().stream().map(PlanCommand::json).toList());
    answer.put("was", plan.was());
  }

  private static void printStage(Plan plan, Stage stage, Answer answer) {
    List<Step> steps = plan.of(stage);
    answer.line("== " + stage + (steps.isEmpty() ? ": nothing left to do" : ""));
    int number = 1;
    for (Step step : steps) {
      answer.line(String.format("%3d. %s: %s", number, step.migration(), step.title()));
      answer.line("     " + step.sql().replace("\n", "\n     ") + ";");
      step.locks().forEach(held -> answer.line("     lock: " + held.words()));
      if (!step.why().isEmpty()) {
        answer.line("     " + step.why());
      }
      number++;
    }
    plan.remarks().stream()
        .filter(remark -> remark.stage() == stage)
        .forEach(remark -> answer.line("  note, " + remark.migration() + ": " + remark.text()));
    plan.problems().stream()
        .filter(remark -> remark.stage() == stage)
        .forEach(remark -> answer.line("  PROBLEM, " + remark.migration() + ": " + remark.text()));
    answer.line("");
  }

  /** A step as scripts see it. */
  static Map<String, Object> json(Step step) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("stage", step.stage().label());
    json.put("migration", step.migration());
    json.put("title", step.title());
    json.put("sql", step.sql());
    json.put("transactional", step.transactional());
    json.put(
        "locks",
        step.locks().stream()
            .map(held -> Map.of(
                "mode", held.lock().words(),
                "relation", held.relation(),
                "held", held.span().words(),
                "blocks", held.lock().blocks()))
            .toList());
    json.put("why", step.why());
    return json;
  }

  private static Map<String, Object> json(Plan.Remark remark) {
    return Map.of(
        "stage", remark.stage().label(),
        "migration", remark.migration(),
        "text", remark.text());
  }

  private static void write(Map<String, String> files, Path directory, Answer answer)
      throws IOException {
    Files.createDirectories(directory);
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(directory.resolve(file.getKey()), file.getValue());
      answer.progress("wrote " + directory.resolve(file.getKey()));
    }
    answer.put("files", List.copyOf(files.keySet()));
  }

  /** A block that is there stays: the catalog may have begun to forget. Moved into place, so that no application ever reads half of it. */
  private static void writeWas(Plan plan, List<Migration> migrations, Path file, Answer answer)
      throws IOException {
    List<String> missing = migrations.stream()
        .filter(migration -> migration.was().isEmpty())
        .map(Migration::name)
        .filter(plan.was()::containsKey)
        .toList();
    if (missing.isEmpty()) {
      answer.progress("No `was:` block is missing in " + file);
      return;
    }
    String text = Files.readString(file);
    for (String name : missing) {
      text = WasEdit.apply(text, name, plan.was().getOrDefault(name, List.of()));
    }
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(beside, text);
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    answer.progress("wrote the `was:` blocks of " + String.join(", ", missing) + " to " + file);
  }
}
