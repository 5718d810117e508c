package dev.crossfade.neighbours;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One write by the first or second application. */
record Step(boolean second, Kind kind, int id, int value) {
  enum Kind {
    INSERT,
    UPSERT,
    UPDATE,
    DELETE_FOUND
  }

  static List<Step> trace(long seed, int length, int values) {
    Random random = new Random(seed);
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      Kind kind = Kind.values()[random.nextInt(4)];
      int id = kind == Kind.INSERT || kind == Kind.UPSERT && random.nextBoolean()
          ? 20 + random.nextInt(3)
          : 1 + random.nextInt(4);
      steps.add(new Step(random.nextBoolean(), kind, id, random.nextInt(values)));
    }
    return steps;
  }
}
