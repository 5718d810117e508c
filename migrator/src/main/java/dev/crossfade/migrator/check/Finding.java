package dev.crossfade.migrator.check;

import java.util.List;

/**
 * Something that a check found.
 *
 * @param topic what it is about, one word for scripts: {@code file}, {@code expression}, {@code bind}, {@code data}, {@code constraint}, {@code bystander}, {@code locks}, {@code proposal}
 * @param migration its name; empty where it concerns them all
 * @param rows how many rows, where it is about rows, else -1
 * @param keys keys of some of them
 */
public record Finding(
    Severity severity, String topic, String migration, String text, long rows, List<String> keys) {

  /** How bad it is. */
  public enum Severity {
    /** Must be put right; the check's answer is no. */
    PROBLEM,
    /** Somebody should look. */
    NOTE
  }

  static Finding problem(String topic, String migration, String text) {
    return new Finding(Severity.PROBLEM, topic, migration, text, -1, List.of());
  }

  static Finding note(String topic, String migration, String text) {
    return new Finding(Severity.NOTE, topic, migration, text, -1, List.of());
  }
}
