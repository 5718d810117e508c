package dev.crossfade.migrator.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A verb's answer: lines for people as it goes, or one JSON object at the end for scripts. Progress and errors go to standard error, so that standard output is the answer
 * alone. Not thread-safe.
 */
public final class Answer {
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean json;
  private final Map<String, Object> object = new LinkedHashMap<>();

  Answer(PrintWriter out, PrintWriter err, boolean json) {
    this.out = out;
    this.err = err;
    this.json = json;
  }

  /** Whether the answer is for a script. */
  public boolean isJson() {
    return json;
  }

  /** A line of the answer for people; scripts don't see it. */
  public void line(String text) {
    if (!json) {
      out.println(text);
      out.flush();
    }
  }

  /** What is going on, for people and scripts alike, on standard error. */
  public void progress(String text) {
    err.println(text);
    err.flush();
  }

  /** A member of the JSON object: a string, number, boolean, list, map or record. */
  public Answer put(String name, Object value) {
    object.put(name, value);
    return this;
  }

  void close() {
    if (json) {
      try {
        out.println(JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(object));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      out.flush();
    }
  }
}
