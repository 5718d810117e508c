package dev.crossfade.rewrite;

/** The way in: {@code Rewriter.rewrite(sql, keys, context)}. Stateless and thread-safe. */
public final class Rewriter {
  private Rewriter() {}

  /**
   * Decides what becomes of a text. Never throws for what a text says.
   *
   * @param keys generated keys that the caller wants: the plan's text then holds the RETURNING clause; an unchanged text needs pgjdbc's own
   */
  public static Outcome rewrite(String sql, GeneratedKeys keys, Context context) {
    return new Outcome.Unchanged(Traits.NONE);
  }
}
