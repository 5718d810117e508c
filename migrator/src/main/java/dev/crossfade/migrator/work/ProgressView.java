package dev.crossfade.migrator.work;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Shows how a run is going: on a terminal one line that is drawn over and over, elsewhere a line every few seconds and whenever the reason to wait changes. Not thread-safe.
 */
public final class ProgressView implements AutoCloseable {
  private static final int BAR = 24;
  private static final long PLAIN_EVERY_NANOS = 5_000_000_000L;
  private static final String CLEAR = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean terminal;
  private final String verb;
  private Optional<String> waiting = Optional.empty();
  private long shownAt;
  private boolean drawn;

  /** @param verb what is being done, such as {@code backfill} */
  public ProgressView(PrintWriter out, boolean terminal, String verb) {
    this.out = out;
    this.terminal = terminal;
    this.verb = verb;
  }

  /** Shows this. */
  public void show(Status status) {
    if (terminal) {
      out.print(CLEAR + line(status));
      out.flush();
      drawn = true;
      return;
    }
    long now = System.nanoTime();
    boolean changed = !status.waiting().equals(waiting);
    if (changed || now - shownAt > PLAIN_EVERY_NANOS && shownAt != 0) {
      out.println(line(status));
      out.flush();
      shownAt = now;
    } else if (shownAt == 0) {
      shownAt = now;
    }
    waiting = status.waiting();
  }

  String line(Status status) {
    var progress = status.progress();
    StringBuilder line = new StringBuilder();
    line.append(verb).append(' ').append(progress.migration().name()).append("  ");
    if (terminal) {
      int full = (int) Math.round(progress.share() * BAR);
      line.append('[').append("#".repeat(full)).append(".".repeat(BAR - full)).append("] ");
    }
    line.append(String.format(
        Locale.ROOT, "%.1f %%  %,d rows", progress.share() * 100, progress.scanned()));
    if (progress.changed() > 0) {
      line.append(String.format(Locale.ROOT, ", %,d written", progress.changed()));
    }
    if (progress.drift().drifted() > 0) {
      line.append(String.format(Locale.ROOT, ", %,d drifted", progress.drift().drifted()));
    }
    if (progress.failed() > 0) {
      line.append(String.format(Locale.ROOT, ", %,d failed", progress.failed()));
    }
    if (status.waiting().isPresent()) {
      return line.append("  waits: ").append(status.waiting().get()).toString();
    }
    line.append(String.format(Locale.ROOT, "  %,.0f/s", status.rate()));
    long left = progress.estimatedRows() - progress.scanned();
    if (left > 0 && status.rate() >= 1) {
      line.append("  ").append(duration(Duration.ofSeconds(Math.round(left / status.rate()))));
      line.append(" left");
    }
    return line.toString();
  }

  private static String duration(Duration duration) {
    if (duration.toHours() > 0) {
      return duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }
    return duration.toMinutes() > 0
        ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
        : duration.toSeconds() + " s";
  }

  @Override
  public void close() {
    if (drawn) {
      out.print(CLEAR);
      out.flush();
    }
  }
}
