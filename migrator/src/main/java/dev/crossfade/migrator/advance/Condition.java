package dev.crossfade.migrator.advance;

/**
 * Something that must hold before a migration may go on.
 *
 * @param name what it is, as a statement
 * @param says how it stands: why it doesn't hold and what to do, or what shows that it does
 */
public record Condition(String name, boolean holds, String says) {
  static Condition of(String name, boolean holds, String yes, String no) {
    return new Condition(name, holds, holds ? yes : no);
  }

  /** A line for people. */
  public String line() {
    return (holds ? "  ok  " : "  NO  ") + name + (says.isEmpty() ? "" : ": " + says);
  }
}
