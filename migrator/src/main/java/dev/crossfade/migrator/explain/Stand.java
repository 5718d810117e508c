package dev.crossfade.migrator.explain;

import dev.crossfade.mapping.Mapping;
import dev.crossfade.mapping.Migration;
import dev.crossfade.mapping.Phase;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A place on the way where migrations stand: a phase, in cutover with all or no reads on the new shape.
 *
 * @param label as on the command line: a phase's word, {@code cutover-old} for the transactions outside the share
 */
public record Stand(String label, Phase phase, BigDecimal reads) {
  private static final BigDecimal NO_READS = BigDecimal.ZERO;
  private static final BigDecimal ALL_READS = BigDecimal.valueOf(100);

  /** All of them, in order. */
  public static final List<Stand> ALL = List.of(
      new Stand("expand", Phase.EXPAND, NO_READS),
      new Stand("dual-write", Phase.DUAL_WRITE, NO_READS),
      new Stand("coalesce", Phase.COALESCE, NO_READS),
      new Stand("cutover-old", Phase.CUTOVER, NO_READS),
      new Stand("cutover", Phase.CUTOVER, ALL_READS),
      new Stand("contract", Phase.CONTRACT, ALL_READS));

  /** The stands of these labels, all if none is given; empty if one is unknown. */
  public static List<Stand> named(List<String> labels) {
    if (labels.isEmpty()) {
      return ALL;
    }
    List<String> asked =
        labels.stream().map(label -> label.toLowerCase(Locale.ROOT)).toList();
    List<Stand> found =
        ALL.stream().filter(stand -> asked.contains(stand.label)).toList();
    return found.size() == Set.copyOf(asked).size() ? found : List.of();
  }

  /** The mapping with the migrations of these names here and all others where they are. */
  public Mapping of(Mapping mapping, Set<String> names) {
    Stream<Migration> migrations = mapping.migrations().stream()
        .map(
            migration -> names.contains(migration.name()) ? migration.in(phase, reads) : migration);
    return new Mapping(mapping.unsupported(), migrations.toList(), mapping.location());
  }
}
