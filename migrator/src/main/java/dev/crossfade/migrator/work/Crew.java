package dev.crossfade.migrator.work;

import dev.crossfade.migrator.cli.Connector;
import dev.crossfade.migrator.state.Job;
import dev.crossfade.migrator.state.JobProgress;
import dev.crossfade.migrator.state.Jobs;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** The workers of this process on one job, and whoever watches over them. */
public final class Crew {
  private static final long TICK_MILLIS = 250;

  private final Connector connector;
  private final Terms terms;
  private final Course course;
  private final Watch watch;
  private final Consumer<Status> view;
  private final Rate rate = new Rate();
  private Optional<JobProgress> lastSeen = Optional.empty();

  /**
   * What workers work under.
   *
   * @param workers how many there are in this process
   * @param chunkRows how many rows they claim at a time
   * @param patience how long they wait for a server that is away
   */
  public record Terms(int workers, long chunkRows, Duration patience) {}

  /** A worker's name, which no other worker of any process has, and its task. */
  record Member(String name, ChunkTask task) {}

  /** Looks at what a run should wait for, or end for, and tells its course. */
  @FunctionalInterface
  public interface Watch {
    /** Called several times a second, on a connection of the watch's own. */
    void look(Connection connection) throws SQLException;
  }

  /** @param view is told how it goes, in the thread that runs this */
  public Crew(Connector connector, Terms terms, Course course, Watch watch, Consumer<Status> view) {
    this.connector = connector;
    this.terms = terms;
    this.course = course;
    this.watch = watch;
    this.view = view;
  }

  /**
   * Works until all of the job is done, by whichever process, or the course says stop.
   *
   * @param task makes a worker's task of the job and the worker's name
   * @return how far the job is, as last seen; absent if the server was away all along
   */
  public Optional<JobProgress> work(Job job, BiFunction<Job, String, ChunkTask> task)
      throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(terms.workers());
    try {
      List<Future<Void>> workers = new ArrayList<>();
      for (int number = 0; number < terms.workers(); number++) {
        String name = "process " + ProcessHandle.current().pid() + " " + UUID.randomUUID();
        Member member = new Member(name, task.apply(job, name));
        workers.add(threads.submit(new ChunkWorker(connector, job, member, course, terms)));
      }
      while (!workers.stream().allMatch(Future::isDone)) {
        watch(job, workers);
      }
      for (Future<Void> worker : workers) {
        worker.get();
      }
      return lastSeen;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private void watch(Job job, List<Future<Void>> workers) throws InterruptedException {
    try (Connection connection = connector.connect()) {
      Jobs jobs = new Jobs(connection);
      while (!workers.stream().allMatch(Future::isDone)) {
        watch.look(connection);
        show(jobs.progress(job.id()));
        tick(workers);
      }
    } catch (SQLException e) {
      // The workers have met it too, and know how long to wait.
      if (Trouble.of(e) == Trouble.FATAL) {
        course.fail(e);
      }
      tick(workers);
    }
  }

  /** Waits for a moment, or until the last worker is done if that is earlier. */
  private static void tick(List<Future<Void>> workers) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);
    for (Future<Void> worker : workers) {
      try {
        worker.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (ExecutionException e) {
        // Told at the end.
        continue;
      } catch (TimeoutException e) {
        return;
      }
    }
  }

  private void show(JobProgress progress) {
    lastSeen = Optional.of(progress);
    view.accept(new Status(
        progress, rate.observe(progress.scanned(), System.nanoTime()), course.waiting()));
  }
}
