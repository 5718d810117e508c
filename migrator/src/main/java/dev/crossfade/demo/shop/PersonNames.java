package dev.crossfade.demo.shop;

import java.util.List;
import java.util.random.RandomGenerator;

/** Full names as people give them: of one word, of two, of more, and not only in ASCII. */
final class PersonNames {
  private static final List<String> FIRST = List.of(
      "Ada", "Björn", "Chidi", "Dolores", "Élodie", "Fatima", "Goran", "Hana", "Ivo", "Jun", "Kofi",
      "Lena", "Mary", "Noor", "O'Neil");
  private static final List<String> LAST = List.of(
      "Abe",
      "Brontë",
      "Castillo",
      "de la Cruz",
      "Eze",
      "Fischer",
      "García Márquez",
      "Ann Lee",
      "Ivanova",
      "Jones",
      "van der Berg");

  private final RandomGenerator random;

  PersonNames(RandomGenerator random) {
    this.random = random;
  }

  String next() {
    var first = FIRST.get(random.nextInt(FIRST.size()));
    return switch (random.nextInt(6)) {
      case 0 -> first;
      case 1 -> first + " " + LAST.get(random.nextInt(LAST.size())) + " " + random.nextInt(10_000);
      default -> first + " " + LAST.get(random.nextInt(LAST.size()));
    };
  }
}
