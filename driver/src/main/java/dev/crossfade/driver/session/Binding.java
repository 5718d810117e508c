package dev.crossfade.driver.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.crossfade.catalog.ObjectName;
import dev.crossfade.mapping.Mapping;
import dev.crossfade.mapping.Migration;
import dev.crossfade.mapping.Phase;
import dev.crossfade.rewrite.Snapshot;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A snapshot, the catalog's state that it was made of, and what has been planned under it. Thread-safe. */
final class Binding {
  /** An application may have a search_path per tenant. */
  private static final int MOST_NAMESPACES = 256;

  private static final BigDecimal ALL = BigDecimal.valueOf(100);

  private final Snapshot snapshot;
  private final List<String> path;
  private final List<ObjectName> tables;
  private final List<Claim> claims;
  private final List<Migration> drawn;
  private final Set<String> drawnNames;
  private final Set<String> allNew;
  private final Cache<Namespace.Key, Namespace> namespaces =
      Caffeine.newBuilder().maximumSize(MOST_NAMESPACES).executor(Runnable::run).build();
  private final AtomicInteger checked = new AtomicInteger();
  private volatile String digest;

  Binding(
      Snapshot snapshot,
      List<String> path,
      List<ObjectName> tables,
      List<Claim> claims,
      String digest) {
    this.snapshot = snapshot;
    this.claims = claims;
    this.path = path;
    this.tables = tables;
    this.digest = digest;
    List<Migration> cutover = snapshot.mapping().migrations().stream()
        .filter(m -> m.phase() == Phase.CUTOVER)
        .toList();
    drawn = cutover.stream()
        .filter(m -> m.reads().signum() > 0 && m.reads().compareTo(ALL) < 0)
        .sorted(Comparator.comparing(Migration::reads))
        .toList();
    drawnNames = Set.copyOf(drawn.stream().map(Migration::name).toList());
    allNew = Set.copyOf(cutover.stream()
        .filter(m -> m.reads().compareTo(ALL) >= 0)
        .map(Migration::name)
        .toList());
  }

  Snapshot snapshot() {
    return snapshot;
  }

  Mapping mapping() {
    return snapshot.mapping();
  }

  /** What a session that runs under it has to show to others. */
  List<Claim> claims() {
    return claims;
  }

  /** How many different answers a draw can have. */
  int draws() {
    return drawn.size() + 1;
  }

  /** Which answer {@code drawn}, from 0 to less than 100, is: the number of migrations that it leaves with the old shape. */
  int draw(double percent) {
    int old = 0;
    while (old < drawn.size() && drawn.get(old).reads().doubleValue() <= percent) {
      old++;
    }
    return old;
  }

  /** The migrations in cutover that read the new shape under this answer. */
  Set<String> newReads(int draw) {
    Set<String> names = new LinkedHashSet<>(allNew);
    drawn.subList(draw, drawn.size()).forEach(migration -> names.add(migration.name()));
    return Set.copyOf(names);
  }

  /** Migrations whose source of reads is drawn per transaction. */
  Set<String> drawnMigrations() {
    return drawnNames;
  }

  Namespace namespace(Namespace.Key key) {
    return namespaces.get(key, unused -> new Namespace(this, key));
  }

  /** Puts a fresh namespace in the place of one that the catalog has left behind. */
  void replace(Namespace old) {
    namespaces.asMap().remove(old.key(), old);
  }

  /** Whether the caller is the first to ask in this tick. */
  boolean isDue(int tick) {
    int last = checked.get();
    return last != tick && checked.compareAndSet(last, tick);
  }

  boolean isStillTrue(CatalogReader reader) throws SQLException {
    return tables.isEmpty() || reader.bindingDigest(path, tables).equals(digest);
  }

  /** Takes note of a catalog that nothing better can be bound to. */
  void accept(String newDigest) {
    digest = newDigest;
  }

  double plans() {
    return namespaces.asMap().values().stream().mapToDouble(Namespace::plans).sum();
  }
}
