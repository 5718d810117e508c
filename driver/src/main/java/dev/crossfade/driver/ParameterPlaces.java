package dev.crossfade.driver;

import dev.crossfade.driver.session.PlannedText;
import java.util.Arrays;

/** Where each of the application's parameters stands in the text for the server: possibly in several places. */
final class ParameterPlaces {
  private final int[] first;
  private final int[] next;

  ParameterPlaces(PlannedText planned) {
    int[] sources = planned.sources();
    first = new int[planned.parameters()];
    next = new int[sources.length];
    Arrays.fill(first, -1);
    for (int place = sources.length - 1; place >= 0; place--) {
      if (sources[place] < 0) {
        continue;
      }
      next[place] = first[sources[place]];
      first[sources[place]] = place;
    }
  }

  int parameters() {
    return first.length;
  }

  /** The first place of a parameter, both from 0, or -1 if it has none. */
  int first(int parameter) {
    return first[parameter];
  }

  /** The place after this one that takes the same parameter, or -1. */
  int next(int place) {
    return next[place];
  }

  boolean several(int parameter) {
    return first[parameter] >= 0 && next[first[parameter]] >= 0;
  }
}
