package dev.crossfade.mapping;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was probably meant. */
public final class NearName {
  private static final int LONGEST = 63;

  private NearName() {}

  /** The candidate nearest to {@code typed}, if it is near enough to be a typing error. */
  public static Optional<String> of(String typed, Collection<String> candidates) {
    if (typed.length() > LONGEST) {
      return Optional.empty();
    }
    String plain = plain(typed);
    return candidates.stream()
        .filter(candidate -> !candidate.equals(typed))
        .filter(candidate ->
            isNear(distance(plain, plain(candidate)), Math.min(plain.length(), candidate.length())))
        .min(Comparator.comparingInt(candidate -> distance(plain, plain(candidate))));
  }

  private static boolean isNear(int distance, int length) {
    return distance < length && distance <= Math.max(1, Math.min(3, length / 3));
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
  }

  /** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours count one each. */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : step(a, b, d, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int step(String a, String b, int[][] d, int i, int j) {
    int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int best = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + cost);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
  }
}
