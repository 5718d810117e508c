package dev.crossfade.benchmarks;

/** A batch of 1,000 rows of a table of which columns move to another; each is sent as an application would send it. */
public enum Batch {
  INSERT("insert", false),
  INSERT_REWRITTEN("insert, reWriteBatchedInserts", true),
  UPDATE("update by key", false),
  DELETE("delete by key", false),
  UPSERT("upsert", false),
  UPSERT_REWRITTEN("upsert, reWriteBatchedInserts", true),
  UPSERT_PARTLY("upsert that keeps the street", false),
  UPSERT_PARTLY_REWRITTEN("the same, reWriteBatchedInserts", true);

  static final int ROWS = 1000;

  private final String title;
  private final boolean rewritten;

  Batch(String title, boolean rewritten) {
    this.title = title;
    this.rewritten = rewritten;
  }

  String title() {
    return title;
  }

  /** Whether pgjdbc makes one INSERT of several rows. */
  boolean rewritten() {
    return rewritten;
  }
}
