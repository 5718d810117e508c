package dev.crossfade.migrator.backfill;

import dev.crossfade.mapping.Mapping;
import dev.crossfade.mapping.MappingException;
import dev.crossfade.mapping.MappingLoader;
import dev.crossfade.mapping.MappingSource;
import dev.crossfade.mapping.Migration;
import dev.crossfade.mapping.Phase;
import dev.crossfade.mapping.floor.Subject;
import dev.crossfade.migrator.shape.Bound;
import dev.crossfade.migrator.state.JobKind;
import dev.crossfade.rewrite.SqlExpressionSyntax;
import java.util.Optional;

/** Whether the mapping file still says what a run started with. What hasn't changed isn't parsed again. Not thread-safe. */
public final class FileWatch {
  private final Reader reader;
  private final Bound bound;
  private final JobKind kind;
  private Optional<MappingSource> known = Optional.empty();
  private Reading last = new Reading(Optional.empty(), Optional.empty());

  /** Reads the mapping file's text anew. */
  @FunctionalInterface
  public interface Reader {
    /** @throws MappingException if it can't be read */
    MappingSource read() throws MappingException;
  }

  public FileWatch(Reader reader, Bound bound, JobKind kind) {
    this.reader = reader;
    this.bound = bound;
    this.kind = kind;
  }

  /** Why a run of this kind isn't for a migration in this phase. */
  public static Optional<String> objection(Phase phase, JobKind kind) {
    boolean back = kind == JobKind.REVERSE || kind == JobKind.VERIFY_REVERSE;
    if (back) {
      // In cutover again, for what contract wrote until the last session had gone back.
      return phase == Phase.CONTRACT || phase == Phase.CUTOVER
          ? Optional.empty()
          : Optional.of(
              "it is in `" + phase.label()
                  + "`, where the old columns are written with every write; the way back is for `contract`, and for `cutover` after it");
    }
    return switch (phase) {
      case EXPAND ->
        Optional.of(
            "it is in `expand`: rows that are filled now would go stale with the next write; first `dual-write`");
      case DUAL_WRITE, COALESCE, CUTOVER -> Optional.empty();
      case CONTRACT ->
        Optional.of(
            "it is in `contract`, where the old columns are no longer written; the way back is --reverse");
    };
  }

  /**
   * What the file says now.
   *
   * @param pause why to wait: it is being edited, as it seems
   * @param stop why to end: it says something else
   */
  record Reading(Optional<String> pause, Optional<String> stop) {}

  /** Reads it once. */
  Reading look() {
    try {
      Optional<MappingSource> now = Optional.of(reader.read());
      if (!now.equals(known)) {
        known = now;
        last = unreadable();
        last = new Reading(
            Optional.empty(), stop(MappingLoader.load(now.get(), new SqlExpressionSyntax())));
      }
      return last;
    } catch (MappingException e) {
      return unreadable();
    }
  }

  private static Reading unreadable() {
    return new Reading(Optional.of("the mapping file can't be read as it is"), Optional.empty());
  }

  private Optional<String> stop(Mapping mapping) {
    String name = bound.migration().name();
    Optional<Migration> now = mapping.migrations().stream()
        .filter(migration -> migration.name().equals(name))
        .findFirst();
    if (now.isEmpty()) {
      return Optional.of("The mapping file has no `" + name + "` any more.");
    }
    if (!Subject.of(now.get(), bound.newTable().schema()).equals(bound.subject())) {
      return Optional.of("The mapping file means something else by `" + name + "` than it did.");
    }
    return objection(now.get().phase(), kind)
        .map(reason -> "The mapping file has changed `" + name + "`: " + reason + ".");
  }
}
