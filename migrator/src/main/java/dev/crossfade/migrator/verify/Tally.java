package dev.crossfade.migrator.verify;

import dev.crossfade.migrator.shape.DriftKind;
import dev.crossfade.migrator.state.Findings.Finding;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a comparison found.
 *
 * @param rows how many rows were compared
 * @param kinds how many of them don't agree, by kind
 * @param failed rows on which an expression fails, so that nothing can be said of them
 * @param findings the first of those rows
 */
public record Tally(long rows, Map<DriftKind, Long> kinds, long failed, List<Finding> findings) {

  /** Nothing yet. */
  public static final Tally NONE = new Tally(0, Map.of(), 0, List.of());

  /** Rows to be mended. */
  public long drifted() {
    return kinds.entrySet().stream()
        .filter(kind -> kind.getKey().isDrift())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** How many rows are of this kind. */
  public long count(DriftKind kind) {
    return kinds.getOrDefault(kind, 0L);
  }

  /** Both, with this many findings of each kind at most. */
  public Tally plus(Tally other, int keys) {
    Map<DriftKind, Long> sums = new EnumMap<>(DriftKind.class);
    sums.putAll(kinds);
    other.kinds.forEach((kind, count) -> sums.merge(kind, count, Long::sum));
    List<Finding> all = new ArrayList<>(findings);
    for (Finding finding : other.findings) {
      if (all.stream().filter(one -> one.kind().equals(finding.kind())).count() < keys) {
        all.add(finding);
      }
    }
    return new Tally(rows + other.rows, Map.copyOf(sums), failed + other.failed, List.copyOf(all));
  }
}
