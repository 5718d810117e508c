package dev.crossfade.driver.session;

import dev.crossfade.mapping.Shape;
import java.util.Optional;

/**
 * What a connection was opened with.
 *
 * @param configuration the value of {@code crossfade.config}, if the URL or the Properties gave one
 * @param witness whether the session shows its phase to others
 * @param database host and database for logs, without user and password
 * @param opener opens a connection like the session's own
 */
public record Settings(
    Optional<String> configuration, Shape shape, boolean witness, String database, Opener opener) {}
