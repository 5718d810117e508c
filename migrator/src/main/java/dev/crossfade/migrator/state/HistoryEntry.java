package dev.crossfade.migrator.state;

import java.time.Instant;
import java.util.Map;

/**
 * One thing that was done to a migration.
 *
 * @param at the server's time
 * @param by the role that did it
 * @param fingerprint what the migration meant then
 * @param action the verb: {@code backfill}, {@code reverse}, {@code verify}, {@code advance}, {@code rollback}, {@code apply}, ...
 * @param outcome what came of it: {@code done}, {@code clean}, {@code drift}, a phase, ...
 * @param reason why a condition was overruled; empty if none was
 * @param details numbers and names, never a value of a row
 */
public record HistoryEntry(
    Instant at,
    String by,
    String migration,
    String fingerprint,
    String action,
    String outcome,
    String reason,
    Map<String, Object> details) {}
