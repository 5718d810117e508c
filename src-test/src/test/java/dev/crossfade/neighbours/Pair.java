package dev.crossfade.neighbours;

import java.util.ArrayList;
import java.util.List;

/** Two applications side by side, and how far the rows are filled meanwhile: {@code none}, {@code half} or {@code all}. */
record Pair(Party first, Party second, String rows) {

  /** Every two phases in every state of the rows that one of them doesn't rule out by itself. */
  static List<Pair> all() {
    List<Party> parties = Party.all();
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < parties.size(); i++) {
      for (int j = i; j < parties.size(); j++) {
        Party first = parties.get(i);
        Party second = parties.get(j);
        boolean needsAll = second.is("cutover") || second.is("contract");
        if (!needsAll) {
          pairs.add(new Pair(first, second, "none"));
          pairs.add(new Pair(first, second, "half"));
        }
        pairs.add(new Pair(first, second, "all"));
      }
    }
    return pairs;
  }

  /** What can be had of the pair. */
  enum Promise {
    /** No row drifts, and every read is right. */
    KEPT,
    /** Every read is right, but a row may drift until its new side is written again from the old one. */
    READS,
    /** Something goes wrong. */
    NONE
  }

  Promise promise() {
    if (first.is("expand")) {
      boolean early = !second.newShape() && rows.equals("none");
      return early && second.is("expand")
          ? Promise.KEPT
          : early && second.is("dual-write") ? Promise.READS : Promise.NONE;
    }
    return first.is("contract") == second.is("contract") ? Promise.KEPT : Promise.NONE;
  }

  boolean has(String phase) {
    return first.is(phase) || second.is(phase);
  }

  @Override
  public String toString() {
    return first + " | " + second + " | " + rows;
  }
}
