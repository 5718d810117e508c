package dev.crossfade.catalog;

/** The answer of a {@link Catalog}. */
public sealed interface Lookup<T> {
  record Found<T>(T value) implements Lookup<T> {}

  /** The server has no such object. */
  record Absent<T>() implements Lookup<T> {}

  /** Nobody has asked the server yet. */
  record Unknown<T>() implements Lookup<T> {}
}
