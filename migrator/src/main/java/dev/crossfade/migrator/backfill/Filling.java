package dev.crossfade.migrator.backfill;

import dev.crossfade.migrator.shape.KeyRange;
import dev.crossfade.migrator.shape.Stride;
import dev.crossfade.migrator.shape.Strides;
import dev.crossfade.migrator.state.Chunk;
import dev.crossfade.migrator.state.Job;
import dev.crossfade.migrator.work.ChunkTask;
import dev.crossfade.migrator.work.Course;
import dev.crossfade.migrator.work.Trouble;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;

/** Fills chunks batch by batch. A batch in which a row fails is halved until the row is alone; that one is listed and left. */
final class Filling implements ChunkTask {
  private static final long LONGEST_JITTER_MILLIS = 200;
  private static final String NOT_IN_WITH = "0A000";

  private final Job job;
  private final String worker;
  private final Pace pace;
  private final Course course;
  private final BatchSize size;
  private boolean leaps = true;

  Filling(Job job, String worker, Pace pace, Course course) {
    this.job = job;
    this.worker = worker;
    this.pace = pace;
    this.course = course;
    this.size = new BatchSize(pace.target(), pace.batchRows());
  }

  @Override
  public void enter(Connection connection) throws SQLException {
    Manners.of(job, connection);
  }

  @Override
  public boolean run(Connection connection, Chunk chunk) throws SQLException, InterruptedException {
    Strides strides = new Strides(connection, chunk.walk().segment());
    try (Batch batch = new Batch(connection, chunk, job.id(), worker);
        Leap leap = new Leap(connection, chunk, worker)) {
      KeyRange rest = chunk.rest();
      while (true) {
        course.pause();
        if (course.isStopped()) {
          return false;
        }
        Step step = leaps && Leap.fits(chunk.walk())
            ? leap(leap, batch, strides, rest)
            : stride(batch, strides, rest);
        switch (step.result()) {
          case DONE -> {
            if (step.stride().last()) {
              return true;
            }
            rest = rest.from(step.stride().range().upTo());
          }
          case IN_THE_WAY -> {
            size.shrink();
            Thread.sleep(1 + ThreadLocalRandom.current().nextLong(LONGEST_JITTER_MILLIS));
          }
          case LOST -> {
            return true;
          }
        }
      }
    }
  }

  /** What came of a stride, which is nothing but a beginning where nothing was done. */
  private record Step(Result result, Stride stride) {}

  private Step stride(Batch batch, Strides strides, KeyRange rest) throws SQLException {
    Stride stride = strides.first(rest, size.rows());
    return new Step(write(batch, strides, stride), stride);
  }

  private Step leap(Leap leap, Batch batch, Strides strides, KeyRange rest) throws SQLException {
    long rows = size.rows();
    long started = System.nanoTime();
    try {
      Optional<Leap.Landing> landing = leap.mend(rest, rows);
      if (landing.isEmpty()) {
        return new Step(Result.LOST, new Stride(rest, 0, false));
      }
      Stride stride = landing.get().stride();
      size.observe(stride.rows(), landing.get().written(), System.nanoTime() - started);
      course.wentOn();
      return new Step(Result.DONE, stride);
    } catch (SQLException e) {
      if (NOT_IN_WITH.equals(e.getSQLState())) {
        // A table with rules.
        leaps = false;
        return stride(batch, strides, rest);
      }
      boolean row = Trouble.of(e) == Trouble.ROW;
      Stride stride = row ? strides.first(rest, rows) : new Stride(rest, 0, false);
      return new Step(failed(batch, strides, stride, e), stride);
    }
  }

  /** What came of a stride. */
  private enum Result {
    DONE,
    IN_THE_WAY,
    /** The chunk is someone else's by now. */
    LOST
  }

  private Result write(Batch batch, Strides strides, Stride stride) throws SQLException {
    long started = System.nanoTime();
    try {
      OptionalLong written = batch.mend(stride);
      if (written.isEmpty()) {
        return Result.LOST;
      }
      size.observe(stride.rows(), written.getAsLong(), System.nanoTime() - started);
      course.wentOn();
      return Result.DONE;
    } catch (SQLException e) {
      return failed(batch, strides, stride, e);
    }
  }

  private Result failed(Batch batch, Strides strides, Stride stride, SQLException e)
      throws SQLException {
    return switch (Trouble.of(e)) {
      case IN_THE_WAY -> {
        course.gaveWay();
        yield Result.IN_THE_WAY;
      }
      case ROW -> split(batch, strides, stride, e);
      case AWAY, FATAL -> throw e;
    };
  }

  private Result split(Batch batch, Strides strides, Stride stride, SQLException e)
      throws SQLException {
    if (course.isStopped()) {
      return Result.IN_THE_WAY;
    }
    Stride half = strides.first(stride.range(), Math.max(1, stride.rows() / 2));
    if (half.last()) {
      boolean mine = batch.leave(stride, e).isPresent();
      course.leftRow(pace.maxFailures(), e);
      return mine ? Result.DONE : Result.LOST;
    }
    Result first = write(batch, strides, half);
    return first == Result.DONE ? write(batch, strides, half.restOf(stride)) : first;
  }
}
