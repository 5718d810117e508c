package dev.crossfade.driver.session;

import dev.crossfade.rewrite.Traits;

/** Where Crossfade counts. Thread-safe. */
interface Metrics {

  /** What became of a text. */
  enum Kind {
    UNCHANGED,
    REWRITTEN,
    PASSED,
    REFUSED
  }

  /** Counts executions of one plan; found once, used often. */
  interface Executions {
    void count();
  }

  Executions executions(Kind kind, Traits traits);

  void planCache(boolean hit);

  void planned(long nanos);

  void reload(boolean loaded);

  /** Shows a database's snapshot version, phases and plan cache. */
  void watch(Database database);

  /** Ends what {@link #watch} began. */
  void forget(Database database);

  /** Micrometer's global registry where Micrometer is on the class path. */
  static Metrics find() {
    try {
      Class.forName("io.micrometer.core.instrument.Metrics", false, Metrics.class.getClassLoader());
      return new MicrometerMetrics();
    } catch (ClassNotFoundException | LinkageError e) {
      return new NoMetrics();
    }
  }
}
