package dev.crossfade.driver.session;

import dev.crossfade.rewrite.GeneratedKeys;
import dev.crossfade.rewrite.Steps;
import dev.crossfade.rewrite.Traits;
import java.util.Collections;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What one text becomes under one snapshot. Immutable; the array that {@link #sources()} gives is shared and not to be changed. */
public final class PlannedText {
  private final String original;
  private final GeneratedKeys keys;
  private final String main;
  private final int[] mainSources;
  private final Steps steps;
  private final boolean joined;
  private final String sql;
  private final int[] sources;
  private final boolean identity;
  private final Traits traits;
  private final int parameters;
  private final @Nullable Scope scope;
  private final boolean drawn;
  private final boolean eventful;
  private final boolean unlocks;
  private final boolean named;
  private final Metrics.Executions executions;

  /**
   * The text for the server and what goes around it.
   *
   * @param sources as {@link PlannedText#sources()}
   * @param joins whether a statement that needs no answer may be sent with the text
   */
  record Rendering(String sql, int[] sources, Steps steps, boolean joins) {
    static Rendering asItCame(String sql) {
      return new Rendering(sql, new int[0], Steps.NONE, false);
    }
  }

  /**
   * @param scope what the plan was made under; absent for a text whose plan holds for one execution at most
   */
  PlannedText(
      String original,
      GeneratedKeys keys,
      Rendering rendering,
      int parameters,
      Traits traits,
      @Nullable Scope scope,
      Metrics.Executions executions) {
    this.original = original;
    this.keys = keys;
    this.main = rendering.sql();
    this.mainSources = rendering.sources();
    this.steps = rendering.steps();
    this.joined = rendering.joins() && steps.isJoined();
    this.sql = joined
        ? main
            + steps.sync().orElseThrow().inTurn().stream()
                .map(sync -> "\n;\n" + sync.over(steps.keys()))
                .collect(Collectors.joining())
        : main;
    this.sources = joined
        ? IntStream.concat(
                IntStream.of(mainSources),
                steps.sync().orElseThrow().inTurn().stream()
                    .flatMap(sync -> steps.keys().stream())
                    .flatMap(key -> key.sources().stream())
                    .mapToInt(Integer::intValue))
            .toArray()
        : mainSources;
    this.identity = isIdentity(sources, parameters);
    this.traits = traits;
    this.parameters = parameters;
    this.scope = scope;
    this.drawn = scope != null
        && !Collections.disjoint(
            traits.migrations(), scope.namespace().binding().drawnMigrations());
    this.unlocks = unlocks(original);
    this.eventful = unlocks
        || traits.changesCatalog()
        || traits.mayChangeNames()
        || !traits.prepares().isEmpty()
        || !traits.executes().isEmpty()
        || !traits.deallocates().isEmpty();
    this.named = !traits.deallocates().isEmpty()
        || traits.results().stream().anyMatch(Traits.Result::isNamed);
    this.executions = executions;
  }

  /** Whether the text may drop the session's advisory locks; what a function does isn't seen. */
  private static boolean unlocks(String sql) {
    return containsWord(sql, "unlock_all") || containsWord(sql, "discard");
  }

  private static boolean containsWord(String sql, String lowerCase) {
    int last = sql.length() - lowerCase.length();
    for (int at = 0; at <= last; at++) {
      if ((sql.charAt(at) | 0x20) == lowerCase.charAt(0)
          && sql.regionMatches(true, at, lowerCase, 0, lowerCase.length())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isIdentity(int[] sources, int parameters) {
    if (sources.length != parameters) {
      return false;
    }
    for (int i = 0; i < sources.length; i++) {
      if (sources[i] != i) {
        return false;
      }
    }
    return true;
  }

  /** This plan for a text that differs in its strings only. */
  PlannedText withStrings(String text, Literals strings) {
    UnaryOperator<Steps.Piece> restored =
        piece -> new Steps.Piece(strings.restore(piece.sql()), piece.sources());
    Steps around = new Steps(
        steps.lock().map(restored),
        steps.keys().stream().map(restored).toList(),
        steps.hidden(),
        steps.shown(),
        steps.sync().map(sync -> sync.with(strings::restore)),
        steps.back(),
        steps.batches(),
        steps.once(),
        steps.hold(),
        steps.settles(),
        steps.apart().stream()
            .map(apart -> new Steps.Apart(
                apart.single(),
                apart.before(),
                apart.gathered().map(gathered -> gathered.with(strings::restore)),
                restored.apply(apart.main()),
                apart.after()))
            .toList(),
        steps.behind().map(behind -> behind.with(strings::restore)));
    return new PlannedText(
        text,
        keys,
        new Rendering(strings.restore(main), mainSources, around, joined),
        parameters,
        traits,
        scope,
        executions);
  }

  /** The application's text. */
  public String original() {
    return original;
  }

  public GeneratedKeys keys() {
    return keys;
  }

  /** This plan with nothing joined to the application's statement. */
  PlannedText apart() {
    return joined
        ? new PlannedText(
            original,
            keys,
            new Rendering(main, mainSources, steps, false),
            parameters,
            traits,
            scope,
            executions)
        : this;
  }

  /** Whether a statement is sent with the application's, in one text. */
  public boolean isJoined() {
    return joined;
  }

  /** What the driver runs around the application's statement. */
  public Steps steps() {
    return steps;
  }

  /** The application's statement alone, where {@link #sql()} has another joined to it. */
  public String main() {
    return main;
  }

  /** As {@link #sources()}, for {@link #main()}. */
  public int[] mainSources() {
    return mainSources;
  }

  /** The text for the server. */
  public String sql() {
    return sql;
  }

  /** For each {@code ?} of {@link #sql()} the application's {@code ?}, both from 0; meaningless where {@link #identity()}; negative as in {@link Steps.Piece}. */
  public int[] sources() {
    return sources;
  }

  /** Whether every parameter stays where it is. */
  public boolean identity() {
    return identity;
  }

  /** Whether the server gets another text than the application gave. */
  public boolean rewritten() {
    return !sql.equals(original);
  }

  public Traits traits() {
    return traits;
  }

  /** How many parameters the application's text has; only meaningful where not {@link #identity()}. */
  public int parameters() {
    return parameters;
  }

  /** Whether the plan holds under {@code now}. */
  boolean holdsUnder(Scope now) {
    return scope == now || scope != null && !drawn && scope.namespace() == now.namespace();
  }

  /** Whether the text was let through without a look at the catalog, for an aborted transaction. */
  boolean isProvisional() {
    return scope == null;
  }

  /** Whether its execution changes what the session has to know. */
  boolean isEventful() {
    return eventful;
  }

  /** Whether its execution makes something whose columns a later text shows. */
  boolean isNamed() {
    return named;
  }

  /** Whether its execution may drop the session's advisory locks. */
  boolean unlocks() {
    return unlocks;
  }

  boolean beginsWithRollback() {
    return original.stripLeading().regionMatches(true, 0, "ROLLBACK", 0, "ROLLBACK".length());
  }

  /**
   * A SET that changes names only by way of search_path, of which PostgreSQL 18 tells: {@code SET LOCAL app.tenant} in each transaction must not cost a round
   * trip more. With another role, "$user" is another schema.
   */
  boolean isPlainSet() {
    String text = original.strip().toUpperCase(Locale.ROOT);
    return text.startsWith("SET ")
        && text.indexOf(';') < 0
        && !text.contains("ROLE")
        && !text.contains("AUTHORIZATION");
  }

  Metrics.Executions executions() {
    return executions;
  }
}
