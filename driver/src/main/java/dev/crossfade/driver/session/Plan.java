package dev.crossfade.driver.session;

/** What is kept about a text. */
sealed interface Plan {
  record Granted(PlannedText text) implements Plan {}

  /** XF001. */
  record Refused(String reason, Metrics.Executions executions) implements Plan {}
}
