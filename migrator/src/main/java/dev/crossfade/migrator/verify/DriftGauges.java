package dev.crossfade.migrator.verify;

import dev.crossfade.migrator.shape.DriftKind;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What sampling finds, as gauges: {@code crossfade.drift} by migration and kind, and {@code crossfade.drift.rows}, the rows that the last sample looked at. Thread-safe. */
public final class DriftGauges {
  private final Map<DriftKind, AtomicLong> kinds = new EnumMap<>(DriftKind.class);
  private final AtomicLong rows = new AtomicLong();

  public DriftGauges(MeterRegistry registry, String migration) {
    for (DriftKind kind : DriftKind.values()) {
      AtomicLong count = new AtomicLong();
      kinds.put(kind, count);
      Gauge.builder("crossfade.drift", count, AtomicLong::get)
          .description("Rows of the last sample that don't agree")
          .tag("migration", migration)
          .tag("kind", kind.label())
          .strongReference(true)
          .register(registry);
    }
    Gauge.builder("crossfade.drift.rows", rows, AtomicLong::get)
        .description("Rows of the last sample")
        .tag("migration", migration)
        .strongReference(true)
        .register(registry);
  }

  /** Takes in a sample. */
  public void show(Tally tally) {
    kinds.forEach((kind, count) -> count.set(tally.count(kind)));
    rows.set(tally.rows());
  }
}
