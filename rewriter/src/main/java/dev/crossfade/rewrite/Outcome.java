package dev.crossfade.rewrite;

import dev.crossfade.catalog.ObjectName;
import java.util.Set;

/** What becomes of a statement. */
public sealed interface Outcome {

  /** The text goes to the server as it came: it touches nothing mapped, or is right as it is. */
  record Unchanged(Traits traits) implements Outcome {}

  /**
   * @param sql the text for the server
   * @param sources for each {@code ?} of {@code sql} in order, which {@code ?} of the application's it takes, both from 0; negative as in {@link Steps.Piece}
   * @param steps what goes around it
   */
  record Rewritten(String sql, int[] sources, Traits traits, Steps steps) implements Outcome {}

  /** A read that can't be rewritten and goes through as it came, as {@code unsupported: reads: pass} says. */
  record Passed(String reason, Traits traits) implements Outcome {}

  /** XF001. The reason names the construct, the table and what to do; never a literal. */
  record Refused(String reason, Traits traits) implements Outcome {}

  /**
   * A text that names a mapped table and that the parser doesn't follow. The server may be asked whether it does, without executing it; if so, XF001.
   */
  record NotUnderstood(String reason, Traits traits) implements Outcome {}

  /** The caller has to look these up in the server's catalog and ask again. */
  record Unknown(Set<ObjectName> relations, Set<ObjectName> functions) implements Outcome {}
}
