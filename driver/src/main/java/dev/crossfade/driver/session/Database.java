package dev.crossfade.driver.session;

import dev.crossfade.mapping.Mapping;
import dev.crossfade.mapping.MappingException;
import dev.crossfade.mapping.Migration;
import dev.crossfade.mapping.Problem;
import dev.crossfade.mapping.Transition;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/**
 * A mapping file bound to one database: what is in force there, for all sessions that began with the same search_path. Thread-safe.
 *
 * <p>The watching thread has no connection, so it only leaves a new mapping here ({@link #offer}); the next session that is between two transactions binds it,
 * and the others wait for that as long as a binding takes.
 */
final class Database {
  private static final AtomicLong VERSIONS = new AtomicLong();
  private static final long PATIENCE_MILLIS = 2_000;
  private static final int TICKS_PER_RETRY = 5;
  private static final int LOOKS_WITHOUT_TRAFFIC = 3;

  private final Key key;
  private final String name;
  private final WatchedFile file;
  private final Metrics metrics;
  private final ReentrantLock binding = new ReentrantLock();
  private final AtomicInteger epoch = new AtomicInteger();
  private final AtomicInteger ticks = new AtomicInteger();
  private final AtomicReference<@Nullable Mapping> pending = new AtomicReference<>();
  private volatile @Nullable Binding inForce;
  private volatile List<Problem> disagreement = List.of();
  private volatile Set<Expressions.Subject> sound = Set.of();

  /** A mapping that the catalog contradicts, and how: the catalog may yet come to agree, without another edit of the file. */
  private volatile @Nullable Mapping contradicted;

  private volatile List<Problem> contradiction = List.of();

  /** Sessions that show their phase. */
  private final Set<Session> shown = ConcurrentHashMap.newKeySet();

  private final AtomicBoolean binder = new AtomicBoolean();

  /** Used by the watch alone. */
  private int looksAtPending;

  /** Guarded by the registry's lock. */
  int sessions;

  /**
   * What makes two sessions see the same tables under the same names.
   *
   * @param path the schemas of the search_path that the sessions began with
   */
  record Key(String server, long database, String file, List<String> path) {}

  Database(Key key, String name, WatchedFile file, Metrics metrics) {
    this.key = key;
    this.name = name;
    this.file = file;
    this.metrics = metrics;
  }

  Key key() {
    return key;
  }

  String name() {
    return name;
  }

  WatchedFile file() {
    return file;
  }

  Metrics metrics() {
    return metrics;
  }

  /** Counts up whenever a session may have something to do. */
  int epoch() {
    return epoch.get();
  }

  /** Counts the times at which the catalog is due for a look. */
  int ticks() {
    return ticks.get();
  }

  void tick() {
    Mapping again = contradicted;
    if (ticks.incrementAndGet() % TICKS_PER_RETRY == 0 && again != null) {
      pending.compareAndSet(null, again);
    }
    epoch.incrementAndGet();
  }

  void changed() {
    epoch.incrementAndGet();
  }

  /** Takes a new reading of the file, to be bound by the next session that can. */
  void offer(Mapping mapping) {
    Binding current = inForce;
    List<Problem> problems =
        current == null ? List.of() : Transition.check(current.mapping(), mapping);
    contradicted = null;
    contradiction = List.of();
    if (problems.isEmpty()) {
      pending.set(mapping);
      epoch.incrementAndGet();
    } else {
      pending.set(null);
      metrics.reload(false);
      Log.rejected(name, file.name(), problems);
    }
  }

  /**
   * What is in force; the first caller binds it.
   *
   * @throws SQLException XF002 with every problem, if nothing has ever been in force
   */
  Binding open(CatalogReader reader) throws SQLException {
    Binding current = inForce;
    if (current != null) {
      return current;
    }
    boolean locked = lock();
    try {
      current = inForce;
      if (current != null) {
        return current;
      }
      Binder.Result result = bind(file.mapping(), reader);
      if (!result.problems().isEmpty()) {
        throw new MappingException(result.problems());
      }
      return publish(result.binding().orElseThrow());
    } finally {
      unlock(locked);
    }
  }

  /** Binds what the file has been changed to, or waits for a peer that is doing so. */
  Binding catchUp(Binding seen, CatalogReader reader, Witness witness) throws SQLException {
    bindPending(reader, witness);
    Binding current = inForce;
    return current == null ? seen : current;
  }

  /** Binds what the file has been changed to, if floor and peers have nothing against it. */
  void bindPending(CatalogReader reader, Witness witness) throws SQLException {
    if (pending.get() == null) {
      return;
    }
    boolean locked = lock();
    try {
      Mapping next = pending.get();
      if (next != null) {
        judge(next, reader, witness);
      }
    } finally {
      unlock(locked);
    }
  }

  private void judge(Mapping next, CatalogReader reader, Witness witness) throws SQLException {
    List<Problem> problems = problemsOf(next, reader, witness);
    if (problems.isEmpty()) {
      contradicted = null;
      metrics.reload(true);
    } else {
      contradicted = next;
      if (!problems.equals(contradiction)) {
        metrics.reload(false);
        Log.rejected(name, file.name(), problems);
      }
    }
    contradiction = problems;
    // Unless the file has changed once more.
    pending.compareAndSet(next, null);
  }

  private List<Problem> problemsOf(Mapping next, CatalogReader reader, Witness witness)
      throws SQLException {
    try {
      Binder.Result result = bind(next, reader);
      if (!result.problems().isEmpty()) {
        return result.problems();
      }
      Binding bound = result.binding().orElseThrow();
      List<Problem> problems = witness.objections(bound);
      if (problems.isEmpty()) {
        publish(bound);
      }
      return problems;
    } catch (SQLException e) {
      if (Probe.isFatal(e)) {
        throw e;
      }
      // Must not come back with every statement: tried again with the next retry.
      String found = "a catalog that can't be asked: SQLSTATE " + e.getSQLState();
      Log.unchecked(name, e);
      return List.of(new Problem(
          next.location(), found, "read access to the system catalog", Optional.empty()));
    }
  }

  private Binder.Result bind(Mapping mapping, CatalogReader reader) throws SQLException {
    Binder.Result result =
        new Binder(reader, key.path(), sound).bind(mapping, VERSIONS.incrementAndGet());
    sound = result.sound();
    return result;
  }

  /** Compares the catalog with what the binding in force was made of, and binds anew if they differ. */
  Binding compare(Binding seen, CatalogReader reader) throws SQLException {
    if (!binding.tryLock()) {
      return seen;
    }
    try {
      Binding current = inForce;
      if (current == null || current.isStillTrue(reader)) {
        return current == null ? seen : current;
      }
      Binder.Result result = bind(current.mapping(), reader);
      if (!result.problems().isEmpty() && !result.problems().equals(disagreement)) {
        Log.catalogDisagrees(name, result.problems());
      }
      disagreement = result.problems();
      if (result.binding().isPresent()) {
        return publish(result.binding().get());
      }
      // Nothing better is to be had until the catalog changes again.
      current.accept(result.digest());
      return current;
    } finally {
      binding.unlock();
    }
  }

  /** What a transaction sees that has changed the catalog itself: the same mapping over the tables as they are in there. */
  Binding within(Binding pinned, CatalogReader reader) throws SQLException {
    if (pinned.isStillTrue(reader)) {
      return pinned;
    }
    return new Binder(reader, key.path(), sound)
        .structure(pinned.mapping(), VERSIONS.incrementAndGet())
        .binding()
        .orElse(pinned);
  }

  void join(Session session) {
    shown.add(session);
  }

  void leave(Session session) {
    shown.remove(session);
  }

  /**
   * Sees to it that an idle session, too, shows the phase that is in force. A change of the file that no session has bound for want of traffic is bound over a
   * connection of its own: a question to the catalog may fail, and must not do so in a transaction that an application is about to begin.
   */
  void lookAfterIdle(Executor keepers) {
    if (pending.get() == null) {
      looksAtPending = 0;
    } else if (++looksAtPending % LOOKS_WITHOUT_TRAFFIC == 0) {
      shown.stream()
          .findAny()
          .filter(session -> binder.compareAndSet(false, true))
          .ifPresent(session -> keepers.execute(() -> bindWithoutTraffic(session.opener())));
    }
    Binding current = inForce;
    if (current != null) {
      for (Session session : shown) {
        if (session.isBehind(current)) {
          keepers.execute(() -> session.followIfIdle(current));
        }
      }
    }
  }

  private void bindWithoutTraffic(Opener opener) {
    try (BaseConnection connection = opener.open()) {
      Probe probe = new Probe(connection);
      bindPending(new CatalogReader(probe), new Witness(true, probe, name));
    } catch (SQLException e) {
      Log.unchecked(name, e);
    } finally {
      binder.set(false);
    }
  }

  private Binding publish(Binding next) {
    Binding before = inForce;
    inForce = next;
    if (before == null || !before.mapping().equals(next.mapping())) {
      Log.inForce(name, file.name(), next.snapshot());
      metrics.forget(this);
      metrics.watch(this);
    }
    epoch.incrementAndGet();
    return next;
  }

  private boolean lock() {
    try {
      // A peer whose connection hangs must not hold up everyone else's.
      return binding.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void unlock(boolean locked) {
    if (locked) {
      binding.unlock();
    }
  }

  double version() {
    Binding current = inForce;
    return current == null ? 0 : current.snapshot().version();
  }

  double plans() {
    Binding current = inForce;
    return current == null ? 0 : current.plans();
  }

  double phase(String migration) {
    Binding current = inForce;
    return current == null
        ? Double.NaN
        : current.mapping().migrations().stream()
            .filter(m -> m.name().equals(migration))
            .mapToDouble(m -> m.phase().ordinal())
            .findFirst()
            .orElse(Double.NaN);
  }

  List<Migration> migrations() {
    Binding current = inForce;
    return current == null ? List.of() : current.mapping().migrations();
  }
}
