package dev.crossfade.migrator.state;

import dev.crossfade.migrator.shape.KeyRange;
import dev.crossfade.migrator.shape.Walk;

/**
 * A range of rows that one worker has claimed.
 *
 * @param number which of the job's walks
 * @param rest what is left to do of it
 */
public record Chunk(long id, int number, Walk walk, KeyRange rest) {}
