package dev.crossfade.migrator.shape;

/** A statement with a place for the condition that says which rows of a walk it is about. */
public record RangeSql(String head, String tail) {

  /** The statement about the rows for which this holds. */
  public String where(String condition) {
    return head + "(" + condition + ")" + tail;
  }
}
