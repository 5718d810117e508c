package dev.crossfade.sql;

/** A half-open range of character offsets in a statement's text. */
public record Span(int start, int end) {
  /** The range from the start of this one to the end of {@code last}. */
  public Span to(Span last) {
    return new Span(start, last.end);
  }

  /** The characters of {@code text} in this range. */
  public String of(String text) {
    return text.substring(start, end);
  }
}
