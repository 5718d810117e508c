package dev.crossfade.demo;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The table at the end, and the verdict.
 *
 * @param stopped where and why the migration could not go on
 * @param audited rows of the application's that were read again at the end
 */
record Summary(
    List<StageResult> stages,
    Optional<String> stopped,
    int audited,
    long errors,
    List<String> errorKinds) {

  boolean isGood() {
    return stopped.isEmpty()
        && errors == 0
        && audited > 0
        && stages.stream().allMatch(StageResult::isGood);
  }

  void print(PrintStream out) {
    out.println();
    out.printf(
        "%-13s %7s %8s %6s %6s %7s %6s %8s %5s %9s %6s%n",
        "stage",
        "seconds",
        "requests",
        "req/s",
        "p50 ms",
        "p99 ms",
        "errors",
        "to fill",
        "drift",
        "compared",
        "differ");
    for (var stage : stages) {
      out.printf(
          Locale.ROOT,
          "%-13s %7.1f %,8d %6.0f %6.1f %7.1f %6d %,8d %5d %,9d %6d%n",
          stage.name(),
          stage.seconds(),
          stage.latency().requests(),
          stage.latency().requests() / stage.seconds(),
          stage.latency().p50() / 1e3,
          stage.latency().p99() / 1e3,
          stage.errors(),
          stage.drift().unfilled(),
          stage.drift().contradicting(),
          stage.same().compared(),
          stage.same().differences());
    }
    out.println();
    stopped.ifPresent(
        why -> out.println("The migration came to a stop. " + why + System.lineSeparator()));
    if (!errorKinds.isEmpty()) {
      out.println("What the application ran into:");
      errorKinds.forEach(kind -> out.println("  " + kind));
      out.println();
    }
    long requests =
        stages.stream().mapToLong(stage -> stage.latency().requests()).sum();
    out.printf(
        Locale.ROOT,
        "%,d requests, %d errors; %,d rows written by the application read again at the end.%n",
        requests,
        errors,
        audited);
    out.println(
        isGood()
            ? "Good: no application error, no drifted row, and the old shape reads what the new one holds."
            : "NOT good: see the columns errors, drift and differ.");
  }
}
