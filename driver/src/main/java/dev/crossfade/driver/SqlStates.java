package dev.crossfade.driver;

/** SQLSTATEs that are Crossfade's own. */
final class SqlStates {
  /** A statement that can't be rewritten. */
  static final String REFUSED = "XF001";

  /** The mapping file or a parameter is wrong. */
  static final String CONFIGURATION = "XF002";

  /** A write that would lose data. */
  static final String LOSS = "XF003";

  private SqlStates() {}
}
