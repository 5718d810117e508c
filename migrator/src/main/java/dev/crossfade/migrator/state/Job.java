package dev.crossfade.migrator.state;

import dev.crossfade.migrator.shape.Walk;
import java.util.List;

/**
 * An open job.
 *
 * @param joined whether it was there already: another process works on it, or one was interrupted
 */
public record Job(long id, JobKind kind, Migrated migrated, List<Walk> walks, boolean joined) {}
