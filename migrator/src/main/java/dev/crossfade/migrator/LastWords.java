package dev.crossfade.migrator;

import dev.crossfade.migrator.work.Course;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** While it is open, an interrupt from the keyboard or a polite kill ends the run after the batches that are under way, and lets it say how to go on. */
final class LastWords implements AutoCloseable {
  private static final long SECONDS = 10;

  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread hook;

  LastWords(Course course) {
    hook = new Thread(() -> {
      course.stop("Interrupted.", true);
      try {
        over.await(SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    over.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is going down: it is the hook that has brought us here.
      over.countDown();
    }
  }
}
