package dev.crossfade.migrator.verify;

import dev.crossfade.migrator.cli.Connector;
import dev.crossfade.migrator.shape.Bound;
import dev.crossfade.migrator.shape.DriftKind;
import dev.crossfade.migrator.shape.Walk;
import dev.crossfade.migrator.state.Findings;
import dev.crossfade.migrator.state.Findings.Finding;
import dev.crossfade.migrator.state.Job;
import dev.crossfade.migrator.state.JobKind;
import dev.crossfade.migrator.state.JobProgress;
import dev.crossfade.migrator.state.Jobs;
import dev.crossfade.migrator.state.Migrated;
import dev.crossfade.migrator.work.Course;
import dev.crossfade.migrator.work.Crew;
import dev.crossfade.migrator.work.Status;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Compares every row of a migration, shared with other processes, and notes in the history whether it was clean. */
public final class Verification {
  private static final long CHUNK_ROWS = 50_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Connector connector;
  private final Bound bound;
  private final JobKind kind;
  private final int workers;
  private final int keys;
  private final Course course = new Course();

  /**
   * What came of a run.
   *
   * @param stop present if it ended before its end
   * @param clean whether it came to its end and every row agrees
   * @param findings the first rows of each kind that don't
   */
  public record Result(
      JobProgress progress, Optional<Course.Stop> stop, boolean clean, List<Finding> findings) {}

  /**
   * @param kind {@link JobKind#VERIFY} or {@link JobKind#VERIFY_REVERSE}
   * @param keys how many keys to list of each kind
   */
  public Verification(Connector connector, Bound bound, JobKind kind, int workers, int keys) {
    this.connector = connector;
    this.bound = bound;
    this.kind = kind;
    this.workers = workers;
    this.keys = keys;
  }

  /** To stop this run from another thread. */
  public Course course() {
    return course;
  }

  /** The passes of this kind of run. */
  public static List<Walk> walks(Bound bound, JobKind kind) {
    return kind == JobKind.VERIFY_REVERSE ? bound.reverseWalks() : bound.walks();
  }

  /**
   * Whether rows of these counts are as the mapping file says: none has drifted, none fails, and none loses anything where the file promises that none does.
   */
  public static boolean isClean(Bound bound, long drifted, long failed, long lossy) {
    return drifted == 0
        && failed == 0
        && (lossy == 0 || !bound.migration().lossless().keepsOld());
  }

  /**
   * Runs until all is compared, by whichever process, or something stops it.
   *
   * @param anew whether to begin at the beginning although an interrupted run could be gone on with
   * @param view is told how it goes, in this thread
   */
  public Result run(boolean anew, Consumer<Status> view) throws SQLException, InterruptedException {
    Job job;
    try (Connection connection = connector.connect()) {
      job = new Jobs(connection).open(kind, Migrated.of(bound), "", walks(bound, kind), anew);
    }
    Crew crew = new Crew(
        connector, new Crew.Terms(workers, CHUNK_ROWS, PATIENCE), course, connection -> {}, view);
    crew.work(job, (same, worker) -> new Comparing(same, worker, course, keys));
    return finish(job);
  }

  private Result finish(Job job) throws SQLException {
    try (Connection connection = connector.connect()) {
      Jobs jobs = new Jobs(connection);
      JobProgress progress = jobs.progress(job.id());
      JobProgress.Drift drift = progress.drift();
      Optional<Course.Stop> stop = course.stopped();
      boolean clean =
          stop.isEmpty() && isClean(bound, drift.drifted(), progress.failed(), drift.lossy());
      if (stop.isEmpty()) {
        jobs.finish(
            job,
            clean ? "clean" : "drift",
            Map.of(
                "rows", progress.scanned(),
                "missing", drift.missing(),
                "extra", drift.extra(),
                "different", drift.different(),
                "lossy", drift.lossy(),
                "failed", progress.failed()));
      }
      return new Result(jobs.progress(job.id()), stop, clean, findings(connection, job));
    }
  }

  private List<Finding> findings(Connection connection, Job job) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    Findings all = new Findings(connection);
    List<String> kinds = Stream.concat(
            Stream.of(DriftKind.values()).map(DriftKind::label), Stream.of("failed"))
        .toList();
    for (String word : kinds) {
      findings.addAll(all.of(job.id(), word, keys));
    }
    return List.copyOf(findings);
  }
}
