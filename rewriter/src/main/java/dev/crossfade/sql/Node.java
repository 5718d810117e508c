package dev.crossfade.sql;

/** A part of a statement and the characters it was read from: first to last token, no white space or comment around them. */
public interface Node {
  Span span();
}
