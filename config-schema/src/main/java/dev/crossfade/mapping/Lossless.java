package dev.crossfade.mapping;

/** How much of a value survives the way from one shape to the other and back. */
public enum Lossless {
  /** No promise. */
  NONE,
  /** {@code b(f(O)) = O}: the old values survive the round trip. */
  OLD,
  /** Also {@code f(b(N)) = N}: a bijection. */
  BOTH;

  /** Whether the old shape's values survive. */
  public boolean keepsOld() {
    return this != NONE;
  }
}
