package dev.crossfade.demo;

import java.util.OptionalInt;

/**
 * A place on the way, as the mapping file spells it.
 *
 * @param reads the share of transactions that read the new shape, in percent; present in {@code cutover} only
 */
record Step(String phase, OptionalInt reads) {
  static final Step EXPAND = new Step("expand", OptionalInt.empty());
  static final Step DUAL_WRITE = new Step("dual-write", OptionalInt.empty());
  static final Step COALESCE = new Step("coalesce", OptionalInt.empty());
  static final Step CONTRACT = new Step("contract", OptionalInt.empty());

  static Step cutover(int percent) {
    return new Step("cutover", OptionalInt.of(percent));
  }

  @Override
  public String toString() {
    return reads.isPresent() ? phase + " " + reads.getAsInt() + "%" : phase;
  }
}
