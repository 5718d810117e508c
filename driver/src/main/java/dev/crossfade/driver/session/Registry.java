package dev.crossfade.driver.session;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the sessions of this process share: mapping files, what they are bound to, and the thread that watches them. It runs while a session is open. Thread-safe.
 */
final class Registry {
  static final Registry SHARED = new Registry(Metrics.find());

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int LOOKS_PER_TICK = 4;

  /** A server that doesn't answer holds up one of these threads, and never the watch. */
  private static final int MOST_KEEPERS = 4;

  private final ThreadPoolExecutor keepers = new ThreadPoolExecutor(
      MOST_KEEPERS,
      MOST_KEEPERS,
      1,
      TimeUnit.SECONDS,
      new LinkedBlockingQueue<>(),
      task -> daemon(task, "crossfade-witness"));
  private final Metrics metrics;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Database.Key, Database> databases = new HashMap<>();
  private final Map<String, WatchedFile> files = new HashMap<>();
  private @Nullable Thread watch;

  private Registry(Metrics metrics) {
    this.metrics = metrics;
    keepers.allowCoreThreadTimeOut(true);
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    return thread;
  }

  /** The database of this key, with one more session on it. */
  Database acquire(Database.Key key, MappingFile file, String name) throws SQLException {
    Database database;
    lock.lock();
    try {
      WatchedFile watched =
          files.computeIfAbsent(file.name(), unused -> new WatchedFile(file, metrics));
      database =
          databases.computeIfAbsent(key, unused -> new Database(key, name, watched, metrics));
      database.sessions++;
      if (watch == null) {
        watch = daemon(this::watch, "crossfade-mapping-watch");
        watch.start();
      }
    } finally {
      lock.unlock();
    }
    try {
      database.file().mapping();
      return database;
    } catch (SQLException e) {
      release(database);
      throw e;
    }
  }

  /** One session less. What no session uses is forgotten: the next one starts afresh. */
  void release(Database database) {
    lock.lock();
    try {
      database.sessions--;
      if (database.sessions > 0) {
        return;
      }
      databases.remove(database.key(), database);
      metrics.forget(database);
      if (databases.values().stream().noneMatch(other -> other.file() == database.file())) {
        files.remove(database.file().name(), database.file());
      }
      if (databases.isEmpty() && watch != null) {
        LockSupport.unpark(watch);
        watch = null;
      }
    } finally {
      lock.unlock();
    }
  }

  private void watch() {
    for (int looks = 1; isWatch(); looks++) {
      try {
        look(looks % LOOKS_PER_TICK == 0);
      } catch (RuntimeException e) {
        Log.unwatched(e);
      }
      LockSupport.parkNanos(this, LOOK_NANOS);
    }
  }

  private boolean isWatch() {
    lock.lock();
    try {
      return watch == Thread.currentThread();
    } finally {
      lock.unlock();
    }
  }

  private void look(boolean tick) {
    List<WatchedFile> watched;
    List<Database> bound;
    lock.lock();
    try {
      watched = List.copyOf(files.values());
      bound = List.copyOf(databases.values());
    } finally {
      lock.unlock();
    }
    for (WatchedFile file : watched) {
      file.poll()
          .ifPresent(mapping -> bound.stream()
              .filter(database -> database.file() == file)
              .forEach(database -> database.offer(mapping)));
    }
    if (tick) {
      bound.forEach(Database::tick);
    }
    bound.forEach(database -> database.lookAfterIdle(keepers));
  }
}
