package dev.crossfade.fuzz;

import dev.crossfade.sql.SqlSyntaxException;

/** What must hold for every input. */
final class Claim {
  private Claim() {}

  static void that(boolean claim, String otherwise) {
    if (!claim) {
      throw new AssertionError(otherwise);
    }
  }

  /** An error stands inside the text, or at its end. */
  static void inside(String text, SqlSyntaxException error) {
    that(
        error.offset() >= 0 && error.offset() <= text.length(),
        "an error at " + error.offset() + " of " + text.length());
    that(!error.getMessage().isBlank(), "an error that says nothing");
  }
}
