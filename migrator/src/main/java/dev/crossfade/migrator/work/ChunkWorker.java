package dev.crossfade.migrator.work;

import dev.crossfade.migrator.cli.Connector;
import dev.crossfade.migrator.state.Chunk;
import dev.crossfade.migrator.state.ChunkQueue;
import dev.crossfade.migrator.state.Job;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Works through one chunk of a job after the other, on a connection of its own. A server that is away may come back; a chunk that was lost with the connection is handed out again then, from where it
 * stopped. Runs in one thread.
 */
final class ChunkWorker implements Callable<Void> {
  private static final long IDLE_MILLIS = 100;
  private static final long LONGEST_JITTER_MILLIS = 200;

  private final Connector connector;
  private final Job job;
  private final String name;
  private final ChunkTask task;
  private final Course course;
  private final Crew.Terms terms;

  ChunkWorker(Connector connector, Job job, Crew.Member member, Course course, Crew.Terms terms) {
    this.connector = connector;
    this.job = job;
    this.name = member.name();
    this.task = member.task();
    this.course = course;
    this.terms = terms;
  }

  @Override
  public Void call() throws InterruptedException {
    while (!course.isStopped()) {
      try (Connection connection = connector.connect()) {
        task.enter(connection);
        if (work(connection)) {
          return null;
        }
      } catch (SQLException e) {
        await(e, terms.patience());
      }
    }
    return null;
  }

  private void await(SQLException e, Duration patience) throws InterruptedException {
    switch (Trouble.of(e)) {
      case IN_THE_WAY -> jitter(1);
      case AWAY -> {
        course.away(e, patience);
        jitter(IDLE_MILLIS);
      }
      case ROW, FATAL -> course.fail(e);
    }
  }

  /** Waits a little, and not as long as others do. */
  static void jitter(long atLeastMillis) throws InterruptedException {
    Thread.sleep(atLeastMillis + ThreadLocalRandom.current().nextLong(LONGEST_JITTER_MILLIS));
  }

  /** @return whether there is nothing left to do, for anyone */
  private boolean work(Connection connection) throws SQLException, InterruptedException {
    ChunkQueue queue = new ChunkQueue(connection, job, name, terms.chunkRows());
    while (!course.isStopped()) {
      Optional<Chunk> chunk = queue.claim();
      if (chunk.isPresent()) {
        if (!task.run(connection, chunk.get())) {
          queue.release(chunk.get());
        }
      } else if (queue.isDone()) {
        return true;
      } else {
        // Others are at it; one of them may die.
        Thread.sleep(IDLE_MILLIS);
      }
    }
    return false;
  }
}
