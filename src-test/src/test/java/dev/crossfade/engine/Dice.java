package dev.crossfade.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Choices from a seed. Not thread-safe. */
final class Dice {
  private final Random random;

  Dice(long seed) {
    random = new Random(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  int between(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  <T> T pick(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }

  @SafeVarargs
  final <T> T of(T... items) {
    return items[random.nextInt(items.length)];
  }

  /** At least {@code least} of the items, in random order. */
  <T> List<T> some(List<T> items, int least, int most) {
    List<T> all = shuffled(items);
    int size = Math.min(all.size(), between(least, Math.max(least, most)));
    return new ArrayList<>(all.subList(0, size));
  }

  <T> List<T> shuffled(List<T> items) {
    List<T> all = new ArrayList<>(items);
    Collections.shuffle(all, random);
    return all;
  }
}
