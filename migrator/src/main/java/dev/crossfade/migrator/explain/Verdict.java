package dev.crossfade.migrator.explain;

import dev.crossfade.rewrite.Outcome;
import dev.crossfade.rewrite.Steps;
import dev.crossfade.rewrite.Traits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What becomes of one text at one stand, in words.
 *
 * @param outcome unchanged, rewritten, passed or refused
 * @param sql what the server gets; empty where refused
 * @param parameters for each {@code ?} of {@code sql} which of the text's it takes, both from 1, or one below 1 for the keys of the rows locked before; empty where all stay as they are
 * @param before what is run before it in the same transaction
 * @param behind what is run behind it in the same transaction
 * @param why the reason, in a sentence
 */
public record Verdict(
    String outcome,
    String sql,
    List<Integer> parameters,
    List<String> before,
    List<String> behind,
    String why) {

  private Verdict(String outcome, String sql, String why) {
    this(outcome, sql, List.of(), List.of(), List.of(), why);
  }

  private static List<String> texts(Steps.KeyedSql sql, List<Steps.Piece> keys) {
    return sql.inTurn().stream()
        .map(each -> keys.isEmpty() ? each.overArrays() : each.over(keys))
        .toList();
  }

  /** Puts an outcome into words. */
  public static Verdict of(String sql, Outcome outcome) {
    if (outcome instanceof Outcome.Rewritten rewritten) {
      Steps steps = rewritten.steps();
      List<String> before = new ArrayList<>();
      List<String> behind = new ArrayList<>();
      steps.lock().ifPresent(lock -> before.add(lock.sql()));
      steps.back().ifPresent(back -> before.addAll(texts(back.before(), List.of())));
      steps.hold().ifPresent(hold -> before.addAll(texts(hold, List.of())));
      steps.sync().ifPresent(sync -> behind.addAll(texts(sync, steps.keys())));
      steps.back().ifPresent(back -> behind.add(back.after().overArrays()));
      return new Verdict(
          "rewritten",
          rewritten.sql(),
          moved(rewritten.sources()),
          List.copyOf(before),
          List.copyOf(behind),
          why(rewritten.traits()));
    } else if (outcome instanceof Outcome.Passed passed) {
      return new Verdict(
          "passed",
          sql,
          "can't be rewritten, and `unsupported: reads: pass` lets it through: " + passed.reason());
    } else if (outcome instanceof Outcome.Refused refused) {
      return new Verdict("refused", "", "XF001: " + refused.reason());
    } else if (outcome instanceof Outcome.NotUnderstood strange) {
      return new Verdict(
          "refused", "", "XF001, unless the server refuses it too: " + strange.reason());
    } else if (outcome instanceof Outcome.Unchanged unchanged) {
      boolean touches = !unchanged.traits().migrations().isEmpty();
      return new Verdict(
          "unchanged",
          sql,
          touches
              ? "right as it is: " + why(unchanged.traits())
              : "touches nothing that is mapped");
    }
    throw new IllegalStateException("an outcome of no known kind");
  }

  private static List<Integer> moved(int[] sources) {
    List<Integer> places =
        Arrays.stream(sources).map(source -> source + 1).boxed().toList();
    for (int i = 0; i < places.size(); i++) {
      if (places.get(i) != i + 1) {
        return places;
      }
    }
    return List.of();
  }

  private static String why(Traits traits) {
    List<String> parts = new ArrayList<>();
    if (traits.write()) {
      parts.add("writes what the phase writes");
    }
    switch (traits.readSource()) {
      case NONE -> {}
      case OLD -> parts.add("reads old columns from the old side");
      case COALESCED ->
        parts.add("reads each row from the new side where that is filled, else from the old");
      case NEW -> parts.add("reads the new side");
    }
    if (parts.isEmpty()) {
      parts.add("keeps names and columns as the application's shape has them");
    }
    return String.join(", ", parts) + " ("
        + String.join(", ", traits.migrations().stream().sorted().toList()) + ")";
  }
}
