package dev.crossfade.driver.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.crossfade.rewrite.Context;
import dev.crossfade.rewrite.GeneratedKeys;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that a statement's meaning depends on besides its text: names, snapshot, shape and draw; and the plans made under it. Thread-safe. */
final class Scope {
  /** Characters of SQL, with an allowance for what hangs on each plan: some 10,000 plans of ordinary length. */
  private static final long MOST_WEIGHT = 12_000_000;

  private static final int PLAN_WEIGHT = 600;

  private final Namespace namespace;
  private final Context context;
  private final Cache<Key, Plan> plans;

  private record Key(String sql, GeneratedKeys keys) {}

  Scope(Namespace namespace, Set<String> newReads) {
    this.namespace = namespace;
    this.context = new Context(
        namespace.binding().snapshot(),
        namespace.key().shape(),
        newReads,
        namespace,
        namespace.key().standardStrings());
    this.plans = Caffeine.newBuilder()
        .maximumWeight(MOST_WEIGHT)
        .weigher((Key key, Plan plan) -> PLAN_WEIGHT + 2 * key.sql().length())
        .executor(Runnable::run)
        .build();
  }

  Namespace namespace() {
    return namespace;
  }

  Context context() {
    return context;
  }

  @Nullable
  Plan known(String sql, GeneratedKeys keys) {
    return plans.getIfPresent(new Key(sql, keys));
  }

  void keep(String sql, GeneratedKeys keys, Plan plan) {
    plans.put(new Key(sql, keys), plan);
  }

  double plans() {
    return plans.estimatedSize();
  }
}
