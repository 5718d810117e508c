package dev.crossfade.demo;

/**
 * A line of the table at the end.
 *
 * @param driftAsExpected whether nothing drifted, save rows that nobody had filled before the backfill
 * @param same whether an application reads through Crossfade what a plain connection computes
 */
record StageResult(
    String name,
    double seconds,
    Meter.Latency latency,
    long errors,
    Drift drift,
    boolean driftAsExpected,
    SameReads.Result same) {

  boolean isGood() {
    return errors == 0 && driftAsExpected && same.compared() > 0 && same.differences() == 0;
  }
}
