package dev.crossfade.driver.session;

import dev.crossfade.mapping.Migration;
import dev.crossfade.rewrite.Traits;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Counts in Micrometer's global registry. The only class that links to Micrometer. */
final class MicrometerMetrics implements Metrics {
  private static final String NO_MIGRATION = "none";

  private final MeterRegistry registry = io.micrometer.core.instrument.Metrics.globalRegistry;
  private final Counter hits = registry.counter("crossfade.plan.cache", "result", "hit");
  private final Counter misses = registry.counter("crossfade.plan.cache", "result", "miss");
  private final Timer planning = registry.timer("crossfade.planning");
  private final Counter loaded = registry.counter("crossfade.reloads", "result", "loaded");
  private final Counter rejected = registry.counter("crossfade.reloads", "result", "rejected");
  private final Map<Database, List<Meter>> gauges = new ConcurrentHashMap<>();

  @Override
  public Executions executions(Kind kind, Traits traits) {
    String outcome = kind.name().toLowerCase(Locale.ROOT);
    Set<String> migrations =
        traits.migrations().isEmpty() ? Set.of(NO_MIGRATION) : traits.migrations();
    List<Counter> counters = new ArrayList<>();
    for (String migration : migrations) {
      counters.add(
          registry.counter("crossfade.statements", "outcome", outcome, "migration", migration));
    }
    if (traits.readSource() != Traits.ReadSource.NONE) {
      counters.add(registry.counter(
          "crossfade.reads", "source", traits.readSource().name().toLowerCase(Locale.ROOT)));
    }
    Counter[] all = counters.toArray(Counter[]::new);
    return () -> {
      for (Counter counter : all) {
        counter.increment();
      }
    };
  }

  @Override
  public void planCache(boolean hit) {
    (hit ? hits : misses).increment();
  }

  @Override
  public void planned(long nanos) {
    planning.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void reload(boolean good) {
    (good ? loaded : rejected).increment();
  }

  @Override
  public void watch(Database database) {
    Tag of = Tag.of("database", database.name());
    List<Meter> meters = new ArrayList<>();
    meters.add(Gauge.builder("crossfade.snapshot.version", database, Database::version)
        .tags(Tags.of(of))
        .register(registry));
    meters.add(Gauge.builder("crossfade.plan.cache.size", database, Database::plans)
        .tags(Tags.of(of))
        .register(registry));
    for (Migration migration : database.migrations()) {
      String name = migration.name();
      meters.add(
          Gauge.builder("crossfade.migration.phase", database, watched -> watched.phase(name))
              .description("0 expand, 1 dual-write, 2 coalesce, 3 cutover, 4 contract")
              .tags(Tags.of(of, Tag.of("migration", name)))
              .register(registry));
    }
    gauges.put(database, meters);
  }

  @Override
  public void forget(Database database) {
    List<Meter> meters = gauges.remove(database);
    if (meters != null) {
      meters.forEach(registry::remove);
    }
  }
}
