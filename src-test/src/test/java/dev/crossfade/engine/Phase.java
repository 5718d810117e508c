package dev.crossfade.engine;

import java.util.Locale;

/** The phases as the mapping file names them, in order. */
enum Phase {
  EXPAND,
  DUAL_WRITE,
  COALESCE,
  CUTOVER,
  CONTRACT;

  static Phase named(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  boolean writesBoth() {
    return this != EXPAND && this != CONTRACT;
  }

  boolean isNeighbourOf(Phase other) {
    return Math.abs(ordinal() - other.ordinal()) <= 1;
  }
}
