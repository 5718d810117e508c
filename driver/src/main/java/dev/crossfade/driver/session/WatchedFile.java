package dev.crossfade.driver.session;

import dev.crossfade.mapping.Mapping;
import dev.crossfade.mapping.MappingException;
import dev.crossfade.mapping.MappingLoader;
import dev.crossfade.mapping.MappingSource;
import dev.crossfade.rewrite.SqlExpressionSyntax;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A mapping file and its last good reading. A changed text counts only when two looks in a row find it the same, so that half of a file that is being
 * written in place is not taken for the whole. Thread-safe.
 */
final class WatchedFile {
  private static final long GRACE_NANOS = 1_000_000_000L;

  private final MappingFile file;
  private final Metrics metrics;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Mapping mapping;
  private String judged = "";
  private @Nullable String candidate;
  private long unreadableSince;
  private boolean unreadable;
  private boolean reported;

  WatchedFile(MappingFile file, Metrics metrics) {
    this.file = file;
    this.metrics = metrics;
  }

  String name() {
    return file.name();
  }

  /**
   * The last good reading; the first caller's is read here and now.
   *
   * @throws MappingException with every problem (XF002), if there has never been a good one
   */
  Mapping mapping() throws MappingException {
    lock.lock();
    try {
      if (mapping == null) {
        MappingSource source = file.read();
        mapping = MappingLoader.load(source, new SqlExpressionSyntax());
        judged = source.text();
      }
      return mapping;
    } finally {
      lock.unlock();
    }
  }

  /** Looks at the file: a mapping, if it has a new good one. */
  Optional<Mapping> poll() {
    if (file.path().isEmpty()) {
      return Optional.empty();
    }
    lock.lock();
    try {
      return mapping == null ? Optional.empty() : changed();
    } finally {
      lock.unlock();
    }
  }

  private Optional<Mapping> changed() {
    String text;
    try {
      text = file.read().text();
    } catch (MappingException e) {
      missed(e);
      return Optional.empty();
    }
    unreadable = false;
    reported = false;
    if (text.equals(judged)) {
      candidate = null;
      return Optional.empty();
    }
    if (!text.equals(candidate)) {
      candidate = text;
      return Optional.empty();
    }
    candidate = null;
    judged = text;
    return load(text);
  }

  private Optional<Mapping> load(String text) {
    try {
      Mapping next =
          MappingLoader.load(new MappingSource(file.name(), text), new SqlExpressionSyntax());
      mapping = next;
      return Optional.of(next);
    } catch (MappingException e) {
      metrics.reload(false);
      Log.rejected(file.name(), e);
      return Optional.empty();
    }
  }

  /** Between the two steps of a replacement there may be no file for a moment. */
  private void missed(MappingException e) {
    long now = System.nanoTime();
    if (!unreadable) {
      unreadable = true;
      unreadableSince = now;
    } else if (!reported && now - unreadableSince > GRACE_NANOS) {
      reported = true;
      metrics.reload(false);
      Log.rejected(file.name(), e);
    }
  }
}
