package dev.crossfade.migrator;

import dev.crossfade.mapping.Migration;
import dev.crossfade.migrator.advance.Condition;
import dev.crossfade.migrator.advance.PhaseChange;
import dev.crossfade.migrator.advance.Stand;
import dev.crossfade.migrator.advance.Trial;
import dev.crossfade.migrator.cli.Answer;
import dev.crossfade.migrator.cli.CommandException;
import dev.crossfade.migrator.cli.ExitStatus;
import dev.crossfade.migrator.cli.MappingOptions;
import dev.crossfade.migrator.cli.Verb;
import dev.crossfade.migrator.floor.Sighting;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code advance} and {@code rollback} share: one migration, a target, conditions, the edit. */
abstract class PhaseVerb extends Verb {
  private static final Pattern SHARE =
      Pattern.compile("(100(?:\\.0{1,9})?|\\d{1,2}(?:\\.\\d{1,9})?)%?");

  @Parameters(
      index = "0",
      paramLabel = "MIGRATION",
      description = "Which, by its name in the file.")
  private String name = "";

  @Option(
      names = "--to",
      paramLabel = "PHASE",
      description =
          "The phase to go to: a neighbour of the one in the file, or the same to see it through. Default: the next.")
  private @Nullable String to;

  @Option(
      names = "--reads",
      paramLabel = "SHARE",
      description = "In cutover: the share of transactions that read the new shape, such as 25%%.")
  private @Nullable String reads;

  @Option(names = "--execute", description = "Do it.")
  private boolean execute;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      converter = TimeSpan.class,
      defaultValue = "30s",
      description = "How long to wait for sessions that are behind. Default: ${DEFAULT-VALUE}.")
  private Duration wait = Duration.ofSeconds(30);

  @Option(names = "--force", description = "Go although a condition doesn't hold. Needs --reason.")
  private boolean force;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why; recorded in crossfade.history.")
  private String reason = "";

  /** Where to, given where the file is and what was asked for. */
  abstract Stand target(Stand now, Optional<String> phase, Optional<BigDecimal> share);

  abstract Duration soak();

  @Override
  protected final int run(Answer answer) throws Exception {
    if (force != !reason.isBlank()) {
      throw new CommandException(
          ExitStatus.USAGE, "--force and --reason belong together: the reason is recorded.");
    }
    Path file = mapping().file(database());
    Migration migration =
        MappingOptions.select(mapping().mapping(database()), List.of(name)).get(0);
    Stand target = target(
        Stand.of(migration), Optional.ofNullable(to), Optional.ofNullable(reads).map(this::share));
    try (Connection connection = database().connect()) {
      PhaseChange change = new PhaseChange(
          connection,
          file,
          migration,
          target,
          new PhaseChange.Terms(soak(), wait, reason),
          answer::progress);
      return run(answer, change);
    }
  }

  private int run(Answer answer, PhaseChange change) throws SQLException {
    if (execute) {
      change.alone();
    }
    Trial trial = new Trial(database());
    answer.line(name + ": " + change.from() + " → " + change.to());
    List<Condition> conditions = execute ? change.raised(trial) : change.conditions(trial);
    conditions.forEach(condition -> answer.line(condition.line()));
    List<Sighting> silent = change.silent();
    silent.forEach(
        sighting -> answer.line("  note  shows no phase, and must not write: " + sighting.who()));
    boolean go = change.mayGo(conditions);
    answer
        .put("migration", name)
        .put("from", change.from().toString())
        .put("to", change.to().toString())
        .put("conditions", conditions)
        .put("mayGo", go)
        .put("silent", silent.stream().map(Sighting::who).toList())
        .put("edit", change.edit());
    if (!go) {
      answer.put("executed", false);
      answer.line("Not yet. What doesn't hold is marked NO; --force --reason \"…\" overrules it.");
      return ExitStatus.NO;
    }
    change.edit().forEach(answer::line);
    if (!execute) {
      answer.put("executed", false);
      answer.line("Nothing was changed: --execute does it.");
      return ExitStatus.OK;
    }
    return execute(answer, change);
  }

  private int execute(Answer answer, PhaseChange change) throws SQLException {
    List<Sighting> behind = change.execute();
    answer
        .put("executed", !change.isOutOfReach())
        .put("behind", behind.stream().map(Sighting::who).toList());
    if (change.isOutOfReach()) {
      answer.line(
          "The file is not this command's to edit (it is read-only, or a link as of a ConfigMap): make the edit above where it comes from. The floor is set.");
      return ExitStatus.OK;
    }
    if (!behind.isEmpty()) {
      behind.forEach(sighting -> answer.line("  behind  " + sighting.who()));
      answer.line(
          "The file is edited; these sessions haven't followed yet. To see it through: crossfade "
              + spec().name() + " " + name + " --to " + change.to().phase().label() + " --execute");
      return ExitStatus.INTERRUPTED;
    }
    change.owed().ifPresent(answer::line);
    answer.line("Done: everyone who shows a phase is in `" + change.to().phase().label() + "`.");
    return ExitStatus.OK;
  }

  private BigDecimal share(String text) {
    var matcher = SHARE.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new CommandException(
          ExitStatus.USAGE, "--reads is a percentage from 0% to 100%, such as 25% or 0.5%.");
    }
    return new BigDecimal(matcher.group(1));
  }
}
