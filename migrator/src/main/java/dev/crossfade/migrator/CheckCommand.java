package dev.crossfade.migrator;

import dev.crossfade.mapping.Mapping;
import dev.crossfade.mapping.MappingException;
import dev.crossfade.migrator.check.Check;
import dev.crossfade.migrator.check.Finding;
import dev.crossfade.migrator.cli.Answer;
import dev.crossfade.migrator.cli.ExitStatus;
import dev.crossfade.migrator.cli.MappingOptions;
import dev.crossfade.migrator.cli.Verb;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code crossfade check}. */
@Command(
    name = "check",
    header = "Says what is wrong with a mapping file, or worth knowing.",
    description =
        "Without a database: syntax, schema, and what the expressions are known to be: their type, whether they may be NULL, whether they keep order. Against a database"
            + " (--url): what would keep the driver from connecting; whether f succeeds on every row, b is its inverse on the data, and the new columns' constraints hold on"
            + " it; and what reads or writes past the driver. Reads only. Exit status 1 if there is a problem; notes are no problem.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  crossfade check --config crossfade.yaml               the file alone, as in CI",
      "  crossfade check --url jdbc:postgresql://db/shop       the file against a database, every row",
      "  crossfade check price-in-dollars --show-values        also shows values of rows, not their keys alone",
      "  crossfade check --no-data --json                      the catalog only, for scripts"
    })
final class CheckCommand extends Verb {
  @Parameters(arity = "0..*", paramLabel = "MIGRATION", description = "Only these. Default: all.")
  private List<String> names = List.of();

  @Option(names = "--no-data", description = "Look at the catalog only, at no row.")
  private boolean noData;

  @Option(
      names = "--show-values",
      description = "Show values of the rows that are found, not their keys alone.")
  private boolean showValues;

  @Override
  protected int run(Answer answer) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    try {
      Mapping mapping = mapping().mapping(database());
      Check check = new Check(mapping, MappingOptions.select(mapping, names));
      if (database().isGiven()) {
        try (var connection = database().connect()) {
          findings.addAll(
              check.against(connection, new Check.Depth(!noData, showValues), answer::progress));
        }
      } else {
        findings.addAll(check.offline());
      }
    } catch (MappingException e) {
      e.problems()
          .forEach(problem -> findings.add(new Finding(
              Finding.Severity.PROBLEM, "file", "", problem.toString(), -1, List.of())));
    }
    return answer(findings, answer);
  }

  private static int answer(List<Finding> findings, Answer answer) {
    long problems = findings.stream()
        .filter(finding -> finding.severity() == Finding.Severity.PROBLEM)
        .count();
    for (Finding finding : findings) {
      String start = finding.severity() == Finding.Severity.PROBLEM ? "PROBLEM" : "note";
      String whose = finding.migration().isEmpty() ? "" : ", " + finding.migration();
      answer.line(start + whose + ": " + finding.text());
      if (!finding.keys().isEmpty()) {
        answer.line("    such as " + String.join("; ", finding.keys()));
      }
    }
    answer.line(
        problems == 0 ? "No problem." : problems + (problems == 1 ? " problem." : " problems."));
    answer.put("problems", problems);
    answer.put("findings", findings.stream().map(CheckCommand::json).toList());
    return problems == 0 ? ExitStatus.OK : ExitStatus.NO;
  }

  private static Map<String, Object> json(Finding finding) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("severity", finding.severity().name().toLowerCase(java.util.Locale.ROOT));
    json.put("topic", finding.topic());
    json.put("migration", finding.migration());
    json.put("text", finding.text());
    if (finding.rows() >= 0) {
      json.put("rows", finding.rows());
      json.put("keys", finding.keys());
    }
    return json;
  }
}
