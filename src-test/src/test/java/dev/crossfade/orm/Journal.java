package dev.crossfade.orm;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an application saw, step by step. */
final class Journal {
  private final List<String> lines = new ArrayList<>();

  /** A step of an application. */
  @FunctionalInterface
  interface Step {
    @Nullable
    Object run() throws Exception;
  }

  /** Runs a step and notes what came of it; of a failure its kind, but not its words. */
  void note(String name, Step step) {
    String seen;
    try {
      seen = text(step.run());
    } catch (Exception e) {
      seen = failure(e);
    }
    lines.add(name + ": " + seen);
  }

  private static String text(@Nullable Object value) {
    if (value instanceof Iterable<?> list) {
      List<String> texts = new ArrayList<>();
      list.forEach(one -> texts.add("\n    " + text(one)));
      return String.join("", texts);
    }
    return value instanceof Object[] array
        ? Arrays.stream(array).map(Journal::text).collect(Collectors.joining(", ", "[", "]"))
        : value instanceof int[] counts ? Arrays.toString(counts) : String.valueOf(value);
  }

  /** A refusal is told whole. */
  private static String failure(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      text.append(cause.getClass().getSimpleName()).append(' ');
      if (cause instanceof SQLException sql) {
        String state = String.valueOf(sql.getSQLState());
        text.append(state.startsWith("XF") ? sql.getMessage() : state).append(' ');
      }
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return String.join("\n", lines);
  }
}
