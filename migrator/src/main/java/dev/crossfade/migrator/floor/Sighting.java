package dev.crossfade.migrator.floor;

import dev.crossfade.mapping.Phase;
import java.util.Optional;

/**
 * Sessions of one program on one machine.
 *
 * @param phase the phase that they show; absent for those that show none
 * @param agrees whether they mean the same by the migration; true where they show nothing
 * @param application their {@code application_name}, empty where they have none or the server hides it
 * @param client their address, empty for a local socket or where the server hides it
 */
public record Sighting(
    Optional<Phase> phase,
    boolean agrees,
    String application,
    String client,
    String role,
    int sessions) {

  /** Who they are, for people. */
  public String who() {
    String name = application.isEmpty() ? "unnamed" : application;
    return sessions + " × " + name + (client.isEmpty() ? "" : " at " + client)
        + (role.isEmpty() ? "" : " as " + role);
  }
}
