package dev.crossfade.migrator.verify;

import dev.crossfade.migrator.shape.KeyRange;
import dev.crossfade.migrator.shape.Stride;
import dev.crossfade.migrator.shape.Strides;
import dev.crossfade.migrator.shape.Walk;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Compares all rows on one connection, and keeps nothing of it. For a look beforehand, and where there is no state to keep. Stateless. */
public final class Survey {
  private static final long ROWS = 50_000;
  private static final long ALL = Long.MAX_VALUE;

  private Survey() {}

  /**
   * Compares what the walks see.
   *
   * @param keys how many keys to list of each kind
   * @param progress is told the rows of each chunk
   */
  public static Tally of(Connection connection, List<Walk> walks, int keys, LongConsumer progress)
      throws SQLException {
    Tally tally = Tally.NONE;
    for (Walk walk : walks) {
      Strides strides = new Strides(connection, walk.segment());
      Comparison comparison = new Comparison(connection, walk, keys);
      // Rows that go by their places move when they are written, so they are looked at in one
      // moment.
      long rows = walk.segment().key().isPlace() ? ALL : ROWS;
      Optional<KeyRange> rest = strides.all();
      while (rest.isPresent()) {
        Stride stride = strides.first(rest.get(), rows);
        Tally part = comparison.compare(stride.range());
        tally = tally.plus(part, keys);
        progress.accept(part.rows());
        rest = stride.last()
            ? Optional.empty()
            : Optional.of(rest.get().from(stride.range().upTo()));
      }
    }
    return tally;
  }

  /** Compares a share of the rows. */
  public static Tally sample(Connection connection, List<Walk> walks, double percent, int keys)
      throws SQLException {
    Tally tally = Tally.NONE;
    for (Walk walk : walks) {
      tally = tally.plus(new Comparison(connection, walk, keys).sample(percent), keys);
    }
    return tally;
  }
}
