package dev.crossfade.migrator.plan;

/** Says why something of the old columns has no counterpart on the new ones that could be derived. */
final class Unmirrorable extends Exception {
  private static final long serialVersionUID = 1L;

  Unmirrorable(String reason) {
    super(reason);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
