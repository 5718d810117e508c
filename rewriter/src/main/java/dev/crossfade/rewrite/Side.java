package dev.crossfade.rewrite;

/** Which of a migration's column sets a column belongs to. */
enum Side {
  OLD,
  NEW
}
