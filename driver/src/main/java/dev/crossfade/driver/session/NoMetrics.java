package dev.crossfade.driver.session;

import dev.crossfade.rewrite.Traits;

/** Counts nothing. */
final class NoMetrics implements Metrics {
  private static final Executions NONE = () -> {};

  @Override
  public Executions executions(Kind kind, Traits traits) {
    return NONE;
  }

  @Override
  public void planCache(boolean hit) {}

  @Override
  public void planned(long nanos) {}

  @Override
  public void reload(boolean loaded) {}

  @Override
  public void watch(Database database) {}

  @Override
  public void forget(Database database) {}
}
