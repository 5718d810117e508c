package dev.crossfade.migrator.work;

import dev.crossfade.migrator.state.JobProgress;
import java.util.Optional;

/**
 * How a run is going.
 *
 * @param rate rows looked at in a second, all processes together, lately
 * @param waiting why nothing goes on at the moment, if so
 */
public record Status(JobProgress progress, double rate, Optional<String> waiting) {}
