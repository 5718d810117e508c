package dev.crossfade.migrator.shape;

import java.util.List;

/**
 * One pass over the rows of a relation, in the order of its key: what to look at, and how to mend what has drifted.
 *
 * @param alias what the walked row is called in all of this SQL
 * @param from the FROM clause's items: the walked row, and the other shape's row where that is in another table
 * @param verdict the {@link DriftKind}'s label for a row, or NULL where its shapes agree
 * @param drifted whether the row has drifted
 * @param lock takes the locks that every writer takes first, where the mending itself wouldn't; each gives rows
 * @param mends what to run, in this order, each in a statement of its own so that it sees what the locks waited for; all in one transaction
 */
public record Walk(
    Segment segment,
    String alias,
    String from,
    String verdict,
    String drifted,
    List<RangeSql> lock,
    List<RangeSql> mends) {

  /** The key's columns of the walked row, as an array of texts. */
  public String keyTexts() {
    return segment.key().texts(alias);
  }
}
