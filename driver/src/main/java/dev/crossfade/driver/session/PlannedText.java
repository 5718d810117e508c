package dev.crossfade.driver.session;

import dev.crossfade.rewrite.GeneratedKeys;
import dev.crossfade.rewrite.Traits;

/** What one text becomes under one snapshot. Immutable; the array that {@link #sources()} gives is shared and not to be changed. */
public final class PlannedText {
  private final String original;
  private final GeneratedKeys keys;
  private final String sql;
  private final int[] sources;
  private final boolean identity;
  private final Traits traits;
  private final int parameters;

  PlannedText(String original, GeneratedKeys keys, String sql, int[] sources, boolean identity, Traits traits, int parameters) {
    this.original = original;
    this.keys = keys;
    this.sql = sql;
    this.sources = sources;
    this.identity = identity;
    this.traits = traits;
    this.parameters = parameters;
  }

  /** The application's text. */
  public String original() {
    return original;
  }

  public GeneratedKeys keys() {
    return keys;
  }

  /** The text for the server. */
  public String sql() {
    return sql;
  }

  /** For each {@code ?} of {@link #sql()} the application's {@code ?}, both from 0; meaningless where {@link #identity()}. */
  public int[] sources() {
    return sources;
  }

  /** Whether every parameter stays where it is. */
  public boolean identity() {
    return identity;
  }

  /** Whether the server gets another text than the application gave. */
  public boolean rewritten() {
    return !sql.equals(original);
  }

  public Traits traits() {
    return traits;
  }

  /** How many parameters the application's text has; only meaningful where not {@link #identity()}. */
  public int parameters() {
    return parameters;
  }
}
