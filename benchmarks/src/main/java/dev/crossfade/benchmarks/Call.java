package dev.crossfade.benchmarks;

/** The ways from an application's call to the stub. */
public enum Call {
  RAW("raw"),
  P6SPY("p6spy 3.9.1, no logging"),
  UNMAPPED("Crossfade, unmapped table"),
  MAPPED_READ("Crossfade, mapped read (coalesce)"),
  MAPPED_WRITE("Crossfade, mapped write (dual write)");

  private final String title;

  Call(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
