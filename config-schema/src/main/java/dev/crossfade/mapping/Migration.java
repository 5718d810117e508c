package dev.crossfade.mapping;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One named change of one table: a set of old columns becomes a set of new columns. The short form {@code rename} is spelled out here as
 * {@code forward} and {@code backward} over quoted identifiers. All names are folded and unquoted; maps keep the file's order.
 *
 * @param oldColumns O; empty for a new column that old code never names
 * @param forward new column to f, an expression over the old columns
 * @param backward old column to b, an expression over the new columns
 * @param reads the share of transactions that read the new shape in {@code cutover}, percent from 0 to 100; 0 before, 100 after
 * @param rename whether every column only changes its name
 * @param accept the objects and conditions that the migration accepts ({@code lossy}, triggers, ...)
 * @param was the old columns as they were, required in {@code contract}
 */
public record Migration(
    String name,
    TableName table,
    Phase phase,
    BigDecimal reads,
    List<String> oldColumns,
    Map<String, Expression> forward,
    Map<String, Expression> backward,
    boolean rename,
    Lossless lossless,
    boolean monotone,
    boolean sessionIndependent,
    Set<String> accept,
    Optional<NewTable> newTable,
    Map<String, OldColumn> was,
    Location location) {

  /** The same migration as seen from one table: these are its columns there. */
  public Migration over(List<String> columns) {
    return new Migration(
        name,
        table,
        phase,
        reads,
        List.copyOf(columns),
        Map.of(),
        backward,
        rename,
        lossless,
        monotone,
        sessionIndependent,
        accept,
        newTable,
        was,
        location);
  }

  /** The same migration with other words on what the old columns were. */
  public Migration was(Map<String, OldColumn> columns) {
    return new Migration(
        name,
        table,
        phase,
        reads,
        oldColumns,
        forward,
        backward,
        rename,
        lossless,
        monotone,
        sessionIndependent,
        accept,
        newTable,
        Collections.unmodifiableMap(new LinkedHashMap<>(columns)),
        location);
  }

  /** N, in the file's order. */
  public List<String> newColumns() {
    return List.copyOf(forward.keySet());
  }

  /** The same migration in another phase; {@code share} is the share of reads, percent from 0 to 100. */
  public Migration in(Phase other, BigDecimal share) {
    return new Migration(
        name,
        table,
        other,
        share,
        oldColumns,
        forward,
        backward,
        rename,
        lossless,
        monotone,
        sessionIndependent,
        accept,
        newTable,
        was,
        location);
  }
}
