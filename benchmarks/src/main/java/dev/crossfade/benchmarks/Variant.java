package dev.crossfade.benchmarks;

/** The ways to do one operation, each on a schema of its own so that none meets another's dead rows. */
enum Variant {
  /** The old column only. */
  RAW("raw, single write", false),
  /** The same again: how far it is from {@link #RAW} is what the measurement can't tell apart. */
  CONTROL("raw again (control)", false),
  /** Both columns, by the application's own SQL. */
  BY_HAND("dual write by hand", true),
  /** Both columns, the new one by a BEFORE trigger. */
  TRIGGER("BEFORE trigger", true),
  /** Both columns, by Crossfade from the SQL of {@link #RAW}. */
  CROSSFADE("Crossfade, dual-write", true);

  private final String title;
  private final boolean dual;

  Variant(String title, boolean dual) {
    this.title = title;
    this.dual = dual;
  }

  String title() {
    return title;
  }

  /** Whether its tables have the new column. */
  boolean dual() {
    return dual;
  }

  String schema() {
    return "bench_" + name().toLowerCase(java.util.Locale.ROOT);
  }
}
