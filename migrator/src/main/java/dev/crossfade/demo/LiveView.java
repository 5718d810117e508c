package dev.crossfade.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Shows once a second how things stand: in place where the terminal can do that, as a line where there is none. */
final class LiveView implements AutoCloseable {
  private static final int WIDTH = 79;
  private static final String CLEAR_TO_END = "\u001b[J";
  private static final String UP = "\u001b[%dA";

  private final PrintStream out;
  private final boolean inPlace;
  private final Board board;
  private final Meter meter;
  private final int stages;
  private final long started = System.nanoTime();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "live-view");
  private int drawn;
  private long lastNanos = started;

  LiveView(PrintStream out, boolean inPlace, Board board, Meter meter, int stages) {
    this.out = out;
    this.inPlace = inPlace;
    this.board = board;
    this.meter = meter;
    this.stages = stages;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!closing.await(1, TimeUnit.SECONDS)) {
        draw();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void draw() {
    long now = System.nanoTime();
    var latency = meter.interval();
    double perSecond = latency.requests() * 1e9 / Math.max(1, now - lastNanos);
    lastNanos = now;
    var lines = inPlace ? picture(now, latency, perSecond) : List.of(line(now, latency, perSecond));
    var text = new StringBuilder();
    if (drawn > 0) {
      text.append(UP.formatted(drawn)).append(CLEAR_TO_END);
    }
    lines.forEach(line -> text.append(line).append(System.lineSeparator()));
    drawn = inPlace ? lines.size() : 0;
    out.print(text);
    out.flush();
  }

  private String line(long now, Meter.Latency latency, double perSecond) {
    var drift = board.drift();
    return String.format(
        Locale.ROOT,
        "%s  %-13s %6.0f req/s  p50 %5.1f ms  p99 %6.1f ms  errors %d  backfilled %,d  drift %d",
        clock(now),
        board.stage(),
        perSecond,
        latency.p50() / 1e3,
        latency.p99() / 1e3,
        meter.errors(),
        board.backfilled(),
        drift.contradicting());
  }

  private List<String> picture(long now, Meter.Latency latency, double perSecond) {
    var picture = new ArrayList<String>();
    picture.add(String.format(
        Locale.ROOT,
        "stage %d of %d: %-40s %s",
        board.stageNumber(),
        stages,
        board.stage(),
        clock(now)));
    picture.add("");
    picture.add(String.format(
        "  %-18s %-10s %-16s %12s %8s", "migration", "table", "phase", "to be filled", "drift"));
    for (var change : Change.ALL) {
      var drift = board.drift(change);
      picture.add(String.format(
          Locale.ROOT,
          "  %-18s %-10s %-16s %,12d %8d",
          change.name(),
          change.table(),
          board.step(),
          drift.unfilled(),
          drift.contradicting()));
    }
    picture.add("");
    picture.add(String.format(
        Locale.ROOT,
        "  %.0f req/s   p50 %.1f ms   p99 %.1f ms   errors %d   backfilled %,d rows",
        perSecond,
        latency.p50() / 1e3,
        latency.p99() / 1e3,
        meter.errors(),
        board.backfilled()));
    var activity = "  " + board.activity();
    // A line that the terminal breaks in two would be left behind by the next picture.
    picture.add(activity.substring(0, Math.min(activity.length(), WIDTH)));
    return picture;
  }

  private String clock(long now) {
    var passed = Duration.ofNanos(now - started);
    return String.format(Locale.ROOT, "%02d:%02d", passed.toMinutes(), passed.toSecondsPart());
  }

  @Override
  public void close() throws InterruptedException {
    closing.countDown();
    thread.join();
  }
}
