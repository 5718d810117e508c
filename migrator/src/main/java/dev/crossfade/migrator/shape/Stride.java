package dev.crossfade.migrator.shape;

/**
 * A piece cut from the beginning of a range.
 *
 * @param rows how many rows are in it; where rows go by their places, about how many
 * @param last whether nothing of the range is left behind it
 */
public record Stride(KeyRange range, long rows, boolean last) {

  /** What is left of a whole that this is the first part of. */
  public Stride restOf(Stride whole) {
    return new Stride(
        whole.range().from(range.upTo()), Math.max(1, whole.rows() - rows), whole.last());
  }
}
