package dev.crossfade.migrator.backfill;

import dev.crossfade.migrator.cli.Connector;
import dev.crossfade.migrator.shape.Bound;
import dev.crossfade.migrator.shape.Walk;
import dev.crossfade.migrator.state.Findings;
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Runs a backfill in this process: opens the job or joins it, has workers work on it, and watches what they should wait or stop for. */
public final class Backfill {
  private static final long CHUNK_ROWS = 50_000;
  private static final int LISTED = 100;

  private final Connector connector;
  private final Bound bound;
  private final JobKind kind;
  private final Pace pace;
  private final FileWatch file;
  private final Consumer<Status> view;
  private final List<Sign> signs = new ArrayList<>();
  private final Course course = new Course();

  /**
   * What came of a run.
   *
   * @param stop present if it ended before its end
   * @param failures rows that can't be written, the first of them
   * @param gaveWay how often a batch of this process gave way to someone else's lock
   */
  public record Result(
      JobProgress progress,
      Optional<Course.Stop> stop,
      List<Findings.Finding> failures,
      long gaveWay) {}

  /**
   * @param kind {@link JobKind#BACKFILL} or {@link JobKind#REVERSE}
   * @param view is told how it goes, in the thread that runs this
   */
  public Backfill(
      Connector connector,
      Bound bound,
      JobKind kind,
      Pace pace,
      Guards guards,
      Consumer<Status> view) {
    this.connector = connector;
    this.bound = bound;
    this.kind = kind;
    this.pace = pace;
    this.file = guards.file();
    this.view = view;
    Set<Long> relations = new HashSet<>();
    walks().forEach(walk -> relations.add(walk.segment().oid()));
    relations.add(bound.table().oid());
    relations.add(bound.newTable().oid());
    if (!guards.forced() && kind == JobKind.BACKFILL) {
      Neighbours neighbours = new Neighbours(bound);
      signs.add(neighbours::objection);
    }
    signs.addAll(Signs.of(guards.limits(), relations));
  }

  /**
   * What a run heeds.
   *
   * @param forced whether sessions that write one side alone are put up with
   */
  public record Guards(FileWatch file, Limits limits, boolean forced) {}

  /** To stop this run from another thread. */
  public Course course() {
    return course;
  }

  private List<Walk> walks() {
    return kind == JobKind.REVERSE ? bound.reverseWalks() : bound.walks();
  }

  /** Why it shouldn't start now, beyond the load: someone may write one side alone. */
  public Optional<String> objection(Connection connection) throws SQLException {
    return kind == JobKind.REVERSE ? Optional.empty() : new Neighbours(bound).objection(connection);
  }

  /** What this role isn't shown of the server's load. */
  public static Optional<String> blindSpot(Connection connection) throws SQLException {
    return Signs.blindSpot(connection);
  }

  /**
   * Runs until all is done, by whichever process, or something stops it. A table without a key is walked until a pass finds nothing to do: its rows move when they are written.
   *
   * @param anew whether to begin at the beginning although an interrupted run could be gone on with
   */
  public Result run(boolean anew) throws SQLException, InterruptedException {
    Result result = pass(anew);
    boolean moves = walks().stream().anyMatch(walk -> walk.segment().key().isPlace());
    while (moves && result.stop().isEmpty() && result.progress().changed() > 0) {
      result = pass(true);
    }
    return result;
  }

  private Result pass(boolean anew) throws SQLException, InterruptedException {
    Job job;
    try (Connection connection = connector.connect()) {
      job = new Jobs(connection).open(kind, Migrated.of(bound), "", walks(), anew);
      look(connection);
    }
    Crew crew = new Crew(
        connector,
        new Crew.Terms(pace.workers(), CHUNK_ROWS, pace.patience()),
        course,
        this::look,
        view);
    Optional<JobProgress> progress =
        crew.work(job, (same, worker) -> new Filling(same, worker, pace, course));
    try {
      return finish(job);
    } catch (SQLException e) {
      if (course.isStopped() && progress.isPresent()) {
        return new Result(progress.get(), course.stopped(), List.of(), course.timesGivenWay());
      }
      throw e;
    }
  }

  private void look(Connection connection) throws SQLException {
    FileWatch.Reading reading = file.look();
    reading.stop().ifPresent(reason -> course.stop(reason, true));
    course.setPause(reading.pause().isPresent() ? reading.pause() : reason(connection));
  }

  private Optional<String> reason(Connection connection) throws SQLException {
    for (Sign sign : signs) {
      Optional<String> reason = sign.reason(connection);
      if (reason.isPresent()) {
        return reason;
      }
    }
    return Optional.empty();
  }

  private Result finish(Job job) throws SQLException {
    try (Connection connection = connector.connect()) {
      Jobs jobs = new Jobs(connection);
      JobProgress progress = jobs.progress(job.id());
      Optional<Course.Stop> stop = course.stopped();
      if (stop.isEmpty()) {
        String outcome = progress.failed() > 0 ? "rows left" : "done";
        jobs.finish(
            job,
            outcome,
            Map.of(
                "rows", progress.scanned(),
                "changed", progress.changed(),
                "failed", progress.failed()));
        progress = jobs.progress(job.id());
      }
      return new Result(
          progress,
          stop,
          new Findings(connection).of(job.id(), "failed", LISTED),
          course.timesGivenWay());
    }
  }
}
