package dev.crossfade.neighbours;

import java.util.ArrayList;
import java.util.List;

/** One of the two applications: its phase, as a stage's label, and its shape. */
record Party(String phase, boolean newShape) {
  private static final List<String> PHASES =
      List.of("expand", "dual-write", "coalesce", "cutover-0", "cutover-100", "contract");

  static List<Party> all() {
    List<Party> parties = new ArrayList<>();
    for (String phase : PHASES) {
      parties.add(new Party(phase, false));
      if (!phase.equals("expand")) {
        parties.add(new Party(phase, true));
      }
    }
    return parties;
  }

  /** The stage whose mapping file has the phase. */
  String stage() {
    return switch (phase) {
      case "dual-write", "coalesce" -> phase + "-filled";
      case "contract" -> "contract-dropped";
      default -> phase;
    };
  }

  boolean is(String start) {
    return phase.startsWith(start);
  }

  @Override
  public String toString() {
    return phase + (newShape ? " (new shape)" : "");
  }
}
