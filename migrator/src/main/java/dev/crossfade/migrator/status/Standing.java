package dev.crossfade.migrator.status;

import dev.crossfade.migrator.advance.Condition;
import java.util.List;

/**
 * How one migration stands; empty texts where nothing is known.
 *
 * @param phase as the file has it, with the share of reads in cutover
 * @param reads percent of transactions that read the new shape
 * @param floor the lowest phase that anyone may be in
 * @param instances who shows which phase
 * @param silent who shows none, and may write past the driver
 * @param backfill how far the last one is
 * @param drift what the last verify found
 * @param next the next step, and {@code conditions} what it needs
 * @param ready whether they all hold, as far as can be told without trying the edited file
 * @param rollback what the way back is now, and what it costs
 */
public record Standing(
    String migration,
    String phase,
    String reads,
    String floor,
    List<Instances> instances,
    List<String> silent,
    Backfill backfill,
    Drift drift,
    String next,
    List<Condition> conditions,
    boolean ready,
    String rollback) {

  /**
   * Sessions of one program on one machine.
   *
   * @param sameMeaning false if their file means something else by the migration
   */
  public record Instances(
      String phase,
      String application,
      String client,
      String role,
      int sessions,
      boolean sameMeaning) {}

  /** The last backfill. {@code share} is of the rows looked at, from 0 to 1. */
  public record Backfill(
      String state, long rows, long changed, long failed, double share, int workers) {
    static final Backfill NONE = new Backfill("", 0, 0, 0, 0, 0);
  }

  /** What the last verify found; {@code at} is empty if there was none. */
  public record Drift(String at, String state, long rows, long drifted, long lossy) {
    static final Drift NONE = new Drift("", "", 0, 0, 0);
  }
}
